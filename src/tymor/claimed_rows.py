"""What rows of a release say: counted for a notebook, and again for the audit."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

import pandas as pd

from tymor.claims import Cells, Limit, Rows, Step, Twice


def counted_rows(rows: pd.DataFrame, claim: Rows) -> float:
    """What :class:`Rows` says of these rows."""
    rows = fitting(rows, claim)
    if claim.how == "count":
        return len(rows)
    own = rows[claim.column]
    return float(own.sum()) if claim.how == "sum" else own.nunique()


def fitting(rows: pd.DataFrame, claim: Rows) -> pd.DataFrame:
    """Those of these rows that a claim is of."""
    rows = rows[_are(rows, claim.where)]
    if claim.newest:
        of_each, by = claim.newest
        rows = rows.sort_values(by, kind="stable").drop_duplicates(of_each, keep="last")
    for limit in claim.limits:
        rows = rows[_within(rows, limit)]
    if claim.either:
        rows = rows[_any(_are(rows, cells) for cells in claim.either)]
    return rows


def gone(now: pd.DataFrame, before: pd.DataFrame, claim: Twice) -> int:
    """What :class:`Twice` says of these rows."""
    key, columns = list(claim.key), {step.column: step for step in claim.steps}
    held, then = _highest(now, key, columns), _highest(before, key, columns)
    both = held.add_suffix("_now").join(then.add_suffix("_before"), how="inner")
    for step in claim.steps:
        new, old = both[f"{step.column}_now"], both[f"{step.column}_before"]
        ways = {"up": new > old, "down": new < old, "equal": new == old}
        both = both[_any(ways[way] for way in step.ways)]
    if not claim.different:
        return len(both)
    return int(both.index.get_level_values(claim.different).nunique())


def _highest(rows: pd.DataFrame, key: list[str], steps: Mapping[str, Step]) -> pd.DataFrame:
    """One row a thing: of each column the highest, by the order of its words."""
    places = {
        name: rows[name].map(step.order).astype("float64") if step.order else rows[name]
        for name, step in steps.items()
    }
    held = rows[key].assign(**places).dropna(subset=list(places))
    if not places:
        return held.drop_duplicates().set_index(key)
    return held.groupby(key)[list(places)].max()


def _are(rows: pd.DataFrame, cells: Cells) -> "pd.Series[bool]":
    fits = pd.Series(data=True, index=rows.index)
    for name, allowed in cells.items():
        fits &= _words(rows[name]).isin(list(allowed))
    return fits


def _any(fits: Iterable["pd.Series[bool]"]) -> "pd.Series[bool]":
    return reduce(or_, fits)


def _words(cells: "pd.Series[Any]") -> "pd.Series[str]":
    if cells.dtype.kind == "M":
        cells = cells.dt.strftime("%Y-%m-%d")
    return cells.astype("object").fillna("").astype("str")


def _within(rows: pd.DataFrame, limit: Limit) -> "pd.Series[bool]":
    own = rows[limit.column]
    kind = own.dtype.kind
    empty = _words(own) == ""
    if not limit.than:  # before everything
        return ~empty if limit.way in (">", ">=") else empty & limit.or_empty
    than: Any = limit.than
    if limit.of_column:
        than = rows[limit.than]
    elif kind in "iufb":
        than = float(limit.than)
    elif kind != "M":
        own = _words(own)
    compared: pd.Series[bool] = {
        "<": lambda: own < than, "<=": lambda: own <= than,
        ">": lambda: own > than, ">=": lambda: own >= than,
    }[limit.way]()  # fmt: skip
    return (compared & ~empty) | (empty & limit.or_empty)
