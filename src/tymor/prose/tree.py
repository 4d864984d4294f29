"""The tree of prose in one language: pieces, and the words within them.

Nothing in it is HTML or Markdown: a text is words that are shown as they stand, and an
address is one that a page may lead to.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Align = Literal["start", "center", "end"]
_SPACES = re.compile(r"[ \t\r\n]+")
_ANCHOR = re.compile(r"#[a-z0-9]+(-[a-z0-9]+)*")


def published_address(address: str) -> str:
    """An address that prose may lead to.

    Raises
    ------
    ValueError
        It is no web address (http, https), no address of mail (mailto) and no ``#anchor``.
    """
    try:
        parts = urlsplit(address)
        web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # "http://[" is no address at all
        parts, web = urlsplit(""), False
    mail = parts.scheme == "mailto" and "@" in parts.path
    if not (web or mail or _ANCHOR.fullmatch(address)):
        raise ValueError(
            f"a link leads to {address!r}; it may lead to https://…, http://…, mailto:… or the "
            "#id of something on the same page"
        )
    return address


class Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Node):
    kind: Literal["words"] = "words"
    text: str


class Code(Node):
    kind: Literal["code"] = "code"
    text: str


class Break(Node):
    """A new line within a paragraph."""

    kind: Literal["break"] = "break"


class Emphasis(Node):
    kind: Literal["emphasis"] = "emphasis"
    inside: "tuple[Inline, ...]"


class Strong(Node):
    kind: Literal["strong"] = "strong"
    inside: "tuple[Inline, ...]"


class Reference(Node):
    """A link; see :func:`published_address`."""

    kind: Literal["link"] = "link"
    address: Annotated[str, AfterValidator(published_address)]
    inside: "tuple[Inline, ...]"


Inline = Annotated[
    Words | Code | Break | Emphasis | Strong | Reference, Field(discriminator="kind")
]


class ProseParagraph(Node):
    kind: Literal["paragraph"] = "paragraph"
    inside: tuple[Inline, ...]


class Listing(Node):
    """Lines of code, or of anything whose spaces count."""

    kind: Literal["listing"] = "listing"
    text: str


class ProseTable(Node):
    """Cells of words: a row of headings, and rows as long, each with its heading first."""

    kind: Literal["table"] = "table"
    align: tuple[Align, ...]
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


class ProseList(Node):
    """Points, or with a ``start`` numbered ones; ``loose`` where they stand apart."""

    kind: Literal["list"] = "list"
    start: int | None = None
    loose: bool = False
    items: "tuple[tuple[Piece, ...], ...]"


class Quotation(Node):
    kind: Literal["quotation"] = "quotation"
    inside: "tuple[Piece, ...]"


Piece = Annotated[
    ProseParagraph | Listing | ProseTable | ProseList | Quotation, Field(discriminator="kind")
]


class ProseHeading(Node):
    """What heads the pieces after it; it stands among no others, and becomes a block itself."""

    kind: Literal["heading"] = "heading"
    level: Literal[2, 3]
    text: str


def nodes(things: Iterable[Any]) -> Iterator[Node]:
    """Every node in these, however deep, in the order in which they are read."""
    for thing in things:
        if isinstance(thing, Node):
            yield thing
            yield from nodes(value for _, value in thing)
        elif isinstance(thing, tuple):
            yield from nodes(thing)


def plain(things: Iterable[Any]) -> str:
    """The words alone, on one line."""
    said = "".join(_said(node) for node in nodes(things))
    return _SPACES.sub(" ", said).strip(" ")


def _said(node: Node) -> str:
    if isinstance(node, Words | Code):
        return node.text
    if isinstance(node, Listing | ProseHeading):
        return f" {node.text} "
    return "" if isinstance(node, Emphasis | Strong | Reference) else " "


def anchors(things: Iterable[Any]) -> set[str]:
    """The ids on the same page that links lead to."""
    led = (node.address for node in nodes(things) if isinstance(node, Reference))
    return {address.removeprefix("#") for address in led if address.startswith("#")}


def without_links(thing: Any, gone: Collection[str]) -> Any:
    """The same nodes; of each link to an id among ``gone`` only its words are left."""
    if isinstance(thing, Node):
        own = {
            name: without_links(value, gone) for name, value in thing if isinstance(value, tuple)
        }
        return thing.model_copy(update=own)
    if not isinstance(thing, tuple):
        return thing
    kept: list[Any] = []
    for each in thing:
        less = without_links(each, gone)
        leads_nowhere = isinstance(each, Reference) and each.address.removeprefix("#") in gone
        kept += less.inside if leads_nowhere else [less]
    return tuple(kept)
