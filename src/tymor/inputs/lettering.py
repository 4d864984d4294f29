"""Cells whose very letters show that something went wrong on the way here."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tymor.inputs.contract import Contract
from tymor.inputs.encoding import SUSPECT, mistaken_for_windows
from tymor.inputs.findings import Finding, Findings, Hint, rows_where

#: The most a spreadsheet can hold in one cell.
_LONGEST = 32_767


@dataclass(frozen=True)
class _Fault:
    rule: str
    pattern: re.Pattern[str]
    says: str
    hint: Hint | None = None
    confirm: Callable[[str], bool] = bool


def _was(value: str) -> str:
    return f"It probably was: {mistaken_for_windows(value)}."


_FAULTS = (
    _Fault(
        "spreadsheet_error",
        re.compile(r"\A#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)\Z"),
        "expected a value, not a spreadsheet's error. Mend the formula, or put the value.",
    ),
    _Fault(
        "lost_letter",
        re.compile("\N{REPLACEMENT CHARACTER}"),
        "expected text without the mark of a lost letter. Write the letter again.",
    ),
    _Fault(
        "mistaken_letters",
        SUSPECT,
        "expected letters as they are written; these come from UTF-8 opened as Windows-1252. "
        "Export the table again, or correct the text.",
        _was,
        lambda value: mistaken_for_windows(value) is not None,
    ),
    _Fault(
        "control_character",
        re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"),
        "expected text without control characters, which no page can show. Write the cell again.",
    ),
)


def check_letters(text: pd.DataFrame, contract: Contract, findings: Findings) -> None:
    """Spreadsheet errors, letters lost or mistaken, control characters, endless cells."""
    for name in contract.columns:
        codes, values = pd.factorize(text[name])
        texts = [str(value) for value in values]
        long = [len(value) > _LONGEST for value in texts]
        says = f"expected no more than {_LONGEST:,} characters in a cell. Shorten the text."
        findings.add(Finding("too_long", name, _rows(long, codes), says))
        for fault in _FAULTS:
            search = fault.pattern.search
            wrong = [
                not endless and bool(search(value)) and fault.confirm(value)
                for value, endless in zip(texts, long, strict=True)
            ]
            findings.add(Finding(fault.rule, name, _rows(wrong, codes), fault.says, fault.hint))


def _rows(wrong: list[bool], codes: np.ndarray) -> np.ndarray:
    return rows_where(np.append(np.array(wrong, dtype=bool), False)[codes])
