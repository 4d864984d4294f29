"""A workbook by its filled cells: what is only formatted is passed over, wherever it stands.

openpyxl's own sheets are rectangles: one formatted cell in the last row makes a million rows of
them. Here a sheet is read part by part, and a cell is kept where it holds something.
"""

import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.worksheet.merge import MergeCells
from openpyxl.xml.functions import iterparse

from tymor.inputs.readers.filled_sheets import Filled, FilledSheet, Place, refuse_bombs
from tymor.inputs.readers.raw import as_text

_BOOK = "xl/workbook.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
#: Names of XML in strict workbooks, and in all others.
_NAMES = {
    _STRICT + b"spreadsheetml/main": _USUAL + b"spreadsheetml/2006/main",
    _STRICT + b"officeDocument/": _USUAL + b"officeDocument/2006/",
    _STRICT + b"drawingml/": _USUAL + b"drawingml/2006/",
}

#: What of a number's form is no form: a language or colour, and what is shown as it stands.
_NO_FORM = re.compile(r'\[[^]]*]|"[^"]*"|\\.')


@dataclass(frozen=True)
class Xlsx:
    """An Open XML workbook that can be read; ``parts`` has where each sheet stands."""

    archive: ZipFile
    file: str
    book: Workbook
    parts: Mapping[str, str]
    hidden: frozenset[str]
    read_texts: Callable[[], Sequence[str]]

    @property
    def sheets(self) -> Collection[str]:
        return self.parts

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts that cells share; they may be many, so they are read where they are needed."""
        return self.read_texts()

    def sheet(self, title: str) -> FilledSheet:
        with self.archive.open(self.parts[title]) as source:
            parser = _Parser(source, self)
            filled = Filled(self.file)
            for place, text in parser.filled():
                filled.add(place, text)
        merged = parser.merged_cells
        ranges = tuple(merged.mergeCell) if merged else ()
        return FilledSheet(title, dict(filled.columns()), tuple(parser.uncomputed), ranges)

    def holds_something(self, title: str) -> bool:
        with self.archive.open(self.parts[title]) as source:
            parser = _Parser(source, self)
            return any(True for _ in parser.filled()) or bool(parser.uncomputed)

    def styles_that_tell(self) -> frozenset[int]:
        """Styles without which a cell's number is not what is seen: percentages and months."""
        shown = {style: _shown(self.book, style) for style in range(len(_styles(self.book)))}
        return frozenset(
            style for style, form in shown.items() if "%" in form or _is_of_months(form)
        )


@contextmanager
def open_xlsx(source: BinaryIO, file: str) -> Iterator[Xlsx]:
    """What every sheet of a workbook needs; a sheet's own cells are read when it is asked for.

    Raises
    ------
    Unreadable
        The workbook would take gigabytes.
    """
    with ZipFile(source) as archive:
        refuse_bombs(archive, file)
        plain = _transitional(archive) or source
    reader = ExcelReader(plain, read_only=True, data_only=True, keep_links=False)
    with closing(reader.archive) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is no table: charts, extensions, print areas
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        sheets = [
            (sheet, part.target)
            for sheet, part in reader.parser.find_sheets()
            if part.target in reader.valid_files and "chartsheet" not in part.Type
        ]
        yield Xlsx(
            archive,
            file,
            reader.wb,
            {sheet.name: part for sheet, part in sheets},
            frozenset(sheet.name for sheet, _ in sheets if sheet.state != "visible"),
            lambda: _texts(reader),
        )


def _texts(reader: Any) -> Sequence[str]:
    reader.read_strings()
    texts: Sequence[str] = reader.shared_strings
    return texts


def _transitional(archive: ZipFile) -> BinaryIO | None:
    """A strict workbook, whose parts bear other names of XML, under those that are usual."""
    if not any(_STRICT in archive.read(name) for name in archive.namelist() if name == _BOOK):
        return None
    plain = BytesIO()
    with ZipFile(plain, "w") as written:
        for name in archive.namelist():
            part = archive.read(name)
            for strict, usual in _NAMES.items():
                part = part.replace(strict, usual)
            written.writestr(name, part)
    return plain


class _Parser(WorkSheetParser):
    """openpyxl's reader of cells, which passes over what holds nothing."""

    def __init__(self, source: Any, workbook: Xlsx) -> None:
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
        text = unescape(value) if isinstance(value, str) else as_text(value)
        is_first = isinstance(value, date) and text.endswith("-01")
        if is_first and _is_of_months(self._shown(style)):
            return text.removesuffix("-01")
        return text


def _styles(book: Any) -> Sequence[Any]:
    styles: Sequence[Any] = book._cell_styles
    return styles


def _shown(book: Any, style: int) -> str:
    """How a style shows its numbers, such as ``0.0%``."""
    number = _styles(book)[style].numFmtId
    own = number - BUILTIN_FORMATS_MAX_SIZE
    return str(book._number_formats[own] if own >= 0 else BUILTIN_FORMATS.get(number, ""))


def _is_of_months(shown: str) -> bool:
    """Whether a form of dates has a month and a year and nothing else, such as ``mmm-yy``."""
    own = _NO_FORM.sub("", shown.lower())
    return set(own) & set("dmyhs") == {"m", "y"}
