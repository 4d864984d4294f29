"""Accessibility that can be told from the page's text: names, headings, table heads.

A browser is asked as well, in the tests; this runs at every build.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any


def page_faults(tree: Any) -> Iterator[str]:
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
    found = tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    for heading in found:
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
