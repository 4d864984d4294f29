"""Workbooks as Calamine reads them: old and binary ones of Excel, and plain Open XML quickly.

Calamine makes a rectangle of a sheet's cells, and tells neither errors from empty cells nor how
numbers are shown. So it reads Open XML only where a look at the sheet finds nothing of that kind.
"""

import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO
from zipfile import ZipFile, is_zipfile

import numpy as np
import pyarrow as pa
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.cell_range import CellRange
from python_calamine import CalamineSheet, CalamineWorkbook

from tymor.inputs.readers import calamine_apart
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.filled_sheets import (
    MOST_CELLS,
    Filled,
    FilledSheet,
    refuse_bombs,
    too_large,
)
from tymor.inputs.readers.raw import as_text
from tymor.inputs.readers.xlsx_cells import Xlsx

_TEXTS = "xl/sharedStrings.xml"

#: A rectangle is made of a sheet where it has not so many times as many cells as are filled.
_SPARSE, _ALWAYS = 4, 100_000

#: So much of a sheet is looked at, and so many rows are made texts, at a time.
_PART, _ROWS = 1 << 22, 2_000

#: How far a sheet goes to the right is seen in its first rows, unless it goes beyond Z.
_BEGINNING = 50_000

#: A formula that is not followed by what it gives.
_NO_RESULT = re.compile(rb"(?:</f>|<f(?:\s[^>]*)?/>)(?!\s*<v>[^<])")
_ROW = re.compile(rb'<row r="(\d+)"')
_UNNAMED = re.compile(rb'<c(?! r="[A-Z])[ >]')
_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"'](\d+)")
_COLUMN = re.compile(rb'<c r="([A-Z])\d')
_BEYOND_Z = re.compile(rb'<c r="([A-Z]{2,3})\d+"[^>]*[^/]>')
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CELL, _ERROR, _MERGED = b'<c r="', b't="e"', b"<mergeCell"


@dataclass(frozen=True)
class Calamine:
    """A workbook of Excel 97 to 2003 (.xls) or a binary one (.xlsb): its sheets by their titles."""

    read: Mapping[str, Mapping[str, Any]]
    file: str

    @property
    def sheets(self) -> Collection[str]:
        return self.read

    @property
    def hidden(self) -> Collection[str]:
        return [title for title, sheet in self.read.items() if sheet["hidden"]]

    def sheet(self, title: str) -> FilledSheet:
        filled = Filled(self.file)
        for row, column, text in self.read[title]["cells"]:
            filled.add((row, column), text)
        merged = [
            CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
            for (top, left), (bottom, right) in self.read[title]["merged"]
        ]
        return FilledSheet(title, dict(filled.columns()), merged=merged)

    def holds_something(self, title: str) -> bool:
        return bool(self.read[title]["cells"])


@contextmanager
def open_with_calamine(source: BinaryIO, file: str) -> Iterator[Calamine]:
    """A workbook whose sheets Calamine reads, in a process of its own; none that would be too
    large a rectangle."""
    if is_zipfile(source):
        with ZipFile(source) as archive:
            refuse_bombs(archive, file)
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".bin"):
                    _refuse_wide(archive.read(name), file)
    reading = [sys.executable, "-m", calamine_apart.__name__, source.name]
    done = subprocess.run(reading, capture_output=True, check=False)
    if done.returncode:
        most = f"{calamine_apart.MOST_GIGABYTES} GB of memory"
        raise ValueError(f"it is damaged, or would take more than {most} to read")
    told = json.loads(done.stdout)
    if "fault" in told:
        raise ValueError(told["fault"])
    yield Calamine({sheet["title"]: sheet for sheet in told["sheets"]}, file)


def _refuse_wide(sheet: bytes, file: str) -> None:
    """By the last row and column of the binary sheet with a cell that is filled."""
    row, rows, columns = 0, 0, 0
    for kind, at in _records(sheet):
        if kind == 0:
            row = int.from_bytes(sheet[at : at + 4], "little") + 1
        elif 2 <= kind <= 11:  # cells with a value; 1 is one that is only formatted
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(sheet[at : at + 4], "little") + 1)
    if rows * columns > MOST_CELLS:
        what = f"from the first to the last cell a sheet has {rows * columns:,} of them"
        raise too_large(file, f"{what}, more than {MOST_CELLS:,}")


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """The records of a binary part: the kind of each, and where its content begins."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, at
        at += size


class PlainSheet:
    """A sheet of a workbook of which Calamine loses nothing."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet
        self._first = (sheet.start or (0, 0))[1] + 1

    def top(self, rows: int) -> list[list[str]]:
        """The first rows, as texts."""
        return [[*map(as_text, row)] for row in islice(self._sheet.iter_rows(), rows)]

    def columns(self, below: int) -> dict[int, Cells]:
        """The texts of each column below a row, by their places in the sheet."""
        rows = islice(self._sheet.iter_rows(), below, None)
        parts: list[list[pa.Array]] = []
        while batch := list(islice(rows, _ROWS)):
            parts.append([_texts(values) for values in zip(*batch, strict=True)])
        columns = (pa.chunked_array(part, pa.large_string()) for part in zip(*parts, strict=True))
        return {place: Cells.encode(each) for place, each in enumerate(columns, self._first)}

    def place(self, number: int) -> int:
        """Where in the sheet a row's cell of this number stands, from 1."""
        return self._first + number


def _texts(values: Sequence[Any]) -> pa.Array:
    try:
        return pa.array(values, pa.large_string())
    except pa.ArrowException:
        pass
    if bool in set(map(type, values)):  # which counts as equal to a number
        return pa.array(map(as_text, values), pa.large_string())
    texts = {value: as_text(value) for value in set(values)}
    return pa.array([texts[value] for value in values], pa.large_string())


def plain_sheet(workbook: Xlsx, title: str, source: BinaryIO) -> PlainSheet | None:
    """A sheet as Calamine has it, where nothing is lost so; else nothing."""
    with workbook.archive.open(workbook.parts[title]) as part:
        if not _is_plain(part, [b's="%d"' % each for each in workbook.styles_that_tell()]):
            return None
    if _TEXTS in workbook.archive.namelist():
        with workbook.archive.open(_TEXTS) as part:
            if not _counts_are_possible(part.read(_BEGINNING)):
                return None
            while part.read(_PART):  # zipfile holds the archive to what it says of its size
                pass
    source.seek(0)
    try:
        with CalamineWorkbook.from_filelike(source) as book:
            return PlainSheet(book.get_sheet_by_name(title))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # Calamine may also panic, which is no Exception
        return None  # it may be of a part that is not needed


def _counts_are_possible(beginning: bytes) -> bool:
    """Whether a part's texts are said to be no more than a sheet has cells: Calamine makes room."""
    counts = map(int, _COUNT.findall(beginning))
    return b"<sst" in beginning and all(count <= MOST_CELLS for count in counts)


def _is_plain(source: Any, telling: Collection[bytes]) -> bool:
    """Whether a sheet has its rows in order, each cell with its name, and nothing that Calamine
    loses; and whether its filled cells stand near each other."""
    filled, row, last, width = 0, 0, 0, 1
    for part in _parts(source):
        rows = np.array(_ROW.findall(part), dtype=np.int64)
        if (
            _UNNAMED.search(part)
            or len(rows) != part.count(b"<row")
            or bool((np.diff(rows, prepend=row) <= 0).any())
            or any(sign in part for sign in (_ERROR, _MERGED, *telling))
            or (b"<f" in part and _NO_RESULT.search(part))
        ):
            return False
        row = int(rows[-1]) if len(rows) else row
        last = _last_filled(part) or last
        filled += part.count(b"<v") + part.count(b"<is")
        names = {*_COLUMN.findall(part[:_BEGINNING]), *_BEYOND_Z.findall(part)}
        width = max([width, *map(_number, names)])
    return 0 < last * width <= _SPARSE * filled + _ALWAYS


def _parts(source: Any) -> Iterator[bytes]:
    """A sheet in parts, each of whole rows."""
    rest = b""
    while read := source.read(_PART):
        rest += read
        if (cut := rest.rfind(b"<row")) > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _last_filled(part: bytes) -> int | None:
    """The row of the last cell with something in it."""
    at = part.rfind(_CELL, 0, max(part.rfind(b"<v"), part.rfind(b"<is"), 0))
    return (
        None if at < 0 else int(part[at + len(_CELL) : at + 40].split(b'"', 1)[0].lstrip(_LETTERS))
    )


def _number(letters: bytes) -> int:
    return column_index_from_string(letters.decode())
