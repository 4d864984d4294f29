"""What the readers of workbooks share: a sheet by its filled cells, and how large one may be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from zipfile import ZipFile

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable

#: No workbook unpacks to more than this: a sheet of a million full rows has about half of it.
MOST_BYTES = 1 << 30

#: Nor to more than this where it is packed tighter than any table: sheets come to a twentieth.
MOST_PACKED_BYTES, _TIGHTEST = 1 << 28, 100

#: Nor has a sheet more filled cells: a million rows of twenty columns.
MOST_CELLS = 20_000_000

#: XML that declares words of its own can say gigabytes in a line; it does so before anything else.
_DECLARES, _HEAD = b"<!DOCTYPE", 4096

#: Row and column, from 1.
Place = tuple[int, int]


@dataclass(frozen=True)
class FilledSheet:
    """A sheet's filled cells, the formulas that have no result, and its merged ranges.

    ``columns`` has the texts of each column that holds something, by their rows.
    """

    title: str
    columns: Mapping[int, pd.Series]
    uncomputed: Sequence[Place] = ()
    merged: Sequence[CellRange] = ()

    def row(self, number: int) -> dict[int, str]:
        """The filled cells of one row, by column."""
        held = {place: column.get(number) for place, column in sorted(self.columns.items())}
        return {place: text for place, text in held.items() if text is not None}


class Workbook(Protocol):
    """A workbook that can be read; ``hidden`` are those of its sheets that nobody sees."""

    @property
    def sheets(self) -> Collection[str]: ...

    @property
    def hidden(self) -> Collection[str]: ...

    def sheet(self, title: str) -> FilledSheet:
        """Everything that a sheet holds."""
        ...

    def holds_something(self, title: str) -> bool:
        """Whether there is a value or a formula in a sheet."""
        ...


class Filled:
    """The filled cells of a sheet, gathered column by column."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._columns: dict[int, tuple[list[int], list[str]]] = {}
        self._same: dict[str, str] = {}  # a text that repeats is kept once
        self._number = 0

    def add(self, place: Place, text: str, rows: int = 1, columns: int = 1) -> None:
        """A text at a place, and as often again below and to the right as a file says."""
        if not text.strip():
            return
        self._number += rows * columns
        if self._number > MOST_CELLS:
            raise too_large(self._file, f"a sheet has more than {MOST_CELLS:,} filled cells")
        text = self._same.setdefault(text, text)
        for column in range(place[1], place[1] + columns):
            at, texts = self._columns.setdefault(column, ([], []))
            at.extend(range(place[0], place[0] + rows))
            texts.extend([text] * rows)

    def columns(self) -> Iterator[tuple[int, pd.Series]]:
        for place, (rows, texts) in self._columns.items():
            column = pd.Series(texts, index=rows, dtype=object)
            yield place, column[~column.index.duplicated(keep="last")]


def refuse_bombs(archive: ZipFile, file: str) -> None:
    """By what the archive says of its parts: more than that is not unpacked of any of them.

    Raises
    ------
    Unreadable
        The workbook would take gigabytes.
    """
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if size > MOST_BYTES:
        most = f"the {_megabytes(MOST_BYTES)}"
    elif size > MOST_PACKED_BYTES and size > packed * _TIGHTEST:
        most = f"{_TIGHTEST} times its size and the {_megabytes(MOST_PACKED_BYTES)}"
    else:
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares(archive, part.filename):
                what = f"its part {part.filename} declares words of its own; none is read that does"
                raise too_large(file, what)
        return
    what = f"the workbook unpacks to {_megabytes(size)}, more than {most} that are read"
    raise too_large(file, what)


def _declares(archive: ZipFile, part: str) -> bool:
    with archive.open(part) as source:
        return _DECLARES in source.read(_HEAD)


def too_large(file: str, what: str) -> Unreadable:
    mend = "Take out of it what is no table, or save the table as CSV or Parquet."
    return Unreadable(Problem(file, "too_large", f"{what}. {mend}"))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def cell_name(place: Place) -> str:
    """``D2``, as a spreadsheet names it."""
    return f"{get_column_letter(place[1])}{place[0]}"
