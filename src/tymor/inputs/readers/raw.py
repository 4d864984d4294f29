"""A table as its files hold it: all text, before any contract is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.cells import Cells

RowNumbers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Reject:
    """A row left out, and why. ``cells`` is its text by heading."""

    table: str
    file: str
    row: int
    reasons: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RawTable:
    """What a reader makes of a file.

    ``columns`` has the trimmed cells below each heading, without rows that are
    wholly empty; ``rows`` the numbers of its rows as a spreadsheet shows them;
    ``heading_row`` that of the headings. ``file`` is what messages call the table where
    the reader knows it better than its file's name says: a workbook's sheet.
    """

    headings: tuple[str, ...]
    columns: tuple[Cells, ...]
    rows: RowNumbers
    problems: tuple[Problem, ...] = ()
    rejects: tuple[Reject, ...] = ()
    heading_row: int = 1
    file: str = ""


def raw_table(
    headings: Sequence[str], columns: Sequence[Cells], rows: RowNumbers, **more: Any
) -> RawTable:
    """Trim every cell and leave out rows without any text; ``more`` as :class:`RawTable` has it."""
    trimmed = [column.trimmed() for column in columns]
    if all(column.holds("") for column in trimmed):
        filled = np.zeros(len(rows), dtype=bool)
        for column in trimmed:
            filled |= column.where(bool)
        if not filled.all():
            trimmed = [column.take(filled) for column in trimmed]
            rows = rows[filled]
    return RawTable(tuple(heading.strip() for heading in headings), tuple(trimmed), rows, **more)


@dataclass(frozen=True)
class TextTable:
    """All rows of a table under the contract's columns, text; ``files`` and ``rows`` say where
    each stands."""

    columns: Mapping[str, Cells]
    files: Cells
    rows: RowNumbers

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, positions: Positions) -> pd.DataFrame:
        """Some of the rows, with ``source_file`` and ``source_row``."""
        texts = {name: cells.take(positions).column() for name, cells in self.columns.items()}
        places = {
            "source_file": self.files.take(positions).column(),
            "source_row": pd.Series(self.rows[positions]),
        }
        return pd.DataFrame(texts | places)


def as_text(value: Any) -> str:  # noqa: PLR0911 - one answer for each type
    """A typed value as the text a CSV file would hold; nothing is ``""``.

    >>> as_text(12.0), as_text(0.000001), as_text(date(2017, 9, 28)), as_text(None)
    ('12', '0.000001', '2017-09-28', '')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return format(Decimal(repr(value)), "f")
        case Decimal():
            return format(value, "f")
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def first_line(error: BaseException) -> str:
    """The first line of an error's own words."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def empty_file(file: str) -> Unreadable:
    return Unreadable(
        Problem(
            file,
            "empty_file",
            "the file is empty; expected a row of headings and rows below it. "
            "Put the data in, or remove the file.",
        )
    )


def no_headings(file: str, row: int) -> Unreadable:
    return Unreadable(
        Problem(
            file,
            "no_headings",
            "the row is empty; expected the headings there. Take out what stands above them.",
            row=row,
        )
    )
