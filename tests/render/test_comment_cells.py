"""Comments with paragraphs and lists in a table: on the page, in the PDF, in Quarto's source."""

import html
from pathlib import Path

from lxml import html as lxml_html
from pages import both, every_block
from pdf_report import FRAME, WORDS, render
from pdf_text import text_of
from pikepdf import Pdf
from quarto_project import LINES, raw_blocks
from recorded_quarto import raw_printed

from tymor.audit.pdf import check_pdf
from tymor.page import Column, Heading, Page, Row, Table, TableBlock, TextCell
from tymor.render.downloads import table_csv
from tymor.render.html.document import render_block
from tymor.render.pdf.table_tags import elements
from tymor.render.quarto.project import page_source
from tymor.render.view import view
from tymor.report.columns import told_cell

LIVE = "<script>alert(1)</script> {{< env HOME >}} #read()"
COMMENT = f"<p>Two clusters <b>met</b>.</p><ul><li>{LIVE}</li><li>Line<br>two</li></ul>"


def page(comment: str = COMMENT, lang: str | None = None) -> Page:
    cells = (TextCell(text=both("Reading")), told_cell(both(comment), lang))
    heads = tuple(Column(key=key, label=both(key), align="start") for key in ("what", "found"))
    table = Table(columns=heads, rows=(Row(cells=cells),))
    blocks = (
        Heading(id="h", text=both("H")),
        TableBlock(id="t", title=both("Found"), table=table),
    )
    whole = every_block().model_copy(update={"blocks": blocks})
    return Page.model_validate_json(whole.model_dump_json())


def test_on_the_page_a_comment_has_its_lists_and_nothing_live() -> None:
    shown = view(page(lang="cy"), WORDS["en"])
    made = render_block(shown["blocks"][1], shown, FRAME, WORDS["en"])
    cell = lxml_html.fromstring(made).xpath("//td//div[@class='prose']")[0]
    assert cell.get("lang") == "cy"
    assert [each.tag for each in cell] == ["p", "ul"]
    assert [each.text_content().strip() for each in cell.xpath(".//li")] == [LIVE, "Linetwo"]
    assert cell.xpath(".//strong")[0].text == "met" and len(cell.xpath(".//br")) == 1
    assert "<script" not in made and html.escape("<script>") in made


def test_in_the_pdf_it_is_a_list_too(tmp_path: Path) -> None:
    path = tmp_path / "en.pdf"
    path.write_bytes(render(page(), "en"))
    with Pdf.open(path) as pdf:
        tags = [str(tag.S) for tag in elements(pdf.Root.StructTreeRoot)]
    assert tags.count("/L") == 1 and tags.count("/LI") == 2
    assert "".join(LIVE.split()) in "".join("".join(text_of(path)).split())
    assert check_pdf(path, "en-GB") == []


def test_quarto_reads_nothing_in_it() -> None:
    for comment in (COMMENT, f"<p>{LINES}</p>"):
        source = page_source(view(page(comment), WORDS["en"]), FRAME, WORDS["en"])
        for name, block in raw_blocks(source.partition("\n---\n")[2]):
            if name == "html":
                assert raw_printed(block) == block
                assert "<script>alert" not in block


def test_a_download_has_its_words_alone() -> None:
    shown = view(page(), WORDS["en"])["blocks"][1]["table"]
    (_, row) = table_csv(shown, WORDS["en"]).decode("utf-8-sig").splitlines()
    assert row == f"Reading,Two clusters met. {LIVE} Line two"
