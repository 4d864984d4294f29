"""Reading a workbook: one sheet of it, each cell as the text a CSV would hold."""

import errno
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import groupby
from typing import BinaryIO
from zipfile import ZipFile, is_zipfile

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.around import LOOKED_AT, find_headings, notes_above, without_notes
from tymor.inputs.readers.calamine_cells import (
    Calamine,
    PlainSheet,
    open_with_calamine,
    plain_sheet,
)
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.filled_sheets import FilledSheet, Workbook, cell_name
from tymor.inputs.readers.ods_cells import open_ods
from tymor.inputs.readers.raw import (
    RawTable,
    Reject,
    RowNumbers,
    empty_file,
    first_line,
    no_headings,
    raw_table,
)
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, WORKBOOKS, TableFile
from tymor.inputs.readers.xlsx_cells import Xlsx, open_xlsx


def read_workbook(file: TableFile) -> RawTable:
    """A sheet of a workbook, the first that is seen or a named one; what in it is no plain cell is
    named."""
    try:
        with file.path.open("rb") as source, _opener(source)(source, file.name) as workbook:
            return _of_workbook(workbook, source, file)
    except Unreadable:
        raise
    except Exception as error:  # readers raise nearly anything on a damaged workbook
        if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL}:
            raise  # cannot be opened at all: said in the same words for every format
        message = (
            f"the file cannot be read as a workbook ({first_line(error)}); expected one of "
            f"{', '.join(WORKBOOKS)}. Open it in Excel and save it as 'Excel Workbook (.xlsx)' "
            "without a password."
        )
        raise Unreadable(Problem(file.name, "workbook", message)) from None


def _opener(source: BinaryIO) -> Callable[[BinaryIO, str], AbstractContextManager[Workbook]]:
    """What opens a workbook, by what it is and not by its name."""
    if not is_zipfile(source):
        return open_with_calamine
    source.seek(0)
    with ZipFile(source) as archive:
        parts = archive.namelist()
    if "content.xml" in parts:
        return open_ods
    return open_with_calamine if "xl/workbook.bin" in parts else open_xlsx


def _of_workbook(workbook: Workbook, source: BinaryIO, file: TableFile) -> RawTable:
    titles = list(workbook.sheets)
    if file.kept.sheet is not None and file.kept.sheet not in titles:
        there = ", ".join(f"'{title}'" for title in titles)
        message = (
            f"there is no sheet '{file.kept.sheet}'; the workbook has {there}. "
            "Correct the name in mapping.yml."
        )
        raise Unreadable(Problem(file.name, "sheet", message))
    if not titles:
        raise empty_file(file.name)
    seen = [title for title in titles if title not in workbook.hidden]
    title = file.kept.sheet or (seen or titles)[0]
    file = replace(file, name=f"{file.name}, sheet '{title}'")
    others = [] if file.kept.sheet else [each for each in titles if each != title]
    notes = [
        _note(file, other, title, hidden=other in workbook.hidden)
        for other in others
        if workbook.holds_something(other)
    ]
    if isinstance(workbook, Calamine):
        notes.append(_not_all_told(file))
    plain = plain_sheet(workbook, title, source) if isinstance(workbook, Xlsx) else None
    if plain and (raw := _of_plain_sheet(plain, file, notes)):
        return raw
    return _of_sheet(workbook.sheet(title), file, notes)


def _of_plain_sheet(sheet: PlainSheet, file: TableFile, notes: list[Problem]) -> RawTable | None:
    """The table of a sheet that is one; nothing where there is something to be told of it that
    needs the places of its cells."""
    above = sheet.top(max(LOOKED_AT, file.kept.heading_row))
    top = find_headings(above, file)
    if len(above) < top:
        return None
    headings = {
        sheet.place(number): text for number, text in enumerate(above[top - 1]) if text.strip()
    }
    columns = sheet.columns(top)
    others = [cells for place, cells in columns.items() if place not in headings]
    if not headings or not columns or any(cells.used - {""} for cells in others):
        return None
    rows = np.arange(top + 1, top + 1 + len(next(iter(columns.values()))), dtype=np.int64)
    raw = raw_table(
        list(headings.values()),
        [columns[place] for place in headings],
        rows,
        problems=(*notes, *_above(file, top, above)),
        heading_row=top,
        file=file.name,
    )
    return without_notes(raw, file)


def _above(file: TableFile, top: int, rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    if top != file.kept.heading_row:
        yield from notes_above(file.name, top, rows[: top - 1])


def _of_sheet(sheet: FilledSheet, file: TableFile, notes: list[Problem]) -> RawTable:
    if not sheet.columns and not sheet.uncomputed:
        raise empty_file(file.name)
    rows = [[*sheet.row(number).values()] for number in range(1, LOOKED_AT + 1)]
    top = find_headings(rows, file)
    notes += _above(file, top, rows)
    file = replace(file, kept=file.kept.model_copy(update={"heading_row": top}))
    headings = sheet.row(top)
    if not headings and not any(row == top for row, _ in sheet.uncomputed):
        raise no_headings(file.name, top)
    width = max(headings, default=0)
    across = [each for each in sheet.merged if each.min_row <= top <= each.max_row]
    if merged := [each for each in across if each.min_col <= max(width, 1)]:
        raise Unreadable(*(_merged_heading(each, headings, file) for each in merged))
    return _rows(sheet, headings, file, notes)


def _note(file: TableFile, other: str, first: str, *, hidden: bool) -> Problem:
    """A sheet beyond the one that is read that holds something."""
    if hidden:
        says = (
            f"the hidden sheet '{other}' was not read; '{first}' is, the first that is seen. If it "
            "holds the table, name it in mapping.yml (sheet)."
        )
    else:
        says = (
            f"the sheet '{other}' was not read; only the first one, '{first}', is. Put its rows "
            "there, or remove it."
        )
    return Problem(file.name, "other_sheet", says, severity="warning")


def _not_all_told(file: TableFile) -> Problem:
    return Problem(
        file.name,
        "old_workbook",
        "in this format of Excel an error cannot be told from an empty cell, nor 87.6% from 0.876. "
        "Look whether there are such, or save it as 'Excel Workbook (.xlsx)'.",
        severity="warning",
    )


def _merged_heading(merged: CellRange, headings: Mapping[int, str], file: TableFile) -> Problem:
    return Problem(
        file.name,
        "merged_cells",
        f"the cells {merged.coord} of the headings are merged; expected one heading a "
        "column. Unmerge them (Home, Merge & Center) and give each column its name.",
        row=file.kept.heading_row,
        value=headings.get(merged.min_col, ""),
    )


def _rows(
    sheet: FilledSheet, headings: Mapping[int, str], file: TableFile, notes: list[Problem]
) -> RawTable:
    """What stands below the headings, in the rows that hold something there."""
    top = file.kept.heading_row
    below = pd.DataFrame({place: _below(sheet, place, top) for place in headings})
    formulas = {row for row, place in sheet.uncomputed if place in headings and row > top}
    below = below.reindex(below.index.union(sorted(formulas))).fillna("")
    names = tuple(headings.values())
    columns = tuple(Cells.of(below[place].tolist()) for place in headings)
    numbers = below.index.to_numpy(np.int64)
    raw = without_notes(RawTable(names, columns, numbers, file=file.name), file)
    faults = [
        *_nameless(sheet, headings, file),
        *_merged_rows(sheet, raw.rows, max(headings, default=0), file),
        *_uncomputed(sheet, headings, file),
    ]
    wrong: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        wrong[fault.row or 0].append(fault.message)
    left_out = np.isin(raw.rows, list(wrong))
    rejects = [
        Reject(
            file.table,
            file.name,
            row,
            "; ".join(wrong[row]),
            {name: str(below.at[row, place]) for place, name in headings.items()},
        )
        for row in raw.rows[left_out].tolist()
    ]
    return raw_table(
        names,
        [column.take(~left_out) for column in raw.columns],
        raw.rows[~left_out],
        problems=(*notes, *raw.problems, *faults),
        rejects=(*raw.rejects, *rejects),
        heading_row=top,
        file=file.name,
    )


def _below(sheet: FilledSheet, place: int, top: int) -> pd.Series:
    """A column's texts below a row."""
    column = sheet.columns[place]
    return column[column.index > top]


def _nameless(
    sheet: FilledSheet, headings: Mapping[int, str], file: TableFile
) -> Iterator[Problem]:
    """Values that stand in the table's rows but under no heading; neighbours are told as one."""
    if EVERYTHING_ELSE in file.kept.ignore:
        return
    top = file.kept.heading_row
    others = {place: _below(sheet, place, top) for place in sheet.columns.keys() - headings}
    places = sorted(place for place, column in others.items() if len(column))
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        together = [place for _, place in run]
        first, last = get_column_letter(together[0]), get_column_letter(together[-1])
        which = f"column {first} holds" if first == last else f"columns {first} to {last} hold"
        cell = cell_name((others[together[0]].index[0], together[0]))
        yield Problem(
            file.name,
            "nameless_column",
            f"{which} values but no heading, as in {cell}; expected one over each column. "
            "Give it its name, or remove what stands there.",
            row=top,
        )


def _merged_rows(
    sheet: FilledSheet, rows: RowNumbers, width: int, file: TableFile
) -> Iterator[Problem]:
    """Merged cells in the rows of the table; where nothing stands, merging does no harm."""
    for merged in sheet.merged:
        first, last = np.searchsorted(rows, [merged.min_row, merged.max_row + 1])
        for row in rows[first:last].tolist() if merged.min_col <= width else ():
            yield Problem(
                file.name,
                "merged_cells",
                f"the cells {merged.coord} are merged, so only the first holds the value; "
                "expected a value in each. Unmerge them and fill each cell.",
                row=row,
            )


def _uncomputed(
    sheet: FilledSheet, headings: Mapping[int, str], file: TableFile
) -> Iterator[Problem]:
    """Formulas whose result the workbook does not hold: no spreadsheet ever computed them."""
    for place in sheet.uncomputed:
        if place[0] < file.kept.heading_row or place[1] > max(headings, default=0):
            continue
        yield Problem(
            file.name,
            "formula",
            f"the cell {cell_name(place)} holds a formula without a result; expected a value. Open "
            "the workbook in Excel and save it, or replace the formula by its value.",
            row=place[0],
            column=headings.get(place[1]),
        )
