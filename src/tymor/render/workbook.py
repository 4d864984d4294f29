"""The tables of a page as a workbook, for Excel (XLSX) and for all others (ODS).

They follow the Analysis Function's guidance for accessible spreadsheets: a cover sheet says what
the workbook is and lists its tables with links, symbols are explained in a sheet of notes, each
table has a sheet of its own with its title at the top, and is marked as a table; no cell is merged
or coloured, and numbers are numbers. One page gives the same bytes each time.
"""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from tymor.locale import Catalogue
from tymor.render.book import Book, Sheet
from tymor.render.frame import Frame
from tymor.render.ods import ods_bytes
from tymor.render.plain_table import PlainTable, Value, plain_table
from tymor.render.view import View
from tymor.render.xlsx import xlsx_bytes

#: The files of a page's tables, by what they are called on it.
FILES = {"xlsx": "tables.xlsx", "ods": "tables.ods"}


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
    return {FILES["xlsx"]: xlsx_bytes(book), FILES["ods"]: ods_bytes(book)}


def _book(view: View, frame: Frame, words: Catalogue) -> Book:
    tables = _with_rows(view)
    sheets = [
        Sheet(
            # By a letter: beside a title, a number could be taken for a figure of it.
            words.say("workbook.sheet", letter=xl_col_to_name(number)),
            tuple(filter(None, (block["title"], block.get("note", "")))),
            plain_table(block["table"], words),
        )
        for number, block in enumerate(tables)
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
