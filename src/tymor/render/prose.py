"""Prose as renderers read it: the pieces of one language as plain data, each table with a name."""

from collections.abc import Iterator
from typing import Any

from tymor.locale import Catalogue
from tymor.page import Prose
from tymor.prose.tree import ProseTable, nodes, plain


def view_pieces(block: Prose, words: Catalogue) -> list[dict[str, Any]]:
    """The pieces in the language of ``words``.

    A table has an ``id`` and a ``title`` as well: what its columns are called, for those who
    go from one table to the next and see neither.
    """
    pieces = block.pieces[words.language]
    shown = [piece.model_dump(mode="json") for piece in pieces]
    tables = (node for node in nodes(pieces) if isinstance(node, ProseTable))
    for number, (table, view) in enumerate(zip(tables, _tables(shown), strict=True), 1):
        columns = ", ".join(filter(None, map(plain, table.head)))
        view["id"] = f"{block.id}_table{number}"
        view["title"] = words.say("ui.table_of", columns=columns)
    return shown


def _tables(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if tree.get("kind") == "table":
            yield tree
        yield from _tables(list(tree.values()))
    elif isinstance(tree, list):
        for each in tree:
            yield from _tables(each)
