"""Which figures a page's data shows: looked at by whoever renders it, for :mod:`.leaks`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tymor.audit.looked_at import Facts, look_at_all
from tymor.page import Identity

_FIGURE = {*Identity._fields, "value", "status"}

#: Where, in a site's memory, what was found in pages' data is kept.
KEPT = "pages"


def remember_data(page_file: Path, path: str, kept: Path) -> None:
    """Look at one page's data now, so that the audit need not."""
    root = page_file.parents[len(Path(path).parts)]
    look_at_all(root, [page_file.relative_to(root)], look_at_data, kept / KEPT)


def look_at_data(root: Path, path: Path) -> Facts:
    """The figures that a page's data holds with a value, each once."""
    tree = json.loads((root / path).read_text("utf-8"))
    shown = (Identity.of(figure) for figure in _figures_in(tree) if figure["value"] is not None)
    return {"figures": [list(identity) for identity in dict.fromkeys(shown)]}


def _figures_in(tree: Any) -> Iterator[dict[str, Any]]:
    """Everything in a page's data that has a figure's shape, wherever it stands."""
    if isinstance(tree, dict):
        if tree.keys() >= _FIGURE:
            yield tree
        for below in tree.values():
            yield from _figures_in(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _figures_in(below)
