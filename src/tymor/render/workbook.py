"""The tables of a page as a workbook, for Excel (XLSX) and for all others (ODS).

They follow the Analysis Function's guidance for accessible spreadsheets: a cover sheet says what
the workbook is and lists its tables with links, symbols are explained in a sheet of notes, each
table has a sheet of its own with its title at the top, and is marked as a table; no cell is merged
or coloured, and numbers are numbers. One page gives the same bytes each time.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tymor.locale import Catalogue
from tymor.render.book import Book, Sheet
from tymor.render.frame import Frame
from tymor.render.ods import ods_bytes
from tymor.render.plain_table import PlainTable, Value, plain_table
from tymor.render.view import View

#: The files of a page's tables, by what they are called on it.
FILES = {"xlsx": "tables.xlsx", "ods": "tables.ods"}
#: A spreadsheet takes no more characters in a cell, and no others in a name.
_LONGEST = 32_767
_WIDEST, _NARROWEST = 60, 12
#: What a program writes of the time, where each build would have another.
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def has_workbook(view: View) -> bool:
    """Whether a page has a table with rows."""
    return bool(_with_rows(view))


def _with_rows(view: View) -> list[View]:
    """The blocks of a page that have a table; a spreadsheet has none without rows."""
    return [each for each in view["blocks"] if "table" in each and each["table"]["rows"]]


def workbooks(view: View, frame: Frame, words: Catalogue) -> dict[str, bytes]:
    """The files of a page's tables, by name; none where it has no table."""
    if not has_workbook(view):
        return {}
    book = _book(view, frame, words)
    return {FILES["xlsx"]: _xlsx(book), FILES["ods"]: ods_bytes(book)}


def _book(view: View, frame: Frame, words: Catalogue) -> Book:
    tables = _with_rows(view)
    sheets = [
        Sheet(
            # By a letter: beside a title, a number could be taken for a figure of it.
            words.say("workbook.sheet", letter=get_column_letter(number)),
            tuple(filter(None, (block["title"], block.get("note", "")))),
            plain_table(block["table"], words),
        )
        for number, block in enumerate(tables, 1)
    ]
    if notes := _notes(tables, words):
        sheets.insert(0, notes)
    cover = [
        view["title"],
        view["description"],
        words.say("ui.published_by", publisher=frame.publisher),
        words.say("ui.figures_to", term=frame.term_label, date=frame.published),
        *([words.say("ui.invented_text")] if view["invented"] else []),
        words.say("workbook.about"),
    ]
    return Book(
        view["title"], words.tag, frame.published, words.say("workbook.cover"), tuple(cover),
        tuple(sheets),
    )  # fmt: skip


def _notes(tables: Sequence[View], words: Catalogue) -> Sheet | None:
    """What stands in place of numbers or beside them, and what it means."""
    meanings = {
        each[name]: each["meaning"]
        for block in tables
        for part, name in (("legend", "word"), ("statuses", "short"))
        for each in block["table"][part]
    }
    if not meanings:
        return None
    rows = tuple((Value(short), Value(meaning)) for short, meaning in meanings.items())
    heads = (words.say("workbook.symbol"), words.say("methods.meaning"))
    return Sheet(words.say("workbook.notes"), (words.say("workbook.notes_title"),),
                 PlainTable(heads, rows))  # fmt: skip


def _xlsx(book: Book) -> bytes:
    made = Workbook()
    made.properties.title, made.properties.language = book.title, book.language
    made.properties.creator = ""
    cover = made.active
    assert isinstance(cover, Worksheet)
    cover.title = book.cover_name
    _lines(cover, book.cover)
    cover.column_dimensions["A"].width = _WIDEST + 20
    for row, sheet in enumerate(book.sheets, len(book.cover) + 1):
        cell = cover.cell(row, 1, f"{sheet.name}: {sheet.lines[0]}")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet.name}'!A1")
        cell.font = Font(color="0B5563", underline="single")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, sheet in enumerate(book.sheets, 1):
        _sheet(made.create_sheet(sheet.name), sheet, number)
    out = io.BytesIO()
    made.save(out)
    return _without_times(out.getvalue(), book.made)


def _lines(sheet: Worksheet, lines: Sequence[str]) -> None:
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        _write(cell, line)
        cell.font = Font(size=14 if row == 1 else 11, bold=row == 1)
        cell.alignment = Alignment(wrap_text=sheet.title != "" and row > 1, vertical="top")


def _sheet(place: Worksheet, sheet: Sheet, number: int) -> None:
    """Title and lines, then the table, without an empty row between."""
    for row, line in enumerate(sheet.lines, 1):
        cell = place.cell(row, 1)
        _write(cell, line)
        cell.font = Font(size=14 if row == 1 else 11, bold=row == 1)
    top = len(sheet.lines) + 1
    heads = _unlike(sheet.table.heads)
    for at, head in enumerate(heads, 1):
        cell = place.cell(top, at)
        _write(cell, head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row, values in enumerate(sheet.table.rows, top + 1):
        for at, value in enumerate(values, 1):
            cell = place.cell(row, at)
            if value.number is None:
                _write(cell, value.text)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                cell.value = value.number
                cell.number_format = "0" + ("." + "0" * value.decimals if value.decimals else "")
                cell.alignment = Alignment(horizontal="right", vertical="top")
    for at, head in enumerate(heads):
        longest = max([len(head) // 2, *(len(row[at].text) for row in sheet.table.rows)])
        letter = get_column_letter(at + 1)
        place.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    if sheet.table.rows:
        last = place.cell(top + len(sheet.table.rows), len(heads)).coordinate
        table = Table(displayName=f"table_{number}", ref=f"A{top}:{last}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        place.add_table(table)


def _unlike(heads: Sequence[str]) -> list[str]:
    """Headings of a marked table are all different, and none is empty."""
    seen: dict[str, int] = {}
    made = []
    for at, head in enumerate(heads, 1):
        name = head or str(at)
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made


def _write(cell: Cell | object, text: str) -> None:
    """Words as words: what begins with a sign of a formula is none."""
    assert isinstance(cell, Cell)
    cell.value = text[:_LONGEST]
    cell.data_type = "s"


def _without_times(content: bytes, day: date) -> bytes:
    """The same workbook, as if it had been written on this day."""
    out = io.BytesIO()
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = _TIMES.sub(rb"\g<1>" + stamp, read.read(name))
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, part)
    return out.getvalue()
