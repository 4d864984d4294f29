"""Holding a file's headings against its contract: missing, unknown, twice, none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.explain import shortened
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import RawTable, RowNumbers
from tymor.inputs.readers.table_file import TableFile


@dataclass(frozen=True)
class Sheet:
    """A file's rows under the contract's columns, all text.

    A column the file does not have (or has twice) is absent in every row: its
    rows cannot be used, and ``missing`` says why. One it may do without is empty.
    ``order`` has the columns as the file has them, from left to right.
    """

    file: str
    columns: Mapping[str, Cells]
    rows: RowNumbers
    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...] = ()
    order: tuple[str, ...] = ()


def under_headings(raw: RawTable, contract: Contract, file: TableFile) -> Sheet:
    """The rows of ``raw`` under the contract's columns."""
    if raw.columns is None or raw.rows is None:
        nothing = {name: Cells.same(None, 0) for name in contract.columns}
        return Sheet(file.name, nothing, np.zeros(0, np.int64), raw.problems)
    place = _places(raw.headings)
    missing, faults = _faults(raw, contract, file)
    if not len(raw.rows) and not raw.rejects and not missing:
        faults = [*faults, _no_rows(file.name)]
    columns = {}
    for name, column in contract.columns.items():
        twice = name in raw.headings and name not in place
        otherwise = None if column.required or twice else ""
        absent = Cells.same(otherwise, len(raw.rows))
        columns[name] = raw.columns[place[name]] if name in place else absent
    order = tuple(
        name
        for name in raw.headings
        if name in place and name in columns and name not in file.kept.fixed
    )
    return Sheet(file.name, columns, raw.rows, (*raw.problems, *faults), tuple(missing), order)


def _faults(
    raw: RawTable, contract: Contract, file: TableFile
) -> tuple[list[Problem], list[Problem]]:
    """Faults that make the rows useless, and all faults of the headings."""
    if not set(raw.headings) & set(contract.columns):
        alone = [_no_headings(raw, contract, file)]
        return alone, alone
    missing = [
        *_repeated(raw, contract, file),
        *_absent(raw, contract, file),
    ]
    return missing, [*missing, *_unknown(raw, contract, file)]


def _no_headings(raw: RawTable, contract: Contract, file: TableFile) -> Problem:
    return Problem(
        file.name,
        "no_headings",
        f"the row holds none of the headings; expected {', '.join(contract.columns)}. "
        "Put them in row 1, with nothing above them, or say in mapping.yml where they stand "
        "(heading_row) or what they are called (columns).",
        row=raw.heading_row,
        value=shortened(", ".join(heading for heading in raw.headings if heading)) or None,
    )


def _places(headings: tuple[str, ...]) -> dict[str, int]:
    """Where each heading stands that stands once."""
    seen = Counter(headings)
    return {name: number for number, name in enumerate(headings) if seen[name] == 1}


def _repeated(raw: RawTable, contract: Contract, file: TableFile) -> list[Problem]:
    return [
        Problem(
            file.name,
            "repeated_column",
            f"the heading stands {times} times; expected once, or nobody can tell which "
            "column counts. Remove or rename the others.",
            row=raw.heading_row,
            column=name,
        )
        for name, times in Counter(raw.headings).items()
        if times > 1 and name in contract.columns
    ]


def _absent(raw: RawTable, contract: Contract, file: TableFile) -> list[Problem]:
    return [
        Problem(
            file.name,
            "missing_column",
            f"the column is missing; expected the headings {', '.join(contract.required)}. "
            f"{_mend(name, raw.headings, contract, file)}",
            row=raw.heading_row,
            column=name,
        )
        for name in contract.columns
        if name not in raw.headings and (name in contract.required or name in file.headings)
    ]


def _mend(name: str, headings: tuple[str, ...], contract: Contract, file: TableFile) -> str:
    if name in file.headings:
        return f"mapping.yml says it is called '{file.headings[name]}' here. Correct that."
    strangers = [heading for heading in headings if heading not in contract.columns]
    if near := get_close_matches(name, strangers, n=1):
        return f"Is it the one called '{near[0]}'? Then rename that."
    return "Add it."


def _unknown(raw: RawTable, contract: Contract, file: TableFile) -> list[Problem]:
    assert raw.columns is not None
    problems = []
    for number, name in enumerate(raw.headings):
        if name in contract.columns:
            continue
        if name == "":
            if raw.columns[number].used - {""}:
                problems.append(_nameless(number, raw, file))
            continue
        problems.append(_stranger(name, raw, contract, file))
    return problems


def _nameless(number: int, raw: RawTable, file: TableFile) -> Problem:
    return Problem(
        file.name,
        "nameless_column",
        f"column {number + 1} holds values but has no heading; expected one. "
        "Give it its name, or remove it.",
        row=raw.heading_row,
    )


def _stranger(name: str, raw: RawTable, contract: Contract, file: TableFile) -> Problem:
    near = get_close_matches(name.lower(), contract.columns, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return Problem(
        file.name,
        "unknown_column",
        f"{contract.table} has no such column; expected only {', '.join(contract.columns)}. "
        f"Rename or remove it, or have mapping.yml ignore it.{hint}",
        row=raw.heading_row,
        column=name,
    )


def _no_rows(file: str) -> Problem:
    return Problem(
        file,
        "empty_table",
        "there are headings but no rows; expected at least one row. "
        "Put the data in, or remove the file.",
    )
