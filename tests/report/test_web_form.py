"""Comments as forms on the web export them: what is understood, and that nothing is ever live."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tymor.page import ProseCell, TextCell
from tymor.prose.tree import Words, nodes, plain
from tymor.prose.web_form import is_formatted, not_understood, read_web_form
from tymor.report.columns import told_cell


def outline(text: str) -> list[Any]:
    """Kinds and words alone: a list as the outlines of its items, other nodes as pairs."""

    def of(node: Any) -> Any:
        if node.kind == "list":
            return (node.start, [[of(piece) for piece in item] for item in node.items])
        if node.kind in ("words", "break"):
            return getattr(node, "text", "break")
        inside = [of(each) for each in node.inside]
        return inside if node.kind == "paragraph" else (node.kind, inside)

    return [of(piece) for piece in read_web_form(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>One</p><p>Two</p>", [["One"], ["Two"]]),
        ("<p>One <b>bold</b> and <em>so</em>.</p>",
         [["One ", ("strong", ["bold"]), " and ", ("emphasis", ["so"]), "."]]),
        ("A<br>B<br/></p>", [["A", "break", "B"]]),
        ("Said:<ul><li>x</li><li>y</li></ul>after",
         [["Said:"], (None, [[["x"]], [["y"]]]), ["after"]]),
        ("<ol><li>x<ul><li>y</li></ul></li></ol>", [(1, [[["x"], (None, [[["y"]]])]])]),
        ("<LI CLASS='a'>x<LI>y", [(None, [[["x"]], [["y"]]])]),
        ("<ul>loose<li>x</ul>", [(None, [[["loose"]], [["x"]]])]),
        ("<p> </p><p>&nbsp;</p><ul><li></li></ul>", []),
        ("Maths &amp; English", [["Maths & English"]]),
        ("</ul></li></b>x", [["x"]]),
        ("<b>x<p>y</b>", [[("strong", ["x"])], ["y"]]),
    ],
)  # fmt: skip
def test_what_a_form_exports_is_understood(text: str, read: list[Any]) -> None:
    assert is_formatted(text)
    assert outline(text) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>5 < 6 and 7 > 3</p>", []),
        ("<script>alert(1)</script>", ["<script>", "</script>"]),
        (
            "<p onclick='go()'>x</p><a href='#'>y</a>",
            ["<a href='#'>", "</a>", "<p onclick='go()'>"],
        ),
        ("<!-- x --><table><tr>", ["<!--", "<table>", "<tr>"]),
        ("&lt;script&gt;", []),
    ],
)
def test_what_is_not_understood_is_told_and_shown_as_words(text: str, told: list[str]) -> None:
    assert not_understood(text) == told
    words = [node.text for node in nodes(read_web_form(text)) if isinstance(node, Words)]
    shown = "".join(words)
    for tag in told:
        if not tag.startswith("<p"):
            assert tag in shown
    assert "go()" not in shown


def test_lists_within_lists_end_somewhere() -> None:
    deep = read_web_form("<ul><li>" * 4000 + "end")
    assert plain(deep) == "end"
    depth, within = 0, deep
    while within and within[0].kind == "list":
        depth, within = depth + 1, within[0].items[-1]
    assert depth == 5


PARTS = st.sampled_from(
    ["<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<br>", "<b>", "</b>", "<i>",
     "</i>", "word", " ", "<x>", "&lt;"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40))
def test_no_word_is_lost_however_tags_are_nested(parts: list[str]) -> None:
    said = plain(read_web_form("".join(parts)))
    for word in ("word", "<x>"):
        assert said.count(word) == parts.count(word)
    assert said.count("<") == parts.count("<x>") + parts.count("&lt;")


def test_a_comment_without_formatting_is_the_words_that_it_was() -> None:
    for text in ("Reading improved.", "5 < 6", "Two\nlines", "<b", "R&D; more"):
        assert told_cell({"en": text}, None) == TextCell(text={"en": text})
    cell = told_cell({"en": "<p>A</p><p>B</p>"}, "en")
    assert isinstance(cell, ProseCell)
    assert cell.text == {"en": "A B"} and cell.lang == "en"
