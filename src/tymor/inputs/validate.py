"""Holding a typed table against its contract with pandera, all failures at once."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

from tymor.inputs.columns import REPEATED_KEY
from tymor.inputs.contract import Contract
from tymor.inputs.findings import Finding, Findings, Hint, Rows
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
        broken = [_finding(error) for error in failed.schema_errors]
        for finding in broken:
            if finding.rule != REPEATED_KEY:
                findings.add(finding)
        for finding in broken:  # after the others: a key with a bad cell is told of as that
            if finding.rule == REPEATED_KEY:
                findings.add(_repeats(finding, typed, contract), contract.key)


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


def _repeats(finding: Finding, typed: pd.DataFrame, contract: Contract) -> Finding:
    """The same finding, saying of each repeated key where it stood first."""
    key = list(contract.key)
    first = typed[~typed.duplicated(key)]
    places = first[[*key, "source_file", "source_row"]]
    again = typed.loc[finding.rows, key].merge(places, on=key, how="left")
    places = again[["source_file", "source_row"]].add_prefix("first_").set_axis(finding.rows)
    return replace(
        finding,
        says="this key stands already in row {first_source_row} of {first_source_file}; "
        "expected it once. Keep one of the two rows.",
        also=places,
    )
