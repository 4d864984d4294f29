"""What an executed notebook left that no page shows: a bare data frame or chart, a print."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from tymor.page import BLOCK_MIME, END_MIME, HEAD_MIME
from tymor.plan.cell_places import Place, place_of

_OURS = (HEAD_MIME, BLOCK_MIME, END_MIME)
_CHART = re.compile(r"application/vnd\.(vega|vegalite|plotly)\..*")
_FRAME = ("Empty DataFrame", "<pandas.io.formats.style.Styler")

#: One output of a cell, as nbformat has it.
Output = Mapping[str, Any]


@dataclass(frozen=True)
class Unpublished:
    """One thing that a cell left and no page shows; its own words are not in it."""

    what: str
    cell: int | None = None
    line: int | None = None

    @property
    def place(self) -> Place:
        return Place(self.cell, self.line)


def unpublished(cells: Iterable[Mapping[str, Any]]) -> tuple[Unpublished, ...]:
    """What the cells of an executed notebook left, each kind once a cell.

    What went to standard error is for whoever runs the notebook, and is not among it.
    """
    return tuple(
        Unpublished(what, place_of(cell).cell, _line(cell, output))
        for cell in cells
        for what, output in _kinds_left(cell).items()
    )


def _kinds_left(cell: Mapping[str, Any]) -> Mapping[str, Output]:
    """The first output of each kind."""
    kinds: dict[str, Output] = {}
    for output in _left(cell):
        kinds.setdefault(_what(output), output)
    return kinds


def _line(cell: Mapping[str, Any], output: Output) -> int | None:
    """The line that left an output: of a value the last statement's, of printed text that of the
    first print; else the cell's own first line.
    """
    first, line = place_of(cell).line, 1
    try:
        tree = ast.parse(cell["source"])
    except SyntaxError:  # magics
        return first
    if output["output_type"] == "execute_result" and tree.body:
        line = tree.body[-1].lineno
    if output["output_type"] == "stream":
        line = min((node.lineno for node in ast.walk(tree) if _is_print(node)), default=1)
    return first and first + line - 1


def _is_print(node: ast.AST) -> TypeGuard[ast.Call]:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "print"


def _left(cell: Mapping[str, Any]) -> Iterator[Output]:
    for output in cell.get("outputs", ()):
        published = any(kind in output.get("data", ()) for kind in _OURS)
        if not published and output.get("name") != "stderr":
            yield output


def _what(output: Output) -> str:
    return next((what for is_such, what in _KINDS if is_such(output)), _VALUE)


def _is_frame(output: Output) -> bool:
    return 'class="dataframe"' in _words(output, "text/html") or _plain(output).startswith(_FRAME)


def _is_chart(output: Output) -> bool:
    return _holds(output, _CHART.fullmatch) or _plain(output).startswith("alt.")


def _holds(output: Output, kind: Callable[[str], Any]) -> bool:
    return any(map(kind, output.get("data", ())))


def _words(output: Output, kind: str) -> str:
    return str(output.get("data", {}).get(kind, ""))


def _plain(output: Output) -> str:
    return _words(output, "text/plain")


#: What an output may be, the first that fits, and what shows it.
_KINDS: tuple[tuple[Callable[[Output], Any], str], ...] = (
    (lambda each: each["output_type"] == "stream", "printed text; say it with page.text"),
    (lambda each: each["output_type"] == "error", "an error that the notebook goes on after"),
    (_is_frame, "a data frame; show it with page.table"),
    (_is_chart, "a chart; show it with page.chart"),
    (
        lambda each: _holds(each, re.compile("image/.*").fullmatch),
        "a picture; draw it with Altair and show it with page.chart",
    ),
    (
        lambda each: _holds(each, re.compile("text/(html|markdown|latex)").fullmatch),
        "words; say them with page.text or in Markdown cells",
    ),
    (
        lambda each: "dtype:" in _plain(each).rpartition("\n")[2],
        "a series; show it with page.table(series.reset_index())",
    ),
)
_VALUE = "a value; say it with page.text, or end its line with ;"
