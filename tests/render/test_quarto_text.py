"""Text on its way through Quarto: nothing in it is live, and all of it arrives."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pages import both, every_block
from pikepdf import Pdf
from quarto_project import (
    FRAME,
    LANGUAGES,
    REPORT,
    ROOT,
    WORDS,
    compiled,
    front_matter,
    hostile,
    raw_blocks,
    writer_below,
)
from recorded_quarto import PUT_AWAY, Stopped, printed, raw_printed, without_escapes

from tymor.errors import TymorError
from tymor.page import Link, Page, Paragraph
from tymor.render import quarto
from tymor.render.quarto.plain_text import MARK, address, inert, metadata, put_back, word

#: Each alone would be live in metadata or in a raw block, or was once thought to stop it.
LIVE = [
    "{{< env PATH >}}",
    "School {{< nobody knows >}} x",
    "School {{< env HOME and the rest",
    "{{{< env HOME >}}}",
    "{{{{< env HOME >}}}}",
    "{{</* env HOME */>}}",
    "{{< meta {{< env HOME >}} >}}",
    "&#123;&#123;&lt; env HOME &gt;&#125;&#125;",
    "&lbrace;&lbrace;&lt; env HOME >}}",
    r"\{\{\< env HOME \>\}\}",
    r"\u007b\u007b< env HOME >}}",
    "%7B%7B%3C env HOME %3E%7D%7D",
    "{\u200b{< env HOME >}}",
    "{{\u2060< env HOME >}}",
    "{{<\u00a0env HOME >}}",
    "{{<\tenv\nHOME >}}",
    "a school {{",
    "< env HOME >}}",
    ">}}",
    f"{PUT_AWAY};{b'{{< env HOME >}}'.hex()};",
    f"{PUT_AWAY};{b'<script>alert(1)</script>'.hex().upper()};",
    "cf5733e5-0370-4aae-8689-61bad1dd9ec0&#x7b;" * 2 + "< env HOME >}}",
    "</script><script>alert(1)</script>",
    f"{MARK}41Z",
    "`{{< env HOME >}}`{=html}",
    "[x]({{< env HOME >}})",
]
_PIECES = st.sampled_from(
    [*"{}<>&;#\\%'\"` .-/", "{{<", ">}}", "env HOME", MARK, PUT_AWAY, "7b", "é"]
)
ANYTHING = st.one_of(st.text(), st.lists(_PIECES).map("".join))


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(ANYTHING)
def test_any_text_comes_out_of_metadata_as_it_was(text: str) -> None:
    assert html.unescape(put_back(html.escape(printed(metadata(text))))) == one_line(text)
    assert html.unescape(put_back(html.escape(printed(word(text))))) == one_line(text)


@pytest.mark.parametrize("text", LIVE)
def test_live_text_comes_out_of_metadata_as_it_was(text: str) -> None:
    for given_to_quarto in (metadata(text), word(text)):
        assert re.fullmatch(f"{MARK}[0-9a-f]+Z", given_to_quarto)
        assert put_back(printed(given_to_quarto)) == html.escape(one_line(text))


@pytest.mark.parametrize("text", ["Ysgol Gyfun Gŵyr", "Plans & methods", "St. John's (1886): a-b"])
def test_an_ordinary_name_can_be_read_in_the_project(text: str) -> None:
    assert MARK not in metadata(text)
    assert printed(metadata(text)) == text
    assert word(text) == text


def test_the_stand_in_knows_what_the_real_one_does() -> None:
    """Where the escapes of before let text through, so that the tests above can fail."""
    with pytest.raises(Stopped):
        printed(r"School \{\{\< nobody knows \>\}\}")
    assert "{{" not in printed("&#123;&#123;&lt; env HOME &gt;&#125;&#125;")
    assert printed("{{{< env HOME >}}}") == "{{< env HOME >}}"
    assert printed("School {{< env HOME and the rest") == "School "
    assert raw_printed("<h1>a {{</h1><p>rest</p>") == "<h1>a "


@given(ANYTHING)
def test_in_a_script_a_text_is_a_part_of_its_string(text: str) -> None:
    before = f'<script>const a = "{word(text)}"</script><p>{word(text)}</p>'
    script, _, shown = put_back(before).partition("</script>")
    assert html.unescape(shown) == f"<p>{one_line(text)}</p>"
    if MARK in word(text):
        inside = script.removeprefix('<script>const a = "').removesuffix('"')
        assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\u[0-9a-f]{4})*", inside)


@given(ANYTHING)
def test_any_text_of_a_page_is_inert_in_a_raw_block(text: str) -> None:
    block = inert(f'<td title="{html.escape(text)}">{html.escape(text)}</td><td>next</td>')
    assert raw_printed(block) == block
    assert "{" not in block


def every_value(tree: Any) -> Iterator[str]:
    """Keys too: all that Quarto reads of a YAML file, decoded."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from (*every_value(key), *every_value(value))
    elif isinstance(tree, list):
        for value in tree:
            yield from every_value(value)
    elif isinstance(tree, str):
        yield tree


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", LIVE)
def test_nothing_that_quarto_reads_is_live(text: str, language: str, tmp_path: Path) -> None:
    """The text stands in every field: of the page, the frame and the catalogue."""
    page = every_block().model_copy(update={
        "title": both(text),
        "description": both(text),
        "breadcrumbs": (Link(text=both(text), path=""),),
        "blocks": (Paragraph(id="p", text=both(text)), *every_block().blocks),
    })  # fmt: skip
    ways = (Link(text=both(text), path=REPORT), Link(text=both(text), path="methods"))
    frame = replace(FRAME, publisher=both(text), term_label=both(text), navigation=ways)
    words = WORDS[language]
    braces = text.replace("{", "{{").replace("}", "}}")
    live = {key: braces for key in words.entries if key.startswith(("quarto.", "ui.site_name"))}
    catalogue = replace(words, entries={**words.entries, **live})
    root = ROOT / "_quarto.yml"
    folder = quarto.write_project(tmp_path / "p", [page], frame, language, catalogue, root)
    matter, body = front_matter((folder / REPORT / "index.qmd").read_text("utf-8"))
    config = yaml.safe_load((folder / "_quarto.yml").read_text("utf-8"))
    read = [*every_value(matter), *every_value(config)]
    assert sum(MARK in value for value in read) > 40
    for value in read:
        assert printed(value) == without_escapes(value)
        assert "{" not in value
    for name, block in raw_blocks(body):
        if name == "html":
            assert raw_printed(block) == block


def test_a_reports_title_is_its_own_whatever_stands_in_for_it(tmp_path: Path) -> None:
    folder = writer_below(tmp_path)("en", hostile())
    with Pdf.open(compiled(folder, tmp_path / "report.pdf")) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"{hostile().title['en']} – {FRAME.readers['en']}"


def test_an_address_that_is_more_than_one_is_refused(tmp_path: Path) -> None:
    assert address("authorities/cardiff") == "authorities/cardiff"
    page: Page = every_block().model_copy(update={"path": "{{< env HOME >}}"})
    with pytest.raises(TymorError, match=r"cannot be given to Quarto.*report\.yml"):
        writer_below(tmp_path)("en", page)
