"""Rows whose values sit beside where they belong: a cell was lost, or one is too many."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from tymor.errors import Problem, shortened
from tymor.inputs.alignment import moved_rows
from tymor.inputs.contracts.contract import Column, Contract
from tymor.inputs.convert import parse
from tymor.inputs.findings import Finding
from tymor.inputs.headings import Sheet, in_their_words
from tymor.inputs.readers.cells import Cells, Mask
from tymor.inputs.readers.raw import Positions, TextTable
from tymor.inputs.validate import broken

#: The rule of these problems.
SHIFTED = "shifted_row"

#: So many rows with errors are looked at in a file; more have one cause.
_MOST = 5_000

_LEFT = "one column to the left of where they belong: read one to the right, {}. Insert the cell"
_FAR_LEFT = (
    "{} columns to the left of where they belong: read so far to the right, {}. Insert the cells"
)
_RIGHT = "one column to the right of where they belong: read one to the left, {}. Take out the cell"
_SAYS = "the values from here on seem to sit {}."
_FITS = _SAYS.format(f"{_LEFT.format('every one of them fits')} that is missing")


def shifted_rows(
    sheets: Sequence[Sheet], text: TextTable, found: Sequence[Finding], contract: Contract
) -> list[Problem]:
    """A warning for each row that seems shifted, wrong or possible as it stands.

    All columns of a file tell, also those that the table has not. In a short file, which tells
    little of what is usual, rows that break rules are held against the contract.
    """
    wrong = np.zeros(len(text), dtype=bool)
    for finding in found:
        wrong[finding.rows] = True
    problems: dict[tuple[str, int | None], Problem] = {}
    start = 0
    for sheet in sheets:
        here = slice(start, start + len(sheet.rows))
        amiss = start + np.flatnonzero(wrong[here])
        start += len(sheet.rows)
        own = sheet.mapped.own
        told = [*_among_all(sheet)]
        # A heading that serves several columns stands in one place.
        order = [*{own.get(name, name): name for name in reversed(sheet.order)}.values()][::-1]
        if len(order) >= 3 and not sheet.missing and not sheet.mapped.spread:
            told += _among_wrong(text, amiss[:_MOST], order, contract)
        for problem in told:
            problems.setdefault((sheet.file, problem.row), in_their_words(problem, own))
    return [*problems.values()]


def _among_all(sheet: Sheet) -> Iterator[Problem]:
    """Rows that fit the file's own columns better with cells moved."""
    raw = sheet.mapped.as_read
    names = {heading: name for name, heading in sheet.mapped.own.items()}
    for moved in moved_rows(raw):
        heading, cells = raw.headings[moved.column], raw.columns[moved.column]
        value = shortened(cells.texts[cells.codes[moved.row]])
        away = moved.belongs - moved.column
        like = f"{value} is like the {shortened(raw.headings[moved.belongs])} of all others"
        if away < 0:
            says = f"{_RIGHT.format(like)} that is too many"
        elif away == 1:
            says = f"{_LEFT.format(like)} that is missing"
        else:
            says = f"{_FAR_LEFT.format(away, like)} that are missing"
        column, row = names.get(heading, heading), int(raw.rows[moved.row])
        message = _SAYS.format(says)
        yield Problem(sheet.file, "shifted_row", message, "warning", row, column, value)


def _among_wrong(
    text: TextTable, rows: Positions, order: Sequence[str], contract: Contract
) -> Iterator[Problem]:
    """Rows that break rules, and would break none if their values stood further right."""
    cells = [text.columns[name].take(rows) for name in order]
    ended = cells[-1].where(lambda value: value == "")
    if not ended.any():
        return
    columns = [contract.columns[name] for name in order]
    stays = np.array([_fits(*pair) for pair in zip(cells, columns, strict=True)])
    moves = np.array([_fits(*pair) for pair in zip(cells[:-1], columns[1:], strict=True)])
    filled = np.array([column.where(bool) for column in cells])
    place = np.full(len(rows), -1)
    for lost in range(len(order) - 2):  # the last that fits: the fewest values moved
        moved = filled[lost:].sum(axis=0) >= 2
        explained = stays[:lost].all(axis=0) & moves[lost:].all(axis=0)
        place[ended & moved & explained & ~stays[lost:].all(axis=0)] = lost
    for number in np.flatnonzero(place >= 0):
        row, name = rows[number], order[place[number]]
        yield _problem(text.at(np.array([row])), name, _FITS)


def _fits(cells: Cells, column: Column) -> Mask:
    """The rows whose text could stand in a column."""
    empty = np.array([value == "" for value in cells.texts], dtype=bool)
    if column.kind == "text":
        values, wrong = cells.series, np.zeros(len(empty), dtype=bool)
    else:
        values, wrong = parse(cells, column.kind)
    for check in column.checks:
        wrong = wrong | broken(check, values)[: len(wrong)]
    return cells.spread(np.where(empty, column.nullable, ~wrong))


def _problem(row: pd.DataFrame, column: str, message: str) -> Problem:
    place = row.iloc[0]
    value = str(place[column])
    return Problem(
        str(place["source_file"]),
        "shifted_row",
        message,
        severity="warning",
        row=int(place["source_row"]),
        column=column,
        value=shortened(value) if value else None,
    )
