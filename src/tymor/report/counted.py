"""Figures that are counted from rows of a release's tables, and tables made of cells."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from tymor.errors import TymorError
from tymor.page import Cell, Column, Figure, FigureCell, Row, Status, Table, Text, TextCell, Unit
from tymor.report.document import Document


def counted(
    page: Document,
    measure_id: str,
    value: float | None,
    label: Text,
    *,
    missing: Status | None = None,
    group: str = "all",
    area_id: str = "",
    academic_year: str = "",
    unit: Unit = "count",
    decimals: int = 0,
) -> Figure:
    """A number counted from rows, as a figure: of the page's area and the term's academic year
    where no other is named.

    ``group`` tells apart what is counted of one measure. ``missing`` says why there may be no
    value: hidden from the page's audience, not held, …

    Raises
    ------
    TymorError
        There is no value, and nobody said why.
    """
    held = None if value is None or pd.isna(value) else round(float(value), decimals)
    if held is None and missing is None:
        raise TymorError(f"{measure_id} of {area_id or page.area_id} has no number: say missing=…")
    return Figure(
        area_id=area_id or page.area_id,
        measure_id=measure_id,
        academic_year=academic_year or page.this_year,
        group=group,
        kind="count",
        value=held,
        unit=unit,
        decimals=decimals,
        status="counted" if held is not None else missing or "not_available",
        label=label,
    )


def days(page: Document, measure_id: str, value: float | None, label: Text, **more: Any) -> Figure:
    """Days, to one place; where none were written down they are not held."""
    told: dict[str, Any] = {"missing": "not_available", "unit": "days", "decimals": 1}
    return counted(page, measure_id, value, label, **(told | more))


def as_figures(numbers: pd.DataFrame, figure: Callable[[str, Any, float], Figure]) -> pd.DataFrame:
    """The same rows and columns with ``figure(column, row, number)`` in place of each number.

    ``row`` is the row's name in the index; a missing number is given as such.
    """
    made = {
        column: [figure(str(column), row, value) for row, value in numbers[column].items()]
        for column in numbers
    }
    return pd.DataFrame(made, index=numbers.index, dtype="object")


def joined(texts: Iterable[Text], languages: Iterable[str], between: str = ", ") -> Text:
    """Words one after the other, in every language."""
    parts = list(texts)
    return {language: between.join(part[language] for part in parts) for language in languages}


def cells_table(
    page: Document, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, words: int = 1,
    totals: int = 0,
) -> Table | None:  # fmt: skip
    """A table whose columns are named by keys of the catalogue; nothing without rows.

    ``words`` is how many columns, from the first, hold words; ``totals`` how many rows, up to
    the last, are sums. A head ``group|label`` stands below the heading ``group``. A row of one
    cell is the heading of those that follow it.
    """
    held = [tuple(cells) for cells in rows]
    if not held:
        return None
    sums = len(held) - totals
    return Table(
        columns=tuple(_column(page, at, head, words) for at, head in enumerate(heads)),
        rows=tuple(
            _heading(page, cells[0], len(heads)) if len(cells) == 1
            else Row(cells=cells, style="total" if at >= sums else "body")
            for at, cells in enumerate(held)
        ),
    )  # fmt: skip


def _column(page: Document, at: int, head: str, words: int) -> Column:
    group, _, label = head.rpartition("|")
    return Column(
        key=f"column_{at}_{label.rpartition('.')[2]}",
        label=page.say(label),
        group=page.say(group) if group else None,
        align="start" if at < words else "end",
    )


def _heading(page: Document, cell: Cell, width: int) -> Row:
    empty = TextCell(text=page.both(""))
    return Row(cells=(cell, *[empty] * (width - 1)), style="section")


def word(page: Document, key: str) -> TextCell:
    """A cell that says what the catalogue does."""
    return TextCell(text=page.say(key))


def number(figure: Figure) -> FigureCell:
    return FigureCell(figure=figure)
