"""What changed since last term: figures, judgements and schools; nothing without a last term.

What a page is held against is said by ``changes`` in ``params/reports.yml``: sections of
measures, ``judgements`` and ``schools``.
"""

import pandas as pd

from tymor.page import Cell, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.render.view import show_figure
from tymor.report import counted
from tymor.report.document import Document
from tymor.report.figures import Change, Figures
from tymor.report.judged_before import judgements_moved, judgements_table
from tymor.report.narrative import cohort_caution
from tymor.report.tables import table_of


def changed_since_last_term(page: Document, *, level: int = 2) -> None:
    """Heading, tables and sentences of all that moved, or that nothing did.

    The earlier term is the one that ``previous`` in ``params/terms.yml`` names, and its
    release for the same audience is read where it was prepared. Nothing is shown where
    there is none, or where both terms hold nothing to compare. ``level`` is that of the
    heading; 0 where the caller has set one.
    """
    if page.earlier is None or not _comparable(page):
        return
    if level:
        page.heading("changed", level=level)
    figures, judgements = figures_table(page), judgements_table(page)
    moves, joined, left = judgements_moved(page), schools_joined(page), schools_left(page)
    if not (figures or judgements or moves["up"] or moves["down"] or joined or left):
        page.text("changed.nothing")
        return
    _show_figures(page, figures)
    page.table(judgements, title="changed.judgements")
    if moves:
        page.text("changed.moves", up=moves["up"], down=moves["down"], same=moves["same"])
    for key, names in (("changed.joined", joined), ("changed.left", left)):
        if names:
            said = counted.joined(names, page.config.languages, "; ")
            page.text(key, schools=said, count=len(names))


def figures_table(page: Document) -> Table | None:
    """Each measure whose newest result is another one than last term, both beside each other."""
    rows = [row for now, before in _both_terms(page)
            if (row := _figure_row(page, now, before)) is not None]  # fmt: skip
    heads = ("measure", "last_term", "this_term", "year", "change_pp")
    return table_of(page.config, heads, rows) if rows else None


def _both_terms(page: Document) -> list[tuple[Figure, Figure]]:
    """Each measure's newest result in this term's release and in the last, where both have one."""
    now, before = page.figures(), _earlier_figures(page)
    sections = page.config.reports[page.report].changes
    pairs = [
        (now.latest(name), before.latest(name))
        for name in now.measures
        if page.config.measures[name].section in sections
    ]
    return [(new, old) for new, old in pairs if new is not None and old is not None]


def _comparable(page: Document) -> bool:
    """Whether anything of this page is held in both terms; without, nothing can have changed."""
    schools = page.area.kind != "school" and "schools" in page.config.reports[page.report].changes
    return schools or bool(_both_terms(page)) or bool(judgements_moved(page))


def schools_joined(page: Document) -> list[Text]:
    """Names of schools below this area that are in this term's release and not in the last."""
    return _apart(page, page.release.areas, page.earlier_areas)


def schools_left(page: Document) -> list[Text]:
    """Names of schools below this area that were in the last term's release only."""
    return _apart(page, page.earlier_areas, page.release.areas)


def _show_figures(page: Document, table: Table | None) -> None:
    """The table; of a school with what one learner is worth in the smallest cohort of it."""
    page.table(table, title="changed.figures")
    if table is None or page.area.kind != "school":
        return
    held = page.figures()
    shown = [cell.figure.measure_id for row in table.rows for cell in row.cells
             if isinstance(cell, FigureCell)]  # fmt: skip
    of_learners = [name for name in shown if page.config.measures[name].section != "attendance"]
    cohorts = [held.newest_cohort(name) for name in of_learners]
    sizes = [cohort for cohort in cohorts if cohort is not None and cohort.value]
    smallest = min(sizes, key=lambda cohort: cohort.value or 0, default=None)
    cohort_caution(page, smallest, id="changed.caution")


def _apart(page: Document, these: pd.DataFrame, others: pd.DataFrame) -> list[Text]:
    if "schools" not in page.config.reports[page.report].changes:
        return []
    schools = these[(these["kind"] == "school") & ~these["area_id"].isin(others["area_id"])]
    if page.area.kind != "partnership":
        schools = schools[schools["parent_id"] == page.area_id]
    names = [{"en": row["name_en"], "cy": row["name_cy"]} for row in schools.to_dict("records")]
    return sorted(names, key=lambda name: name["en"])


def _earlier_figures(page: Document) -> Figures:
    assert page.earlier is not None
    rows = page.earlier.figures([page.area_id])
    return Figures.of(rows, page.config, page.publication.term)


def _figure_row(page: Document, now: Figure, before: Figure) -> Row | None:
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
    label, year = TextCell(text=now.label), TextCell(text=page.both(now.academic_year))
    return Row(cells=(label, TextCell(text=was), FigureCell(figure=now), year, change))
