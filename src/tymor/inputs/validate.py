"""Holding a typed table against its contract with pandera, all failures at once."""

from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from tymor.inputs.contract import Contract
from tymor.inputs.findings import Finding, Findings, Hint, Rows, rows_where
from tymor.inputs.suggest import nearest

_REQUIRED = (
    "the cell is empty; expected a number in every row. "
    "Put it; if there is none, leave the whole row out."
)


def validate(typed: pd.DataFrame, contract: Contract, findings: Findings) -> None:
    """Add a finding for each rule of the contract that rows break.

    ``typed`` has a plain ``0..n-1`` index. Cells that were told of before (no
    number, absent column) are passed over.
    """
    try:
        contract.schema.validate(typed, lazy=True)
    except SchemaErrors as failed:
        repeated = []
        for error in failed.schema_errors:
            if error.reason_code == SchemaErrorReason.DUPLICATES:
                repeated.append(error)
            else:
                findings.add(_finding(error))
        if repeated:  # last, so that a key with a bad cell is not also called a repeat
            _add_repeats(typed, contract, findings)


def _finding(error: SchemaError) -> Finding:
    check, rows = error.check, _rows(error)
    if not isinstance(check, pa.Check):
        # The only other reason: an empty cell in a column of numbers.
        return Finding("required", str(error.schema.name), rows, _REQUIRED)
    statistics: dict[str, Any] = check.statistics or {}
    column = statistics.get("column") or str(error.schema.name)
    return Finding(
        str(check.name), column, rows, str(check.error), _hint(statistics.get("allowed"))
    )


def _rows(error: SchemaError) -> Rows:
    """Where the check failed. A rule over a row fails once for each of its cells."""
    index = error.failure_cases["index"]
    return np.unique(index.to_numpy(dtype=np.intp))


def _hint(allowed: list[str] | None) -> Hint | None:
    return None if allowed is None else lambda value: nearest(value, allowed)


def _add_repeats(typed: pd.DataFrame, contract: Contract, findings: Findings) -> None:
    key = list(contract.key)
    repeats = rows_where(typed.duplicated(key))
    first = typed.groupby(key, sort=False, dropna=False)["source_row"].head(1).index
    places = typed.loc[first, [*key, "source_file", "source_row"]]
    again = typed.loc[repeats, key].reset_index().merge(places, on=key, how="left")
    for (file, row), group in again.groupby(["source_file", "source_row"], sort=False):
        says = (
            f"this key stands already in row {row} of {_plain(str(file))}; expected it once. "
            "Keep one of the two rows."
        )
        rows = group["index"].to_numpy(dtype=np.intp)
        findings.add(Finding("repeated_key", " + ".join(key), rows, says), key)


def _plain(text: str) -> str:
    """A text of the data, safe in a message that is filled in later."""
    return text.replace("{", "{{").replace("}", "}}")
