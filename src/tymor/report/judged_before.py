"""Progress judged last term and now: how many in each category, and which way they moved."""

from collections import Counter

import pandas as pd

from tymor.page import Figure, FigureCell, Row, Table, TextCell
from tymor.report.document import Document
from tymor.report.tables import table_of
from tymor.report.vocabulary import priority_name


def judgements_table(page: Document) -> Table | None:
    """Progress judged last term and now: of a school each priority, above that how many."""
    if "judgements" not in page.config.reports[page.report].changes:
        return None
    if page.area.kind == "school":
        return _judged_by_priority(page)
    scheme = page.config.judgements.schemes["school_priority"]
    before, now = _counted(page, page.earlier_term), _counted(page, page.publication.term_id)
    if not now or not before or now == before:
        return None
    rows = [
        Row(
            cells=(
                TextCell(text=page.say(f"judgements.{code}"), colour=category.colour),
                _count(page, code, before.get(code, 0), page.earlier_term),
                _count(page, code, now.get(code, 0), "all"),
            )
        )
        for code, category in scheme.items()
    ]
    return table_of(page.config, ("judgement", "last_term", "this_term"), rows)


def judgements_moved(page: Document) -> Counter[str]:
    """How many priorities went ``up``, ``down`` or stayed the ``same``; empty for the public."""
    if "judgements" not in page.config.reports[page.report].changes:
        return Counter()
    pairs = _judged_twice(page)
    rank = {
        code: category.rank or 0
        for code, category in page.config.judgements.schemes["school_priority"].items()
    }
    steps = [rank[now] - rank[before] for before, now in pairs.to_numpy()]
    return Counter("up" if step > 0 else "down" if step < 0 else "same" for step in steps)


def _counted(page: Document, term: str) -> dict[str, int]:
    if not page.release.has("progress"):
        return {}
    rows = page.release.table("progress")
    whole = (rows["reform_area"] == "all") & (rows["support"] == "all")
    judged = rows["answer"].isin(page.config.judgements.schemes["school_priority"])
    own = rows[whole & judged & (rows["area_id"] == page.area_id) & (rows["term"] == term)]
    return dict(zip(own["answer"], own["priorities"], strict=True))


def _count(page: Document, code: str, number: int, group: str) -> FigureCell:
    figure = Figure(
        area_id=page.area_id,
        measure_id=f"priorities_{code}",
        academic_year=page.publication.term.academic_year,
        group=group,
        kind="count",
        value=float(number),
        unit="count",
        status="counted",
        label=page.say(f"measures.priorities_{code}.label"),
    )
    return FigureCell(figure=figure)


def _judged_twice(page: Document) -> pd.DataFrame:
    """One row a priority judged in both terms: ``before`` and ``now``."""
    nothing = pd.DataFrame(columns=["before", "now"])
    if page.earlier is None or not page.earlier.has("school_priorities"):
        return nothing
    if not page.release.has("school_priorities"):
        return nothing
    terms = {"before": (page.earlier, page.earlier_term),
             "now": (page.release, page.publication.term_id)}  # fmt: skip
    judged = {}
    for name, (release, term) in terms.items():
        rows = release.table("school_priorities")
        rows = rows[(rows["term"] == term) & (rows["judgement"] != "")]
        judged[name] = rows.set_index(["school_id", "priority"])["judgement"]
    return pd.DataFrame(judged).dropna()


def _judged_by_priority(page: Document) -> Table | None:
    pairs = _judged_twice(page)
    moved = pairs[pairs["before"] != pairs["now"]]
    if moved.empty:
        return None
    scheme = page.config.judgements.schemes["school_priority"]
    held = page.release.table("school_priorities")
    held = held[held["term"] == page.publication.term_id].set_index(["school_id", "priority"])
    areas = held["reform_area"].to_dict()
    rows = [
        Row(
            cells=(
                TextCell(text=priority_name(page, str(own[1]), areas[own])),
                *(
                    TextCell(text=page.say(f"judgements.{code}"), colour=scheme[code].colour)
                    for code in pair
                ),
            )
        )
        for own, *pair in moved.itertuples(name=None)
    ]
    return table_of(page.config, ("priority", "last_term", "this_term"), rows, words=3)
