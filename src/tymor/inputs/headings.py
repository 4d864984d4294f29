"""Holding a file's headings against its contract: missing, unknown, twice, none."""

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from tymor.errors import Problem
from tymor.inputs.contract import Contract
from tymor.inputs.explain import shortened
from tymor.inputs.raw import RawTable


@dataclass(frozen=True)
class Sheet:
    """A file's rows under the contract's columns, all text.

    A column the file does not have (or has twice) is absent (NaN) in every row:
    its rows cannot be used, and ``missing`` says why.
    """

    text: pd.DataFrame
    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...] = ()


def under_headings(raw: RawTable, contract: Contract, file: str) -> Sheet:
    """The rows of ``raw`` under the contract's columns, with ``source_*`` beside them."""
    if raw.cells is None:
        return Sheet(no_text(contract), raw.problems)
    place = _places(raw.headings)
    missing, faults = _faults(raw, contract, file)
    if raw.cells.empty and not raw.rejects and not missing:
        faults = [*faults, _no_rows(file)]
    absent = pd.Series(float("nan"), index=raw.cells.index, dtype="str")
    text = pd.DataFrame(
        {name: raw.cells[place[name]] if name in place else absent for name in contract.columns},
    )
    rows = pd.Series(text.index, index=text.index, dtype="int64")
    text = text.assign(source_file=pd.Series(file, index=text.index, dtype="str"), source_row=rows)
    return Sheet(text, (*raw.problems, *faults), tuple(missing))


def _faults(raw: RawTable, contract: Contract, file: str) -> tuple[list[Problem], list[Problem]]:
    """Faults that make the rows useless, and all faults of the headings."""
    if not set(raw.headings) & set(contract.columns):
        alone = [_no_headings(raw.headings, contract, file)]
        return alone, alone
    missing = [
        *_repeated(raw.headings, contract, file),
        *_absent(raw.headings, contract, file),
    ]
    return missing, [*missing, *_unknown(raw, contract, file)]


def _no_headings(headings: tuple[str, ...], contract: Contract, file: str) -> Problem:
    return Problem(
        file,
        "no_headings",
        f"the row holds none of the headings; expected {', '.join(contract.columns)}. "
        "Put them in row 1, with nothing above them.",
        row=1,
        value=shortened(", ".join(heading for heading in headings if heading)) or None,
    )


def no_text(contract: Contract) -> pd.DataFrame:
    """A sheet without a row."""
    empty = contract.empty()
    return empty.astype(dict.fromkeys(contract.columns, "str"))


def _places(headings: tuple[str, ...]) -> dict[str, int]:
    """Where each heading stands that stands once."""
    seen = Counter(headings)
    return {name: number for number, name in enumerate(headings) if seen[name] == 1}


def _repeated(headings: tuple[str, ...], contract: Contract, file: str) -> list[Problem]:
    return [
        Problem(
            file,
            "repeated_column",
            f"the heading stands {times} times; expected once, or nobody can tell which "
            "column counts. Remove or rename the others.",
            row=1,
            column=name,
        )
        for name, times in Counter(headings).items()
        if times > 1 and name in contract.columns
    ]


def _absent(headings: tuple[str, ...], contract: Contract, file: str) -> list[Problem]:
    return [
        Problem(
            file,
            "missing_column",
            f"the column is missing; expected the headings {', '.join(contract.columns)}. "
            f"{_mend(name, headings, contract)}",
            row=1,
            column=name,
        )
        for name in contract.columns
        if name not in headings
    ]


def _mend(name: str, headings: tuple[str, ...], contract: Contract) -> str:
    strangers = [heading for heading in headings if heading not in contract.columns]
    if near := get_close_matches(name, strangers, n=1):
        return f"Is it the one called '{near[0]}'? Then rename that."
    return "Add it."


def _unknown(raw: RawTable, contract: Contract, file: str) -> list[Problem]:
    assert raw.cells is not None
    problems = []
    for number, name in enumerate(raw.headings):
        if name in contract.columns:
            continue
        if name == "":
            if not (raw.cells[number] == "").all():
                problems.append(_nameless(number, file))
            continue
        problems.append(_stranger(name, contract, file))
    return problems


def _nameless(number: int, file: str) -> Problem:
    return Problem(
        file,
        "nameless_column",
        f"column {number + 1} holds values but has no heading; expected one. "
        "Give it its name, or remove it.",
        row=1,
    )


def _stranger(name: str, contract: Contract, file: str) -> Problem:
    near = get_close_matches(name.lower(), contract.columns, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return Problem(
        file,
        "unknown_column",
        f"{contract.table} has no such column; expected only {', '.join(contract.columns)}. "
        f"Rename or remove it.{hint}",
        row=1,
        column=name,
    )


def _no_rows(file: str) -> Problem:
    return Problem(
        file,
        "empty_table",
        "there are headings but no rows; expected at least one row. "
        "Put the data in, or remove the file.",
    )
