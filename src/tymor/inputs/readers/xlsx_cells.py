"""A workbook by its filled cells: what is only formatted is passed over, wherever it stands.

openpyxl's own sheets are rectangles: one formatted cell in the last row makes a million rows of
them. Here a sheet is read part by part, and a cell is kept where it holds something.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pandas as pd
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.merge import MergeCells
from openpyxl.xml.functions import iterparse

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.raw import as_text
from tymor.inputs.readers.table_file import TableFile

#: No workbook unpacks to more than this: a sheet of a million full rows has about half of it.
MOST_BYTES = 1 << 30

#: Nor to more than this where it is packed tighter than any table: sheets come to a twentieth.
MOST_PACKED_BYTES, _TIGHTEST = 1 << 28, 100

#: What of a number's form is no form: a language or colour, and what is shown as it stands.
_NO_FORM = re.compile(r'\[[^]]*]|"[^"]*"|\\.')

#: Row and column, from 1.
Place = tuple[int, int]


@dataclass(frozen=True)
class FilledSheet:
    """A sheet's filled cells, the formulas that have no result, and its merged ranges.

    ``columns`` has the texts of each column that holds something, by their rows.
    """

    title: str
    columns: Mapping[int, pd.Series]
    uncomputed: Sequence[Place]
    merged: Sequence[CellRange]

    def row(self, number: int) -> dict[int, str]:
        """The filled cells of one row, by column."""
        held = {place: column.get(number) for place, column in sorted(self.columns.items())}
        return {place: text for place, text in held.items() if text is not None}


@dataclass(frozen=True)
class OpenWorkbook:
    """A workbook that can be read; ``sheets`` are its titles and the parts they stand in."""

    archive: ZipFile
    texts: Sequence[str]
    book: Workbook
    sheets: Mapping[str, str]

    def sheet(self, title: str) -> FilledSheet:
        """Everything that a sheet holds."""
        with self.archive.open(self.sheets[title]) as source:
            parser = _Parser(source, self)
            filled: dict[int, tuple[list[int], list[str]]] = {}
            same: dict[str, str] = {}  # a text that repeats is kept once
            for (row, place), text in parser.filled():
                rows, texts = filled.setdefault(place, ([], []))
                rows.append(row)
                texts.append(same.setdefault(text, text))
        columns = {}
        for place, (rows, texts) in filled.items():
            column = pd.Series(texts, index=rows, dtype=object)
            columns[place] = column[~column.index.duplicated(keep="last")]
        merged = parser.merged_cells
        ranges = tuple(merged.mergeCell) if merged else ()
        return FilledSheet(title, columns, tuple(parser.uncomputed), ranges)

    def holds_something(self, title: str) -> bool:
        """Whether there is a value or a formula in a sheet."""
        with self.archive.open(self.sheets[title]) as source:
            parser = _Parser(source, self)
            return any(True for _ in parser.filled()) or bool(parser.uncomputed)


@contextmanager
def open_workbook(file: TableFile) -> Iterator[OpenWorkbook]:
    """What every sheet of a workbook needs; a sheet's own cells are read when it is asked for.

    Raises
    ------
    Unreadable
        The workbook would take gigabytes.
    """
    reader = ExcelReader(file.path, read_only=True, data_only=True, keep_links=False)
    with closing(reader.archive) as archive:
        _refuse_too_large(archive, file.name)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        sheets = {
            sheet.name: part.target
            for sheet, part in reader.parser.find_sheets()
            if part.target in reader.valid_files and "chartsheet" not in part.Type
        }
        yield OpenWorkbook(archive, reader.shared_strings, reader.wb, sheets)


def _refuse_too_large(archive: ZipFile, file: str) -> None:
    """By what the archive says of its parts: more than that is not unpacked of any of them."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if size > MOST_BYTES:
        most = f"the {_megabytes(MOST_BYTES)}"
    elif size > MOST_PACKED_BYTES and size > packed * _TIGHTEST:
        most = f"{_TIGHTEST} times its size and the {_megabytes(MOST_PACKED_BYTES)}"
    else:
        return
    message = (
        f"the workbook unpacks to {_megabytes(size)}, more than {most} that are read. Take out of "
        "it what is no table, or save the table as CSV or Parquet."
    )
    raise Unreadable(Problem(file, "too_large", message))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


class _Parser(WorkSheetParser):
    """openpyxl's reader of cells, which passes over what holds nothing."""

    def __init__(self, source: Any, workbook: OpenWorkbook) -> None:
        book: Any = workbook.book
        super().__init__(
            source,
            workbook.texts,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.uncomputed: list[Place] = []
        self._shown = cache(partial(_shown, book))

    def filled(self) -> Iterator[tuple[Place, str]]:
        """Every cell with a text in it, in the order of the file."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield from self._filled_of(element)
                element.clear()
            elif element.tag == MERGE_TAG:
                self.merged_cells = MergeCells.from_tree(element)

    def _filled_of(self, row: Element) -> Iterator[tuple[Place, str]]:
        self.row_counter = int(float(row.get("r", self.row_counter + 1)))
        self.col_counter = 0
        for element in row:
            if not len(element) and "r" in element.attrib:
                continue  # only formatted
            cell: dict[str, Any] = self.parse_cell(element)
            place, value = (cell["row"], cell["column"]), cell["value"]
            if value is None:
                # One of the type "str" was computed, and its result is an empty text.
                if element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                    self.uncomputed.append(place)
                continue
            text = self._text(value, cell["style_id"])
            if text.strip():
                yield place, text

    def _text(self, value: Any, style: int) -> str:
        """A cell as CSV text, as the sheet shows it: a percentage with its sign, and a month that
        was typed (a spreadsheet keeps its first day) without a day."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and "%" in self._shown(style):
            return f"{float(value) * 100:.10g}%"
        text = as_text(value)
        is_first = isinstance(value, date) and text.endswith("-01")
        if is_first and _is_of_months(self._shown(style)):
            return text.removesuffix("-01")
        return text


def _shown(book: Any, style: int) -> str:
    """How a style shows its numbers, such as ``0.0%``."""
    number = book._cell_styles[style].numFmtId
    own = number - BUILTIN_FORMATS_MAX_SIZE
    return str(book._number_formats[own] if own >= 0 else BUILTIN_FORMATS.get(number, ""))


def _is_of_months(shown: str) -> bool:
    """Whether a form of dates has a month and a year and nothing else, such as ``mmm-yy``."""
    own = _NO_FORM.sub("", shown.lower())
    return set(own) & set("dmyhs") == {"m", "y"}


def cell_name(place: Place) -> str:
    """``D2``, as a spreadsheet names it."""
    return f"{get_column_letter(place[1])}{place[0]}"
