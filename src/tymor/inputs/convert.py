"""Text to numbers and dates. What is no number becomes a finding, never a guess."""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pandera.pandas as pa

from tymor.inputs.columns import DTYPES, kind_of
from tymor.inputs.contract import Contract
from tymor.inputs.findings import Finding, Findings, Hint, rows_where

_SHAPES = {
    # 12.0 is how some programs write a whole number in a column with gaps.
    "whole": re.compile(r"-?[0-9]{1,15}(\.0+)?"),
    "number": re.compile(r"-?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_NOUNS = {
    "whole": "a whole number",
    "number": "a number such as 87.6",
    "date": "a date such as 2017-09-28",
}
_DASHES = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}"

#: The day a spreadsheet counts its dates from.
_EPOCH = date(1899, 12, 30)


def convert(text: pd.DataFrame, contract: Contract, findings: Findings) -> pd.DataFrame:
    """The table with the contract's types; a cell that does not convert is empty in it.

    Parameters
    ----------
    text
        All cells as text, absent (NaN) where the file lacks the column.
    contract
        Says which type each column has.
    findings
        Gets one finding for each column with cells that are not what they must be.
    """
    typed = {
        name: text[name].fillna("")
        if kind_of(column) == "text"
        else _column(text[name], name, column, findings)
        for name, column in contract.columns.items()
    }
    sources = {"source_file": text["source_file"], "source_row": text["source_row"]}
    return pd.DataFrame({**typed, **sources}, index=text.index)


def _column(cells: pd.Series, name: str, column: pa.Column, findings: Findings) -> pd.Series:
    kind = kind_of(column)
    # Each different text is looked at once; figures repeat a great deal.
    codes, values = pd.factorize(cells)
    texts = [str(value) for value in values]
    parsed = [_parse(value, kind) for value in texts]
    wrong = [value != "" and got is None for value, got in zip(texts, parsed, strict=True)]
    bad = rows_where(np.append(np.array(wrong, dtype=bool), False)[codes])
    says = f"expected {_NOUNS[kind]}."
    findings.add(Finding(kind, name, bad, says, _how_to_mend(kind, column.metadata["mend"])))
    # Position -1, an absent cell, takes the empty value at the end.
    lookup = pd.Series([*parsed, None], dtype=DTYPES[kind])
    return lookup.take(codes).set_axis(cells.index)


def _parse(value: str, kind: str) -> int | float | date | None:
    if not _SHAPES[kind].fullmatch(value):
        return None
    if kind == "whole":
        return int(value.partition(".")[0])
    return float(value) if kind == "number" else _date(value)


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _how_to_mend(kind: str, mend: str) -> Hint:
    """What fits the value found, or else the advice of the column."""
    fitting = _date_hint if kind == "date" else _number_hint
    return lambda value: fitting(value) or mend


def _number_hint(value: str) -> str:
    """What a person probably did who wrote ``87.60%`` or ``1,234``."""
    bare = value.translate({ord(dash): "-" for dash in _DASHES})
    if bare != value and _SHAPES["number"].fullmatch(bare):
        return f"Write the minus sign as a plain hyphen: {bare}."
    if bare.endswith("%") and _SHAPES["number"].fullmatch(bare[:-1].strip()):
        return f"Write it without the per cent sign: {bare[:-1].strip()}."
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        return f"Write it without the comma: {bare.replace(',', '')}."
    if re.fullmatch(r"-?[0-9]+,[0-9]+", bare):
        return f"Write the decimal comma as a point: {bare.replace(',', '.')}."
    return ""


def _date_hint(value: str) -> str:
    if parts := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", value):
        found = _date(f"{parts[3]}-{int(parts[2]):02}-{int(parts[1]):02}")
        return f"If the day stands first, it is {found}." if found else ""
    if re.fullmatch(r"[1-6][0-9]{4}", value):
        return f"It looks like a spreadsheet's day number for {_EPOCH + timedelta(int(value))}."
    return ""
