"""Reading a workbook: one sheet of it, each cell as the text a CSV would hold."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from tymor.errors import Problem
from tymor.inputs.as_text import as_text
from tymor.inputs.cells import Cells
from tymor.inputs.raw import EMPTY_FILE, RawTable, Reject, raw_table, unreadable
from tymor.inputs.table_file import TableFile

AnyCell = Cell | MergedCell


class _NoSheet(Exception):
    """The workbook has no sheet of that name; ``args`` are those it has."""


def read_xlsx(file: TableFile) -> RawTable:
    """A sheet of a workbook, the first or a named one; merged and uncomputed cells are named."""
    try:
        sheet = _sheet(file, values=False)
    except OSError:
        raise  # cannot be opened at all: said in the same words for every format
    except _NoSheet as none:
        return _no_sheet(file, none)
    except Exception as error:  # openpyxl raises nearly anything on a damaged workbook
        return _broken(file.name, error)
    if sheet is None:
        return unreadable(file.name, "empty_file", EMPTY_FILE)
    name = f"{file.name}, sheet '{sheet.title}'"
    return replace(_of_sheet(sheet, replace(file, name=name)), file=name)


def _of_sheet(sheet: Worksheet, file: TableFile) -> RawTable:
    row = file.kept.heading_row
    if _is_empty(sheet):
        return unreadable(file.name, "empty_file", EMPTY_FILE)
    if all(cell.value is None for cell in sheet[row]):
        message = "the row is empty; expected the headings there. Take out what stands above them."
        return unreadable(file.name, "no_headings", message, row=row)
    if merged := _merged_headings(sheet, file):
        return RawTable(problems=tuple(merged))
    formulas = {cell.coordinate for line in sheet.iter_rows() for cell in line if _is_formula(cell)}
    values = _sheet(file, values=True) if formulas else sheet
    assert values is not None
    return _rows(values, formulas, file, _notes(sheet, file))


def _sheet(file: TableFile, *, values: bool) -> Worksheet | None:
    """``values`` asks for what formulas gave when the workbook was last saved."""
    workbook = openpyxl.load_workbook(file.path, data_only=values)
    if file.kept.sheet is None:
        return workbook.worksheets[0] if workbook.worksheets else None
    for sheet in workbook.worksheets:
        if sheet.title == file.kept.sheet:
            return sheet
    raise _NoSheet(*(sheet.title for sheet in workbook.worksheets))


def _no_sheet(file: TableFile, none: _NoSheet) -> RawTable:
    there = ", ".join(f"'{name}'" for name in none.args)
    message = (
        f"there is no sheet '{file.kept.sheet}'; the workbook has {there}. "
        "Correct the name in mapping.yml."
    )
    return unreadable(file.name, "sheet", message)


def _broken(file: str, error: Exception) -> RawTable:
    return unreadable(
        file,
        "workbook",
        f"the file cannot be read as a workbook ({_first_line(error)}); expected .xlsx. "
        "Open it in Excel and save it as 'Excel Workbook (.xlsx)' without a password.",
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _is_empty(sheet: Worksheet) -> bool:
    return all(cell.value is None for row in sheet.iter_rows() for cell in row)


def _is_formula(cell: AnyCell) -> bool:
    return cell.data_type == "f"


def _merged_headings(sheet: Worksheet, file: TableFile) -> list[Problem]:
    row = file.kept.heading_row
    return [
        Problem(
            file.name,
            "merged_cells",
            f"the cells {merged.coord} of the headings are merged; expected one heading a "
            "column. Unmerge them (Home, Merge & Center) and give each column its name.",
            row=row,
            value=as_text(sheet.cell(merged.min_row, merged.min_col).value),
        )
        for merged in sheet.merged_cells.ranges
        if merged.min_row <= row <= merged.max_row
    ]


def _notes(sheet: Worksheet, file: TableFile) -> list[Problem]:
    """Sheets beyond the first that hold something: they are not read."""
    others = sheet.parent.worksheets if sheet.parent and not file.kept.sheet else []
    return [
        Problem(
            file.name,
            "other_sheet",
            f"the sheet '{other.title}' was not read; only the first one, '{sheet.title}', is. "
            "Put its rows there, or remove it.",
            severity="warning",
        )
        for other in others[1:]
        if not _is_empty(other)
    ]


def _rows(
    sheet: Worksheet, formulas: set[str], file: TableFile, problems: list[Problem]
) -> RawTable:
    top = file.kept.heading_row
    headings = [as_text(cell.value) for cell in sheet[top]]
    cells = {row[0].row: row for row in sheet.iter_rows(min_row=top + 1)}
    while headings and headings[-1] == "" and _unused(cells.values(), len(headings) - 1):
        headings.pop()
    faults = [*_merged_rows(sheet, file), *_uncomputed(sheet, formulas, headings, file)]
    left_out = sorted({fault.row for fault in faults if fault.row} & set(cells))
    kept = {row: [_text(cell) for cell in line[: len(headings)]] for row, line in cells.items()}
    rejects = [
        Reject(
            file.table,
            file.name,
            row,
            "; ".join(str(fault.message) for fault in faults if fault.row == row),
            dict(zip(headings, kept.pop(row), strict=False)),
        )
        for row in left_out
    ]
    lines = list(kept.values())
    columns = [Cells.of([line[number] for line in lines]) for number in range(len(headings))]
    rows = np.array(list(kept), np.int64)
    return raw_table(headings, columns, rows, [*problems, *faults], rejects, top)


def _unused(lines: Iterable[tuple[AnyCell, ...]], column: int) -> bool:
    return all(len(line) <= column or line[column].value is None for line in lines)


def _merged_rows(sheet: Worksheet, file: TableFile) -> list[Problem]:
    return [
        Problem(
            file.name,
            "merged_cells",
            f"the cells {merged.coord} are merged, so only the first holds the value; expected "
            "a value in each. Unmerge them and fill each cell.",
            row=row,
        )
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
        if row > file.kept.heading_row
    ]


def _uncomputed(
    sheet: Worksheet, formulas: set[str], headings: list[str], file: TableFile
) -> list[Problem]:
    """Formulas whose result the workbook does not hold: no spreadsheet ever computed them."""
    problems = []
    for place in sorted(formulas):
        cell = sheet[place]
        above = cell.row < file.kept.heading_row
        if above or cell.value is not None or cell.column > len(headings):
            continue
        problems.append(
            Problem(
                file.name,
                "formula",
                f"the cell {place} holds a formula without a result; expected a value. Open the "
                "workbook in Excel and save it, or replace the formula by its value.",
                row=cell.row,
                column=headings[cell.column - 1] or None,
            )
        )
    return problems


def _text(cell: AnyCell) -> str:
    """A cell as CSV text. A percentage is written with its sign, as the sheet shows it."""
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in str(cell.number_format):
        return f"{float(value) * 100:.10g}%"  # type: ignore[arg-type]
    return as_text(value)
