"""Reading a workbook: one sheet of it, each cell as the text a CSV would hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import (
    RawTable,
    Reject,
    RowNumbers,
    empty_file,
    first_line,
    no_headings,
    raw_table,
)
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, TableFile
from tymor.inputs.readers.xlsx_cells import (
    FilledSheet,
    OpenWorkbook,
    cell_name,
    open_workbook,
)


def read_xlsx(file: TableFile) -> RawTable:
    """A sheet of a workbook, the first or a named one; merged and uncomputed cells are named."""
    try:
        with open_workbook(file) as workbook:
            return _of_workbook(workbook, file)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises nearly anything on a damaged workbook
        if isinstance(error, OSError) and error.errno is not None:
            raise  # cannot be opened at all: said in the same words for every format
        message = (
            f"the file cannot be read as a workbook ({first_line(error)}); expected .xlsx. "
            "Open it in Excel and save it as 'Excel Workbook (.xlsx)' without a password."
        )
        raise Unreadable(Problem(file.name, "workbook", message)) from None


def _of_workbook(workbook: OpenWorkbook, file: TableFile) -> RawTable:
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
    sheet = workbook.sheet(file.kept.sheet or titles[0])
    file = replace(file, name=f"{file.name}, sheet '{sheet.title}'")
    others = [] if file.kept.sheet else titles[1:]
    notes = [_note(file, title, sheet.title) for title in others if workbook.holds_something(title)]
    return _of_sheet(sheet, file, notes)


def _of_sheet(sheet: FilledSheet, file: TableFile, notes: list[Problem]) -> RawTable:
    top = file.kept.heading_row
    if not sheet.columns and not sheet.uncomputed:
        raise empty_file(file.name)
    headings = sheet.row(top)
    if not headings and not any(row == top for row, _ in sheet.uncomputed):
        raise no_headings(file.name, top)
    width = max(headings, default=0)
    across = [each for each in sheet.merged if each.min_row <= top <= each.max_row]
    if merged := [each for each in across if each.min_col <= max(width, 1)]:
        raise Unreadable(*(_merged_heading(each, headings, file) for each in merged))
    return _rows(sheet, headings, file, notes)


def _note(file: TableFile, other: str, first: str) -> Problem:
    """A sheet beyond the first that holds something: it is not read."""
    return Problem(
        file.name,
        "other_sheet",
        f"the sheet '{other}' was not read; only the first one, '{first}', is. "
        "Put its rows there, or remove it.",
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
    rows = below.index.to_numpy(np.int64)
    faults = [
        *_nameless(sheet, headings, file),
        *_merged_rows(sheet, rows, max(headings, default=0), file),
        *_uncomputed(sheet, headings, file),
    ]
    wrong: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        wrong[fault.row or 0].append(fault.message)
    left_out = np.isin(rows, list(wrong))
    rejects = [
        Reject(
            file.table,
            file.name,
            row,
            "; ".join(wrong[row]),
            {name: str(below.at[row, place]) for place, name in headings.items()},
        )
        for row in rows[left_out].tolist()
    ]
    kept = below[~left_out]
    return raw_table(
        list(headings.values()),
        [Cells.of(kept[place].tolist()) for place in headings],
        rows[~left_out],
        problems=(*notes, *faults),
        rejects=tuple(rejects),
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
