"""The tables of a release beyond areas and figures: what is told of schools and plans.

Each has an area column (``area_id``, ``school_id`` or ``la_code``) and holds rows of the
publication's own areas only; ``plan`` and ``calendar`` are about the whole partnership.
"""

from collections.abc import Mapping

import pandas as pd

from tymor.areas import open_schools
from tymor.config import Audience
from tymor.disclosure.counts import hide_small_counts
from tymor.inputs import Inputs
from tymor.measures import early_warning
from tymor.measures.around import inspection_counts, partners_by_authority, with_sums
from tymor.measures.plan import plan_grid
from tymor.measures.progress import progress_counts
from tymor.measures.standing import similar_authorities
from tymor.publication import Publication
from tymor.terms import term_order

#: Input tables that a release holds as they are, but for areas and terms of no concern.
_AS_THEY_ARE = (
    "plan_actions", "school_priorities", "half_term_reviews", "inspections", "support",
    "professional_learning",
)  # fmt: skip
#: Exclusions, and the days lost to them, which are hidden with them.
_COUNTED_TOGETHER = (["fixed_term", "days_lost"], ["permanent"])


def tables_beyond(
    publication: Publication, inputs: Inputs, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Every table, before any audience's limits; terms to come are not in it."""
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in (*_AS_THEY_ARE, "exclusions", "grants")}  # fmt: skip
    schools = open_schools(publication, inputs)
    partnership = publication.config.partnership.id
    exclusions = held["exclusions"].rename(columns={"school_id": "area_id"})
    return {
        **{name: held[name] for name in _AS_THEY_ARE},
        "plan": plan_grid(publication.config, held["plan_actions"], inputs.tables["plan_printed"]),
        "calendar": inputs.tables["calendar"],
        "progress": progress_counts(held["school_priorities"], schools, partnership),
        "inspection_counts": inspection_counts(held["inspections"], schools, partnership),
        "similar_authorities": similar_authorities(areas),
        "partners": partners_by_authority(inputs.tables["partners"], schools, held["support"]),
        "exclusions": with_sums(exclusions, areas, ["academic_year"]),
        "grants": _grants(held["grants"], areas),
    }


def for_audience(
    tables: Mapping[str, pd.DataFrame], audience: Audience, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables that the audience may read, limited to what it may see of them."""
    own: dict[str, pd.DataFrame] = {
        name: tables[name] for name in audience.tables if name in tables
    }
    if "exclusions" in own:
        parents = areas.set_index("area_id")["parent_id"].replace("", pd.NA)
        for columns in _COUNTED_TOGETHER:
            own["exclusions"] = hide_small_counts(
                own["exclusions"], parents, columns, audience.minimum_cohort, "academic_year"
            )
    if not audience.schools_in_tables:
        schools = areas.loc[areas["kind"] == "school", "area_id"]
        for name in {"exclusions", "grants"} & own.keys():
            own[name] = own[name][~own[name]["area_id"].isin(schools)]
    return own


def of_these(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The rows about these areas; all of them where a table has no area column."""
    for column in ("area_id", "school_id", "la_code"):
        if column in table:
            return table[table[column].isin(areas["area_id"])].reset_index(drop=True)
    return table


def risk(
    publication: Publication, inputs: Inputs, areas: pd.DataFrame, figures: pd.DataFrame
) -> pd.DataFrame:
    """Early warning by school, term and indicator; ``figures`` are published actuals."""
    config = publication.config
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in ("school_priorities", "attendance", "exclusions", "risk")}  # fmt: skip
    schools = areas[areas["kind"] == "school"].rename(columns={"area_id": "school_id"})
    terms = sorted({*held["school_priorities"]["term"], publication.term_id}, key=term_order)
    headline = [n for n, each in config.measures.items() if each.section == "key_indicators"]
    of_schools = figures[figures["area_id"].isin([*schools["school_id"], config.partnership.id])]
    yearly = {
        "results": early_warning.results(of_schools, headline, config.partnership.id),
        "attendance": early_warning.attendance(held["attendance"]),
        "exclusions": early_warning.exclusions(held["exclusions"], schools),
    }
    readings = [
        early_warning.limited_progress(held["school_priorities"]),
        *(early_warning.by_year(rows, name, terms) for name, rows in yearly.items()),
    ]
    asked = pd.concat(readings, ignore_index=True)
    asked = asked[asked["indicator"].isin(config.risk.indicators)]
    return early_warning.risk_levels(asked, held["risk"], config.risk.indicators)


def _until(publication: Publication, table: pd.DataFrame) -> pd.DataFrame:
    """Without terms after the publication's own: the same folders serve several terms."""
    if "term" not in table:
        return table
    now = term_order(publication.term_id)
    return table[table["term"].map(term_order).map(lambda term: term <= now).astype(bool)]


def _grants(grants: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Grants of schools with sums above; ``efsm_learners`` are those the area has now."""
    counted = areas.assign(learners=(areas["pupils"] * areas["efsm_pct"] / 100).round())
    eligible = counted.set_index("area_id")["learners"].astype("Float64")
    of_authorities = counted.loc[counted["kind"] == "local_authority", "learners"].sum()
    eligible = eligible.mask(counted.set_index("area_id")["kind"] == "partnership", of_authorities)
    rows = with_sums(grants, areas, ["academic_year", "grant"])
    return rows.assign(efsm_learners=rows["area_id"].map(eligible).astype("Int64"))
