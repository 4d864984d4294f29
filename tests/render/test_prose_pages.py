"""Prose on the page, in the PDF and in Quarto's source: nothing in it is anything but words."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from pages import both, every_block, prose_blocks
from pdf_report import FRAME, WORDS, render
from pdf_text import text_of
from pikepdf import Pdf
from quarto_project import LINES, raw_blocks
from recorded_quarto import raw_printed

from tymor.audit.html_files import asked_by_page
from tymor.audit.pdf import check_pdf
from tymor.page import AnyBlock, Heading, Page, Prose
from tymor.prose.tree import (
    Break,
    Code,
    Emphasis,
    Listing,
    Piece,
    ProseList,
    ProseParagraph,
    ProseTable,
    Quotation,
    Reference,
    Strong,
    Words,
    nodes,
)
from tymor.render.html.document import render_block
from tymor.render.pdf.table_tags import elements
from tymor.render.quarto.project import page_source
from tymor.render.view import view

LANGUAGES = ("en", "cy")
GOVERNMENT = {
    "en": "https://gov.wales/statistics-and-research?a=1&b=2",
    "cy": "https://llyw.cymru/ystadegau-ac-ymchwil?a=1&b=2",
}
#: What is live in HTML, to Quarto, or in Typst.
LIVE = [
    *("<script>", "</p>", "<!--", '"', "'", "&amp;", "]", "{#id}", "#read()", "$x$"),
    *("{{< env HOME >}}", "```{python}", "\n---\n", "\n```\n", "`x`{=html}"),
]
TEXT = st.one_of(st.text(), st.lists(st.sampled_from(LIVE)).map("".join))
ADDRESS = st.sampled_from(["https://x.org/?a=1&b='2'", "http://x.org/%22%3E", "mailto:a@b.c", "#p"])
WORD = st.one_of(st.builds(Words, text=TEXT), st.builds(Code, text=TEXT), st.just(Break()))


def some(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


INLINE = st.recursive(
    WORD,
    lambda inner: st.one_of(
        st.builds(Emphasis, inside=some(inner)),
        st.builds(Strong, inside=some(inner)),
        st.builds(Reference, address=ADDRESS, inside=some(inner)),
    ),
    max_leaves=6,
)
TABLE = st.builds(
    ProseTable,
    align=st.just(("start", "end")),
    head=st.tuples(some(INLINE), some(INLINE)),
    rows=some(st.tuples(some(INLINE), some(INLINE))),
)
PIECE = st.recursive(
    st.one_of(st.builds(ProseParagraph, inside=some(INLINE)), st.builds(Listing, text=TEXT), TABLE),
    lambda inner: st.one_of(
        st.builds(Quotation, inside=some(inner)),
        st.builds(ProseList, start=st.one_of(st.none(), st.just(3)), items=some(some(inner))),
    ),
    max_leaves=6,
)
#: Every tag that prose is made of, and every attribute.
TAG = re.compile(
    r"</?(div|p|ul|ol|li|blockquote|pre|code|em|strong|br|a|span|table|caption|thead|tbody|tr|th|td)"
    r'( (id|class|start|href|rel|role|tabindex|scope|aria-labelledby)="[^"<>]*")*>'
)


def page_of(*blocks: AnyBlock) -> Page:
    return Page.model_validate(every_block().model_copy(update={"blocks": blocks}).model_dump())


def prose(*pieces: Piece) -> Prose:
    return Prose(id="p", pieces=dict.fromkeys(LANGUAGES, pieces))


def without_space(text: str) -> str:
    return "".join(text.split())


@given(PIECE)
def test_whatever_stands_in_a_tree_is_text_on_the_page(piece: Piece) -> None:
    """What is left when the tags of prose are taken away is what was typed, escaped."""
    page = view(page_of(prose(piece)), WORDS["en"])
    made = render_block(page["blocks"][0], page, FRAME, WORDS["en"])
    left = TAG.sub("", re.sub("<caption.*?</caption>", "", made, flags=re.DOTALL))
    typed = [node.text for node in nodes([piece]) if isinstance(node, Words | Code | Listing)]
    assert not re.search("[<>\"']", left)
    assert without_space(html.unescape(left)) == without_space("".join(typed))


@given(PIECE)
def test_whatever_stands_in_a_tree_does_nothing_in_quarto(piece: Piece) -> None:
    source = page_source(view(page_of(prose(piece)), WORDS["en"]), FRAME, WORDS["en"])
    for name, block in raw_blocks(source.partition("\n---\n")[2]):
        if name == "html":
            assert raw_printed(block) == block
        elif "/typst/document.typ" not in block:
            assert block == '#tymor-block("p")'


def test_live_text_is_printed_as_it_stands(tmp_path: Path) -> None:
    live = " ".join(LINES.split())
    own = prose(Listing(text=LINES), ProseParagraph(inside=(Words(text=live), Code(text=live))))
    (tmp_path / "en.pdf").write_bytes(render(page_of(Heading(id="h", text=both("H")), own), "en"))
    printed = without_space("".join(text_of(tmp_path / "en.pdf")))
    assert printed.count(without_space(live)) == 3
    assert check_pdf(tmp_path / "en.pdf", "en-GB") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_says_what_each_piece_is(language: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(render(page_of(*prose_blocks()), language))
    with Pdf.open(path) as pdf:
        tags = [str(tag.S) for tag in elements(pdf.Root.StructTreeRoot)]
        links = [each for page in pdf.pages for each in page.get("/Annots", ())]
        led = [str(link.A.URI) for link in links if "/URI" in link.get("/A", {})]
    for tag, number in {
        "/L": 3,
        "/LI": 6,
        "/BlockQuote": 1,
        "/Link": 3,
        "/TH": 5,
        "/Code": 2,
    }.items():
        assert tags.count(tag) == number, tag
    assert led == [GOVERNMENT[language], "mailto:data@example.org"]
    assert len(links) == 3  # the third leads to a heading below
    assert check_pdf(path, f"{language}-GB") == []


def test_a_page_holds_no_link_to_a_block_that_is_not_there() -> None:
    own = prose(ProseParagraph(inside=(Reference(address="#q", inside=(Words(text="a"),)),)))
    with pytest.raises(ValueError, match=r"has a link to #q, and no block is called that; .* p"):
        page_of(own)


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ('<a rel="external" href="https://x.org/">a</a>', []),
        ('<a rel="external" href="mailto:a@b.c">a</a>', []),
        ('<a href="https://x.org/">a</a>', ["https://x.org/"]),
        ('<a rel="external" href="javascript:a">a</a>', ["javascript:a"]),
        ('<link rel="external" href="https://x.org/">', ["https://x.org/"]),
        ('<img rel="external" src="https://x.org/">', ["https://x.org/"]),
    ],
)
def test_only_a_link_of_prose_may_lead_outside(link: str, asked: list[str]) -> None:
    assert asked_by_page(lxml_html.document_fromstring(f"<p>{link}</p>")) == asked
