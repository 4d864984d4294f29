"""What can be told from a page's HTML and from style sheets: what they ask for, and what is wrong
for those who cannot see it: names, headings, table heads.

A browser is asked as well, in the tests; this runs at every build.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from tymor.audit.looked_at import Facts

#: Attributes by which a page asks for something else.
_ASKING = (
    "href", "src", "data-spec", "data-src", "poster", "action", "formaction", "background",
)  # fmt: skip
_NUMBER = re.compile(r"(?<!\w)\d")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: ``url(…)`` with or without quotes, and ``@import "…"``.
_IN_STYLE = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)|@import\s*(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


def look_at_page(root: Path, path: Path) -> Facts:
    """What the audit asks of one HTML file: the language that it says it is in, the languages that
    it offers itself in, all addresses that it asks for or leads to, its anchors, its faults, and
    its comments with a number, which no reader sees.
    """
    tree: Any = html.document_fromstring((root / path).read_bytes())
    return {
        "says": str(tree.get("lang", "")),
        "offers": sorted(map(str, tree.xpath("//a/@hreflang"))),
        "addresses": asked_by_page(tree),
        "ids": list(map(str, tree.xpath("//@id"))),
        "faults": list(_page_faults(tree)),
        "comments": [
            said for each in tree.xpath("//comment()") if _NUMBER.search(said := str(each))
        ],
    }


def look_at_style(root: Path, path: Path) -> Facts:
    """What one style sheet asks for."""
    return {"addresses": asked_by_style((root / path).read_text("utf-8", "replace"))}


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


def _page_faults(tree: Any) -> Iterator[str]:
    """What is wrong with one page's HTML for those who cannot see it."""
    if not tree.xpath("normalize-space(//title)"):
        yield "The page has no title."
    if not tree.get("lang"):
        yield "The page does not say its language."
    if len(tree.xpath("//h1")) != 1:
        yield f"The page has {len(tree.xpath('//h1'))} main headings; expected one."
    if len(tree.xpath("//main")) != 1:
        yield "The page has no main landmark, or more than one."
    yield from _headings(tree)
    for image in tree.xpath("//img[not(@alt) or normalize-space(@alt) = '']"):
        yield f"The picture {image.get('src')} has no text alternative."
    for table in tree.xpath("//table"):
        yield from _table(table)
    ids = Counter(map(str, tree.xpath("//@id")))
    for name in sorted(name for name, times in ids.items() if times > 1):
        yield f"Two things on the page have the id {name!r}."
    for empty in tree.xpath("//a[@href][not(normalize-space(.)) and not(@aria-label)]"):
        yield f"The link to {empty.get('href')} has no words."


def _headings(tree: Any) -> Iterator[str]:
    before = 0
    for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6"):
        level = int(heading.tag[1])
        if level > before + 1:
            text = " ".join(heading.text_content().split())
            yield f"The heading {text!r} skips a level (from {before} to {level})."
        before = level


def _table(table: Any) -> Iterator[str]:
    caption = " ".join(table.xpath("string(caption)").split())
    if not caption:
        yield "A table has no caption."
    if table.xpath(".//th[not(@scope)]"):
        yield f"The table {caption!r} has a heading cell without scope."
    if not table.xpath(".//thead//th"):
        yield f"The table {caption!r} has no column headings."
