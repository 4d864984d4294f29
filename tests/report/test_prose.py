"""Markdown into the tree of prose: what is read, what is refused, and that nothing else is left."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_samples import EVERY_KIND_CY, EVERY_KIND_EN
from pydantic import ValidationError

from tymor.errors import TymorError
from tymor.prose.markdown import UnreadableMarkdown, read_markdown
from tymor.prose.sections import by_paragraph, sections
from tymor.prose.tree import (
    Break,
    Code,
    Emphasis,
    Listing,
    Node,
    Piece,
    ProseHeading,
    ProseList,
    ProseParagraph,
    ProseTable,
    Quotation,
    Reference,
    Strong,
    Words,
    anchors,
    nodes,
    plain,
    published_address,
    without_links,
)

#: What begins something in Markdown or HTML, to be put together in every way.
MARKS = st.sampled_from([
    *"*_`#>-+|~![](){}<>&\\/\"'=:;. \n\t1aŵ",
    "\n\n", "```", "---", "| a | b |\n|---|---|\n", "<script>", "</p>", "<!--", "{{<", "    ",
    "](javascript:alert(1))", "[a](https://x.org)", "![", "\n> ", "\n- ", "\n1. ", "\n## ",
    "&lt;", "&#60;", "<https://x.org>", "[a]: https://x.org\n",
])  # fmt: skip
MARKDOWN = st.one_of(st.text(), st.lists(MARKS).map("".join))
#: Marks between words: none of them begins what no reader sees, such as an address.
BETWEEN = st.sampled_from([
    *"*_`>-+|~ \n", "**", "\n\n", "\n> ", "\n- ", "\n  - ", "\n3. ", "\n\n## ", "\n\n### ",
    "\n\n    ", "\n|---|---|\n", "\\\n", "  \n", " [", "] ", " ", " ",
])  # fmt: skip


def kinds(text: str) -> set[type[Node]]:
    return {type(node) for node in nodes(read_markdown(text))}


@pytest.mark.parametrize("text", [EVERY_KIND_EN, EVERY_KIND_CY])
def test_every_kind_is_read(text: str) -> None:
    assert kinds(text) == {
        ProseHeading, ProseParagraph, ProseList, ProseTable, Quotation, Listing,
        Words, Code, Break, Emphasis, Strong, Reference,
    }  # fmt: skip


def test_a_list_keeps_its_numbers_and_what_stands_in_it() -> None:
    (found,) = read_markdown("3. one\n\n   more\n4. two\n   - below")
    assert isinstance(found, ProseList)
    assert (found.start, found.loose, len(found.items)) == (3, True, 2)
    below = found.items[1][1]
    assert isinstance(below, ProseList)
    assert (below.start, below.loose, plain(below.items)) == (None, False, "below")


def test_a_table_keeps_its_sides_and_is_filled_up_to_its_headings() -> None:
    (table,) = read_markdown("|  | Pupils | Sent |\n|:--|--:|:-:|\n| A | 1 |\n| B | 2 | `x\\|y` |")
    assert isinstance(table, ProseTable)
    assert table.align == ("start", "end", "center")
    assert [[plain(cell) for cell in row] for row in (table.head, *table.rows)] == [
        ["", "Pupils", "Sent"],
        ["A", "1", ""],
        ["B", "2", "x|y"],
    ]


def test_words_are_joined_as_they_are_read() -> None:
    read = read_markdown("## Key *indica*tors\n\nOne\ntwo **th**ree\\\nfour")
    assert [plain([each]) for each in read] == ["Key indicators", "One two three four"]


REFUSED = {
    "# Title": "line 0: a heading of level 1",
    "Title\n===": "line 0: a heading of level 1",
    "a\n\n#### Deep": "line 2: a heading of level 4",
    "##": "line 0: a heading has no words",
    "## [a](https://x.org)": "line 0: a heading holds a link",
    "> ## a": "line 0: a heading stands in a list or a quotation",
    "a\nb <b>c</b>": "line 1: raw HTML",
    "<div>\na\n</div>": "line 0: raw HTML",
    "a\n\n<!-- a note -->": "line 2: raw HTML",
    "- a\n- ![alt](a.png)": "line 1: a picture is not published: draw it with page.chart",
    "a\n\n---": "line 2: a rule across the page",
    "~~a~~": "line 0: struck-out words",
    "[](https://x.org)": "line 0: the link to 'https://x.org' has no words",
    '[a](https://x.org "b")': "line 0: the link to 'https://x.org' has a title",
    "a\nb\n[c](/schools)": "line 2: a link leads to '/schools'",
    "[a](javascript:alert(1))": "line 0: a link leads to 'javascript:alert(1)'",
    "[a](data:text/html,x)": "line 0: a link leads to 'data:text/html,x'",
    "[a](//x.org)": "line 0: a link leads to '//x.org'",
    "[a](https:)": "line 0: a link leads to 'https:'",
    "[a](#Id)": "line 0: a link leads to '#Id'",
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |": "line 2: a row has more cells",
    "| a |  |\n|---|---|\n| 1 | 2 |": "line 0: a column of a table has no heading",
    "> " * 7 + "a": "line 0: lists and quotations stand more than 5 deep",
    "> " * 700 + "a": "line 0: lists and quotations stand more than 5 deep",
    "  \n": "line 0: the cell is empty",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_published_is_told_with_its_line(text: str) -> None:
    with pytest.raises(UnreadableMarkdown) as failure:
        read_markdown(text)
    told = [f"line {fault.line}: {fault.message}" for fault in failure.value.faults]
    assert [each for each in told if each.startswith(REFUSED[text])], told


def test_all_faults_of_a_text_are_told_at_once() -> None:
    with pytest.raises(UnreadableMarkdown) as failure:
        read_markdown("\n\n".join(REFUSED))
    assert len(failure.value.faults) > 15


@given(MARKDOWN)
def test_any_text_is_refused_or_becomes_words(text: str) -> None:
    try:
        read = read_markdown(text)
    except UnreadableMarkdown as failure:
        assert failure.faults
        return
    for node in nodes(read):
        if isinstance(node, Reference):
            assert re.match(r"https?://[^/]|mailto:.*@|#[a-z0-9]", node.address)


@given(st.lists(st.tuples(BETWEEN, st.integers(100, 999)), min_size=1))
def test_no_word_vanishes(written: list[tuple[str, int]]) -> None:
    try:
        read = read_markdown("".join(f"{mark}{word}" for mark, word in written))
    except UnreadableMarkdown:
        return
    told = iter(re.findall(r"\d{3}", plain(read)))
    assert all(str(word) in told for _, word in written)  # each in its turn


def test_an_address_that_no_machine_understands_is_none() -> None:
    with pytest.raises(ValueError, match="a link leads to"):
        published_address("http://[")


def test_a_tree_cannot_hold_an_address_that_is_not_published() -> None:
    with pytest.raises(ValidationError, match="a link leads to 'javascript:x'"):
        Reference(address="javascript:x", inside=(Words(text="a"),))


def test_links_to_what_is_gone_leave_their_words() -> None:
    read = read_markdown("- see *[a **b**](#gone)* and [c](#there)")
    assert anchors(read) == {"gone", "there"}
    less = without_links(read, {"gone"})
    assert anchors(less) == {"there"}
    assert plain(less) == plain(read)
    assert Strong in {type(node) for node in nodes(less)}


# The languages side by side


def beside(en: str, cy: str) -> list[tuple[str, ...]]:
    found = sections({"en": read_markdown(en), "cy": read_markdown(cy)})
    return [(*each.heading.values(), *map(plain, each.pieces.values())) for each in found]


def test_sections_have_their_heading_and_pieces_in_each_language() -> None:
    assert beside("a\n\n## b\n\nc\n\n### d", "A\n\n## B\n\nC\n\n- C\n\n### D") == [
        ("a", "A"),
        ("b", "B", "c", "C C"),
        ("d", "D", "", ""),
    ]


@pytest.mark.parametrize(
    ("en", "cy", "told"),
    [
        ("## a", "### a", "not the same headings: en has ##, cy has ###"),
        ("## a\n## b", "## a", "not the same headings: en has ##, ##, cy has ##"),
        ("a", "## a", "not the same headings: en has none, cy has ##"),
        ("a\n## b", "## b", "cy says nothing above the first heading"),
        ("## a", "## A\nb", "en says nothing below a / A"),
    ],
)
def test_languages_that_do_not_say_the_same_are_told(en: str, cy: str, told: str) -> None:
    with pytest.raises(TymorError, match=told):
        beside(en, cy)


def pieces_of(text: str) -> tuple[Piece, ...]:
    return tuple(each for each in read_markdown(text) if not isinstance(each, ProseHeading))


def test_paragraphs_are_cut_with_what_follows_them() -> None:
    text = "- before\n\na\n\n- of a\n\nb"
    cut = list(by_paragraph({"en": pieces_of(text), "cy": pieces_of(text)}))
    assert [plain(part["en"]) for part in cut] == ["before", "a of a", "b"]


def test_numbered_paragraphs_are_the_same_in_every_language() -> None:
    with pytest.raises(TymorError, match=r"every language needs as many.*: en has 2, cy has 1"):
        list(by_paragraph({"en": pieces_of("a\n\nb"), "cy": pieces_of("a b")}))
