"""A page's workbooks hold its tables as its CSV files have them, and no other number."""

from collections.abc import Iterable
from pathlib import Path

from tymor.audit.looked_at import Facts
from tymor.audit.read_files import read_file

#: Tables of a workbook that no CSV file has: what symbols mean, in two columns of words.
_NOTES = 2


def look_at_workbook(root: Path, path: Path) -> Facts:
    """The ``faults`` of one workbook, held against the CSV files beside it that have rows."""
    read = read_file(root, path)
    if read["fault"]:
        return {"faults": [f"The workbook cannot be read: {read['fault']}."]}
    beside = [
        [[*map(_plain, row)] for row in (table["heads"], *table["rows"])]
        for file in tables_beside(root, path)
        for table in read_file(root, file.relative_to(root))["tables"]
        if table["rows"]
    ]
    own = [[[*map(_plain, row)] for row in (t["heads"], *t["rows"])] for t in read["tables"]]
    faults = [
        f"The table {table[0]} of the workbook stands in no CSV file of its page."
        for table in own
        if not _is_one_of(table, beside) and not _is_of_words(table)
    ]
    if missing := sum(not _is_one_of(table, own) for table in beside):
        faults.append(f"The workbook lacks {missing} of the tables of its page.")
    return {"faults": faults}


def tables_beside(root: Path, path: Path) -> list[Path]:
    """The CSV files of a workbook's page."""
    return sorted((root / path).parent.glob("*.csv"))


def _is_one_of(table: list[list[str]], others: Iterable[list[list[str]]]) -> bool:
    """The same rows; headings of a marked table may be told apart by numbers."""
    return any(table[1:] == other[1:] and len(table[0]) == len(other[0]) for other in others)


def _is_of_words(table: list[list[str]]) -> bool:
    return len(table[0]) == _NOTES and not any(_is_number(text) for row in table for text in row)


def _plain(text: str) -> str:
    """A cell as both write it: a number without noughts at its end, words without what keeps a
    spreadsheet from reading them as a formula."""
    words = " ".join(text.removeprefix("'").split())
    return f"{float(words):g}" if _is_number(words) else words


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
