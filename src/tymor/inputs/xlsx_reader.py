"""Reading a workbook: its first sheet, each cell as the text a CSV would hold."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from tymor.errors import Problem
from tymor.inputs.raw import EMPTY_FILE, RawTable, Reject, raw_table, unreadable

AnyCell = Cell | MergedCell


def read_xlsx(path: Path, table: str, file: str) -> RawTable:
    """The first sheet of a workbook; merged and uncomputed cells are named."""
    try:
        sheet = _first_sheet(path, values=False)
    except OSError:
        raise  # cannot be opened at all: said in the same words for every format
    except Exception as error:  # openpyxl raises nearly anything on a damaged workbook
        return _broken(file, error)
    if sheet is None or _is_empty(sheet):
        return unreadable(file, "empty_file", EMPTY_FILE)
    if merged := _merged_headings(sheet, file):
        return RawTable(problems=tuple(merged))
    formulas = {cell.coordinate for row in sheet.iter_rows() for cell in row if _is_formula(cell)}
    values = _first_sheet(path, values=True) if formulas else sheet
    assert values is not None
    return _rows(values, formulas, table, file, _notes(sheet, file))


def _first_sheet(path: Path, *, values: bool) -> Worksheet | None:
    """``values`` asks for what formulas gave when the workbook was last saved."""
    workbook = openpyxl.load_workbook(path, data_only=values)
    return workbook.worksheets[0] if workbook.worksheets else None


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


def _merged_headings(sheet: Worksheet, file: str) -> list[Problem]:
    return [
        Problem(
            file,
            "merged_cells",
            f"the cells {merged.coord} of the headings are merged; expected one heading a "
            "column. Unmerge them (Home, Merge & Center) and give each column its name.",
            row=1,
            value=_shown(sheet.cell(merged.min_row, merged.min_col).value),
        )
        for merged in sheet.merged_cells.ranges
        if merged.min_row == 1
    ]


def _notes(sheet: Worksheet, file: str) -> list[Problem]:
    """Sheets beyond the first that hold something: they are not read."""
    others = sheet.parent.worksheets[1:] if sheet.parent else []
    return [
        Problem(
            file,
            "other_sheet",
            f"the sheet '{other.title}' was not read; only the first one, '{sheet.title}', is. "
            "Put its rows there, or remove it.",
            severity="warning",
        )
        for other in others
        if not _is_empty(other)
    ]


def _rows(
    sheet: Worksheet, formulas: set[str], table: str, file: str, problems: list[Problem]
) -> RawTable:
    cells = {row[0].row: row for row in sheet.iter_rows()}
    headings = [_shown(cell.value) for cell in cells.pop(1)]
    while headings and headings[-1] == "" and _unused(cells.values(), len(headings) - 1):
        headings.pop()
    width = len(headings)
    faults = [*_merged_rows(sheet, file), *_uncomputed(sheet, formulas, headings, file)]
    left_out = sorted({fault.row for fault in faults if fault.row} & set(cells))
    kept = {row: [_text(cell) for cell in line[:width]] for row, line in cells.items()}
    rejects = [
        Reject(
            table,
            file,
            row,
            "; ".join(str(fault.message) for fault in faults if fault.row == row),
            dict(zip(headings, kept.pop(row), strict=False)),
        )
        for row in left_out
    ]
    frame = pd.DataFrame(list(kept.values()), index=list(kept), columns=range(width), dtype="str")
    return raw_table(headings, frame, [*problems, *faults], rejects)


def _unused(lines: Iterable[tuple[AnyCell, ...]], column: int) -> bool:
    return all(len(line) <= column or line[column].value is None for line in lines)


def _merged_rows(sheet: Worksheet, file: str) -> list[Problem]:
    return [
        Problem(
            file,
            "merged_cells",
            f"the cells {merged.coord} are merged, so only the first holds the value; expected "
            "a value in each. Unmerge them and fill each cell.",
            row=row,
        )
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
    ]


def _uncomputed(
    sheet: Worksheet, formulas: set[str], headings: list[str], file: str
) -> list[Problem]:
    """Formulas whose result the workbook does not hold: no spreadsheet ever computed them."""
    problems = []
    for place in sorted(formulas):
        cell = sheet[place]
        if cell.value is not None or cell.column > len(headings):
            continue
        problems.append(
            Problem(
                file,
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
    return _shown(value)


def _shown(value: Any) -> str:  # noqa: PLR0911 - one answer for each type
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return format(Decimal(repr(value)), "f")
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
