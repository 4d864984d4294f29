"""Where each cell of a notebook stands in the analyst's own file.

What is executed has more cells than the analyst wrote, so neither numbers nor lines can be
counted in it: each cell carries its own place in its metadata.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The key of a cell's metadata with its place.
PLACE = "tymor_place"


@dataclass(frozen=True)
class Place:
    """``cell`` is the number that JupyterLab shows of a cell of code, ``line`` its first one."""

    cell: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        cell = f"cell {self.cell}" if self.cell else ""
        line = f"line {self.line}" if self.line else ""
        return ", ".join(part for part in (cell, line) if part)


def place_of(cell: Mapping[str, Any]) -> Place:
    """A cell's place; nothing is known of one that the analyst did not write."""
    return Place(**cell.get("metadata", {}).get(PLACE, {}))


def mark_places(cells: Iterable["NotebookNode"], text: str) -> None:
    """Let each cell carry its place in the ``text`` of the jupytext file it was read from."""
    lines = [_bare(line) for line in text.split("\n")]
    at = _below_heading(lines)
    number = 0
    for cell in cells:
        place = {}
        own = [_bare(line) for line in cell.source.split("\n")]
        if cell.cell_type == "code" and any(own):
            number += 1
            place["cell"] = number
        at = _find(own, lines, at)
        place["line"] = at + 1
        at += len(own)
        cell.metadata[PLACE] = place


def _find(own: Sequence[str], lines: Sequence[str], at: int) -> int:
    """The first line of a cell: where the first of its lines that is not empty stands next.

    Of an empty cell, the line that begins it.
    """
    first = next((number for number, line in enumerate(own) if line), None)
    if first is not None and own[first] in lines[at:]:
        return lines.index(own[first], at) - first
    return next((number for number in range(at, len(lines)) if lines[number]), at)


def _bare(line: str) -> str:
    """A line without the signs that make it a comment: words are comments, and so are magics."""
    return line.lstrip("# \t").rstrip()


def _below_heading(lines: Sequence[str]) -> int:
    """The first line below what jupytext says of the notebook."""
    return lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
