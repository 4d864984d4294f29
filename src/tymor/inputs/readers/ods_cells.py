"""An OpenDocument spreadsheet by its filled cells, as LibreOffice and public sites write it."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO, Literal
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from openpyxl.worksheet.cell_range import CellRange

from tymor.inputs.readers.filled_sheets import Filled, FilledSheet, Place, refuse_bombs
from tymor.inputs.readers.raw import as_text

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{_NAMES}{name}:1.0}}" for name in ("office", "table", "text", "style")
)
_CONTENT = "content.xml"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SPANS = ("rows", "columns")


@dataclass(frozen=True)
class Ods:
    """An OpenDocument spreadsheet that can be read."""

    archive: ZipFile
    file: str

    @property
    def sheets(self) -> Collection[str]:
        return self._styles_of_sheets

    @property
    def hidden(self) -> Collection[str]:
        styles = self._styles_of_sheets.items()
        return frozenset(title for title, style in styles if style in self._hiding)

    def sheet(self, title: str) -> FilledSheet:
        cells = _Cells(self.file)
        for row in self._rows(title):
            cells.add_row(row)
        return cells.sheet(title)

    def holds_something(self, title: str) -> bool:
        return bool(self.sheet(title).columns)

    @cached_property
    def _styles_of_sheets(self) -> Mapping[str, str]:
        """The titles of the sheets in their order, each with its style."""
        return {
            element.get(f"{_TABLE}name", ""): element.get(f"{_TABLE}style-name", "")
            for event, element in self._elements("start")
            if element.tag == f"{_TABLE}table"
        }

    @cached_property
    def _hiding(self) -> frozenset[str]:
        """The styles of sheets that nobody sees."""
        found: set[str] = set()
        for _, element in self._elements("end"):
            if element.tag == f"{_OFFICE}automatic-styles":
                for style in element.iter(f"{_STYLE}style"):
                    kept = style.find(f"{_STYLE}table-properties")
                    if kept is not None and kept.get(f"{_TABLE}display") == "false":
                        found.add(style.get(f"{_STYLE}name", ""))
                break
        return frozenset(found)

    def _rows(self, title: str) -> Iterator[Element]:
        inside = False
        for event, element in self._elements("start", "end"):
            if element.tag == f"{_TABLE}table" and event == "start":
                inside = element.get(f"{_TABLE}name") == title
            elif element.tag == f"{_TABLE}table" and inside:
                return
            elif element.tag == f"{_TABLE}table-row" and event == "end":
                if inside:
                    yield element
                element.clear()

    def _elements(self, *events: Literal["start", "end"]) -> Iterator[tuple[str, Element]]:
        with self.archive.open(_CONTENT) as source:
            yield from iterparse(source, events)


@contextmanager
def open_ods(source: BinaryIO, file: str) -> Iterator[Ods]:
    """An OpenDocument spreadsheet; its sheets are read when they are asked for."""
    with ZipFile(source) as archive:
        refuse_bombs(archive, file)
        yield Ods(archive, file)


class _Cells:
    """The cells of one sheet, row by row; what stands there many times is counted, not made."""

    def __init__(self, file: str) -> None:
        self._filled = Filled(file)
        self._uncomputed: list[Place] = []
        self._merged: list[CellRange] = []
        self._row = 1

    def add_row(self, row: Element) -> None:
        rows = _times(row, "rows")
        column = 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            columns, place = _times(cell, "columns"), (self._row, column)
            self._filled.add(place, _text(cell), rows, columns)
            if cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type"):
                self._uncomputed.append(place)
            down, across = (int(cell.get(f"{_TABLE}number-{each}-spanned", 1)) for each in _SPANS)
            if down * across > 1:
                bottom, right = self._row + down - 1, column + across - 1
                self._merged.append(
                    CellRange(min_row=self._row, min_col=column, max_row=bottom, max_col=right)
                )
            column += columns
        self._row += rows

    def sheet(self, title: str) -> FilledSheet:
        return FilledSheet(title, dict(self._filled.columns()), self._uncomputed, self._merged)


def _times(element: Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", 1))


def _text(cell: Element) -> str:
    """A cell as CSV text: a percentage with its sign, a day without the time that it has not."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    value: Any = cell.get(f"{_OFFICE}value")
    if kind == "percentage" and value is not None:
        return f"{float(value) * 100:.10g}%"
    if kind in {"float", "currency"} and value is not None:
        return as_text(float(value))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    return cell.get(f"{_OFFICE}string-value") or "\n".join(
        "".join(_pieces(part)) for part in cell.findall(f"{_TEXT}p")
    )


def _pieces(element: Element) -> Iterator[str]:
    """The text of a paragraph, in which spaces and breaks are elements."""
    yield element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            yield " " * int(part.get(f"{_TEXT}c", 1))
        elif part.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield " " if part.tag.endswith("tab") else "\n"
        elif not part.tag.startswith(_OFFICE):  # a comment is no text of the cell
            yield from _pieces(part)
        yield part.tail or ""
