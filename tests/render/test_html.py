"""The built-in HTML pages: escaping, policy, addresses, both languages; and the CSVs."""

import csv
import io
import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from page_frame import FRAME, seen
from pages import NAMED, both, every_block, figure, outcome_table
from projects import ROOT

from tymor.config.words import load_languages
from tymor.files import Writer
from tymor.locale import Languages
from tymor.page import Column, FigureCell, Heading, Page, Row, Table, TextCell
from tymor.render.downloads import table_csv
from tymor.render.html import document as html
from tymor.render.html import layout as html_layout
from tymor.render.view import view, view_table

LANGUAGES = ("en", "cy")


@pytest.fixture(scope="module")
def languages() -> Languages:
    return load_languages(ROOT)


def rendered(page: Page, language: str, languages: Languages) -> str:
    words = languages[language]
    return html.render_page(seen(page, words), FRAME, words)


def parsed(page: Page, language: str, languages: Languages) -> Any:
    return lxml_html.document_fromstring(rendered(page, language, languages))


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_that_tries_to_break_out_is_shown_as_it_is(
    language: str, languages: Languages
) -> None:
    tree = parsed(every_block(), language, languages)
    nasty = every_block().blocks[1].text[language]  # type: ignore[union-attr]
    assert tree.get_element_by_id("summary").text_content() == nasty
    assert nasty in tree.get_element_by_id("note").text_content()
    assert "alert" not in "".join(tree.xpath("//script/text()"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_page_needs_an_exception_from_its_policy(
    language: str, languages: Languages
) -> None:
    tree = parsed(every_block(), language, languages)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not tree.xpath("//style | //@style | //script[not(@src)] | //script[text()]")
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_is_relative_and_stays_in_the_site(
    language: str, languages: Languages
) -> None:
    page = every_block()
    here = Path("/site") / language / page.path
    for address in parsed(page, language, languages).xpath(
        "//*[not(self::a[@rel='external'])]/@href | //@src"  # prose may lead to other sites
    ):
        if address.startswith("#"):
            continue
        assert not re.match(r"[a-z]+:|/", address), address
        reached = Path(*(here / address).parts).as_posix()
        assert lexical(reached).startswith("/site/"), address


def lexical(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_a_page_leads_to_itself_in_the_other_language(languages: Languages) -> None:
    for language, other in (("en", "cy"), ("cy", "en")):
        tree = parsed(every_block(), language, languages)
        assert tree.get("lang") == language
        (link,) = tree.xpath("//nav[@class='languages']/a")
        expected = f"../../../{other}/authorities/cardiff/"
        assert (link.get("href"), link.get("lang"), link.get("hreflang")) == (
            expected,
            other,
            other,
        )
        assert expected in tree.xpath(f"//link[@rel='alternate'][@hreflang='{other}']/@href")


def test_the_home_page_lies_in_the_languages_folder(languages: Languages) -> None:
    home = every_block().model_copy(update={"path": "", "report": "home", "breadcrumbs": ()})
    tree = parsed(home, "en", languages)
    assert tree.xpath("//nav[@class='languages']/a/@href") == ["../cy/"]
    assert "../assets/site.css" in tree.xpath("//link/@href")
    assert "authorities/" in tree.xpath("//nav[@class='menu']//a/@href")
    assert not tree.xpath("//nav[@class='breadcrumbs'] | //a[@type='application/pdf']")


def test_a_report_offers_its_pdf_and_says_that_its_schools_are_invented(
    languages: Languages,
) -> None:
    tree = parsed(every_block(), "cy", languages)
    assert tree.xpath(f"//a[@href='{NAMED}']")
    notice = tree.xpath("//main/*[1]")[0].text_content()
    assert languages["cy"].say("ui.invented_text") in notice
    real = every_block().model_copy(update={"invented": False})
    assert languages["cy"].say("ui.invented_title") not in rendered(real, "cy", languages)


def test_words_around_the_page_are_in_its_language(languages: Languages) -> None:
    page = rendered(every_block(), "cy", languages)
    assert "28 Medi 2017" in page
    assert "Tymor yr haf 2017" in page
    assert "September" not in page
    for key in ("ui.skip", "ui.download_pdf", "ui.show_table", "ui.finder_label"):
        assert languages["en"].say(key) not in page


def test_headings_are_listed_from_three_on(languages: Languages) -> None:
    blocks = tuple(block for block in every_block().blocks if block.id != "rest-on")
    page = every_block().model_copy(update={"blocks": blocks})
    assert html_layout.contents(view(page, languages["en"])) == []
    more = (Heading(id="a", text=both("A")), Heading(id="b", text=both("B")), *page.blocks)
    tree = parsed(page.model_copy(update={"blocks": more}), "en", languages)
    listed = tree.xpath("//nav[@class='contents']//a/@href")
    assert listed == ["#a", "#b", "#outcomes", "#appendix-a"]
    assert all(tree.get_element_by_id(anchor[1:]) is not None for anchor in listed)


def test_no_heading_level_is_skipped(languages: Languages) -> None:
    tree = parsed(every_block(), "en", languages)
    levels = [
        int(node.tag[1])
        for node in tree.xpath(
            "//*[re:test(name(), '^h[1-6]$')]",
            namespaces={"re": "http://exslt.org/regular-expressions"},
        )
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_table_headings_say_what_they_head(languages: Languages) -> None:
    (table,) = parsed(every_block(), "en", languages).xpath("//div[@id='outcomes-key']//table")
    groups = table.xpath(".//th[@scope='colgroup']")
    assert [(th.text, th.get("colspan")) for th in groups] == [("2015/16", "2"), ("2016/17", "2")]
    assert len(table.xpath(".//colgroup")) == 3
    assert [th.text_content() for th in table.xpath(".//th[@scope='row']")] == [
        "Outcome indicator",
        "Gap <b>eFSM</b> & others",
    ]
    (section,) = table.xpath(".//th[@scope='rowgroup']")
    assert (section.text_content(), section.get("colspan")) == ("Foundation Phase", "5")


def test_a_signal_is_symbol_and_word_and_the_word_is_heard_once(languages: Languages) -> None:
    (table,) = parsed(every_block(), "en", languages).xpath("//div[@id='outcomes-key']//table")
    (cell,) = table.xpath(".//td[contains(@class, 'signal-met')]")
    assert cell.text_content().split() == ["88.60", "✓", "Met", "target"]
    assert [span.text for span in cell.xpath("./span[@aria-hidden='true']")] == ["✓"]


def test_a_figure_that_is_not_shown_leaves_only_its_word(languages: Languages) -> None:
    (table,) = parsed(every_block(), "en", languages).xpath("//div[@id='outcomes-key']//table")
    last = [td.text_content().strip() for td in table.xpath(".//tr[last()]/td")][-4:]
    assert last == ["−12.80", "Not applicable", "[c]", "No verified data"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_block_alone_is_the_block_of_the_page(language: str, languages: Languages) -> None:
    words = languages[language]
    shown = seen(every_block(), words)
    page = html.render_page(shown, FRAME, words)
    for block in shown["blocks"]:
        fragment = html.render_block(block, shown, FRAME, words)
        assert fragment.strip()
        assert fragment.strip() in page


def test_finder_holds_every_plural_form(languages: Languages) -> None:
    (count,) = parsed(every_block(), "cy", languages).xpath("//p[@data-found]")
    for form in ("zero", "one", "two", "few", "many", "other"):
        assert f'"{form}"' in count.get("data-found")


def test_the_root_offers_both_languages(languages: Languages) -> None:
    choice = lxml_html.document_fromstring(html.render_language_choice(FRAME, languages))
    assert choice.xpath("//li/a/@href") == ["en/", "cy/"]
    assert choice.xpath("//li[@lang='cy']/a/text()") == ["Cymraeg"]


def test_page_not_found_reaches_the_site_from_any_depth(languages: Languages) -> None:
    page = html.render_not_found(FRAME, languages, root="/tymor/")
    tree = lxml_html.document_fromstring(page)
    assert all(address.startswith("/tymor/") for address in tree.xpath("//@href | //@src"))
    assert tree.xpath("//section/@lang") == ["en", "cy"]


def test_assets_are_all_that_pages_ask_for(tmp_path: Path, languages: Languages) -> None:
    html.write_assets(Writer(tmp_path), load_languages(ROOT))
    for address in parsed(every_block(), "en", languages).xpath("//@href | //@src"):
        if "assets/" in address:
            assert (tmp_path / address.replace("../", "")).is_file(), address
    styles = (tmp_path / "assets/site.css").read_text("utf-8")
    for wanted in re.findall(r'url\("([^"]+)"\)', styles):
        assert (tmp_path / "assets" / wanted).is_file(), wanted
    assert (tmp_path / "assets/vega-locale-cy.json").is_file()
    assert "export" in (tmp_path / "assets/vega.js").read_text("utf-8")[-200:]


def rows_of(table: Table, language: str, languages: Languages) -> list[list[str]]:
    content = table_csv(view_table(table, languages[language]), languages[language])
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_plain_numbers_words_and_signals(languages: Languages) -> None:
    assert rows_of(outcome_table(), "cy", languages) == [
        [
            "Rhan o'r tabl",
            "Mesur",
            "2015/16 Gwirioneddol",
            "2015/16 Gwirioneddol – Wedi cyrraedd y targed",
            "2015/16 Targed",
            "2016/17 Gwirioneddol",
            "2016/17 Gwirioneddol – Wedi gwella",
            "2016/17 Targed",
        ],
        [
            "Y Cyfnod Sylfaen",
            "Dangosydd deilliannau",
            "88.60",
            "Wedi cyrraedd y targed",
            "87.80",
            "88.60",
            "Wedi gwella",
            "Heb ei osod",
        ],
        [
            "Y Cyfnod Sylfaen",
            "Bwlch PYD",
            "-12.80",
            "",
            "Amherthnasol",
            "[c]",
            "",
            "Dim data wedi'u dilysu",
        ],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_text_is_no_formula(start: str, languages: Languages) -> None:
    text = f"{start}HYPERLINK(1)"
    table = Table(
        columns=(Column(key="a", label=both(text), align="start"),),
        rows=(Row(cells=(TextCell(text=both(text)),)),),
    )
    assert rows_of(table, "en", languages) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(1234.5, 1, "1234.5"), (-0.0, 2, "0.00"), (-3, 0, "-3"), (100, 0, "100")],
)
def test_csv_numbers_can_be_calculated_with(
    value: float, decimals: int, written: str, languages: Languages
) -> None:
    cell = FigureCell(figure=figure(value, decimals=decimals))
    table = Table(columns=(Column(key="a", label=both("A")),), rows=(Row(cells=(cell,)),))
    assert rows_of(table, "en", languages)[1] == [written]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_says_who_may_read_it(language: str, languages: Languages) -> None:
    page, words = every_block(), languages[language]
    own = FRAME.readers[language]
    tree = parsed(page, language, languages)
    assert tree.xpath("string(//header/p[contains(@class, 'readers-closed')])").strip() == own
    assert own in tree.findtext(".//title")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert own in tree.xpath("string(//p[@class='chart-source'])")
    (kept,) = tree.xpath("//figure//a/@download")
    assert kept.startswith("cardiff-performance-2017-summer-members-")
    public = replace(FRAME, readers=both("Public", "Cyhoeddus"), word="public", closed=False)
    tree = lxml_html.document_fromstring(html.render_page(seen(page, words), public, words))
    assert tree.xpath("string(//header/p[@class='readers'])").strip() == public.readers[language]
    assert not tree.xpath("//meta[@name='robots']")
    (kept,) = tree.xpath("//a[@href='cardiff-performance-2017-summer-public.pdf']/@download")
    assert kept == f"cardiff-performance-2017-summer-public-{language}.pdf"


def test_the_root_of_a_closed_site_is_not_for_search(languages: Languages) -> None:
    for made in (html.render_language_choice, html.render_not_found):
        tree = lxml_html.document_fromstring(made(FRAME, languages))
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    root = lxml_html.document_fromstring(html.render_language_choice(FRAME, languages))
    for said in FRAME.readers.values():
        assert said in root.text_content()
