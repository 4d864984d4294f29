"""Markdown as analysts write it, read into the tree of prose.

What the tree has no place for is a fault and never left out in silence: raw HTML is read
only so that it can be refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tymor.prose.tree import (
    Align,
    Break,
    Code,
    Emphasis,
    Inline,
    Listing,
    Piece,
    ProseHeading,
    ProseList,
    ProseParagraph,
    ProseTable,
    Quotation,
    Reference,
    Strong,
    Words,
    plain,
    published_address,
)

#: So many lists and quotations may stand within one another.
_DEEPEST = 5
#: Far deeper: what lies deeper still the parser would leave out in silence.
_READ_TO = 100
_WHY_NOT: Mapping[str, str] = {
    "html_block": "raw HTML is not published: write Markdown, or \\< for the sign itself",
    "html_inline": "raw HTML is not published: write Markdown, or \\< for the sign itself",
    "image": "a picture is not published: draw it with page.chart, which asks for its words",
    "heading": "a heading stands in a list or a quotation",
    "hr": "a rule across the page is not published: begin a heading",
    "s": "struck-out words are not published: leave them out",
}
#: A bar between two cells of a table; one with a backslash is a sign in a cell.
_BAR = re.compile(r"(?<!\\)\|")
_LINE_END = re.compile(r"\r\n?|\n")
_ALIGNED: Mapping[str, Align] = {"text-align:right": "end", "text-align:center": "center"}


@dataclass(frozen=True)
class Fault:
    """Why a text is not published; ``line`` counts from 0, the text's first."""

    line: int
    message: str


class UnreadableMarkdown(Exception):
    """A text that is not published as it stands, with all of its faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


def read_markdown(text: str) -> tuple[ProseHeading | Piece, ...]:
    """Headings and pieces in their order.

    Raises
    ------
    UnreadableMarkdown
        Something in it is not published, or nothing is in it.
    """
    reader = _Reader(_LINE_END.split(text))
    read = tuple(reader.all_of(SyntaxTreeNode(_parser().parse(text))))
    if not read and not reader.faults:
        reader.faults.append(Fault(0, "the cell is empty"))
    if reader.faults:
        raise UnreadableMarkdown(dict.fromkeys(reader.faults))
    return read


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _READ_TO})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged by the reader
    return parser.enable(["table", "strikethrough"])


@dataclass
class _Reader:
    """Goes down one text; ``line`` is where it has come to."""

    lines: list[str]
    faults: list[Fault] = field(default_factory=list)
    line: int = 0

    def all_of(self, tree: SyntaxTreeNode) -> Iterator[ProseHeading | Piece]:
        for node in tree.children:
            if node.type == "heading":
                yield self._heading(node)
            else:
                yield from self._piece(node, 0)

    def _fault(self, message: str) -> None:
        self.faults.append(Fault(self.line, message))

    def _refuse(self, node: SyntaxTreeNode) -> None:
        self._fault(_WHY_NOT.get(node.type, f"a {node.type.replace('_', ' ')} is not published"))

    def _come_to(self, node: SyntaxTreeNode) -> None:
        if node.map:
            self.line = node.map[0]

    def _heading(self, node: SyntaxTreeNode) -> ProseHeading:
        self._come_to(node)
        level, inside = int(node.tag[1]), self._words(node)
        text = plain(inside)
        if level == 1:
            self._fault("a heading of level 1 is the page's own title: begin with ## or ###")
        elif level > 3:
            self._fault(f"a heading of level {level} is too deep: begin with ## or ###")
        if not text:
            self._fault("a heading has no words")
        if any(isinstance(each, Reference) for each in inside):
            self._fault("a heading holds a link: put it into the text")
        return ProseHeading(level=3 if level == 3 else 2, text=text)

    def _pieces(self, found: Iterable[SyntaxTreeNode], depth: int) -> tuple[Piece, ...]:
        return tuple(piece for node in found for piece in self._piece(node, depth))

    def _piece(self, node: SyntaxTreeNode, depth: int) -> Iterator[Piece]:
        """What a node becomes; nothing, and a fault, where it is not published."""
        self._come_to(node)
        if depth > _DEEPEST:
            self._fault(f"lists and quotations stand more than {_DEEPEST} deep in one another")
            return
        match node.type:
            case "paragraph":
                yield ProseParagraph(inside=self._words(node))
            case "fence" | "code_block":
                yield Listing(text=node.content.removesuffix("\n"))
            case "blockquote":
                yield Quotation(inside=self._pieces(node.children, depth + 1))
            case "bullet_list" | "ordered_list":
                yield self._list(node, depth)
            case "table":
                yield self._table(node)
            case _:
                self._refuse(node)

    def _list(self, node: SyntaxTreeNode, depth: int) -> ProseList:
        items = tuple(self._pieces(item.children, depth + 1) for item in node.children)
        below = [each for item in node.children for each in item.children]
        return ProseList(
            start=int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None,
            loose=any(each.type == "paragraph" and not each.hidden for each in below),
            items=items,
        )

    def _table(self, node: SyntaxTreeNode) -> ProseTable:
        rows = [row for part in node.children for row in part.children]
        head, *body = [tuple(self._words(cell) for cell in row.children) for row in rows]
        for row in rows:
            self._come_to(row)
            if len(_BAR.split(self.lines[self.line].strip().strip("|"))) > len(head):
                self._fault("a row has more cells than the table has headings")
        self._come_to(node)
        if not all(map(plain, head[1:] or head)):
            self._fault("a column of a table has no heading")
        align = tuple(_ALIGNED.get(str(c.attrs.get("style")), "start") for c in rows[0].children)
        return ProseTable(align=align, head=head, rows=tuple(body))

    def _words(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        self._come_to(node)
        return tuple(word for inline in node.children for word in self._inside(inline))

    def _inside(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return tuple(word for child in node.children for word in self._inline(child))

    def _inline(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        match node.type:
            case "text":
                yield Words(text=node.content)
            case "softbreak":
                self.line += 1
                yield Words(text=" ")
            case "hardbreak":
                self.line += 1
                yield Break()
            case "code_inline":
                yield Code(text=node.content)
            case "em":
                yield Emphasis(inside=self._inside(node))
            case "strong":
                yield Strong(inside=self._inside(node))
            case "link":
                yield from self._link(node)
            case _:
                self._refuse(node)

    def _link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        inside, address = self._inside(node), str(node.attrs["href"])
        if not plain(inside):
            self._fault(f"the link to {address!r} has no words")
        if node.attrs.get("title"):
            self._fault(f"the link to {address!r} has a title: say it in the text")
        try:
            yield Reference(address=published_address(address), inside=inside)
        except ValueError as failure:
            self._fault(str(failure))
