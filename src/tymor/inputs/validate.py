"""Holding a typed table against its contract, all failures at once."""

from functools import partial

import numpy as np
import pandas as pd

from tymor.inputs.contracts.contract import Check, Contract, Kind
from tymor.inputs.convert import Typed
from tymor.inputs.findings import Finding, Findings, nearest, rows_where
from tymor.inputs.readers.cells import Mask

_NO_ROW = "Put it; if there is none, leave the whole row out."
#: What an empty cell should hold, and what to do about it.
_REQUIRED: dict[Kind, str] = {
    "text": "a value in every row. Fill it in.",
    "whole": f"a number in every row. {_NO_ROW}",
    "number": f"a number in every row. {_NO_ROW}",
    "date": f"a date in every row. {_NO_ROW}",
}


def validate(typed: Typed, contract: Contract, findings: Findings) -> None:
    """Add a finding for each rule of the contract that rows break.

    Cells that were told of before (no number, absent column) are passed over. The
    key comes last: one with a bad cell is told of as that.
    """
    for name, column in contract.columns.items():
        cells, values = typed.text.columns[name], typed.values[name]
        if not column.nullable and cells.holds(""):
            empty = rows_where(cells.where(lambda text: text == ""))
            says = f"the cell is empty; expected {_REQUIRED[column.kind]}"
            findings.add(Finding("required", name, empty, says))
        for check in column.checks:
            wrong = broken(check, values)
            if wrong.any():
                findings.add(_finding(check, name, cells.spread(wrong)))
    for rule in contract.rules:
        numbers, rows = typed.distinct(list(rule.needs))
        wrong = ~np.asarray(rule.test(rows), dtype=bool)
        if wrong.any():
            findings.add(_finding(rule, rule.column, np.isin(numbers, rows.index[wrong])))
    _check_key(typed, contract, findings)


def broken(check: Check, values: pd.Series) -> Mask:
    """Which of a column's different values break a check; empty ones never do."""
    right = check.test(values)
    if right.dtype != bool:  # what is compared with an absent number is neither yes nor no
        right = right.fillna(True)
    wrong: Mask = ~right.to_numpy(dtype=bool)
    return wrong & values.notna().to_numpy() if wrong.any() else wrong


def _finding(check: Check, column: str, wrong: Mask) -> Finding:
    allowed = check.allowed
    hint = None if allowed is None else partial(nearest, allowed=allowed)
    return Finding(check.name, column, rows_where(wrong), check.error, hint)


def _check_key(typed: Typed, contract: Contract, findings: Findings) -> None:
    """A repeated key is told of in its later rows, with the place where it stood first."""
    columns = contract.columns
    key = [n for n in contract.key if columns[n].required or _said(typed.values[n])]
    keys = typed.numbered(key)
    # Texts are numbered as they appear, so that keys of a file in its usual order only rise.
    if (keys[1:] > keys[:-1]).all():
        return
    # Else they rise for long stretches, of a year or a school: quickly put together.
    ordered = np.sort(keys, kind="stable")
    if (ordered[1:] != ordered[:-1]).all():
        return
    numbers = pd.Series(keys)
    again = rows_where(numbers.duplicated())
    once = numbers.drop_duplicates()
    first = once.index.to_numpy()[pd.Index(once).get_indexer(numbers.iloc[again])]
    places = typed.text.at(first)[["source_file", "source_row"]].add_prefix("first_")
    finding = Finding(
        "repeated_key",
        " + ".join(key),
        again,
        "this key stands already in row {first_source_row} of {first_source_file}; "
        "expected it once. Keep one of the two rows.",
        also=places.set_axis(again),
    )
    findings.add(finding, key)


def _said(values: pd.Series) -> bool:
    """Whether any cell of a column says anything; a file may do without one that is optional."""
    return bool((values.notna() & (values != "")).any())
