"""The tables of a release beyond areas and figures: what is told of schools and plans.

Each has an area column (``area_id``, ``school_id`` or ``la_code``) and holds rows of the
publication's own areas only; ``plan``, ``plan_priorities`` and ``calendar`` are about the whole
partnership.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.config import Audience, Config
from tymor.config.area_slices import AREA_COLUMNS
from tymor.config.terms import term_order
from tymor.disclosure.decide import Decided
from tymor.disclosure.exclusions import withheld
from tymor.disclosure.names import ELIGIBLE, EXCLUSIONS, ROLL
from tymor.errors import ConfigError
from tymor.inputs import Inputs
from tymor.inputs.sources import source_table
from tymor.measures import early_warning
from tymor.measures.around import inspection_counts, partners_by_authority, with_sums
from tymor.measures.as_at import days_told
from tymor.measures.as_known import newest_printed, recommendations_known
from tymor.measures.caseloads import caseloads
from tymor.measures.categories import categories_by_term, category_counts, category_progress
from tymor.measures.collaboration import together_counts, work_of_schools
from tymor.measures.frame import as_text
from tymor.measures.plan import plan_grid
from tymor.measures.plan_reviews import REVIEW, all_reviews, known_reviews, newest_reviews
from tymor.measures.progress import progress_counts
from tymor.measures.standing import similar_authorities
from tymor.prepare.areas import open_schools
from tymor.prepare.schedule import calendar, schedules
from tymor.prepare.wider import wider_outcomes
from tymor.publication import Publication

#: Input tables that a release holds as they are, but for areas and terms of no concern.
_AS_THEY_ARE = (
    "school_priorities", "half_term_reviews", "inspections", "support",
    "professional_learning", "strengths",
)  # fmt: skip
#: Input tables whose rows say whether they are invented.
_WITH_THEIR_FOLDER = ("recommendations", "organisation")
#: Those of early warning that tell of schools term by term.
_BY_TERM = ("risk", "risk_readings")
_OF_PLAN = ("plan_actions", "plan_priorities")
#: What some audience may not see is missing there as it is in the other releases.
_MAY_BE_MISSING = dict.fromkeys(["fixed_term", "permanent", "days_lost"], "Float64")


def tables_beyond(
    publication: Publication, inputs: Inputs, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Every table, before any audience's limits; terms to come are not in it.

    Of what is told as at a day, and of reviews of plans, all that was known until the term was
    published is in it: :func:`tymor.measures.as_known.as_it_stood` says which rows count on a day.
    """
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in (*_AS_THEY_ARE, *_OF_PLAN, "exclusions", "grants", "costs", "collaboration",
                         "categorisation")}  # fmt: skip
    schools = open_schools(publication, inputs)
    partnership = publication.config.partnership.id
    exclusions = held["exclusions"].rename(columns={"school_id": "area_id"})
    published = publication.term.published
    reviews = known_reviews(held["plan_actions"], published)
    actions = newest_reviews(reviews, published)
    ever = {name: of_these(_until(publication, rows), areas)
            for name, rows in inputs.known.items() if name in _AS_THEY_ARE}  # fmt: skip
    told = {name: of_these(inputs.tables[name], areas) for name in _WITH_THEIR_FOLDER}
    told = {name: rows.assign(invented=inputs.invented_rows(rows)) for name, rows in told.items()}
    return {
        **{name: ever.get(name, held[name]) for name in _AS_THEY_ARE},
        "half_term_reviews": known_reviews(held["half_term_reviews"], published),
        "recommendations": recommendations_known(told["recommendations"], published),
        "organisation": newest_printed(told["organisation"], published),
        "plan_actions": all_reviews(reviews, published),
        "plan_reviews": reviews[REVIEW],
        # Of the whole plan, as its grids are: each report may call a priority by its name.
        "plan_priorities": held["plan_priorities"].rename(columns={"area_id": "of_area"}),
        "plan": plan_grid(publication.config, actions, inputs.tables["plan_printed"]),
        "calendar": calendar(inputs, partnership, publication.term.academic_year),
        "schedules": schedules(inputs, partnership),
        "progress": progress_counts(held["school_priorities"], schools, partnership),
        "inspection_counts": inspection_counts(held["inspections"], schools, partnership),
        "similar_authorities": similar_authorities(areas),
        "partners": partners_by_authority(inputs.tables["partners"], schools, held["support"]),
        "caseloads": caseloads(
            schools, held["support"], inputs.tables["partners"], publication.term.academic_year
        ),
        **_categories(publication, held, schools),
        **_work_together(publication, held, schools, areas),
        "exclusions": with_sums(exclusions, areas, ["academic_year"]).astype(_MAY_BE_MISSING),
        "grants": _grants(held["grants"], areas),
        "costs": held["costs"],
        "own_readings": _own_readings(publication, inputs, areas),
        "sources": source_table(publication, inputs, schools),
        "wider_outcomes": wider_outcomes(publication, inputs),
        "as_at": days_told(
            {**held, "rolls": of_these(inputs.tables["rolls"], areas)},
            areas,
            publication.term.academic_year,
        ),
    }


def _categories(
    publication: Publication, held: Mapping[str, pd.DataFrame], schools: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Schools' categories, and these counted."""
    scheme, partnership = publication.config.categorisation, publication.config.partnership.id
    rows = categories_by_term(held["categorisation"], publication.term_id)
    deciding = rows[rows["part"] == scheme.support]
    priorities = held["school_priorities"]
    return {
        "categories": rows,
        "category_counts": category_counts(rows, schools, partnership),
        "category_progress": category_progress(deciding, priorities, schools, partnership),
    }


def _work_together(
    publication: Publication, held: Mapping[str, pd.DataFrame], schools: pd.DataFrame,
    areas: pd.DataFrame,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """What schools do together, and that counted."""
    partnership = publication.config.partnership.id
    languages = publication.config.languages
    named = areas[areas["kind"] == "school"].rename(columns={"area_id": "school_id"})
    return {
        "collaboration": work_of_schools(held["collaboration"], named, languages),
        "together_counts": together_counts(
            held["collaboration"], held["strengths"], schools, partnership
        ),
    }


def shown_areas(areas: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """The areas without the rolls, and the shares eligible for free school meals, that are
    withheld from an audience.
    """
    known = {name: areas[name].mask(areas["area_id"].isin(decided.areas_without(name)))
             for name in (ROLL, ELIGIBLE)}  # fmt: skip
    return areas.assign(**known)


def shown_from(
    tables: Mapping[str, pd.DataFrame], decided: Decided, areas: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables without what is withheld from an audience; ``areas`` are as it may see them."""
    if not decided.statuses:
        return dict(tables)
    # What each learner is given, with what all are, would tell how many there are.
    grants = tables["grants"]
    few = grants["area_id"].isin(decided.areas_without(ELIGIBLE))
    return {
        **tables,
        "exclusions": withheld(tables["exclusions"], decided.names()),
        "grants": grants.assign(efsm_learners=grants["efsm_learners"].mask(few)),
        "similar_authorities": similar_authorities(areas),
    }


def for_audience(
    tables: Mapping[str, pd.DataFrame], audience: Audience, areas: pd.DataFrame,
    categories: Sequence[str] = (),
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Of these tables, what the audience may read: with rows of schools only where it may.

    ``categories`` are the parts of which it may see the category of each school, by name: that is
    for the scheme to say, and no other rows of schools come with it.

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
    if not audience.schools_in_tables:
        schools = areas.loc[areas["kind"] == "school", "area_id"]
        own = {name: _without(table, schools) for name, table in own.items()}
    if "as_at" in own:  # of what it may not read it is told no day either
        rows = own["as_at"]
        own["as_at"] = rows[rows["table"].isin([*audience.tables, "rolls"])].reset_index(drop=True)
    if "categories" in own:
        rows = tables["categories"]
        own["categories"] = rows[rows["part"].isin(categories)].reset_index(drop=True)
    return own


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

    ``by_term`` has readings, a row a school, term and indicator; ``yearly``, by indicator, a row
    a school and academic year; ``told`` is the input table ``risk``; ``sectors`` has each school's.
    """

    by_term: pd.DataFrame
    yearly: Mapping[str, pd.DataFrame]
    told: pd.DataFrame
    sectors: Mapping[str, str]
    terms: Sequence[str]

    def levels(self, config: Config, figures: pd.DataFrame, decided: Decided) -> pd.DataFrame:
        """Levels by school, term and indicator.

        ``figures`` are published actuals, and ``decided`` what the audience is shown: where a
        figure is withheld there, so is its reading here, and only the level is told.
        """
        whole = config.partnership.id
        headline = [n for n, each in config.measures.items() if each.section == "key_indicators"]
        asked = figures["area_id"].isin([*self.sectors, whole])
        own = as_text(figures[asked & figures["measure_id"].isin(headline)])
        yearly = {"results": early_warning.results(own, headline, whole), **self.yearly}
        readings = [self._by_term(name, rows) for name, rows in yearly.items()]
        every = pd.concat([self.by_term, *readings], ignore_index=True)
        indicators = config.risk.indicators
        every = every[every["indicator"].isin(indicators)]
        levels = early_warning.risk_levels(every, self.told, indicators, self.sectors)
        if not decided.protected:
            return levels
        key = ["school_id", "term", "indicator"]
        withheld = pd.MultiIndex.from_frame(self._withheld(config, decided)[key])
        hidden = pd.MultiIndex.from_frame(levels[key]).isin(withheld)
        return levels.assign(reading=levels["reading"].mask(hidden))

    def _withheld(self, config: Config, decided: Decided) -> pd.DataFrame:
        """The readings of figures that are not shown exactly: one row each."""
        rates = [n for n, each in config.measures.items() if each.denominator == "sessions"]
        rests_on = {"attendance": rates, "exclusions": EXCLUSIONS[:1]}
        parts = []
        for name, measures in rests_on.items():
            rows = self.yearly[name].dropna()
            at = pd.MultiIndex.from_frame(rows[["school_id", "academic_year"]].astype("str"))
            shown = at.isin(decided.shown(measures))
            if name == "exclusions":  # days lost, and these for each pupil, would tell the roll
                rolls = decided.shown([ROLL]).get_level_values("area_id")
                shown &= rows["school_id"].isin(rolls).to_numpy()
            told = self._by_term(name, rows.assign(reading=shown.astype("float64")))
            parts.append(told[told["reading"] == 0])
        return pd.concat(parts)

    def _by_term(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        return early_warning.by_year(rows, name, self.terms)


def early_warnings(publication: Publication, inputs: Inputs, areas: pd.DataFrame) -> EarlyWarning:
    """The readings that are the same for every audience."""
    held = {name: of_these(_until(publication, inputs.tables[name]), areas)
            for name in ("school_priorities", "attendance", "exclusions", *_BY_TERM)}  # fmt: skip
    schools = areas[areas["kind"] == "school"].rename(columns={"area_id": "school_id"})
    yearly = {
        "attendance": early_warning.attendance(held["attendance"]),
        "exclusions": early_warning.exclusions(held["exclusions"], schools),
    }
    limited = early_warning.limited_progress(held["school_priorities"])
    by_term = pd.concat([limited, held["risk_readings"][list(limited)]], ignore_index=True)
    terms = {publication.term_id, *by_term["term"], *held["risk"]["term"]}
    return EarlyWarning(
        by_term,
        yearly,
        held["risk"],
        dict(zip(schools["school_id"], schools["sector"].astype("str"), strict=True)),
        sorted(terms, key=term_order),
    )


def _own_readings(publication: Publication, inputs: Inputs, areas: pd.DataFrame) -> pd.DataFrame:
    """Readings of indicators that fit some sectors only, for the schools of these to read."""
    rows = of_these(_until(publication, inputs.tables["risk_readings"]), areas)
    indicators = publication.config.risk.indicators
    sector = rows["school_id"].map(areas.set_index("area_id")["sector"])
    fits = [
        indicator in indicators and indicators[indicator].of_some_sectors
        and bool(indicators[indicator].sectors.get(str(of)))
        for indicator, of in zip(rows["indicator"], sector, strict=True)
    ]  # fmt: skip
    return rows.loc[fits, ["school_id", "term", "indicator", "reading"]].reset_index(drop=True)


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
