"""Rows whose values sit one column to the left of everyone else's: a cell was lost."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from tymor.errors import Problem, shortened
from tymor.inputs.contracts.contract import Column, Contract
from tymor.inputs.convert import parse
from tymor.inputs.findings import Finding
from tymor.inputs.headings import Sheet
from tymor.inputs.readers.cells import Cells, Mask
from tymor.inputs.readers.raw import Positions, TextTable
from tymor.inputs.validate import broken

#: So many rows with errors are looked at in a file; more have one cause.
_MOST = 5_000

#: Fewer rows than this say nothing of what is usual.
_FEWEST = 10

#: "Everyone else" has the last value filled in: all but this share.
_SHARE = 0.8

_SAYS = (
    "the values from here on seem to sit one column to the left of where they belong: "
    "read one to the right, {}. Insert the cell that is missing."
)


def shifted_rows(
    sheets: Sequence[Sheet],
    text: TextTable,
    rows: pd.DataFrame,
    found: Sequence[Finding],
    contract: Contract,
) -> list[Problem]:
    """A warning for each row that seems shifted, wrong or possible as it stands."""
    wrong = np.zeros(len(text), dtype=bool)
    for finding in found:
        wrong[finding.rows] = True
    problems: list[Problem] = []
    start = 0
    for sheet in sheets:
        here = slice(start, start + len(sheet.rows))
        amiss, own = start + np.flatnonzero(wrong[here]), rows.iloc[here]
        start += len(sheet.rows)
        if len(sheet.order) < 3 or sheet.missing:
            continue
        problems += _among_wrong(text, amiss[:_MOST], sheet.order, contract)
        right = own.drop(index=own.index[wrong[here]]) if len(amiss) else own
        problems += _among_right(right, sheet.order, contract)
    return problems


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
        yield _problem(text.at(np.array([row])), name, _SAYS.format("every one of them fits"))


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


def _among_right(rows: pd.DataFrame, order: Sequence[str], contract: Contract) -> Iterator[Problem]:
    """Possible rows: a number unlike its column and like the next one, which is empty."""
    for left, right in pairwise(order):
        kinds = {contract.columns[name].kind for name in (left, right)}
        if not kinds <= {"whole", "number"} or not contract.columns[right].nullable:
            continue
        own, next_one = rows[left], rows[right]
        usual = own.notna() & next_one.notna()
        if usual.sum() < max(_FEWEST, _SHARE * len(rows)) or usual.all():
            continue
        odd = own.notna() & next_one.isna() & ~_within(own, own[usual])
        odd &= _within(own, next_one[usual])
        for _, row in rows[odd].iterrows():
            like = f"{shortened(f'{float(row[left]):g}')} is like the {right} of all others"
            yield _problem(row.to_frame().T, left, _SAYS.format(like))


def _within(values: pd.Series, others: pd.Series) -> pd.Series:
    return values.between(others.min(), others.max()).fillna(False).astype(bool)


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
