"""The pictures of a page's charts in one language: each drawn as it is, and for a narrow screen.

A page says how large each is, so that a reader's browser keeps its place before it has come.
"""

import re
from typing import NamedTuple

from tymor.cache import Cache
from tymor.locale import Catalogue
from tymor.page import ChartBlock, Page
from tymor.render import charts
from tymor.render.narrow import WIDTH, narrow
from tymor.render.view import View

_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')
#: A narrow picture that came out too wide, or leaves more of the screen unused than this, is drawn
#: anew so often.
_UNUSED = 16
_TRIES = 4


class Size(NamedTuple):
    """In CSS pixels, as a picture gives its own."""

    width: int
    height: int


def size_of(svg: str) -> Size:
    """How large a picture says it is."""
    found = _SIZE.search(svg)
    assert found is not None, "a drawn chart gives its size"
    return Size(*(round(float(side)) for side in found.groups()))


def draw_charts(
    page: Page, seen: View, words: Catalogue, cache: Cache | None = None
) -> dict[str, str]:
    """Draw each chart of a page; its SVG text by its file's name.

    The view of each chart is told its ``width`` and ``height``, and where it is too wide for a
    narrow screen the ``narrow`` one's, with its file.
    """
    drawn: dict[str, str] = {}
    for block, shown in zip(page.blocks, seen["blocks"], strict=True):
        if isinstance(block, ChartBlock):
            spec = block.spec[words.language]
            drawn[shown["svg"]] = svg = charts.to_svg(spec, words, cache)
            shown.update(size_of(svg)._asdict())
            if shown["width"] > _MOST:
                name = f"{block.id}.narrow.svg"
                drawn[name] = small = _narrow(spec, words, cache)
                shown["narrow"] = {"svg": name, **size_of(small)._asdict()}
    return drawn


#: A picture no wider than this fits every screen.
_MOST = WIDTH + 2 * charts.MARGIN


def _narrow(spec: dict[str, object], words: Catalogue, cache: Cache | None) -> str:
    """Drawn anew until it fits: what stands beside a panel is known only when it is drawn.

    What is drawn wider grows by no more than that, so that it fits after it, too.
    """
    svg = charts.to_svg(narrow(spec), words, cache)
    less = 0
    for _ in range(_TRIES):
        over = size_of(svg).width - _MOST
        if -_UNUSED <= over <= 0:
            break
        less += over
        svg = charts.to_svg(narrow(spec, less), words, cache)
    return svg
