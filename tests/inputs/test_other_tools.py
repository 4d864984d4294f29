"""Files as other programs write them: each is read, or told in one line for each kind and column.

Each holds the two good schools, as the program that is named would have written them.
``files/schools.xls`` was written by xlwt, with a hidden sheet first and a formatted cell far away.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from checking import good, read, records_of, typed, with_parents
from openpyxl.worksheet.worksheet import Worksheet
from other_workbooks import ods, ods_rows, packed, xlsb

from tymor.console.problems import alike

HEADINGS, *ROWS = records_of("schools")
TYPED = [HEADINGS, *([typed(cell) for cell in row] for row in ROWS)]
AT = {name: place for place, name in enumerate(HEADINGS)}
STRICT = (
    (b"schemas.openxmlformats.org/spreadsheetml/2006/", b"purl.oclc.org/ooxml/spreadsheetml/"),
    (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
)


@dataclass(frozen=True)
class Written:
    """A file of schools, what is told of it, and how many of its rows are used."""

    content: bytes
    told: Sequence[str] = ()
    rows: int = 2
    suffix: str = "csv"
    names: Sequence[str] = ("Gull Lane High School",)


def text(
    headings: Sequence[str] = HEADINGS,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    sign: str = ",",
    end: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    above: str = "",
    below: str = "",
    encoding: str = "utf-8",
) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=sign, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([headings, *rows])
    return f"{above}{written.getvalue()}{below}".encode(encoding)


def changed(**cells: str | Callable[[str], str]) -> list[list[str]]:
    """The rows with other cells in some columns: a text, or what is made of the cell."""
    rows = [[*row] for row in ROWS]
    for row in rows:
        for name, cell in cells.items():
            row[AT[name]] = cell(row[AT[name]]) if callable(cell) else cell
    return rows


def frame() -> pd.DataFrame:
    """As pandas reads the good file without being told of types."""
    return pd.read_csv(io.StringIO(text(end="\n").decode()))


def workbook(
    change: Callable[[Worksheet], None] | None = None, rows: Sequence[Sequence[object]] = TYPED
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Data"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in changes:
        parts = {name: part.replace(old, new) for name, part in parts.items()}
    return packed(parts)


def to_excel(data: pd.DataFrame, **options: object) -> bytes:
    content = io.BytesIO()
    data.to_excel(content, **options)  # type: ignore[call-overload]
    return content.getvalue()


def title_and_notes(sheet: Worksheet) -> None:
    """As a department publishes a table: a merged title, a gap, and a merged note below."""
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Table 1: schools"
    sheet.merge_cells("A1:J1")
    sheet["A7"] = "Source: the annual census"
    sheet.merge_cells("A7:J7")


def sheets_around(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    lookups = sheet.parent.create_sheet("Lookups", 0)
    lookups.append(["Sector", "Code"])
    lookups.sheet_state = "hidden"
    sheet.parent.create_sheet("Notes").append(["Provisional"])


def with_cell(name: str, value: object, form: str | None = None) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[name] = value
        if form:
            sheet[name].number_format = form

    return change


def far_away(sheet: Worksheet) -> None:
    sheet.cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)


def shown_as_percentage(value: float) -> str:
    told = f'office:value-type="percentage" office:value="{value}"'
    return f"<table:table-cell {told}><text:p>{value:.0%}</text:p></table:table-cell>"


def in_ods(row: int, name: str, cell: str) -> bytes:
    rows: list[list[object]] = [[*map(str, TYPED[0])], *([*each] for each in ROWS)]
    rows[row][AT[name]] = cell
    return ods({"Data": ods_rows(rows)})


NUMBERS = [HEADINGS, *([typed(cell) or "" for cell in row] for row in ROWS)]
PLAIN_ODS = ods_rows([HEADINGS, *ROWS])
EMPTY_ODS = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
POINT = ["warning code_with_point school_id", "warning code_with_point la_code"]
DAYS = [
    {"open_from": "28/09/2001"},
    {"open_from": "28-SEP-2001"},
    {"open_from": "2001-09-28 00:00"},
]

TEXTS: dict[str, Written] = {
    "Excel: CSV UTF-8": Written(text(encoding="utf-8-sig")),
    "Excel: semicolons": Written(text(sign=";", encoding="utf-8-sig")),
    "Excel: tabs": Written(text(sign="\t")),
    "Excel: sep= in the first row": Written(
        text(sign=";", above="sep=;\r\n"), ["warning notes_above None"]
    ),
    "Excel: Unicode text": Written(
        text(sign="\t", encoding="utf-16"), ["error encoding None"], rows=0
    ),
    "Excel: CSV of Windows": Written(
        text(rows=changed(name_en="Siôn", name_cy="Siân"), encoding="cp1252"),
        ["warning windows_1252 None"], names=("Siôn", "Siân"),
    ),
    "Excel: CSV of an old Macintosh": Written(text(end="\r")),
    "Excel: columns beyond the table": Written(
        text([*HEADINGS, "", ""], [[*row, "", ""] for row in ROWS])
    ),
    "Excel: commas at the ends": Written(
        text(rows=[[*row, "", ""] for row in ROWS]), ["warning trailing_cells None"]
    ),
    "Excel: thousands": Written(
        text(rows=changed(pupils="1,204")), ["error whole pupils"], rows=0
    ),
    "Excel: per cent": Written(
        text(rows=changed(efsm_pct="18.5%")), ["error number efsm_pct"], rows=0
    ),
    "Excel: an error": Written(
        text(rows=changed(name_cy="#N/A")), ["error spreadsheet_error name_cy"], rows=0
    ),
    "Google Sheets": Written(text(end="\r\n")),
    "LibreOffice: all quoted": Written(text(quoting=csv.QUOTE_ALL, end="\n")),
    "pandas": Written(frame().to_csv(index=False).encode()),
    "pandas: row labels": Written(frame().to_csv().encode(), ["error nameless_column None"]),
    "pandas: codes of a column with gaps": Written(
        frame().astype({"school_id": float, "la_code": float}).to_csv(index=False).encode(), POINT
    ),
    "pandas: nan": Written(
        frame().assign(name_cy=np.nan).to_csv(index=False, na_rep="nan").encode(),
        ["error no_name name_cy", "error number efsm_pct", "error date open_to"], rows=0,
    ),
    "pandas: True and False": Written(
        text(rows=changed(pupils="True")), ["error whole pupils"], rows=0
    ),
    "R: write.csv": Written(
        text(["", *HEADINGS], [[str(n), *row] for n, row in enumerate(ROWS, 1)],
             quoting=csv.QUOTE_NONNUMERIC, end="\n"),
        ["error nameless_column None"],
    ),
    "R: write.csv without row names": Written(
        text(quoting=csv.QUOTE_NONNUMERIC, end="\n")
    ),
    "R: NA": Written(
        text(rows=changed(efsm_pct="NA", open_to="NA", name_cy="NA")),
        ["error no_name name_cy", "error number efsm_pct", "error date open_to"], rows=0,
    ),
    "R: write.csv2": Written(
        text(rows=changed(efsm_pct="18,5"), sign=";"), ["error number efsm_pct"], rows=0
    ),
    "SPSS": Written(
        text(rows=changed(school_id=lambda code: f"{code}.00", la_code=lambda code: f"{code}.00",
                          pupils=lambda number: f"{number}.00"), encoding="utf-8-sig"),
        POINT,
    ),
    "SPSS: missing as a space": Written(text(rows=changed(efsm_pct=" ", open_to=" "))),
    "SPSS: days": Written(
        text(rows=changed(open_from="28-SEP-2001")), ["error date open_from"], rows=0
    ),
    "SQL Server": Written(
        text(rows=changed(name_cy="NULL", efsm_pct="NULL")),
        ["error no_name name_cy", "error number efsm_pct"], rows=0,
    ),
    "SQL Server: days with times": Written(
        text(rows=changed(open_from="2001-09-28 00:00")), ["error date open_from"], rows=0
    ),
    "PostgreSQL: COPY": Written(
        text(rows=changed(name_cy=r"\N")), ["error no_name name_cy"], rows=0
    ),
    "SIMS: days": Written(
        text(rows=changed(open_from="28/09/2001")), ["error date open_from"], rows=0
    ),
    "SIMS: strokes between cells": Written(
        text(sign="|"), ["error separator None"], rows=0
    ),
    "StatsWales": Written(
        text(above="Schools by authority\r\n\r\n", below="\r\nSource: StatsWales\r\n"),
        ["warning notes_above None", "warning notes_below None"],
    ),
    "StatsWales: .. and *": Written(
        text(rows=[changed(efsm_pct="..")[0], changed(efsm_pct="*")[1]]),
        ["error number efsm_pct"], rows=0,
    ),
    "DfE: z and c": Written(
        text(rows=[changed(efsm_pct="z")[0], changed(efsm_pct="c")[1]]),
        ["error number efsm_pct"], rows=0,
    ),
    "Analysis Function: [c] and [x], with what they mean": Written(
        text(rows=[changed(efsm_pct="[c]")[0], changed(efsm_pct="[x]")[1]],
             below="[c] confidential\r\n[x] not available\r\n"),
        ["warning notes_below None", "error number efsm_pct"], rows=0,
    ),
    "a dash for nothing": Written(
        text(rows=changed(efsm_pct="-")), ["error number efsm_pct"], rows=0
    ),
    "capital letters": Written(
        text([name.upper() for name in HEADINGS]), ["error no_headings None"], rows=0
    ),
    "a web page's heading": Written(text([name.replace("_en", "_en\u200b") for name in HEADINGS])),
    "accents apart (macOS)": Written(
        text(rows=changed(name_en="Ysgol Ty\u0302 Gwyn")), names=("Ysgol Ty\u0302 Gwyn",)
    ),
}  # fmt: skip

WORKBOOKS: dict[str, Written] = {
    "openpyxl": Written(workbook()),
    "Excel: strict": Written(rewritten(workbook(), *STRICT)),
    "Excel: with macros, another suffix": Written(workbook(), suffix="xlsm"),
    "Excel: a formatted cell far away": Written(workbook(far_away)),
    "Excel: sheets around, the first one hidden": Written(
        workbook(sheets_around), ["warning other_sheet None"]
    ),
    "Excel: title and notes, merged": Written(
        workbook(title_and_notes), ["warning notes_above None", "warning notes_below None"]
    ),
    "Excel: an error": Written(
        workbook(with_cell("C2", "#N/A")), ["error spreadsheet_error name_en"], rows=1
    ),
    "Excel: a percentage": Written(
        workbook(with_cell("H2", 0.185, "0.0%")), ["error number efsm_pct"], rows=1
    ),
    "Excel: a heading of two lines": Written(workbook(with_cell("C1", "name_en\n"))),
    "Excel: called .xls": Written(workbook(), suffix="xls"),
    "Excel: with a password": Written(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ["error workbook None"], rows=0
    ),
    "Excel: binary": Written(xlsb(NUMBERS), ["warning old_workbook None"], suffix="xlsb"),
    "Excel 97": Written(
        (Path(__file__).parent / "files" / "schools.xls").read_bytes(),
        ["warning old_workbook None", "warning other_sheet None"], suffix="xls",
    ),
    "a web page called .xls": Written(
        b"<html><table><tr><td>school_id</td></tr></table></html>",
        ["error workbook None"], rows=0, suffix="xls",
    ),
    "openpyxl: a formula": Written(
        workbook(with_cell("G2", "=200+10")), ["error formula pupils"], rows=1
    ),
    "pandas": Written(to_excel(frame(), index=False)),
    "pandas: row labels": Written(to_excel(frame()), ["error nameless_column None"]),
    "R: writexl, texts in their cells": Written(workbook(rows=[HEADINGS, *ROWS])),
    "LibreOffice": Written(ods({"Data": PLAIN_ODS + EMPTY_ODS}), suffix="ods"),
    "LibreOffice: numbers and days": Written(
        ods({"Data": ods_rows([[cell if not isinstance(cell, date) else str(cell) for cell in row]
                               for row in TYPED])}), suffix="ods",
    ),
    "LibreOffice: sheets around, the first one hidden": Written(
        ods({"Lookups": ods_rows([["Sector"]]), "Data": PLAIN_ODS,
             "Notes": ods_rows([["Provisional"]])}, hidden=["Lookups"]),
        ["warning other_sheet None"], suffix="ods",
    ),
    "LibreOffice: a percentage": Written(
        in_ods(1, "efsm_pct", shown_as_percentage(0.185)),
        ["error number efsm_pct"], rows=1, suffix="ods",
    ),
    "LibreOffice: an error": Written(
        in_ods(1, "name_en", "#N/A"), ["error spreadsheet_error name_en"], rows=1, suffix="ods"
    ),
    "LibreOffice: a comment and breaks in a cell": Written(
        in_ods(2, "name_en", '<table:table-cell office:value-type="string"><office:annotation>'
               "<text:p>Who says so?</text:p></office:annotation><text:p>Gull<text:s/>Lane</text:p>"
               "</table:table-cell>"),
        suffix="ods", names=("Gull Lane",),
    ),
    "StatsWales: a title above": Written(
        ods({"Data": ods_rows([["Address list of schools"], []]) + PLAIN_ODS}),
        ["warning notes_above None"], suffix="ods",
    ),
    "a torn file": Written(workbook()[:3000], ["error workbook None"], rows=0),
}  # fmt: skip

ALL = {f"a text, {name}": (each, "csv") for name, each in TEXTS.items()}
ALL |= {
    f"a workbook, {name}": (each, each.suffix if each.suffix != "csv" else "xlsx")
    for name, each in WORKBOOKS.items()
}


@pytest.mark.parametrize("name", ALL)
def test_a_file_is_read_or_told_in_a_line_a_kind(tmp_path: Path, name: str) -> None:
    written, suffix = ALL[name]
    data = with_parents(tmp_path / "data")
    (data / "schools.csv").unlink()
    (data / f"schools.{suffix}").write_bytes(written.content)
    inputs = read(data)
    kinds = [kind.first for kinds in alike(inputs.problems).values() for kind in kinds]
    told = [f"{each.severity} {each.rule} {each.column}" for each in kinds]
    assert sorted(told) == sorted(written.told)
    schools = inputs.tables["schools"]
    assert len(schools) == written.rows
    if written.rows == 2:
        assert {*written.names} <= {*schools["name_en"], *schools["name_cy"]}
        kept = ["school_id", "la_code", "sector", "pupils", "open_from"]
        pd.testing.assert_frame_equal(schools[kept], good().tables["schools"][kept])
