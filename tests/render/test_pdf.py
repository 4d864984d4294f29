"""The PDF report, set by the real Typst."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pytest
import segno
import typst
from pages import both, every_block, figure
from pdf_report import FRAME, WORDS, drawn, render
from pdf_text import text_of
from pikepdf import Name, Pdf

from tymor.audit.pdf import check_pdf
from tymor.errors import TymorError
from tymor.page import (
    Column,
    FigureCell,
    Heading,
    Link,
    LinkGroup,
    Links,
    Page,
    Paragraph,
    Row,
    Table,
    TableBlock,
    TextCell,
)
from tymor.render.pdf import document as pdf
from tymor.render.pdf.table_tags import children, elements, table_attribute
from tymor.render.view import view

NASTY = (
    'Dŵr & tŷ <script>alert(1)</script> #read("/etc/passwd") $x$ {{< include >}} *a* _b_ <label>'
)


def page_of(*blocks: Any, **more: Any) -> Page:
    return every_block().model_copy(update={"blocks": blocks, **more})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("report")
    for language in ("en", "cy"):
        (folder / f"{language}.pdf").write_bytes(render(every_block(), language))
    return lambda language: folder / f"{language}.pdf"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_report_passes_the_audit_and_both_standards(
    report: Callable[[str], Path], language: str
) -> None:
    assert check_pdf(report(language), f"{language}-GB") == []
    for profile in ("ua1", "2a"):
        assert validator.validate_pdf(report(language), profile=profile).failures == []
    with Pdf.open(report(language)) as opened:
        assert str(opened.Root.Lang) == f"{language}-GB"


def test_the_same_page_gives_the_same_bytes() -> None:
    first = render(every_block(), "cy")
    render(every_block(), "en")  # another document in between leaves no trace
    assert render(every_block(), "cy") == first


def test_the_date_of_the_file_is_the_day_of_publication_or_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def dated() -> str:
        (tmp_path / "dated.pdf").write_bytes(render(every_block(), "en"))
        with Pdf.open(tmp_path / "dated.pdf") as opened:
            return str(opened.docinfo.CreationDate)

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert dated().startswith("D:20170928000000")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert dated().startswith("D:19700102000000")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(TymorError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        dated()


def test_text_that_looks_like_source_is_printed_as_it_stands(tmp_path: Path) -> None:
    table = Table(
        columns=(Column(key="a", label=both(NASTY), group=both(NASTY), align="start"),),
        rows=(Row(cells=(TextCell(text=both(NASTY)),)),),
    )
    page = page_of(
        Heading(id="h", text=both(NASTY)),
        Paragraph(id="p", text=both(NASTY)),
        TableBlock(id="t", title=both(NASTY), table=table, note=both(NASTY)),
        title=both(NASTY),
    )
    (tmp_path / "nasty.pdf").write_bytes(render(page, "en"))
    [text] = text_of(tmp_path / "nasty.pdf")
    # title, heading, paragraph, caption, group, label, cell, note; a line may end anywhere
    assert text.replace(" ", "").count(NASTY.replace(" ", "")) == 8
    assert "root:" not in text


def test_header_footer_and_page_numbers_are_in_the_language_of_the_page(
    report: Callable[[str], Path],
) -> None:
    welsh, english = text_of(report("cy")), text_of(report("en"))
    assert len(welsh) == len(english) == 3
    for number, text in enumerate(welsh, 1):
        assert text.endswith(f"Y Bartneriaeth Tudalen {number} o 3")
    assert english[1].endswith("The Partnership Page 2 of 3")
    assert english[1].startswith("Cardiff: performance report")
    assert "Tymor yr haf 2017, cyhoeddwyd 28 Medi 2017" in welsh[0]
    assert "Ysgolion dychmygol" in welsh[0]


def test_a_page_of_real_schools_does_not_call_them_invented(tmp_path: Path) -> None:
    real = every_block().model_copy(update={"invented": False})
    (tmp_path / "real.pdf").write_bytes(render(real, "en"))
    assert not any("Invented" in text for text in text_of(tmp_path / "real.pdf"))


def test_an_appendix_starts_a_page(report: Callable[[str], Path]) -> None:
    last = text_of(report("en"))[-1]
    running = f"Cardiff: performance report {FRAME.readers['en']}"
    assert last.startswith(f"{running} Appendix A Method")


def long_table(rows: int) -> Table:
    years = ("2015/16", "2016/17", "2017/18")
    columns = [
        Column(key=f"{kind}{year}", label=both(kind), group=both(year))
        for year in years
        for kind in ("Actual", "Target")
    ]
    return Table(
        columns=(Column(key="m", label=both("Measure"), align="start"), *columns),
        rows=tuple(
            Row(
                cells=(
                    TextCell(text=both(f"Row number {number}")),
                    *[FigureCell(figure=figure(88.6, measure_id=f"m{number}"))] * 6,
                )
            )
            for number in range(rows)
        ),
    )


def test_a_long_table_breaks_between_rows_and_repeats_its_heading(tmp_path: Path) -> None:
    page = page_of(TableBlock(id="t", title=both("Long"), table=long_table(60)))
    (tmp_path / "long.pdf").write_bytes(render(page, "en"))
    texts = text_of(tmp_path / "long.pdf")
    rows = [re.findall(r"Row number \d+(?: 88\.60){6}", text) for text in texts]
    assert len(texts) > 1
    assert all(rows)
    assert sum(len(found) for found in rows) == 60
    assert [text.count("2015/16 2016/17 2017/18 Measure Actual Target") for text in texts] == [
        1
    ] * len(texts)


def test_a_table_too_wide_for_a_portrait_page_lies_on_its_side(tmp_path: Path) -> None:
    columns = tuple(
        Column(key=f"c{i}", label=both(f"Column {i}"), align="end" if i else "start")
        for i in range(12)
    )
    row = Row(cells=(TextCell(text=both("Row")), *[FigureCell(figure=figure(88.6))] * 11))
    wide = TableBlock(id="t", title=both("Wide"), table=Table(columns=columns, rows=(row,)))
    (tmp_path / "wide.pdf").write_bytes(
        render(page_of(wide, Paragraph(id="p", text=both("P"))), "en")
    )
    with Pdf.open(tmp_path / "wide.pdf") as opened:
        boxes = [[float(side) for side in leaf.mediabox] for leaf in opened.pages]
    assert [box[2] > box[3] for box in boxes] == [False, True, False]
    assert check_pdf(tmp_path / "wide.pdf", "en-GB") == []


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    on_page = set()
    for lines in range(24, 40):
        filling = [Paragraph(id=f"p{i}", text=both("Filling")) for i in range(lines)]
        table = TableBlock(id="t", title=both("Its title"), table=long_table(5))
        page = page_of(*filling, Heading(id="h", text=both("Its heading")), table, invented=False)
        (tmp_path / "foot.pdf").write_bytes(render(page, "en"))
        texts = text_of(tmp_path / "foot.pdf")
        [at] = [number for number, text in enumerate(texts) if "Its heading" in text]
        assert "Its title" in texts[at]
        assert "Row number 4" in texts[at]
        on_page.add(at)
    assert on_page == {0, 1}  # both sides of the page's foot were tried


def test_each_figure_is_told_its_column_section_and_row(report: Callable[[str], Path]) -> None:
    with Pdf.open(report("en")) as opened:
        table = next(tag for tag in elements(opened.Root.StructTreeRoot) if Name.Table == tag.S)
        _, _, section, first, _ = [
            list(children(row)) for row in elements(table) if Name.TR == row.S
        ]
        head, figure_cell = first[0], first[2]
        assert head.S == Name.TH
        assert table_attribute(head).Scope == Name.Row
        named = [str(id) for id in table_attribute(figure_cell).Headers]
        group, column, *others = named
        assert group.endswith("x1y0")  # 2015/16, which spans the second and third column
        assert column.endswith("x2y1")  # Target
        assert others == [str(section[0].ID), str(head.ID)]


def test_the_library_serves_one_block_to_another_document(tmp_path: Path) -> None:
    """As a Quarto raw block uses it: library, page.json and charts beside it."""
    words = WORDS["cy"]
    shutil.copytree(pdf.TEMPLATES, tmp_path, dirs_exist_ok=True)
    page = every_block()
    data = pdf.document_data(view(page, words), FRAME, words)
    (tmp_path / "page.json").write_text(json.dumps(data), encoding="utf-8")
    for name, svg in drawn(page, words).items():
        (tmp_path / name).write_text(svg, encoding="utf-8")
    (tmp_path / "main.typ").write_text(
        '#set document(title: "x")\n#set text(font: "Source Sans 3")\n= Title\n'
        '#import "tymor.typ": block-by-id\n#let data = json("page.json")\n'
        '#block-by-id(data, "gap-trend", chart: name => read(name))\n'
        '#block-by-id(data, "outcomes-key")\n',
        encoding="utf-8",
    )
    typst.compile(
        tmp_path / "main.typ",
        output=tmp_path / "main.pdf",
        font_paths=[pdf.FONTS],
        pdf_standards=["ua-1"],
    )
    text = " ".join(text_of(tmp_path / "main.pdf"))
    assert "Mae Caerdydd yn uwch" in text
    assert "Dangosyddion allweddol" in text


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([Heading(id="h", text=both("Deep"), level=3)], "heading"),
        ([Paragraph(id="p", text=both("A grin \N{GRINNING FACE}"))], "\N{GRINNING FACE}"),
    ],
)
def test_what_cannot_be_set_is_named(blocks: list[Any], expected: str) -> None:
    with pytest.raises(TymorError, match=expected) as caught:
        render(page_of(*blocks, invented=False), "en")
    assert "authorities/cardiff (en)" in str(caught.value)


def test_a_chart_that_was_not_drawn_is_named() -> None:
    words = WORDS["en"]
    with pytest.raises(TymorError, match=r"no SVG for gap-trend\.svg"):
        pdf.render_pdf(view(every_block(), words), FRAME, words, {})


def sectioned_table(sections: int, rows: int) -> TableBlock:
    """So many sections of so many rows; each row has its number."""
    cells = iter(range(sections * rows))
    made: list[Row] = []
    for section in range(sections):
        empty = TextCell(text=both(""))
        made.append(Row(cells=(TextCell(text=both(f"School {section}")), empty), style="section"))
        made += [
            Row(cells=(TextCell(text=both(f"row-{n}")), TextCell(text=both("Told."))))
            for n in (next(cells) for _ in range(rows))
        ]
    columns = tuple(Column(key=k, label=both(k.title()), align="start") for k in ("row", "text"))
    return TableBlock(
        id="long", title=both("Every row"), table=Table(columns=columns, rows=tuple(made))
    )


@pytest.mark.parametrize(("sections", "rows"), [(400, 3), (3, 700), (1, 1300)])
def test_a_table_of_more_rows_than_checkers_take_is_set_in_parts(
    tmp_path: Path, sections: int, rows: int
) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(render(page_of(sectioned_table(sections, rows)), "cy"))
    assert check_pdf(path, "cy-GB") == []
    said = "\n".join(text_of(path))
    parts = int(re.findall(r"Every row \(rhan 1 o (\d+)\)", said)[0])
    assert f"Every row (rhan {parts} o {parts})" in said
    assert re.findall(r"row-(\d+)", said) == [str(n) for n in range(sections * rows)]
    with Pdf.open(path) as pdf:
        tables = [e for e in elements(pdf.Root.StructTreeRoot) if Name.Table == e.S]
        assert len(tables) == parts
    # A part that begins within a section says which one.
    assert (said.count(f"School {sections - 1} ") > 1) == (rows > 400)


def test_a_long_report_begins_with_a_list_of_its_parts(tmp_path: Path) -> None:
    """Each leads to where it begins, says on which page, and a short report has none."""
    part = [Paragraph(id="p", text=both("Filling. " * 400))]
    for parts, listed in ((2, 0), (12, 12)):
        blocks = [
            block.model_copy(update={"id": f"{block.id}{number}"})
            for number in range(parts)
            for block in (Heading(id="h", text=both(f"Its part {number}")), *part)
        ]
        (tmp_path / "parts.pdf").write_bytes(render(page_of(*blocks), "cy"))
        first, *others = text_of(tmp_path / "parts.pdf")
        assert ("Cynnwys" in first) == bool(listed)
        with Pdf.open(tmp_path / "parts.pdf") as opened:
            assert len(opened.pages[0].get("/Annots", [])) == listed
        assert check_pdf(tmp_path / "parts.pdf", "cy-GB") == []
        for number in range(1, listed):
            (at,) = [n for n, text in enumerate(others, 2) if f"Its part {number} Filling" in text]
            assert re.search(rf"Its part {number}[ .]+{at}\b", first)


@pytest.mark.parametrize("address", ["", "https://ffigurau.example/"])
def test_links_lead_to_the_site_where_its_address_is_known(tmp_path: Path, address: str) -> None:
    links = Links(
        id="l", title=both("Ways on"),
        groups=(LinkGroup(title=both(""), links=(Link(text=both("Cardiff"), path="a/cardiff"),)),),
    )  # fmt: skip
    page, words = page_of(links), WORDS["cy"]
    frame = replace(FRAME, address=address, closed=False)
    (tmp_path / "l.pdf").write_bytes(pdf.render_pdf(view(page, words), frame, words, {}))
    with Pdf.open(tmp_path / "l.pdf") as opened:
        found = [str(each.A.URI) for leaf in opened.pages for each in leaf.get("/Annots", [])]
    own = f"{address}cy/{page.path}/"
    assert found == ([own, f"{address}cy/a/cardiff/"] if address else [])
    assert (own in "".join(text_of(tmp_path / "l.pdf")).replace(" ", "")) == bool(address)
    with Pdf.open(tmp_path / "l.pdf") as opened:
        told = [str(each.get("/Alt", "")) for each in elements(opened.Root.StructTreeRoot)]
    assert (words.say("ui.qr_code") in told) == bool(address)
    drawn = segno.make_qr(own).svg_inline(border=0) if address else ""
    assert pdf.document_data(view(page, words), frame, words)["frame"]["qr_code"] == drawn
    assert check_pdf(tmp_path / "l.pdf", "cy-GB") == []
