"""Workbooks are read by their filled cells: what is only formatted costs nothing."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from checking import HELPERS, good, read, records_of, typed, with_parents
from long_tests import long_but
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from other_workbooks import ods, ods_cell, ods_rows, xlsb

from tymor.inputs.readers import workbook_reader
from tymor.inputs.readers.calamine_cells import plain_sheet
from tymor.inputs.readers.table_file import TableFile
from tymor.inputs.readers.workbook_reader import read_workbook
from tymor.inputs.readers.xlsx_cells import open_xlsx

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
FILL = PatternFill("solid", fgColor="FFFF00")

Change = Callable[[Worksheet], None]


def keep(path: Path, table: str, change: Change | None = None) -> None:
    """A good table as a workbook, with something more in its sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for record in records_of(table):
        sheet.append([typed(cell) for cell in record])
    if change:
        change(sheet)
    workbook.save(path)


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Change the parts of a workbook as other programs would have written them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, change(name, part))


def formatted(row: int, column: int) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row, column).fill = FILL

    return change


def formatted_far_and_wide(sheet: Worksheet) -> None:
    for column in range(1, LAST_COLUMN + 1, 100):
        sheet.cell(20, column).fill = FILL
    for row in range(1, LAST_ROW, 10_000):
        sheet.cell(row, 600).fill = FILL


def whole_rows_and_columns(sheet: Worksheet) -> None:
    for row in (30, 70_000, LAST_ROW):
        sheet.row_dimensions[row].fill = FILL
        sheet.row_dimensions[row].height = 30
    for letter in ("C", "ZZ", "XFD"):
        sheet.column_dimensions[letter].fill = FILL


def spaces_below(sheet: Worksheet) -> None:
    for row in (40, 5_000, LAST_ROW):
        for column in range(1, 40):
            sheet.cell(row, column).value = "  "


def formula_far_away(sheet: Worksheet) -> None:
    sheet.cell(LAST_ROW, LAST_COLUMN).value = "=1+1"


def merged_far_away(sheet: Worksheet) -> None:
    sheet.merge_cells("AA1:AC3")
    sheet.merge_cells(f"A{LAST_ROW - 1}:C{LAST_ROW}")


def many_sheets(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    for number in range(20):
        other = sheet.parent.create_sheet(f"Empty {number}")
        other.cell(LAST_ROW, LAST_COLUMN).fill = FILL


HARMLESS: dict[str, Change] = {
    "last row": formatted(LAST_ROW, 1),
    "last column": formatted(20_000, LAST_COLUMN),
    "last of both": formatted(LAST_ROW, LAST_COLUMN),
    "beside the headings": formatted(1, LAST_COLUMN),
    "far and wide": formatted_far_and_wide,
    "whole rows and columns": whole_rows_and_columns,
    "spaces": spaces_below,
    "formula": formula_far_away,
    "merged": merged_far_away,
    "sheets": many_sheets,
}

#: Reads folders' tables in a process of its own and says what each took, the first one twice:
#: what is loaded for it is no cost of its own.
_COST = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from checking import read
for data in [sys.argv[2], *sys.argv[2:]]:
    Path("/proc/self/clear_refs").write_text("5")  # the most memory so far is forgotten
    start = time.process_time()
    inputs = read(Path(data))
    seconds = time.process_time() - start
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps({
        "problems": [str(problem) for problem in inputs.problems],
        "rows": len(inputs.tables["targets"]),
        "seconds": seconds,
        "megabytes": int(status["VmHWM"].split()[0]) / 1024,
    }))
"""

linux = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="what memory was taken is read from /proc"
)


@dataclass(frozen=True)
class Cost:
    """What reading a folder gave, and took."""

    problems: list[str]
    rows: int
    seconds: float
    megabytes: float


def costs(*folders: Path) -> list[Cost]:
    done = subprocess.run(
        [sys.executable, "-c", _COST, str(HELPERS), *map(str, folders)],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    _, *told = [Cost(**json.loads(line)) for line in done.stdout.splitlines()]
    return told


def workbook_folder(folder: Path, change: Change | None = None) -> Path:
    """Good tables, one of them as a workbook."""
    data = with_parents(folder)
    keep(data / "targets.xlsx", "targets", change)
    return data


def says_it_spans(span: bytes) -> Callable[[str, bytes], bytes]:
    def lie(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        said = part.split(b'<dimension ref="')[1].split(b'"')[0]
        return part.replace(b'<dimension ref="' + said, b'<dimension ref="' + span)

    return lie


@linux
def test_what_is_only_formatted_costs_nothing(tmp_path: Path) -> None:
    """Nor is the range believed that a sheet says it has."""
    folders = {"plain": workbook_folder(tmp_path / "plain")}
    for name, change in HARMLESS.items():
        folders[name] = workbook_folder(tmp_path / name, change)
    for span in (b"A1:XFD1048576", b"A1", b"B7:C9", b"nonsense"):
        name = f"says {span.decode()}".replace(":", "-")
        folders[name] = workbook_folder(tmp_path / name)
        rewrite(folders[name] / "targets.xlsx", says_it_spans(span))
    plain, *odd = costs(*folders.values())
    assert (plain.problems, plain.rows) == ([], 2)
    for name, cost in zip(list(folders)[1:], odd, strict=True):
        assert (name, cost.problems, cost.rows) == (name, [], 2)
        assert cost.megabytes < 1.5 * plain.megabytes, name
        assert cost.seconds < 2 * plain.seconds + 0.5, name


@linux
def test_every_row_formatted_is_read_in_bounds(tmp_path: Path) -> None:
    """A hundred thousand rows that another program wrote out, each with its height and style."""
    data = workbook_folder(tmp_path / "data")

    def fill(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        rows = "".join(
            f'<row r="{row}" ht="12.8" customFormat="1" s="0"><c r="A{row}" s="0"/></row>'
            for row in range(10, 100_000)
        )
        return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    rewrite(data / "targets.xlsx", fill)
    (cost,) = costs(data)
    assert cost.problems == []
    assert cost.megabytes < 300


@linux
def test_a_filled_cell_far_away_is_told_and_nothing_between_is_made(tmp_path: Path) -> None:
    def far(sheet: Worksheet) -> None:
        sheet.cell(LAST_ROW, LAST_COLUMN).value = "here"
        sheet.cell(3, LAST_COLUMN).value = "and here"
        sheet.cell(3, LAST_COLUMN - 1).value = "and here"

    (told,) = costs(workbook_folder(tmp_path / "data", far))
    assert told.problems == [
        "data/targets.xlsx, sheet 'Sheet', row 1: columns XFC to XFD hold values but no heading, "
        "as in XFC3; expected one over each column. Give it its name, or remove what stands there."
    ]
    assert told.megabytes < 300


@linux
def test_headings_and_rows_far_away_are_told_by_their_places(tmp_path: Path) -> None:
    def far(sheet: Worksheet) -> None:
        sheet.cell(1, LAST_COLUMN).value = "remarks"
        sheet.cell(LAST_ROW, 1).value = "CSC"
        sheet.cell(LAST_ROW - 5, 2).value = "=1+1"

    (told,) = costs(workbook_folder(tmp_path / "data", far))
    problems = "\n".join(told.problems)
    assert "column remarks: targets has no such column" in problems
    assert f"row {LAST_ROW}, column measure_id: " in problems
    assert f"the cell B{LAST_ROW - 5} holds a formula without a result" in problems
    assert told.rows == 2
    assert told.megabytes < 300


@linux
def test_merged_cells_over_all_rows_are_told_in_those_that_hold_something(tmp_path: Path) -> None:
    data = workbook_folder(tmp_path / "data")

    def merge(name: str, part: bytes) -> bytes:
        merged = b'<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
        return part.replace(b"</sheetData>", b"</sheetData>" + merged)

    rewrite(data / "targets.xlsx", merge)
    (told,) = costs(data)
    rows = [problem.split(": ")[0][-5:] for problem in told.problems]
    assert rows == ["row 2", "row 3"]
    assert told.megabytes < 300


_STRINGS = b"""<Override PartName="/xl/sharedStrings.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
_SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'


def bomb(path: Path, part: str, megabytes: int) -> None:
    """One part of a workbook with a text in it that packs to a thousandth."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part not in parts:  # openpyxl keeps texts in their cells, other programs do not
        parts[part] = _SST
        types = "[Content_Types].xml"
        parts[types] = parts[types].replace(b"</Types>", _STRINGS.replace(b"\n", b""))
    end = parts[part].rindex(b"</")
    parts[part] = parts[part][:end] + b" " * (megabytes << 20) + parts[part][end:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


PARTS = ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]


@linux
@pytest.mark.parametrize("part", long_but(PARTS, PARTS[1]))
def test_a_workbook_that_unpacks_to_gigabytes_is_refused_by_a_limit_that_is_named(
    tmp_path: Path, part: str
) -> None:
    data = workbook_folder(tmp_path / "data")
    bomb(data / "targets.xlsx", part, 300)
    (told,) = costs(data)
    (problem,) = told.problems
    assert "data/targets.xlsx: the workbook unpacks to 315 MB" in problem
    assert "more than 100 times its size and the 268 MB that are read" in problem
    assert told.megabytes < 300


def spelled_out(declared: bytes, used: bytes) -> Callable[[str, bytes], bytes]:
    """A part that declares words of other words, and uses the last one."""
    words = [b'<!ENTITY a "%s">' % (b"word" * 10)]
    words += [
        b'<!ENTITY %s "%s">' % (name, b"&%s;" % before * 10)
        for before, name in pairwise([b"abcdefghij"[at : at + 1] for at in range(10)])
    ]

    def change(name: str, part: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")) or declared not in name.encode():
            return part
        head = b"<?xml version='1.0'?><!DOCTYPE x [" + b"".join(words) + b"]>"
        body = part.split(b"?>", 1)[1] if part.startswith(b"<?xml") else part
        return head + body.replace(used, b"&j;", 1)

    return change


@linux
@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml", "content.xml"])
def test_words_of_words_are_refused_by_a_limit_that_is_named(tmp_path: Path, part: str) -> None:
    data = workbook_folder(tmp_path / "data")
    path = data / "targets.xlsx"
    if part == "content.xml":
        path.write_bytes(ods({"Data": ods_rows(records_of("targets"))}))
    rewrite(path, spelled_out(part.encode(), b"CSC"))
    (told,) = costs(data)
    (problem,) = told.problems
    assert f"{part} declares words of its own; none is read that does" in problem
    assert told.megabytes < 300


@linux
def test_cells_that_are_said_to_stand_there_millions_of_times_are_refused(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    row = '<table:table-row table:number-rows-repeated="1048576">'
    cell = ods_cell("x").replace(" ", ' table:number-columns-repeated="16384" ', 1)
    rows = f"{ods_rows(records_of('targets'))}{row}{cell}</table:table-row>"
    (data / "targets.ods").write_bytes(ods({"Data": rows}))
    (told,) = costs(data)
    assert "a sheet has more than 20,000,000 filled cells" in told.problems[0]
    assert told.megabytes < 300


@linux
def test_a_binary_sheet_that_would_be_too_large_a_rectangle_is_refused(tmp_path: Path) -> None:
    data = with_parents(tmp_path / "data")
    far: list[list[object]] = [*records_of("targets"), ["x"] + [""] * 60 + ["x"]]
    (data / "targets.xlsb").write_bytes(xlsb(far, first_row=1_048_575))
    (told,) = costs(data)
    assert "a sheet has 65,011,712 of them, more than 20,000,000" in told.problems[0]
    assert told.megabytes < 300


@linux
def test_an_old_workbook_that_would_end_the_process_ends_only_its_own(tmp_path: Path) -> None:
    """A number in the last row and column that the format can name makes a rectangle of both."""
    data = with_parents(tmp_path / "data")
    content = (Path(__file__).parent / "files" / "schools.xls").read_bytes()
    number, most = re.compile(rb"(\x7e\x02\x0a\x00)....", re.DOTALL), b"\xff\xff\xff\xff"
    (data / "targets.xls").write_bytes(number.sub(rb"\1" + most, content, count=1))
    (told,) = costs(data)
    (problem,) = told.problems
    assert "it is damaged, or would take more than 4 GB of memory to read" in problem
    assert told.megabytes < 300


def test_a_workbook_that_says_it_has_billions_of_texts_is_read_for_those_it_has(
    tmp_path: Path,
) -> None:
    data = workbook_folder(tmp_path / "data")
    bomb(data / "targets.xlsx", "xl/sharedStrings.xml", 0)
    many = b'<sst count="4294967295" uniqueCount="4294967295" '
    rewrite(data / "targets.xlsx", lambda name, part: part.replace(b"<sst ", many))
    assert not read_by_calamine(data / "targets.xlsx")
    assert read(data).problems == ()


@linux
def test_formatted_rows_of_a_spreadsheet_of_libreoffice_cost_nothing(tmp_path: Path) -> None:
    styled = '<table:table-row table:number-rows-repeated="1048000" table:style-name="ro2">'
    styled += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    folders = []
    for name, more in (("plain", ""), ("formatted", styled)):
        folders.append(with_parents(tmp_path / name))
        rows = ods_rows(records_of("targets")) + more
        (folders[-1] / "targets.ods").write_bytes(ods({"Data": rows}))
    plain, formatted_rows = costs(*folders)
    assert (plain.problems, formatted_rows.problems) == ([], [])
    assert (plain.rows, formatted_rows.rows) == (2, 2)
    assert formatted_rows.megabytes < 1.5 * plain.megabytes
    assert formatted_rows.seconds < 2 * plain.seconds + 0.5


@linux
def test_one_formatted_cell_far_away_in_a_large_sheet_is_not_felt(tmp_path: Path) -> None:
    """Neither makes it the sheet one that is read slowly, cell by cell."""
    data = with_parents(tmp_path / "data")
    keep(data / "targets.xlsx", "targets")

    def longer(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        cells = "".join(f'<c r="{each}{{0}}"><v>{{0}}</v></c>' for each in "ABCDE")
        rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(10, 40_000))
        return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    rewrite(data / "targets.xlsx", longer)
    far = Path(shutil.copytree(data, tmp_path / "far"))
    cell = b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row></sheetData>'
    rewrite(far / "targets.xlsx", lambda name, part: part.replace(b"</sheetData>", cell))
    assert read_by_calamine(data / "targets.xlsx") and read_by_calamine(far / "targets.xlsx")


def read_by_calamine(path: Path) -> bool:
    with path.open("rb") as source, open_xlsx(source, "x.xlsx") as workbook:
        return plain_sheet(workbook, next(iter(workbook.sheets)), source) is not None


def odd_types(sheet: Worksheet) -> None:
    sheet["A2"].value, sheet["B2"].value, sheet["C2"].value = True, time(12, 30), 0.1 + 0.2
    sheet["A3"].value, sheet["B3"].value = " x ", datetime(2017, 9, 28, 12, 3)
    sheet["C3"].value, sheet["D3"].value = 12345678901234, timedelta(hours=30)
    sheet["E3"].value, sheet["F9"].value = 1, "a\nb_x000D_c"
    sheet["F1"].value = "remarks"


#: What is in a sheet beside a good table, and whether nothing of it is lost on Calamine.
SHEETS: dict[str, tuple[Change | None, bool]] = {
    "a table": (None, True),
    "odd types": (odd_types, True),
    "beyond Z": (lambda sheet: sheet.cell(1, 40).__setattr__("value", "more"), True),
    "an empty row amid": (lambda sheet: sheet.insert_rows(3, 2), True),
    "a percentage": (lambda sheet: sheet["D2"].__setattr__("number_format", "0.0%"), False),
    "an error": (lambda sheet: sheet["D2"].__setattr__("value", "#N/A"), False),
    "a formula": (lambda sheet: sheet["D2"].__setattr__("value", "=1+1"), False),
    "merged cells": (lambda sheet: sheet.merge_cells("A2:B3"), False),
    "far away": (formula_far_away, False),
    "spaces far away": (spaces_below, False),
}


@pytest.mark.parametrize("what", SHEETS)
def test_what_calamine_reads_is_what_is_read_cell_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    change, is_plain = SHEETS[what]
    path = tmp_path / "targets.xlsx"
    keep(path, "targets", change)
    file = TableFile("targets", path, "targets.xlsx")
    assert read_by_calamine(path) == is_plain
    quick = read_workbook(file)
    monkeypatch.setattr(workbook_reader, "plain_sheet", lambda *_: None)
    careful = read_workbook(file)
    assert quick.headings == careful.headings
    assert quick.rows.tolist() == careful.rows.tolist()
    assert quick.problems == careful.problems
    for one, other in zip(quick.columns, careful.columns, strict=True):
        assert one.column().tolist() == other.column().tolist()


def test_a_number_that_is_shown_as_a_percentage_keeps_its_sign(tmp_path: Path) -> None:
    def percentages(sheet: Worksheet) -> None:
        sheet["D2"].value, sheet["D2"].number_format = 0.891, "0.0%"
        sheet["D3"].value, sheet["D3"].number_format = 0.5, "[Red]0%;-0%"

    data = workbook_folder(tmp_path / "data", percentages)
    assert read(data).problems[0].value == "89.1%"


def test_cells_without_places_stand_one_after_the_other(tmp_path: Path) -> None:
    """Some programs write neither the rows' numbers nor the cells' names."""
    data = with_parents(tmp_path / "data")
    (data / "local_authorities.csv").unlink()
    keep(data / "local_authorities.xlsx", "local_authorities")

    def unplaced(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        return re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", part)

    rewrite(data / "local_authorities.xlsx", unplaced)
    inputs = read(data)
    assert inputs.problems == ()
    expected = good().tables["local_authorities"]
    columns = [name for name in expected.columns if name != "source_file"]
    pd.testing.assert_frame_equal(inputs.tables["local_authorities"][columns], expected[columns])


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    """As Excel keeps ``=IF(1,"","")``: computed, and nothing to see."""

    def filled_down(sheet: Worksheet) -> None:
        sheet.cell(sheet.max_row + 1, 1).value = '=IF(1,"","")'

    data = workbook_folder(tmp_path / "data", filled_down)
    (before,) = read(data).problems
    assert before.rule == "formula"
    cell = re.compile(rb'(<c r="A\d+")([^>]*>\s*<f>)')
    rewrite(data / "targets.xlsx", lambda name, part: cell.sub(rb'\1 t="str"\2', part))
    assert read(data).problems == ()


@pytest.mark.parametrize("shown", ["mmm-yy", "[$-809]mmmm\\ yyyy;@"])
def test_a_month_that_was_typed_stays_a_month(tmp_path: Path, shown: str) -> None:
    """A spreadsheet keeps its first day, and shows none."""

    def change(sheet: Worksheet) -> None:
        cell = sheet["J2"]
        assert cell.value == "2017-09"
        cell.value, cell.number_format = date(2017, 9, 1), shown
        sheet["J3"].value = date(2017, 9, 1)

    data = with_parents(tmp_path / "data")
    keep(data / "organisation.xlsx", "organisation", change)
    inputs = read(data)
    assert not inputs.problems
    assert inputs.tables["organisation"]["published"].tolist() == ["2017-09", "2017-09-01"]
