"""Text to numbers and dates. What is no number becomes a finding, never a guess."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tymor.inputs.contracts.contract import DTYPES, Contract, Kind
from tymor.inputs.findings import Finding, Findings, Hint, rows_where
from tymor.inputs.readers.cells import Cells, Codes, Mask
from tymor.inputs.readers.raw import TextTable

Numbers = npt.NDArray[np.int64]

_SHAPES: Mapping[Kind, re.Pattern[str]] = {
    # 12.0 is how some programs write a whole number in a column with gaps.
    "whole": re.compile(r"-?[0-9]{1,15}(\.0+)?"),
    "number": re.compile(r"-?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_NOUNS: Mapping[Kind, str] = {
    "whole": "a whole number",
    "number": "a number such as 87.6",
    "date": "a date such as 2017-09-28",
}
_DASHES = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}"

#: Below this, numbers are marked in a table rather than looked up one by one.
_FEW = 1 << 22

#: The day a spreadsheet counts its dates from.
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Typed:
    """A table with the contract's types.

    ``values`` has, for each column, what its different texts are (empty where one
    is not what it must be); the rows are those of ``text``.
    """

    values: Mapping[str, pd.Series]
    text: TextTable

    def frame(self, *, coded: bool = False) -> pd.DataFrame:
        """All rows, with ``source_file`` and ``source_row``; texts as categories if ``coded``."""
        columns = {name: self.column(name, coded=coded) for name in self.values}
        files = self.text.files
        places = {
            "source_file": files.categories() if coded else files.column(),
            "source_row": pd.Series(self.text.rows),
        }
        return pd.DataFrame(columns | places, copy=False)

    def distinct(self, names: Sequence[str]) -> tuple[Codes | Numbers, pd.DataFrame]:
        """A number for each row, and each different row of some columns by its number."""
        numbers = self.numbered(names)
        if numbers.max(initial=0) >= _FEW:
            numbers = pd.factorize(numbers)[0]
        places = np.full(int(numbers.max(initial=-1)) + 1, -1, np.int32)
        places[numbers] = np.arange(len(numbers), dtype=np.int32)
        ones = places[places >= 0].astype(np.intp)  # one of each different row
        text = replace(self.text, columns={n: self.text.columns[n].take(ones) for n in names})
        rows = replace(self, text=text)
        columns = {name: rows.column(name) for name in names}
        return numbers, pd.DataFrame(columns).set_axis(numbers[ones])

    def numbered(self, names: Sequence[str]) -> Codes | Numbers:
        """One number for each different row of some columns: 1 and 1.0 are one value."""
        rows: Codes | Numbers = np.zeros(len(self.text), np.int32)
        bound = 1
        for name in names:
            codes = self._codes(name)
            most = int(codes.max(initial=-1)) + 2
            if bound > np.iinfo(np.int64).max // most:
                rows = pd.factorize(rows)[0]
                bound = len(rows)
            bound *= most
            if bound > np.iinfo(np.int32).max:
                rows = rows.astype(np.int64, copy=False)
            rows *= rows.dtype.type(most)  # in place, for there may be millions
            rows += codes
            rows += rows.dtype.type(1)  # an absent cell has the code -1
        return rows

    def _codes(self, name: str) -> Codes:
        """For each row a number that equal values of the column share; -1 for none."""
        codes, values = self.text.columns[name].codes, self.values[name]
        if values.dtype == DTYPES["text"]:
            return codes
        return pd.factorize(values)[0].astype(np.int32)[codes]

    def column(self, name: str, *, coded: bool = False) -> pd.Series:
        cells, values = self.text.columns[name], self.values[name]
        if values.dtype != DTYPES["text"]:
            return pd.Series(values.array.take(cells.codes), copy=False)
        if coded:
            return cells.categories()
        return cells.column().fillna("") if cells.absent.any() else cells.column()


def convert(text: TextTable, contract: Contract, findings: Findings) -> Typed:
    """The table with the contract's types; a cell that does not convert is empty in it.

    Parameters
    ----------
    text
        All cells as text.
    contract
        Says which type each column has.
    findings
        Gets one finding for each column with cells that are not what they must be.
    """
    values = {}
    for name, column in contract.columns.items():
        cells, kind = text.columns[name], column.kind
        if kind == "text":
            values[name] = cells.series
            continue
        values[name], wrong = parse(cells, kind)
        says = f"expected {_NOUNS[kind]}."
        mend = _how_to_mend(kind, column.mend)
        findings.add(Finding(kind, name, rows_where(cells.spread(wrong)), says, mend))
    return Typed(values, text)


def parse(cells: Cells, kind: Kind) -> tuple[pd.Series, Mask]:
    """What the different texts of a column are, and which are not of its kind.

    The last value is one more, empty: that of an absent cell, whose code is -1.
    """
    fits = pc.match_substring_regex(cells.values, rf"\A(?:{_SHAPES[kind].pattern})\z")
    found = pc.if_else(fits, cells.values, None)
    if kind == "whole":
        found = pc.replace_substring_regex(found, r"\.0+\z", "").cast(pa.int64())
    elif kind == "number":
        found = found.cast(pa.float64())
    else:
        found = pa.array([_date(value or "") for value in found.to_pylist()], pa.date32())
        found = found.cast(pa.timestamp("us"))
    wrong = pc.and_(pc.is_null(found), pc.not_equal(cells.values, ""))
    series = pd.concat([_series(found, kind), pd.Series([None], dtype=DTYPES[kind])])
    return series.reset_index(drop=True), wrong.to_numpy(zero_copy_only=False)


def _series(found: pa.Array, kind: Kind) -> pd.Series:
    if kind == "whole":
        empty = pc.is_null(found).to_numpy(zero_copy_only=False)
        numbers = pc.fill_null(found, 0).to_numpy(zero_copy_only=False)
        return pd.Series(pd.arrays.IntegerArray(numbers.copy(), empty))
    return pd.Series(found.to_numpy(zero_copy_only=False), dtype=DTYPES[kind])


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _how_to_mend(kind: Kind, mend: str) -> Hint:
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
