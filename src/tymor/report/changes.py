"""What changed since last term: figures, judgements and schools; nothing without a last term."""

from collections import Counter

import pandas as pd

from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.render.view import show_figure
from tymor.report.document import Document
from tymor.report.figures import Change, Figures


def changed_since_last_term(page: Document, *, level: int = 2) -> bool:
    """Heading, tables and sentences of all that moved; whether anything did.

    The earlier term is the one that ``previous`` in ``params/terms.yml`` names, and its
    release for the same audience is read where it was prepared. Nothing is shown where
    there is none, nor where all is as it was.
    """
    if page.earlier is None:
        return False
    figures, judgements = figures_table(page), judgements_table(page)
    joined, left = schools_joined(page), schools_left(page)
    if figures is None and judgements is None and not joined and not left:
        return False
    page.heading("changed", level=level)
    page.table("changed.figures", figures)
    page.table("changed.judgements", judgements)
    moves = judgements_moved(page)
    if moves:
        page.text("changed.moves", up=moves["up"], down=moves["down"], same=moves["same"])
    for key, names in (("changed.joined", joined), ("changed.left", left)):
        if names:
            page.text(key, schools=_listed(names), count=len(names))
    return True


def figures_table(page: Document) -> Table | None:
    """Each measure whose newest result is another one than last term, both beside each other."""
    now, before = page.figures(), _earlier_figures(page)
    rows = [
        row
        for name in now.measures
        if page.config.measures[name].section in ("key_indicators", "fsm_gap", "attendance")
        if (row := _figure_row(page, now.latest(name), before.latest(name))) is not None
    ]
    heads = ("measure", "last_term", "this_term", "change_pp")
    return _table(page, heads, rows) if rows else None


def judgements_table(page: Document) -> Table | None:
    """Progress judged last term and now: of a school each priority, above that how many."""
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
    return _table(page, ("judgement", "last_term", "this_term"), rows)


def judgements_moved(page: Document) -> Counter[str]:
    """How many priorities went ``up``, ``down`` or stayed the ``same``; empty for the public."""
    pairs = _judged_twice(page)
    rank = {
        code: category.rank or 0
        for code, category in page.config.judgements.schemes["school_priority"].items()
    }
    steps = [rank[now] - rank[before] for before, now in pairs.to_numpy()]
    return Counter("up" if step > 0 else "down" if step < 0 else "same" for step in steps)


def schools_joined(page: Document) -> list[Text]:
    """Names of schools below this area that are in this term's release and not in the last."""
    return _apart(page, page.release.areas, page.earlier_areas)


def schools_left(page: Document) -> list[Text]:
    """Names of schools below this area that were in the last term's release only."""
    return _apart(page, page.earlier_areas, page.release.areas)


def _apart(page: Document, these: pd.DataFrame, others: pd.DataFrame) -> list[Text]:
    schools = these[(these["kind"] == "school") & ~these["area_id"].isin(others["area_id"])]
    if page.area.kind != "partnership":
        schools = schools[schools["parent_id"] == page.area_id]
    names = [{"en": row["name_en"], "cy": row["name_cy"]} for row in schools.to_dict("records")]
    return sorted(names, key=lambda name: name["en"])


def _earlier_figures(page: Document) -> Figures:
    assert page.earlier is not None
    rows = page.earlier.figures([page.area_id])
    return Figures.of(rows, page.config, page.publication.term)


def _figure_row(page: Document, now: Figure | None, before: Figure | None) -> Row | None:
    if now is None or before is None:
        return None
    if (now.value, now.academic_year) == (before.value, before.academic_year):
        return None
    change: Cell = TextCell(text=page.both(""))
    if now.value is not None and before.value is not None:
        gap = page.config.measures[now.measure_id].better == "nearer_zero"
        points = Change(now, before, gap).points
        places = max(now.decimals, before.decimals)
        sign = "+" if points > 0 else ""
        change = TextCell(text={k: sign + page.config.languages[k].number(points, places)
                                for k in page.config.languages})  # fmt: skip
    # Text, not a figure: one identity has one value on a page, and this may be a revision.
    was = {k: f"{show_figure(before, page.config.languages[k])} ({before.academic_year})"
           for k in page.config.languages}  # fmt: skip
    label = TextCell(text=now.label)
    return Row(cells=(label, TextCell(text=was), FigureCell(figure=now), change))


def _counted(page: Document, term: str) -> dict[str, int]:
    if not page.release.has("progress"):
        return {}
    rows = page.release.table("progress")
    whole = (rows["reform_area"] == "all") & (rows["support"] == "all")
    own = rows[whole & (rows["area_id"] == page.area_id) & (rows["term"] == term)]
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
    moved = pairs[pairs["before"] != pairs["now"]].reset_index().to_dict("records")
    scheme = page.config.judgements.schemes["school_priority"]
    rows = [
        Row(
            cells=(
                TextCell(text=page.both(str(pair["priority"]))),
                *(
                    TextCell(text=page.say(f"judgements.{code}"), colour=scheme[code].colour)
                    for code in (pair["before"], pair["now"])
                ),
            )
        )
        for pair in moved
    ]
    return _table(page, ("priority", "last_term", "this_term"), rows) if rows else None


def _table(page: Document, heads: tuple[str, ...], rows: list[Row]) -> Table:
    return Table(
        columns=tuple(
            Column(key=head, label=page.say(f"table.{head}"), align="end" if at else "start")
            for at, head in enumerate(heads)
        ),
        rows=tuple(rows),
    )


def _listed(names: list[Text]) -> Text:
    return {language: "; ".join(name[language] for name in names) for language in names[0]}
