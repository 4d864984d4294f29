"""Half-termly reviews of enhanced support, as several reports tell of them."""

from typing import Any

import pandas as pd

from shared.vocabulary import in_order, term_name
from tymor.locale import Value
from tymor.page import Text
from tymor.report import columns as col
from tymor.report.bilingual import label
from tymor.report.document import Document

REVIEWED = ["on_track", "judgement", "commentary"]
_PRIORITY = ["school_id", "priority"]


def half_term_reviews(page: Document) -> pd.DataFrame:
    """Reviews of the page's own schools, of a priority the earliest first: one row a review.

    As in the table of that name, with ``reform_area`` (of the priority in that term) and
    ``half_term`` (which one, and the day of the review where it is known). Without rows where the
    audience may not read them.
    """
    if not (page.release.has("half_term_reviews") and page.release.has("school_priorities")):
        return pd.DataFrame(columns=[*_PRIORITY, "term", "reform_area", "half_term", *REVIEWED])
    reviews = page.release.table("half_term_reviews")
    by = [*_PRIORITY, "term"]
    areas = page.release.table("school_priorities")[[*by, "reform_area"]]
    nth = {term: n for n, term in enumerate(in_order(reviews["term"]))}
    held = reviews.merge(areas, on=by).assign(nth=lambda rows: rows["term"].map(nth))
    rows = held.sort_values([*_PRIORITY, "nth", "half"], ignore_index=True)
    words = [label(_half_term(page, review)) for review in rows.to_dict("records")]
    return rows.assign(half_term=pd.Series(words, rows.index, dtype="object"))


def review_columns() -> list[col.Column]:
    """Which half term, and what was found in it."""
    return [
        col.words("half_term", "half_terms.column"),
        col.on_track(),
        col.judgement("judgement"),
        col.written("commentary", "table.found"),
    ]


def _half_term(page: Document, review: dict[Any, Any]) -> Text:
    words: dict[str, Value] = {
        "half_term": term_name(page, review["term"]),
        "half": int(review["half"]),
    }
    if pd.isna(review["reviewed"]):
        return page.say("half_terms.one", words)
    return page.say("half_terms.one_on", words | {"day": review["reviewed"].date()})
