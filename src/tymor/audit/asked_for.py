"""What a page or a style sheet asks for or leads to: every address in it."""

import re
from collections.abc import Iterator
from typing import Any

#: Attributes by which a page asks for something else.
_ASKING = (
    "href", "src", "data-spec", "data-src", "poster", "action", "formaction", "background",
)  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: ``url(…)`` with or without quotes, and ``@import "…"``.
_IN_STYLE = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)|@import\s*(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


def asked_by_page(tree: Any) -> list[str]:
    """By links, pictures, scripts, and styles within the page; each address once."""
    return list(dict.fromkeys(_by_page(tree)))


def asked_by_style(text: str) -> list[str]:
    """By the rules of a style sheet, but for what stands in the sheet itself (``data:``)."""
    bare = _COMMENT.sub("", text)
    found = ("".join(map(str.strip, match)) for match in _IN_STYLE.findall(bare))
    return [each for each in dict.fromkeys(found) if not each.lower().startswith("data:")]


def _is_way_out(address: Any) -> bool:
    """Whether it is a link of prose to another site: the reader may follow it, and the page itself
    asks for nothing there."""
    link = address.getparent()
    if link.tag != "a" or link.get("rel") != "external" or address.attrname != "href":
        return False
    return str(address).startswith(("https://", "http://", "mailto:"))


def _by_page(tree: Any) -> Iterator[str]:
    for attribute in _ASKING:
        found = tree.xpath(f"//@{attribute}")
        yield from (str(address) for address in found if not _is_way_out(address))
    yield from map(str, tree.xpath("//object/@data"))
    for pictures in tree.xpath("//@srcset"):
        yield from (each.split()[0] for each in pictures.split(",") if each.strip())
    for style in tree.xpath("//style/text() | //@style"):
        yield from asked_by_style(str(style))
