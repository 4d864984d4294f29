"""What is known of an authority's schools from outside their results: exclusions, inspections."""

import pandas as pd

from named_priorities import schools_by_name
from shared.inspections_due import when_due
from shared.vocabulary import in_order, term_name
from tymor.page import Figure, Unit
from tymor.report import told
from tymor.report.bilingual import label
from tymor.report.counted import counted, joined
from tymor.report.document import Document

#: What is counted of exclusions: its unit and places.
EXCLUSIONS: dict[str, tuple[Unit, int]] = {
    "fixed_term": ("count", 0),
    "days_lost": ("days", 1),
    "permanent": ("count", 0),
}
_JUDGED = ["performance", "prospects"]


def exclusions_by_year(page: Document) -> pd.DataFrame:
    """Exclusions of the authority's learners: one row an academic year of the term's years.

    Columns ``academic_year`` and a figure each of ``fixed_term``, ``days_lost`` (to those) and
    ``permanent``; a count that is hidden is a figure without a number.
    """
    rows = page.release.rows("exclusions", "area_id", "academic_year", *EXCLUSIONS)
    of_years = rows["academic_year"].isin(page.publication.term.years)
    own = rows[(rows["area_id"] == page.area_id) & of_years].sort_values("academic_year")
    made = {
        name: [
            _exclusions(page, year, name, number)
            for year, number in zip(own["academic_year"], own[name], strict=True)
        ]
        for name in EXCLUSIONS
    }
    return pd.DataFrame({"academic_year": own["academic_year"].tolist()} | made)


def _exclusions(page: Document, year: str, name: str, number: float) -> Figure:
    unit, decimals = EXCLUSIONS[name]
    words = page.say(heading(name))
    return counted(
        page,
        f"exclusions_{name}",
        number,
        words,
        missing="suppressed",
        academic_year=year,
        unit=unit,
        decimals=decimals,
    )


def heading(name: str) -> str:
    """The key of what one of :data:`EXCLUSIONS` is called, beside the others."""
    return "scrutiny.exclusions.days_lost" if name == "days_lost" else f"exclusions.{name}"


def schools_due(page: Document) -> "pd.Series[int]":
    """How many of the authority's schools are due an inspection, by term, the earliest first.

    Before the page's own term are those that were due and are not held.
    """
    rows = page.release.rows("inspection_counts", "area_id", "kind", "word", "schools")
    own = rows[(rows["area_id"] == page.area_id) & (rows["kind"] == "due")]
    return own.set_index("word")["schools"].reindex(in_order(own["word"]))


def number_due(page: Document, *terms: str) -> told.Whole:
    """How many of the authority's schools are due an inspection in these terms."""
    return told.rows(page, "inspection_counts", column="schools", how="sum", kind="due",
                     area_id=page.area_id, word=list(terms))  # fmt: skip


def due_figure(page: Document, term: str, schools: int) -> Figure:
    """How many schools are due an inspection in a term."""
    words = [page.say("scrutiny.due_column"), term_name(page, term)]
    name = joined(words, page.config.languages)
    return counted(page, "inspections_due", schools, name, group=term)


def inspected_schools(page: Document, terms: list[str]) -> pd.DataFrame:
    """Schools due an inspection in one of ``terms``, the earliest first; then others in follow-up.

    One row a school: ``school``, ``when`` (missing where it is not known), ``inspected`` (the
    day), ``performance``, ``prospects`` and ``follow_up`` (codes). Where no day is held there was
    no inspection, and a missing judgement is ``none``; else it is not held.
    """
    columns = ["school_id", "due", "inspected", *_JUDGED, "follow_up"]
    rows = page.release.rows("inspections", *columns).fillna(dict.fromkeys(["due", *_JUDGED], ""))
    names = schools_by_name(page)
    soon = rows["due"].isin(terms)
    own = rows[rows["school_id"].isin(names) & (soon | (rows["follow_up"] != "none"))]
    never = own["inspected"].isna()
    when = {term: label(when_due(page, term)) for term in own["due"].unique() if term}
    held = own.assign(
        school=own["school_id"].map(names),
        when=own["due"].map(when),
        **{name: own[name].mask(never & (own[name] == ""), "none") for name in _JUDGED},
    )
    nth = {term: n for n, term in enumerate([*in_order(when), ""])}
    return held.assign(
        later=~held["due"].isin(terms),
        nth=held["due"].map(nth),
        school_nth=held["school_id"].map({school: n for n, school in enumerate(names)}),
    ).sort_values(["later", "nth", "school_nth"])
