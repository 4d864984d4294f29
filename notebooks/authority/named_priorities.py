"""Schools' priorities by name: for those who may read judgements of schools, and nobody else."""

from typing import Any

import pandas as pd

from shared.vocabulary import in_order, reform_area, term_before, term_name
from tymor.locale import Value
from tymor.page import Text
from tymor.report.bilingual import label
from tymor.report.document import Document

_PRIORITY = ["school_id", "priority"]
_REVIEWED = ["on_track", "judgement", "commentary"]


def priorities_now(page: Document) -> pd.DataFrame:
    """This term's priorities of the authority's schools, by the school's name.

    One row a school and priority, as in the table ``school_priorities``, with ``school`` (its
    name) and ``before`` (last term's judgement; missing where there was none). Without rows where
    the audience may not read them.
    """
    columns = [*_PRIORITY, "term", "reform_area", "support", *_REVIEWED]
    rows = page.release.rows("school_priorities", *columns)
    last = rows[rows["term"] == term_before(page, rows["term"])]
    before = last[[*_PRIORITY, "judgement"]].rename(columns={"judgement": "before"})
    now = rows[rows["term"] == page.publication.term_id]
    return _by_school(page, now.merge(before, on=_PRIORITY, how="left"), ["priority"])


def half_term_reviews(page: Document) -> pd.DataFrame:
    """Enhanced support, half term by half term, by the school's name and then priority.

    One row a review, as in the table of that name, with ``named`` (school and area of reform)
    and ``half_term`` (which one, and the day of the review where it is known).
    """
    if not (page.release.has("half_term_reviews") and page.release.has("school_priorities")):
        return pd.DataFrame(columns=["school_id", "named", "half_term", *_REVIEWED])
    reviews = page.release.table("half_term_reviews")
    by = [*_PRIORITY, "term"]
    areas = page.release.table("school_priorities")[[*by, "reform_area"]]
    nth = {term: n for n, term in enumerate(in_order(reviews["term"]))}
    held = reviews.merge(areas, on=by).assign(nth=lambda rows: rows["term"].map(nth))
    rows = _by_school(page, held, ["priority", "nth", "half"])
    area = rows.groupby(_PRIORITY)["reform_area"].transform("last")
    words = {code: label(reform_area(page, code)) for code in area.unique()}
    return rows.assign(
        named=rows["school"] + ": " + area.map(words),
        half_term=[label(_half_term(page, review)) for review in rows.to_dict("records")],
    )


def schools_by_name(page: Document) -> dict[str, str]:
    """The names of the authority's schools by id, in their order."""
    schools = sorted(page.schools(), key=page.by_name)
    return {school.id: label(school.name) for school in schools}


def _by_school(page: Document, rows: pd.DataFrame, then: list[str]) -> pd.DataFrame:
    """Rows of the authority's schools in the order of their names, with these as ``school``."""
    names = schools_by_name(page)
    nth = {school: n for n, school in enumerate(names)}
    own = rows[rows["school_id"].isin(nth)]
    own = own.assign(school=own["school_id"].map(names), school_nth=own["school_id"].map(nth))
    return own.sort_values(["school_nth", *then], ignore_index=True)


def _half_term(page: Document, review: dict[Any, Any]) -> Text:
    words: dict[str, Value] = {
        "half_term": term_name(page, review["term"]),
        "half": int(review["half"]),
    }
    if pd.isna(review["reviewed"]):
        return page.say("scrutiny.half", words)
    return page.say("scrutiny.half_on", words | {"day": review["reviewed"].date()})
