"""The tables of a release beyond areas and figures: what is told of schools and plans.

Each has an area column (``area_id``, ``school_id`` or ``la_code``) and holds rows of the
publication's own areas only; ``plan`` and ``calendar`` are about the whole partnership.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.config import Audience, Config
from tymor.config.area_slices import AREA_COLUMNS
from tymor.config.terms import term_order
from tymor.disclosure.counts import hide_small_counts
from tymor.errors import ConfigError
from tymor.inputs import Inputs
from tymor.inputs.sources import source_table
from tymor.measures import early_warning
from tymor.measures.around import inspection_counts, partners_by_authority, with_sums
from tymor.measures.frame import as_text
from tymor.measures.plan import plan_grid
from tymor.measures.plan_reviews import newest_reviews
from tymor.measures.progress import progress_counts
from tymor.measures.standing import similar_authorities
from tymor.prepare.areas import open_schools
from tymor.publication import Publication

#: Input tables that a release holds as they are, but for areas and terms of no concern.
_AS_THEY_ARE = (
    "school_priorities", "half_term_reviews", "inspections", "support",
    "professional_learning",
)  # fmt: skip
#: Exclusions, and the days lost to them, which are hidden with them.
_COUNTED_TOGETHER = (["fixed_term", "days_lost"], ["permanent"])


def tables_beyond(
    publication: Publication, inputs: Inputs, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Every table, before any audience's limits; terms to come are not in it."""
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in (*_AS_THEY_ARE, "plan_actions", "exclusions", "grants")}  # fmt: skip
    schools = open_schools(publication, inputs)
    partnership = publication.config.partnership.id
    exclusions = held["exclusions"].rename(columns={"school_id": "area_id"})
    actions = newest_reviews(held["plan_actions"], publication.term.published)
    return {
        **{name: held[name] for name in _AS_THEY_ARE},
        "plan_actions": actions,
        "plan": plan_grid(publication.config, actions, inputs.tables["plan_printed"]),
        "calendar": inputs.tables["calendar"],
        "progress": progress_counts(held["school_priorities"], schools, partnership),
        "inspection_counts": inspection_counts(held["inspections"], schools, partnership),
        "similar_authorities": similar_authorities(areas),
        "partners": partners_by_authority(inputs.tables["partners"], schools, held["support"]),
        "exclusions": with_sums(exclusions, areas, ["academic_year"]),
        "grants": _grants(held["grants"], areas),
        "sources": source_table(publication, inputs, schools),
    }


def shown_from(
    tables: Mapping[str, pd.DataFrame], minimum: int, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables without counts below ``minimum``: as audiences with this limit may see them."""
    parents = areas.set_index("area_id")["parent_id"].replace("", pd.NA)
    exclusions = tables["exclusions"]
    for columns in _COUNTED_TOGETHER:
        exclusions = hide_small_counts(exclusions, parents, columns, minimum, "academic_year")
    # What one learner is given, with what all are, would tell how many there are.
    learners = tables["grants"]["efsm_learners"]
    few = (learners < minimum).fillna(False)
    grants = tables["grants"].assign(efsm_learners=learners.mask(few))
    return {**tables, "exclusions": exclusions, "grants": grants}


def for_audience(
    tables: Mapping[str, pd.DataFrame], audience: Audience, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Of these tables, what the audience may read: with rows of schools only where it may.

    Raises
    ------
    ConfigError
        It is to read a table that no release has.
    """
    if unknown := [name for name in audience.tables if name not in tables]:
        raise ConfigError(
            [
                f"params/audiences.yml: an audience's tables: found {name!r}; expected one of "
                f"{', '.join(sorted(tables))}"
                for name in unknown
            ]
        )
    own: dict[str, pd.DataFrame] = {name: tables[name] for name in audience.tables}
    if audience.schools_in_tables:
        return own
    schools = areas.loc[areas["kind"] == "school", "area_id"]
    return {name: _without(table, schools) for name, table in own.items()}


def _without(table: pd.DataFrame, schools: pd.Series) -> pd.DataFrame:
    named = [column for column in AREA_COLUMNS if column in table]
    return table[~table[named].isin(set(schools)).any(axis=1)] if named else table


def of_these(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The rows about these areas; all of them where a table has no area column."""
    for column in ("area_id", "school_id", "la_code"):
        if column in table:
            return table[table[column].isin(areas["area_id"])].reset_index(drop=True)
    return table


@dataclass(frozen=True)
class EarlyWarning:
    """What early warning rests on, beside the figures that an audience may see.

    ``limited`` and ``yearly`` have readings, a row a school, term and indicator; ``told`` is
    the input table ``risk``.
    """

    limited: pd.DataFrame
    yearly: pd.DataFrame
    told: pd.DataFrame
    schools: frozenset[str]
    terms: Sequence[str]

    def levels(
        self, config: Config, figures: pd.DataFrame, exclusions: pd.DataFrame
    ) -> pd.DataFrame:
        """Levels by school, term and indicator.

        ``figures`` are published actuals and ``exclusions`` the table as the audience may see
        it: where a count is hidden there, so is its reading here, and only the level is told.
        """
        whole = config.partnership.id
        headline = [n for n, each in config.measures.items() if each.section == "key_indicators"]
        asked = figures["area_id"].isin([*self.schools, whole])
        own = as_text(figures[asked & figures["measure_id"].isin(headline)])
        results = early_warning.results(own, headline, whole)
        of_results = early_warning.by_year(results, "results", self.terms)
        every = pd.concat([self.limited, of_results, self.yearly], ignore_index=True)
        every = every[every["indicator"].isin(config.risk.indicators)]
        levels = early_warning.risk_levels(every, self.told, config.risk.indicators)
        hidden = self._hidden_exclusions(exclusions)
        rows = levels["indicator"] == "exclusions"
        rows &= pd.MultiIndex.from_frame(levels[["school_id", "term"]]).isin(hidden)
        return levels.assign(reading=levels["reading"].mask(rows))

    def _hidden_exclusions(self, exclusions: pd.DataFrame) -> pd.MultiIndex:
        """The schools and terms whose newest exclusions are hidden."""
        known = exclusions.rename(columns={"area_id": "school_id"})
        hidden = known.assign(reading=known["days_lost"].isna().astype("float64"))
        columns = ["school_id", "academic_year", "reading"]
        newest = early_warning.by_year(hidden[columns], "exclusions", self.terms)
        return pd.MultiIndex.from_frame(newest.loc[newest["reading"] == 1, ["school_id", "term"]])


def early_warnings(publication: Publication, inputs: Inputs, areas: pd.DataFrame) -> EarlyWarning:
    """The readings that are the same for every audience."""
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in ("school_priorities", "attendance", "exclusions", "risk")}  # fmt: skip
    schools = areas[areas["kind"] == "school"].rename(columns={"area_id": "school_id"})
    terms = sorted({*held["school_priorities"]["term"], publication.term_id}, key=term_order)
    yearly = {
        "attendance": early_warning.attendance(held["attendance"]),
        "exclusions": early_warning.exclusions(held["exclusions"], schools),
    }
    readings = [early_warning.by_year(rows, name, terms) for name, rows in yearly.items()]
    return EarlyWarning(
        early_warning.limited_progress(held["school_priorities"]),
        pd.concat(readings, ignore_index=True),
        held["risk"],
        frozenset(schools["school_id"]),
        terms,
    )


def _until(publication: Publication, table: pd.DataFrame) -> pd.DataFrame:
    """Without terms after the publication's own: the same folders serve several terms."""
    if "term" not in table:
        return table
    now = term_order(publication.term_id)
    return table[table["term"].isin([t for t in table["term"].unique() if term_order(t) <= now])]


def _grants(grants: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Grants of schools with sums above; ``efsm_learners`` are those the area has now."""
    counted = areas.assign(learners=(areas["pupils"] * areas["efsm_pct"] / 100).round())
    eligible = counted.set_index("area_id")["learners"].astype("Float64")
    of_authorities = counted.loc[counted["kind"] == "local_authority", "learners"].sum()
    eligible = eligible.mask(counted.set_index("area_id")["kind"] == "partnership", of_authorities)
    rows = with_sums(grants, areas, ["academic_year", "grant"])
    return rows.assign(efsm_learners=rows["area_id"].map(eligible).astype("Int64"))
