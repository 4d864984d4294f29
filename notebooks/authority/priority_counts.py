"""Progress of schools with their priorities, counted: no school is named."""

from typing import Literal

import pandas as pd

from shared.vocabulary import reform_area, term_name
from tymor.config.terms import term_order
from tymor.page import Figure, Text
from tymor.report import told
from tymor.report.counted import counted, joined
from tymor.report.document import Document

_KEYS = ["term", "reform_area", "support", "answer"]
#: What an answer is called; the others are judgements.
HEADINGS = {
    "all": "table.total",
    "on_track": "table.on_track",
    "not_on_track": "table.not_on_track",
}
#: Ways in which the support for a priority moved since the term before.
MOVES = ("to_enhanced", "to_core")


def counts_of(page: Document) -> pd.DataFrame:
    """How many priorities and schools of the authority, up to the page's term.

    One row a ``term``, ``reform_area``, ``support`` and ``answer``, by which it is indexed;
    ``all`` stands for any of them. Columns ``priorities`` and ``schools`` are how many; an answer
    that nobody gave has no row. See :func:`tymor.measures.progress.progress_counts`.
    """
    rows = page.release.rows("progress", "area_id", *_KEYS, "priorities", "schools")
    now = term_order(page.publication.term_id)
    held = [term for term in rows["term"].unique() if term_order(term) <= now]
    own = rows[(rows["area_id"] == page.area_id) & rows["term"].isin(held)]
    return own.set_index(_KEYS)[["priorities", "schools"]]


def count_of(
    page: Document,
    counts: pd.DataFrame,
    answer: str,
    *,
    of: str = "priorities",
    term: str = "",
    reform_area: str = "all",
    support: str = "all",
) -> Figure:
    """One of :func:`counts_of` as a figure of the page; 0 where nobody gave that answer.

    ``of`` is ``priorities`` or ``schools``; ``term`` is the page's own where none is named.
    """
    now = page.publication.term_id
    where = {"reform_area": reform_area, "support": support, "term": term or now}
    number = counts[of].get((where["term"], reform_area, support, answer), 0)
    apart = [reform_area, support, "all" if where["term"] == now else where["term"]]
    group = "-".join(part for part in apart if part != "all") or "all"
    label = _label(page, answer, where, of)
    return counted(page, f"{of}_{answer}", number, label, group=group)


def number_of(
    page: Document,
    *answers: str,
    of: Literal["priorities", "schools"] = "priorities",
    term: str = "",
) -> told.Whole:
    """How many priorities or schools had one of these answers in a term, of all areas of the
    reform and kinds of support."""
    when = term or page.publication.term_id
    return told.rows(page, "progress", column=of, how="sum", area_id=page.area_id, term=when,
                     reform_area="all", support="all", answer=list(answers))  # fmt: skip


def _label(page: Document, answer: str, where: dict[str, str], of: str) -> Text:
    words = [page.say(f"table.{of}"), page.say(_heading_of(answer))]
    if where["reform_area"] != "all":
        words.append(reform_area(page, where["reform_area"]))
    if where["support"] != "all":
        words.append(page.say(f"scrutiny.support.{where['support']}"))
    if where["term"] != page.publication.term_id:
        words.append(term_name(page, where["term"]))
    return joined(words, page.config.languages)


def _heading_of(answer: str) -> str:
    """The key of what an answer is called."""
    if answer in (*MOVES, "support_kept"):
        return f"school_priorities.support_moved.{answer}"
    return HEADINGS.get(answer, f"judgements.{answer}")
