"""The picture of a page says what the page says at its top and foot, and nothing else."""

from pathlib import Path
from typing import Any

from lxml import html

from tymor.audit.looked_at import Facts
from tymor.render.card import FILE, draw_card

#: Where on the page the texts of its picture stand.
_TEXTS = ("//h1", "//*[@class='dateline']", "//*[@class='foot-publisher']")


def look_at_card(root: Path, path: Path) -> Facts:
    """The ``faults`` of one picture: it is drawn again, of the texts of the page beside it."""
    page = (root / path).with_name("index.html")
    if path.name != FILE or not page.exists():
        return {"faults": ["The picture belongs to no page."]}
    tree: Any = html.document_fromstring(page.read_bytes())
    texts = [" ".join(tree.xpath(f"string({place})").split()) for place in _TEXTS]
    same = draw_card(path.parts[0], *texts) == (root / path).read_bytes()
    return {"faults": [] if same else ["The picture is not that of its page's title."]}
