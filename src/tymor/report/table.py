"""The table builder: a data frame and a list of columns make a table."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from tymor import page as model
from tymor.errors import TymorError
from tymor.page import (
    Cell,
    Figure,
    FigureCell,
    NumberCell,
    Row,
    Table,
    Text,
    TextCell,
)
from tymor.report.columns import (
    STATUSES,
    Column,
    Record,
    Speaker,
    nothing,
    said,
    sensible,
    text_of,
)
from tymor.report.given import all_of, kind_of


def build_table(
    page: Speaker,
    frame: pd.DataFrame,
    columns: Sequence[Column] | None = None,
    *,
    sections: str = "",
    totals: str = "",
) -> Table | None:
    """A table of a data frame; nothing where it has no rows.

    Parameters
    ----------
    frame
        One row a row of the table, in its order.
    columns
        What to show of it; without any, what is sensible. The first heads the rows.
    sections
        A column of the frame: where its value changes, a row with that name heads what follows.
        Its values are words, or cells.
    totals
        A column of the frame that is true where a row is a sum of others.

    Raises
    ------
    TymorError
        A column, ``sections`` or ``totals`` is not in the frame.
    """
    if frame.empty:
        return None
    frame = _flat(frame, shown=columns is None)
    if twice := sorted({*frame.columns[frame.columns.duplicated()]}):
        raise TymorError(
            f"The data frame has several columns called {', '.join(map(repr, twice))}; rename them."
        )
    takes = "columns, such as col.number('days')"
    chosen = all_of(columns, Column, "columns=", takes) if columns is not None else ()
    chosen = chosen or tuple(sensible(page, frame))
    _require_words(page, chosen)
    _require(frame, [*(column.of for column in chosen), *filter(None, (sections, totals))])
    records = frame.to_dict("records")
    return Table(
        columns=tuple(_head(page, column) for column in chosen),
        rows=(*_rows(page, records, chosen, sections, totals), *_total(page, frame, chosen)),
    )


def _flat(frame: pd.DataFrame, *, shown: bool) -> pd.DataFrame:
    """The frame with its row labels as columns, where these have a name.

    Labels without one are told where all of the frame is to be ``shown``.
    """
    if isinstance(frame.columns, pd.MultiIndex):
        raise TymorError(
            "The data frame has columns of several levels; give each one name: "
            "frame.columns = ['…', '…']."
        )
    named = [name for name in frame.index.names if name is not None]
    if named and not {*named} & {*frame.columns}:
        frame = frame.reset_index()
    elif shown and not (named or pd.api.types.is_integer_dtype(frame.index)):
        raise TymorError(
            "The rows of the data frame have labels without a name, which no column shows: "
            "name them (frame.rename_axis('…')), or leave them out (frame.reset_index(drop=True))."
        )
    return frame.set_axis([str(name) for name in frame.columns], axis="columns")


def _require_words(page: Speaker, columns: Iterable[Column]) -> None:
    for column in columns:
        missing = column.missing
        known = not isinstance(missing, str) or missing in STATUSES
        if not known and not page.config.languages.has(str(missing)):
            raise TymorError(
                f"The column {column.of!r} says missing={missing!r}, which is neither a status "
                f"({', '.join(sorted(STATUSES))}) nor a key of a words.yml."
            )


def _require(frame: pd.DataFrame, wanted: Iterable[str]) -> None:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        has = ", ".join(map(str, frame.columns))
        raise TymorError(
            f"The data frame has no column {', '.join(map(repr, missing))} for this table; "
            f"it has {has}."
        )


def _head(page: Speaker, column: Column) -> model.Column:
    return model.Column(
        key=column.of,
        label=_heading(page, column),
        group=said(page, column.group) if column.group else None,
        align=column.align,
        width=column.width,
    )


def _heading(page: Speaker, column: Column) -> Text:
    """As the column says; else as the catalogues call it; else its name in the frame."""
    if column.heading:
        return said(page, column.heading)
    key = f"table.{column.of}"
    return page.say(key) if page.config.languages.has(key) else text_of(page, column.of)


def _rows(
    page: Speaker, records: Sequence[Any], columns: Sequence[Column], sections: str, totals: str
) -> Iterable[Row]:
    before: Any = None
    for record in records:
        if sections and record[sections] != before:
            before = record[sections]
            cell = before if isinstance(before, TextCell) else TextCell(text=text_of(page, before))
            yield section_row(cell, len(columns))
        cells = tuple(cell_of(page, column, record) for column in columns)
        yield Row(cells=cells, style="total" if totals and record[totals] else "body")


def cell_of(page: Speaker, column: Column, record: Record) -> Cell:
    """One cell: of the value, or of what stands where there is none."""
    value = record[column.of]
    if column.by_row or not _is_missing(value):
        return _shown(page, column, value, record)
    return nothing(page, column.missing)


def _shown(page: Speaker, column: Column, value: Any, record: Record) -> Cell:
    """What the column makes of a value, if that is what it takes."""
    try:
        return column.show(page, value, record)
    except (TypeError, ValueError, KeyError):
        if not column.takes:
            raise
        raise TymorError(
            f"The column {column.of!r} takes {column.takes}; the data frame has {value!r} there "
            f"({kind_of(value)})."
        ) from None


def _is_missing(value: Any) -> bool:
    """Nothing at all; a text of no letters is nothing, too."""
    if isinstance(value, Figure | TextCell | FigureCell | NumberCell | dict):
        return False
    return value is None or value == "" if isinstance(value, str | None) else _is_nan(value)


def _is_nan(value: Any) -> bool:
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def section_row(title: TextCell, width: int) -> Row:
    """A row that heads those below it, across ``width`` columns."""
    empty = TextCell(text=dict.fromkeys(title.text, ""))
    return Row(cells=(title, *[empty] * (width - 1)), style="section")


def _total(page: Speaker, frame: pd.DataFrame, columns: Sequence[Column]) -> Iterable[Row]:
    """The last row, where any column is added up; of what has a number."""
    if not any(column.total for column in columns):
        return
    record = {column.of: frame[column.of].sum() if column.total else None for column in columns}
    empty = TextCell(text=dict.fromkeys(page.config.languages, ""))
    cells = [cell_of(page, column, record) if column.total else empty for column in columns]
    yield Row(cells=(TextCell(text=page.say("table.total")), *cells[1:]), style="total")
