"""A wide table as rows: one for each of the file's rows and what its headings tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pyarrow as pa

from tymor.errors import Problem, shortened
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.findings import nearest
from tymor.inputs.meanings import Reading
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import RawTable

_PLACE = re.compile(r"\{([a-z0-9_]+)\}")

#: What a heading says, by the places of its pattern.
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Spread:
    """A file whose headings became cells.

    ``raw`` has what is left of its columns, ``columns`` those that were made, and ``headings`` for
    each column of cells below headings the heading of each row.
    """

    raw: RawTable
    columns: Mapping[str, Cells] = field(default_factory=dict)
    headings: Mapping[str, Cells] = field(default_factory=dict)


def places_of(pattern: str) -> list[str]:
    """The columns that a pattern such as ``{measure_id} {academic_year}`` has places for."""
    return _PLACE.findall(pattern)


def spread_out(raw: RawTable, reading: Reading, contract: Contract, name: str) -> Spread:
    """One row for each row of the file and what its headings say; empty cells make none.

    Headings that fit no pattern are left as they are. One that fits in part is told: it is
    surely meant, and would else be missed.
    """
    patterns = reading.kept.rows
    if not patterns:
        return Spread(raw)
    found = _Found(raw, reading, contract, name)
    for number, heading in enumerate(raw.headings):
        found.look_at(number, heading)
    problems = [*raw.problems, *found.problems, *found.none()]
    left = [at for at in range(len(raw.headings)) if at not in found.taken]
    rows, wide = len(raw.rows), list(found.cells)
    cells = {column: _below(raw, found, column) for column in patterns}
    filled = np.zeros(rows * len(wide), dtype=bool)
    for column, below in cells.items():
        codes = reading.kept.codes.get(column)
        told = codes is not None and "" in codes.means
        filled |= below.where(lambda text, told=told: text != "" or told)  # type: ignore[misc]
    in_file = np.repeat(np.arange(rows), len(wide))[filled]
    columns = {column: below.take(filled) for column, below in cells.items()}
    for place in dict.fromkeys(name for each in patterns.values() for name in places_of(each)):
        texts = [dict(said).get(place, "") for said in wide]
        columns[place] = _in_turn(texts, rows).take(filled)
    names = {
        column: _in_turn([_heading(raw, found, column, said) for said in wide], rows).take(filled)
        for column in columns
    }
    return Spread(
        replace(
            raw,
            headings=tuple(raw.headings[at] for at in left),
            columns=tuple(raw.columns[at].take(in_file) for at in left),
            rows=raw.rows[in_file],
            problems=tuple(problems),
        ),
        columns,
        names,
    )


def _heading(raw: RawTable, found: "_Found", column: str, said: Said) -> str:
    """The heading whose cells a column has, or that told what stands in it."""
    where = found.cells[said]
    if column in found.patterns:
        return raw.headings[where[column]] if column in where else ""
    return raw.headings[next(iter(where.values()))]


def _in_turn(texts: list[str], rows: int) -> Cells:
    """The texts one after the other, for each row of the file."""
    codes = np.tile(np.arange(len(texts), dtype=np.int32), rows)
    return Cells.coded(pa.array(codes), texts)


def _below(raw: RawTable, found: "_Found", column: str) -> Cells:
    """The cells below a column's headings: for each row of the file, one a heading."""
    rows = len(raw.rows)
    parts = [
        Cells.same("", rows) if (at := places.get(column)) is None else raw.columns[at]
        for places in found.cells.values()
    ]
    if not parts:
        return Cells.of([])
    together = Cells.together(parts)
    return Cells(together.codes.reshape(len(parts), rows).T.ravel(), together.values)


class _Found:
    """The headings that fit a pattern, as they are gone through.

    ``cells`` has for each different thing that headings say where the cells of each column stand.
    """

    def __init__(self, raw: RawTable, reading: Reading, contract: Contract, name: str) -> None:
        self.cells: dict[Said, dict[str, int]] = {}
        self.taken: set[int] = set()
        self.problems: list[Problem] = []
        self._raw, self._reading, self._contract, self._name = raw, reading, contract, name
        kept = reading.kept
        self.patterns = kept.rows
        self._others = {*kept.columns.values(), *kept.ignore, *kept.leave_out}

    def look_at(self, number: int, heading: str) -> None:
        if heading == "" or heading in self._others:
            return
        nearly: Problem | None = None
        for column, pattern in self.patterns.items():
            for split in _splits(pattern, heading):
                wrong = self._wrong(split)
                if wrong is None:  # the mapping leaves it out
                    self.taken.add(number)
                    return
                if not wrong:
                    self._take(number, heading, column, split)
                    return
                if len(wrong) < len(split) and nearly is None:
                    nearly = self._nearly(heading, column, split, wrong[0])
        if nearly is not None:
            self.taken.add(number)
            self.problems.append(nearly)

    def _wrong(self, split: Said) -> list[str] | None:
        """The places whose text is none of its column; none at all where it is to be skipped."""
        meanings = {place: self._reading.of(place, text) for place, text in split}
        wrong = [
            place
            for place, meaning in meanings.items()
            if not meaning.skip and (meaning.rule or not self._reading.fits(place, meaning.text))
        ]
        return None if not wrong and any(each.skip for each in meanings.values()) else wrong

    def _take(self, number: int, heading: str, column: str, split: Said) -> None:
        self.taken.add(number)
        said = tuple((place, self._reading.of(place, text).text) for place, text in split)
        same = next((each for each in self.cells if dict(each) == dict(said)), said)
        where = self.cells.setdefault(same, {})
        if column in where:
            other = self._raw.headings[where[column]]
            message = (
                f"'{other}' says the same, {' '.join(text for _, text in said)}; expected it "
                "once, or nobody can tell which counts. Remove or rename one of them."
            )
            self.problems.append(self._problem(heading, message))
        where[column] = number

    def _nearly(self, heading: str, column: str, split: Said, place: str) -> Problem:
        text = dict(split)[place]
        allowed = self._contract.columns[place].allowed or ()
        message = (
            f"the heading fits '{self.patterns[column]}' (rows of mapping.yml), but "
            f"'{shortened(text)}' is no {place}. Say under words what it means, or name the "
            f"heading under ignore. {nearest(text, allowed)}"
        )
        return self._problem(heading, message.rstrip())

    def none(self) -> Iterator[Problem]:
        """Columns of which no heading tells."""
        if self.problems:
            return
        for column, pattern in self.patterns.items():
            if not any(column in where for where in self.cells.values()):
                seen = ", ".join(heading for heading in self._raw.headings if heading)
                message = f"no heading fits '{pattern}' (rows of mapping.yml). Correct that."
                yield replace(self._problem(column, message), value=shortened(seen) or None)

    def _problem(self, column: str, message: str) -> Problem:
        row = self._raw.heading_row
        return Problem(self._name, "wide_heading", message, row=row, column=column)


@cache
def _parts(pattern: str) -> tuple[str, ...]:
    """Text and places of a pattern in turn, text first and last."""
    return tuple(_PLACE.split(pattern))


def _splits(pattern: str, heading: str) -> Iterator[Said]:
    """Every way in which a heading can be read by a pattern."""
    first, *rest = _parts(pattern)
    if heading.startswith(first):
        yield from _ways(rest, heading[len(first) :])


def _ways(parts: list[str], text: str) -> Iterator[Said]:
    if not parts:
        if not text:
            yield ()
        return
    place, after, *rest = parts
    if not rest:  # the last place takes all that is left
        value = text[: len(text) - len(after)]
        if value and text.endswith(after):
            yield ((place, value),)
        return
    at = text.find(after, 1)
    while at > 0:
        for more in _ways(rest, text[at + len(after) :]):
            yield ((place, text[:at]), *more)
        at = text.find(after, at + 1)
