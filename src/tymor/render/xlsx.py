"""A workbook as Excel has it (XLSX), by XlsxWriter; one book gives the same bytes each time."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tymor.render.book import Book, Sheet
from tymor.render.plain_table import Value

#: A spreadsheet takes no more characters in a cell.
_LONGEST = 32_767
#: How wide a column is, in characters: of a table, and of the cover.
_WIDEST, _NARROWEST, _COVER = 60, 12, 80
#: After which of its properties a workbook says its language; XlsxWriter has no name for it.
_CREATOR = re.compile(rb"(<dc:creator>[^<]*</dc:creator>|<dc:creator/>)")


def xlsx_bytes(book: Book) -> bytes:
    """A book as the bytes of its file."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as made:
        day = datetime(book.made.year, book.made.month, book.made.day)
        made.set_properties({"title": book.title, "created": day})
        formats = _Formats(made)
        _cover(made.add_worksheet(book.cover_name), book, formats)
        for number, sheet in enumerate(book.sheets, 1):
            _sheet(made.add_worksheet(sheet.name), sheet, number, formats)
    return _of_its_day(out.getvalue(), book.language, book.made)


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, made: Workbook) -> None:
        self._made, self._numbers = made, dict[int, Format]()
        wrapped = {"text_wrap": True, "valign": "top"}
        self.title = made.add_format({"bold": True, "font_size": 14, "valign": "top"})
        self.line = made.add_format({})
        self.words = made.add_format(wrapped)
        self.head = made.add_format({"bold": True} | wrapped)
        self.link = made.add_format({"font_color": "#0B5563", "underline": 1} | wrapped)

    def number(self, places: int) -> Format:
        """Of a number with so many decimal places."""
        if places not in self._numbers:
            shown = "0." + "0" * places if places else "0"
            told = {"num_format": shown, "align": "right", "valign": "top"}
            self._numbers[places] = self._made.add_format(told)
        return self._numbers[places]


def _cover(place: Worksheet, book: Book, formats: _Formats) -> None:
    """What the workbook is, then its sheets with links."""
    place.set_column(0, 0, _COVER)
    _lines(place, book.cover, formats.title, formats.words)
    for row, sheet in enumerate(book.sheets, len(book.cover)):
        said = f"{sheet.name}: {sheet.lines[0]}"[:_LONGEST]
        place.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats.link, said)


def _sheet(place: Worksheet, sheet: Sheet, number: int, formats: _Formats) -> None:
    """Title and lines, then the table, without an empty row between."""
    _lines(place, sheet.lines, formats.title, formats.line)
    top, heads, rows = len(sheet.lines), _unlike(sheet.table.heads), sheet.table.rows
    for at, head in enumerate(heads):
        longest = max([len(sheet.table.heads[at]) // 2, *(len(row[at].text) for row in rows)])
        place.set_column(at, at, min(max(longest + 2, _NARROWEST), _WIDEST))
        place.write_string(top, at, head, formats.head)
    for row, values in enumerate(rows, top + 1):
        for at, value in enumerate(values):
            _write(place, row, at, value, formats)
    if rows:
        marked = {
            "name": f"table_{number}",
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [{"header": head, "header_format": formats.head} for head in heads],
        }
        place.add_table(top, 0, top + len(rows), len(heads) - 1, marked)


def _lines(place: Worksheet, lines: Sequence[str], title: Format, line: Format) -> None:
    for row, text in enumerate(lines):
        place.write_string(row, 0, text[:_LONGEST], line if row else title)


def _write(place: Worksheet, row: int, at: int, value: Value, formats: _Formats) -> None:
    """Numbers as numbers, words as words: what begins with a sign of a formula is none."""
    if value.number is None:
        place.write_string(row, at, value.text[:_LONGEST], formats.words)
        return
    place.write_number(row, at, value.number, formats.number(value.decimals))


def _unlike(heads: Sequence[str]) -> list[str]:
    """Headings of a marked table differ, in small letters and capitals, and none is empty."""
    seen: dict[str, int] = {}
    made = []
    for at, head in enumerate(heads, 1):
        name = head or str(at)
        times = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        made.append(name if times == 1 else f"{name} ({times})")
    return made


def _of_its_day(content: bytes, language: str, day: date) -> bytes:
    """The same workbook with its language, each part as if it had been written on this day."""
    out = io.BytesIO()
    said = partial(_CREATOR.sub, rb"\g<1><dc:language>" + language.encode() + b"</dc:language>")
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            part = read.read(name)
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, said(part) if name == "docProps/core.xml" else part)
    return out.getvalue()
