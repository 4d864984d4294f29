"""The workbooks of a page: its tables as in its CSV files, accessible, the same each time."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from page_frame import FRAME
from pages import both, every_block, figure
from projects import ROOT
from python_calamine import CalamineWorkbook

from tymor.audit.leaks import check_leaks
from tymor.audit.read_files import read_file
from tymor.audit.site import BuiltSite
from tymor.audit.workbooks import look_at_workbook
from tymor.config import load_config
from tymor.page import Column, FigureCell, Page, Row, Table, TableBlock, TextCell
from tymor.render.downloads import table_csv
from tymor.render.plain_table import plain_table
from tymor.render.view import view, view_table
from tymor.render.workbook import workbooks

WORDS = load_config(ROOT).languages


def books(page: Page | None = None, language: str = "cy") -> dict[str, bytes]:
    return workbooks(view(page or every_block(), WORDS[language]), FRAME, WORDS[language])


def beside_csv(folder: Path, page: Page | None = None) -> Path:
    """The files of a page's tables as they lie in a site."""
    shown = view(page or every_block(), WORDS["cy"])
    for block in shown["blocks"]:
        if "table" in block:
            (folder / block["csv"]).write_bytes(table_csv(block["table"], WORDS["cy"]))
    for name, content in books(page).items():
        (folder / name).write_bytes(content)
    return folder


def of_texts(*cells: str) -> Page:
    """A page with a table of a row of words."""
    table = Table(
        columns=tuple(Column(key=f"c{at}", label=both("A")) for at, _ in enumerate(cells)),
        rows=(Row(cells=tuple(TextCell(text=both(cell)) for cell in cells)),),
    )
    block = TableBlock(id="t", title=both("=Title"), table=table)
    return every_block().model_copy(update={"blocks": (block,)})


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
def test_equal_pages_give_equal_bytes_and_no_day_but_that_of_publication(name: str) -> None:
    one, other = books()[name], books()[name]
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {info.date_time[:3] for info in parts.infolist()} == {(2017, 9, 28)}
        said = b"".join(parts.read(each) for each in parts.namelist())
    assert str(date.today().year).encode() not in said.replace(b"/2017/", b"")


def test_each_table_has_a_sheet_that_says_what_it_is_and_is_marked() -> None:
    book = load_workbook(io.BytesIO(books()["tables.xlsx"]))
    assert book.sheetnames == ["Clawr", "Nodiadau", "Tabl A", "Tabl B"]
    assert book.properties.title == "Caerdydd: adroddiad perfformiad"
    assert book.properties.language == "cy-GB"
    for sheet in book.worksheets[1:]:
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        rows = list(sheet.values)
        assert all(row[0] not in (None, "") for row in rows)  # no empty row between
    cover = book["Clawr"]
    links = {cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"'Nodiadau'!A1", "'Tabl A'!A1", "'Tabl B'!A1"}


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
def test_another_program_reads_numbers_as_numbers(name: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(books()[name]))
    assert book.sheet_names == ["Clawr", "Nodiadau", "Tabl A", "Tabl B"]
    rows = book.get_sheet_by_name("Tabl A").to_python()
    of_gap = next(row for row in rows if "Bwlch PYD" in row)
    assert -12.8 in of_gap and "[c]" in of_gap
    (of_section,) = {row[0] for row in rows[-2:]}
    assert of_section == "Y Cyfnod Sylfaen"


@pytest.mark.parametrize("start", ["=", "+", "@", "-", "\t"])
def test_words_are_no_formula(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    book = load_workbook(io.BytesIO(books(of_texts(text))["tables.xlsx"]))
    (cell,) = [c for row in book["Tabl A"].iter_rows() for c in row if "HYPERLINK" in str(c.value)]
    assert cell.data_type == "s"
    content = zipfile.ZipFile(io.BytesIO(books(of_texts(text))["tables.ods"])).read("content.xml")
    assert b"formula" not in content


def test_what_somebody_wrote_with_a_sign_is_a_number() -> None:
    shown = view(of_texts("+0.76", "\N{MINUS SIGN}1,200", "+44 29", "-"), WORDS["en"])
    table = plain_table(shown["blocks"][0]["table"], WORDS["en"])
    assert [each.number for each in table.rows[0]] == [0.76, -1200, None, None]
    written = table_csv(shown["blocks"][0]["table"], WORDS["en"]).decode("utf-8-sig")
    assert written.splitlines()[1] == "0.76,-1200,'+44 29,'-"


def test_a_figure_keeps_its_places() -> None:
    cell = FigureCell(figure=figure(88.0, decimals=2))
    table = Table(columns=(Column(key="a", label=both("A")),), rows=(Row(cells=(cell,)),))
    block = TableBlock(id="t", title=both("T"), table=table)
    page = every_block().model_copy(update={"blocks": (block,)})
    (value,) = plain_table(view_table(table, WORDS["en"]), WORDS["en"]).rows[0]
    assert (value.text, value.number) == ("88.00", 88.0)
    book = load_workbook(io.BytesIO(books(page)["tables.xlsx"]))
    assert [c.number_format for row in book["Tabl A"].iter_rows() for c in row][-1] == "0.00"


def test_a_page_without_tables_has_none() -> None:
    assert books(every_block().model_copy(update={"blocks": every_block().blocks[:2]})) == {}


# The audit


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
def test_the_audit_reads_workbooks_and_finds_what_their_page_has_not(
    tmp_path: Path, name: str
) -> None:
    beside_csv(tmp_path)
    assert look_at_workbook(tmp_path, Path(name)) == {"faults": []}
    (csv,) = tmp_path.glob("outcomes-key.csv")
    csv.write_text(csv.read_text("utf-8").replace("88.60", "88.70"), "utf-8")
    (tmp_path / "gap-trend.csv").unlink()
    told = look_at_workbook(tmp_path, Path(name))["faults"]
    assert len(told) == 3  # both tables of the workbook, and the one that it lacks


def test_what_was_found_in_a_workbook_stands_until_a_table_beside_it_changes(
    tmp_path: Path,
) -> None:
    root, name = tmp_path / "site", Path("tables.xlsx")
    root.mkdir()
    beside_csv(root)
    site = BuiltSite(root, frozenset({str(name)}), tmp_path / "kept")
    assert site.workbooks[name] == {"faults": []}
    left = root / "of-a-build-before.csv"
    left.write_text("Measure,2016/17\nA,1\n", "utf-8")
    assert len(replace(site).workbooks[name]["faults"]) == 1
    left.unlink()
    assert replace(site).workbooks[name] == {"faults": []}


def test_a_table_without_rows_is_in_no_workbook(tmp_path: Path) -> None:
    whole = every_block()
    emptied = [
        block.model_copy(update={"table": block.table.model_copy(update={"rows": ()})})
        if isinstance(block, TableBlock)
        else block
        for block in whole.blocks
    ]
    page = whole.model_copy(update={"blocks": tuple(emptied)})
    beside_csv(tmp_path, page)
    assert look_at_workbook(tmp_path, Path("tables.xlsx")) == {"faults": []}
    assert look_at_workbook(tmp_path, Path("tables.ods")) == {"faults": []}


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
def test_a_workbook_that_cannot_be_read_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no workbook")
    assert look_at_workbook(tmp_path, Path(name))["faults"]


@pytest.mark.parametrize(
    ("name", "part"),
    [("tables.ods", "Configurations2/hidden.xml"), ("tables.xlsx", "xl/comments/hidden.xml")],
)
def test_what_is_put_into_a_workbook_is_refused(tmp_path: Path, name: str, part: str) -> None:
    beside_csv(tmp_path)
    with zipfile.ZipFile(tmp_path / name, "a") as parts:
        parts.writestr(part, "<a>12 pupils</a>")
    assert "hidden.xml" in read_file(tmp_path, Path(name))["fault"]


def test_headings_that_a_spreadsheet_takes_for_one_are_told_apart() -> None:
    """It knows no small letters from capitals in the columns of a marked table."""
    labels = ("Pupils", "pupils", "")
    table = Table(
        columns=tuple(Column(key=f"c{at}", label=both(each)) for at, each in enumerate(labels)),
        rows=(Row(cells=tuple(TextCell(text=both("a")) for _ in labels)),),
    )
    block = TableBlock(id="t", title=both("T"), table=table)
    page = every_block().model_copy(update={"blocks": (block,)})
    (marked,) = load_workbook(io.BytesIO(books(page)["tables.xlsx"]))["Tabl A"].tables.values()
    assert [column.name for column in marked.tableColumns] == ["Pupils", "pupils (2)", "3"]


def test_a_kind_of_file_that_nobody_knows_stops_the_audit(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text(
        "area_id,measure_id,academic_year,group,kind,value,status\n", "utf-8"
    )
    site = BuiltSite(tmp_path, frozenset({"en/tables.xlsb", "en/tables.xlsx"}))
    assert [p.file for p in check_leaks(site, tmp_path, set())] == ["en/tables.xlsb"]


def test_an_ods_file_begins_with_its_kind() -> None:
    content = books()["tables.ods"]
    assert content[30:38] == b"mimetype"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist()[1:]:
            etree.fromstring(parts.read(name))
