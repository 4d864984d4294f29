"""A table of a page as those who calculate want it: one row of headings, then rows of one kind.

CSV files and workbooks are written from it, so that they cannot differ. Numbers are plain; a
figure without one keeps its word or symbol; what colour and symbol say on the page stands in a
column of its own; and rows that head those below them become the first column.
"""

import re
from dataclasses import dataclass
from typing import Any

from tymor.locale import Catalogue
from tymor.render.view import View

#: What of a cell stands in a column of its own, where any cell of the column has it.
_BESIDE = ("word", "mark")
#: What somebody wrote that is a number, with its sign.
_NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?\d[\d,]*(\.\d+)?")


@dataclass(frozen=True)
class Value:
    """One cell: its text, and its number with so many places, where it is one."""

    text: str
    number: float | None = None
    decimals: int = 0


@dataclass(frozen=True)
class PlainTable:
    """``rows`` are as long as ``heads``; none of them is empty or heads others."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def plain_table(table: View, words: Catalogue) -> PlainTable:
    """A table of a page in one language."""
    beside = {at: _beside(table, at) for at in range(len(table["columns"]))}
    rows: list[tuple[Value, ...]] = []
    parted = any(row["style"] == "section" for row in table["rows"])
    part = Value("")
    for row in table["rows"]:
        if row["style"] == "section":
            part = Value(row["cells"][0]["text"])
            continue
        own = Value(row["cells"][0]["text"]) if row["style"] == "total" else part  # it is of all
        line = [own] if parted else []
        for at, cell in enumerate(row["cells"]):
            line.append(_value(cell))
            line += [Value(cell[name]) for name in beside[at]]
        rows.append(tuple(line))
    heads = [words.say("ui.part_of_table")] if parted else []
    return PlainTable((*heads, *_headings(table, beside)), tuple(rows))


def _beside(table: View, at: int) -> dict[str, list[str]]:
    """What stands beside a column, each with what occurs there, in the order of the legends."""
    known = [entry["word"] for entry in table["legend"]]
    known += [entry["short"] for entry in table["statuses"]]
    found = {name: {row["cells"][at][name] for row in table["rows"]} for name in _BESIDE}
    return {name: [each for each in known if each in seen] for name, seen in found.items()
            if seen - {""}}  # fmt: skip


def _headings(table: View, beside: dict[int, dict[str, list[str]]]) -> list[str]:
    headings: list[str] = []
    for at, column in enumerate(table["columns"]):
        label = " ".join(part for part in (column["group"], column["label"]) if part)
        headings.append(label)
        headings += [f"{label} – {' / '.join(words)}" for words in beside[at].values()]
    return headings


def _value(cell: dict[str, Any]) -> Value:
    if cell["numeric"]:
        return _number(float(cell["value"]), cell["decimals"])
    text = cell["text"]
    if text[:1] in ("+", "-", "\N{MINUS SIGN}") and _NUMBER.fullmatch(text):
        plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "")
        return _number(float(plain), len(plain.partition(".")[2]))
    return Value(text)


def _number(number: float, decimals: int) -> Value:
    written = f"{number:.{decimals}f}"
    text = written.removeprefix("-") if float(written) == 0 else written
    return Value(text, float(text), decimals)
