"""Quarto projects: what is written, and that text in it is text and nothing else."""

import html as html_escapes
import json
import re
from pathlib import Path

import pytest
import yaml
from goldens import golden_text
from lxml import html as lxml_html
from pages import NAMED, every_block
from pdf_text import text_of
from quarto_project import (
    FRAME,
    LANGUAGES,
    LINES,
    REPORT,
    ROOT,
    WORDS,
    WriteProject,
    compiled,
    front_matter,
    home,
    hostile,
    raw_blocks,
    writer_below,
)

from tymor.audit.pdf import check_pdf
from tymor.errors import ConfigError
from tymor.page import Page, Paragraph
from tymor.render.pdf.table_tags import name_row_headers
from tymor.render.quarto import plain_text
from tymor.render.quarto.plain_text import put_back


@pytest.fixture
def project(tmp_path: Path) -> WriteProject:
    return writer_below(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["_quarto.yml", f"{REPORT}/index.qmd"])
def test_what_is_written_is_the_golden(name: str, language: str, project: WriteProject) -> None:
    written = (project(language, home(), every_block()) / name).read_text("utf-8")
    assert written == golden_text(f"quarto/{language}/{name}", written)


@pytest.mark.parametrize("page", [every_block(), hostile()], ids=["usual", "hostile"])
def test_a_page_is_front_matter_and_raw_blocks_only(page: Page, project: WriteProject) -> None:
    source = (project("cy", page) / REPORT / "index.qmd").read_text("utf-8")
    matter, body = front_matter(source)
    blocks = list(raw_blocks(body))
    assert set(matter) == {"pagetitle", "description", "engine", "format"}
    assert matter["engine"] == "markdown"
    ids = [block.id for block in page.blocks]
    typst_blocks = [content for name, content in blocks if name == "typst"]
    assert typst_blocks[1:] == [f'#tymor-block("{id}")' for id in ids]
    assert [name for name, _ in blocks] == [*["html", "typst"] * (len(ids) + 1), "html"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_hostile_text_is_shown_and_is_nothing_else(line_end: str, project: WriteProject) -> None:
    source = (project("en", hostile(line_end)) / REPORT / "index.qmd").read_bytes().decode()
    _, body = front_matter(source)
    page = "\n".join(content for name, content in raw_blocks(body) if name == "html")
    shown = lxml_html.fromstring(page).get_element_by_id("p").text_content()
    assert shown.replace("\u2028", "\n") == LINES
    # What Quarto finds by searching the whole source, raw blocks or not.
    assert not re.search("[\r\u2028\u2029]", source)
    assert not re.search(r"^[\t >]*`{3,}\s*\{[a-z]", source, re.MULTILINE)
    assert not re.search(r"^(---|\.\.\.)[ \t]*$", body, re.MULTILINE)
    assert not re.search(r"^\s*(#\s|:::)", body, re.MULTILINE)
    assert "{{<" not in source
    assert "<!--" not in source


def test_a_word_stands_in_for_a_hostile_title_in_the_front_matter(project: WriteProject) -> None:
    source = (project("en", hostile()) / REPORT / "index.qmd").read_text("utf-8")
    title = front_matter(source)[0]["pagetitle"]
    assert isinstance(title, str)
    assert re.fullmatch("[A-Za-z0-9]+", title)
    own = f"{' '.join(LINES.split())} – {FRAME.readers['en']}"
    assert html_escapes.unescape(put_back(title)) == own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Caerdydd: adroddiad 2016-17, 88.60", "Caerdydd: adroddiad 2016-17, 88.60"),
        ("1. Region", r"1\. Region"),
        ("(a) note", r"(a\) note"),
        ("- two -- three...", r"\- two \-\- three\.\.\."),
        ("Dŵr & <b> {{< x >}}", r"Dŵr \& \<b\> \{\{\< x \>\}\}"),
        ("a\n\n# b", r"a \# b"),
        ("`r 1` \\ $x$ @y *z* _w_ [v]", r"\`r 1\` \\ \$x\$ \@y \*z\* \_w\_ \[v\]"),
        ("http://x", r"http\://x"),
    ],
)
def test_markdown_escapes_what_is_live_and_leaves_the_rest(text: str, expected: str) -> None:
    assert plain_text.markdown(text) == expected


def test_a_fence_is_longer_than_any_run_of_backticks_inside() -> None:
    block = plain_text.raw_block("typst", "a\n````\nb")
    assert block == "`````{=typst}\na\n````\nb\n`````\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_typst_block_compiles_where_quarto_puts_it(
    language: str, project: WriteProject, tmp_path: Path
) -> None:
    folder = project(language, every_block())
    written = compiled(folder, tmp_path / "report.pdf")
    written.write_bytes(name_row_headers(written.read_bytes()))
    assert check_pdf(written, f"{language}-GB") == []
    text = " ".join(text_of(written))
    nasty = every_block().blocks[1]
    assert isinstance(nasty, Paragraph)
    assert nasty.text[language] in text
    assert "Cynradd, Cymraeg" in text or "Primary, Welsh" in text


def test_home_has_no_pdf(project: WriteProject) -> None:
    folder = project("en", home())
    matter, body = front_matter((folder / "index.qmd").read_text("utf-8"))
    assert list(matter["format"]) == ["html"]
    assert {name for name, _ in raw_blocks(body)} == {"html"}
    assert not (folder / "page.json").exists()
    assert ".pdf" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_relative_address_is_a_file_of_the_project_or_another_page(
    language: str, project: WriteProject
) -> None:
    folder = project(language, home(), every_block())
    for name in ("index.qmd", f"{REPORT}/index.qmd"):
        _, body = front_matter((folder / name).read_text("utf-8"))
        page = lxml_html.fromstring(
            "<body>" + "\n".join(content for name, content in raw_blocks(body) if name == "html")
        )
        here = (folder / name).parent
        for address in page.xpath(
            "//@src | //*[not(self::a[@rel='external'])]/@href | //@data-chart"
        ):
            path = address.partition("#")[0]
            assert not re.match(r"[a-z]+:|//|/", path)
            if path and not path.endswith("/") and path != NAMED:
                leaves = not (here / path).resolve().is_relative_to(folder)
                assert (here / path).is_file() or (leaves and path.endswith("data/figures.csv"))


def test_the_configuration_says_what_is_its_own(project: WriteProject) -> None:
    config = yaml.safe_load((project("cy", home(), every_block()) / "_quarto.yml").read_text())
    root = yaml.safe_load((ROOT / "_quarto.yml").read_text())
    assert config["format"] == root["format"]
    assert config["format"]["typst"]["pdf-standard"] == ["ua-1", "a-2a"]
    assert all(config["format"][name]["html-table-processing"] == "none" for name in root["format"])
    assert config["lang"] == "cy-GB"
    assert config["language"]["cy-GB"]["toc-title-website"] == "Ar y dudalen hon"
    assert config["project"]["render"] == ["index.qmd", f"{REPORT}/index.qmd"]
    assert config["website"]["title"] == WORDS["cy"].say("ui.site_name")
    assert config["website"]["navbar"]["left"] == [
        {"text": "Caerdydd", "href": f"{REPORT}/index.qmd"},
        {"text": "Cynlluniau a dulliau", "href": "methods/"},
    ]
    assert root["project"]["render"] == []


def test_all_that_the_configuration_names_is_there(project: WriteProject) -> None:
    folder = project("cy", every_block())
    config = yaml.safe_load((folder / "_quarto.yml").read_text("utf-8"))
    named = [
        config["website"]["favicon"],
        config["format"]["html"]["theme"],
        config["format"]["html"]["css"],
        *config["format"]["typst"]["font-paths"],
        *config["project"]["render"],
        f"assets/vega-locale-{config['lang']}.json",  # charts.js asks for <html lang>
    ]
    assert [name for name in named if not (folder / name).exists()] == []
    theme = (folder / config["format"]["html"]["theme"]).read_text("utf-8")
    assert not re.search(r"@import\s|url\s*\(['\"]|https?:", theme)
    data = json.loads((folder / REPORT / "page.json").read_text("utf-8"))
    assert data["page"]["lang"] == "cy"


@pytest.mark.parametrize(
    "content",
    [
        None,
        "a: [",
        "- a list",
        "project: website",
        "project: {type: website}",
        "project: {type: website}\nformat: {typst: default}",
        "project: {type: website}\nformat: {typst: {}}\nwebsite: a site",
        "project: {type: website}\nformat: {typst: {}}\nwebsite: {navbar: true}",
    ],
)
def test_a_common_configuration_that_is_none_is_refused(
    content: str | None, project: WriteProject, tmp_path: Path
) -> None:
    config = tmp_path / "common.yml"
    if content is not None:
        config.write_text(content)
    with pytest.raises(ConfigError, match=r"common\.yml"):
        project("en", every_block(), root_config=config)
    assert not (tmp_path / "en").exists()
