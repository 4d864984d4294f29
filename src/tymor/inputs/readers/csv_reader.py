"""Reading CSV: commas, semicolons or tabs; UTF-8, or what is plainly Windows-1252.

A sound file is read by Arrow in one go. Anything odd (a ragged row, an open
quotation mark, a cell of megabytes) makes Arrow refuse, and the file is read
again row by row, so that each odd row can be named.
"""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from tymor.errors import Problem, count
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.around import find_headings, notes_above, without_notes
from tymor.inputs.readers.cells import Cells, side_by_side
from tymor.inputs.readers.encoding import as_utf8
from tymor.inputs.readers.raw import RawTable, Reject, empty_file, no_headings, raw_table
from tymor.inputs.readers.table_file import TableFile

#: Arrow reads a file in parts of this size; large ones have fewer texts to put together again.
_PART = 1 << 22

#: No row of headings, with what stands above it, is longer than this many bytes.
_HEADINGS = 100_000

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True)
class _Form:
    """How a CSV file is written: its headings, and the sign between its cells."""

    headings: tuple[str, ...]
    separator: str
    heading_row: int


def read_csv(file: TableFile) -> RawTable:
    """Every cell of a CSV file as text; ragged rows are named and left out."""
    data, warnings = as_utf8(file.path.read_bytes(), file.name)
    if not data or data.isspace():
        raise empty_file(file.name)
    form, above = _form_of(data, file)
    warnings += above
    columns = _at_once(data, form)
    if columns is None:
        return without_notes(_row_by_row(data.decode("utf-8"), form, file, warnings), file)
    first = form.heading_row + 1
    rows = np.arange(first, first + len(columns[0]), dtype=np.int64)
    top = form.heading_row
    raw = raw_table(form.headings, columns, rows, problems=tuple(warnings), heading_row=top)
    return without_notes(raw, file)


def _form_of(data: bytes, file: TableFile) -> tuple[_Form, list[Problem]]:
    """The headings, the sign between them, which makes most cells of them, and what is to be told
    of what stands above."""
    text = data[:_HEADINGS].decode("utf-8", errors="ignore")
    tops = {sign: find_headings(_records(text, sign), file) for sign in _SEPARATORS}
    row = max(tops.values())
    above = list(islice(_records(text, ","), row - 1)) if row != file.kept.heading_row else []
    found = {sign: next(islice(_records(text, sign), row - 1, None), []) for sign in _SEPARATORS}
    if not any(heading.strip() for heading in found[","]):
        raise no_headings(file.name, row)
    most = max(len(headings) for headings in found.values())
    signs = [sign for sign, headings in found.items() if len(headings) == most]
    wrong = ""
    if most == 1 and "|" in found[","][0]:
        wrong = (
            "the headings are separated by upright strokes; expected commas, semicolons or "
            "tabs. In Excel, use Save As with the type 'CSV UTF-8 (Comma delimited)'."
        )
    elif most > 1 and len(signs) > 1:
        names = " and ".join(_SEPARATORS[sign] for sign in signs)
        wrong = (
            f"the headings hold as many {names}, so nobody can tell which separate them; "
            "expected one of the two. Write the headings with one sign between them."
        )
    if wrong:
        raise Unreadable(Problem(file.name, "separator", wrong, row=row))
    return _Form(tuple(found[signs[0]]), signs[0], row), [*notes_above(file.name, row, above)]


def _records(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The records of a CSV text, whatever the length of a cell."""
    csv.field_size_limit(sys.maxsize)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def _at_once(data: bytes, form: _Form) -> list[Cells] | None:
    """The cells below the headings, or ``None`` where the file is not plainly regular."""
    quotes = data.count(b'"') if b'"' in data else 0  # to look is quicker than to count
    if quotes % 2 or (quotes and form.heading_row > 1):
        return None  # Arrow takes what follows an open quotation mark for one cell
    names = [str(number) for number in range(len(form.headings))]
    skip = (
        {"skip_rows_after_names": 1} if form.heading_row == 1 else {"skip_rows": form.heading_row}
    )
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=_PART, **skip),
            parse_options=pa_csv.ParseOptions(
                delimiter=form.separator, newlines_in_values=quotes > 0, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None
    return side_by_side(Cells.encode, table.columns, table.num_rows)


def _row_by_row(text: str, form: _Form, file: TableFile, warnings: list[Problem]) -> RawTable:
    """The slow, careful way: one record at a time, each odd one named."""
    width, top = len(form.headings), form.heading_row
    problems = list(warnings)
    rejects: list[Reject] = []
    kept: list[tuple[int, list[str]]] = []

    def leave_out(problem: Problem, row: int, record: list[str]) -> None:
        problems.append(problem)
        names = [*form.headings, *(f"+{n}" for n in range(1, len(record)))]
        cells = dict(zip(names, record, strict=False))
        rejects.append(Reject(file.table, file.name, row, problem.message, cells))

    read = enumerate(islice(_records(text, form.separator), top, None), top + 1)
    records = [(row, record) for row, record in read if any(cell.strip() for cell in record)]
    beyond = [row for row, record in records if len(record) > width and not any(record[width:])]
    if 2 * len(beyond) > len(records):  # in a few rows it would be a cell too many before
        problems.append(_trailing(file.name, beyond))
        records = [
            (row, record[:width] if not any(record[width:]) else record) for row, record in records
        ]
    for row, record in records:
        if len(record) > width:
            leave_out(_too_many(file.name, row, record, width), row, record)
            continue
        if len(record) < width:
            problems.append(_too_few(file.name, row, record, width))
        kept.append((row, [*record, *[""] * (width - len(record))]))
    if kept and _ends_inside_quotes(text, form):  # which swallow the rest of the file
        row, record = kept.pop()
        leave_out(_open_quote(file.name, row), row, record)
    columns = [Cells.of([record[number] for _, record in kept]) for number in range(width)]
    rows = np.array([row for row, _ in kept], np.int64)
    return raw_table(
        form.headings,
        columns,
        rows,
        problems=tuple(problems),
        rejects=tuple(rejects),
        heading_row=top,
    )


def _ends_inside_quotes(text: str, form: _Form) -> bool:
    try:
        for _ in _records(text, form.separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _too_many(file: str, row: int, record: list[str], width: int) -> Problem:
    return Problem(
        file,
        "too_many_cells",
        f"the row has {len(record)} cells; expected {width}, one a heading. "
        "Put quotation marks around a cell that holds a comma, or take the extra cells out.",
        row=row,
    )


def _trailing(file: str, rows: list[int]) -> Problem:
    return Problem(
        file,
        "trailing_cells",
        f"{count(rows, 'row')}, of which this is the first, go on after the last heading with "
        "cells that are empty; these were not read. Take out the signs at the ends of the rows.",
        severity="warning",
        row=rows[0],
    )


def _too_few(file: str, row: int, record: list[str], width: int) -> Problem:
    return Problem(
        file,
        "too_few_cells",
        f"the row has {count(record, 'cell')}; expected {width}, one a heading. "
        "The missing ones were taken as empty, at the end. Check that no comma is missing.",
        severity="warning",
        row=row,
    )


def _open_quote(file: str, row: int) -> Problem:
    return Problem(
        file,
        "open_quote",
        "a quotation mark opens here and is never closed, so the rest of the file "
        "became one cell. Close it, or double it if it belongs to the text.",
        row=row,
    )
