"""Schools' priorities by name: for those who may read judgements of schools, and nobody else."""

import pandas as pd

from shared import half_terms
from shared.vocabulary import reform_area, term_before
from tymor.measures.progress import support_moved
from tymor.report.bilingual import label
from tymor.report.document import Document

_PRIORITY = ["school_id", "priority"]
_REVIEWED = ["on_track", "judgement", "commentary"]


def priorities_now(page: Document) -> pd.DataFrame:
    """This term's priorities of the authority's schools, by the school's name.

    One row a school and priority, as in the table ``school_priorities``, with ``school`` (its
    name), ``before`` (last term's judgement; missing where there was none) and ``moved`` (which way
    its support moved since last term, see :func:`tymor.measures.progress.support_moved`). Without
    rows where the audience may not read them.
    """
    columns = [*_PRIORITY, "term", "reform_area", "support", *_REVIEWED]
    rows = page.release.rows("school_priorities", *columns)
    rows = rows.assign(moved=support_moved(rows))
    last = rows[rows["term"] == term_before(page, rows["term"])]
    before = last[[*_PRIORITY, "judgement"]].rename(columns={"judgement": "before"})
    now = rows[rows["term"] == page.publication.term_id]
    return _by_school(page, now.merge(before, on=_PRIORITY, how="left"), ["priority"])


def half_term_reviews(page: Document) -> pd.DataFrame:
    """Enhanced support, half term by half term, by the school's name and then priority.

    One row a review (see :mod:`shared.half_terms`), with ``named``, its school and area of reform.
    """
    held = half_terms.half_term_reviews(page)
    if held.empty:
        return held.assign(school="", named="")
    rows = _by_school(page, held.assign(nth=range(len(held))), ["priority", "nth"])
    area = rows.groupby(_PRIORITY)["reform_area"].transform("last")
    words = {code: label(reform_area(page, code)) for code in area.unique()}
    return rows.assign(named=rows["school"] + ": " + area.map(words))


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
