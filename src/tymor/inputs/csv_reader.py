"""Reading CSV: commas, UTF-8 with or without a byte order mark.

A sound file is read by Arrow in one go. Anything odd (a ragged row, an open
quotation mark, a cell of megabytes) makes Arrow refuse, and the file is read
again row by row, so that each odd row can be named.
"""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from tymor.errors import Problem, count
from tymor.inputs.encoding import not_utf8
from tymor.inputs.raw import EMPTY_FILE, RawTable, Reject, raw_table, unreadable

_BOM = b"\xef\xbb\xbf"

#: No row of headings is longer than this many characters.
_HEADINGS = 100_000


def read_csv(path: Path, table: str, file: str) -> RawTable:
    """Every cell of a CSV file as text; ragged rows are named and left out."""
    data = path.read_bytes().removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(data, error, file)
    if not text or text.isspace():
        return unreadable(file, "empty_file", EMPTY_FILE)
    headings = next(_records(text[:_HEADINGS]), [])
    if not any(heading.strip() for heading in headings):
        message = "the row is empty; expected the headings there. Take out what stands above them."
        return unreadable(file, "no_headings", message, row=1)
    if other := _other_separator(headings):
        return unreadable(
            file,
            "separator",
            f"the headings are separated by {other}; expected commas. In Excel, use "
            "Save As with the type 'CSV UTF-8 (Comma delimited)'.",
            row=1,
        )
    cells = _at_once(data, len(headings))
    if cells is not None:
        return raw_table(headings, cells, [], [])
    return _RowByRow(text, headings, table, file).read()


def _other_separator(headings: list[str]) -> str:
    if len(headings) != 1:
        return ""
    names = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
    return next((name for sign, name in names.items() if sign in headings[0]), "")


def _at_once(data: bytes, width: int) -> pd.DataFrame | None:
    """The rows below the headings, or ``None`` where the file is not plainly regular."""
    if data.count(b'"') % 2:
        return None  # Arrow takes what follows an open quotation mark for one cell
    names = [f"f{number}" for number in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows_after_names=1),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    index = pd.RangeIndex(2, table.num_rows + 2)
    columns = {
        number: pd.Series(table.column(number).to_pandas(), dtype="str") for number in range(width)
    }
    return pd.DataFrame(columns, copy=False).set_axis(index, axis=0)


@dataclass
class _RowByRow:
    """The slow, careful way: Python's own reader, one record at a time."""

    text: str
    headings: list[str]
    table: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def read(self) -> RawTable:
        rows: list[int] = []
        kept: list[list[str]] = []
        width = len(self.headings)
        records = _records(self.text)
        next(records)
        for row, record in enumerate(records, start=2):
            if not any(cell.strip() for cell in record):
                continue
            if len(record) > width:
                self._too_many(row, record)
                continue
            if len(record) < width:
                self._too_few(row, record)
            rows.append(row)
            kept.append([*record[:width], *[""] * (width - len(record))])
        self._open_quote(rows, kept)
        cells = pd.DataFrame(kept, index=rows, columns=range(width), dtype="str")
        return raw_table(self.headings, cells, self.problems, self.rejects)

    def _too_many(self, row: int, record: list[str]) -> None:
        problem = Problem(
            self.file,
            "too_many_cells",
            f"the row has {len(record)} cells; expected {len(self.headings)}, one a heading. "
            "Put quotation marks around a cell that holds a comma, or take the extra cells out.",
            row=row,
        )
        self._leave_out(problem, record)

    def _too_few(self, row: int, record: list[str]) -> None:
        width = len(self.headings)
        self.problems.append(
            Problem(
                self.file,
                "too_few_cells",
                f"the row has {count(record, 'cell')}; expected {width}, one a heading. "
                "The missing ones were taken as empty, at the end. Check that no comma is missing.",
                severity="warning",
                row=row,
            )
        )

    def _open_quote(self, rows: list[int], kept: list[list[str]]) -> None:
        """A quotation mark that is never closed swallows the rest of the file."""
        if not rows or not _ends_inside_quotes(self.text):
            return
        problem = Problem(
            self.file,
            "open_quote",
            "a quotation mark opens here and is never closed, so the rest of the file "
            "became one cell. Close it, or double it if it belongs to the text.",
            row=rows[-1],
        )
        rows.pop()
        self._leave_out(problem, kept.pop())

    def _leave_out(self, problem: Problem, record: list[str]) -> None:
        self.problems.append(problem)
        assert problem.row is not None
        names = [*self.headings, *(f"+{n}" for n in range(1, len(record)))]
        cells = dict(zip(names, record, strict=False))
        self.rejects.append(Reject(self.table, self.file, problem.row, problem.message, cells))


def _ends_inside_quotes(text: str) -> bool:
    try:
        for _ in _records(text, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _records(text: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The records of a CSV text, whatever the length of a cell."""
    csv.field_size_limit(sys.maxsize)
    return csv.reader(io.StringIO(text, newline=""), strict=strict)
