"""Rows that stand by their values tell of a withheld one that stands among them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tymor.audit.origins import Figures, Shown

#: Fewer numbers stand in order by chance.
_LEAST = 4


def told_by_order(table: Mapping[str, Any], page: str, figures: Figures) -> Iterator[Shown]:
    """Figures that are withheld and stand between others by their value.

    A table that is ordered by names, by years or as areas and measures are listed tells nothing,
    nor do withheld rows that stand together at an end.
    """
    for section, rows in _sections(table["rows"]):
        if len(rows) > _LEAST and not _is_listed([row[0] for row in rows], figures):
            for at in range(1, min(map(len, rows))):
                column = [figures.numbers(row[at]) for row in rows]
                for row in _between(column):
                    words = [rows[row][0], table["heads"][at], section, *table["above"]]
                    named = figures.together(page, [figures.named(each) for each in words])
                    meant = figures.meant(page, named)
                    if "measure_id" in named and meant.hidden and not meant.values:
                        yield meant.hidden[0]


def _sections(rows: Sequence[list[str]]) -> Iterator[tuple[str, list[list[str]]]]:
    """The rows below each heading within a table."""
    heading, below = "", list[list[str]]()
    for row in rows:
        if any(row[1:]):
            below.append(row)
        else:
            yield heading, below
            heading, below = row[0] if row else "", []
    yield heading, below


def _between(column: Sequence[list[float]]) -> list[int]:
    """Which of a column without a number stand between numbers that rise or fall all the way."""
    shown = [at for at, numbers in enumerate(column) if numbers]
    values = [column[at][0] for at in shown]
    if len(set(values)) < _LEAST:
        return []
    rises = all(a <= b for a, b in pairwise(values))
    falls = all(a >= b for a, b in pairwise(values))
    return [at for at in range(shown[0], shown[-1]) if not column[at]] if rises or falls else []


def _is_listed(names: Sequence[str], figures: Figures) -> bool:
    """Whether rows stand in an order that no value decides."""
    lowered = [each.casefold() for each in names]
    places = [figures.place_of(each) for each in names]
    return lowered in (sorted(lowered), sorted(lowered, reverse=True)) or places == sorted(places)
