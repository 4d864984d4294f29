"""A chart's rows on their way into its spec: in one language, as JSON has them.

Altair's own way with a data frame copies it three times for a handful of rows, for each
chart and language; columns of words, numbers and answers need none of that.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import altair as alt
import pandas as pd

_NUMPY = ("bool", "int64", "float64")
#: What the registry of Altair calls the way below.
WAY = "tymor"


def in_language(data: pd.DataFrame, language: str) -> pd.DataFrame:
    """The rows with the words of one language, where a cell has them in every one."""
    said = {
        str(name): [cell[language] if isinstance(cell, dict) else cell for cell in column]
        for name, column in data.items()
        if column.dtype == object
    }
    return data.assign(**said)


@contextmanager
def plain_values() -> Iterator[None]:
    """In this block charts take their values so, unless somebody set up another way."""
    way = alt.data_transformers
    with way.enable(WAY, **way.options) if way.active == "default" else nullcontext():
        yield


def values_of(data: Any, max_rows: int = 5000) -> dict[str, Any]:
    """As Altair's default transformer, to the letter: rows as records, nothing as null.

    Raises
    ------
    alt.MaxRowsError
        The chart has more rows than a page should carry.
    """
    if not isinstance(data, pd.DataFrame) or not _is_plain(data):
        return dict(alt.default_data_transformer(data, max_rows=max_rows))
    alt.limit_rows(data, max_rows=max_rows)  # raises
    columns = [_listed(column) for _, column in data.items()]
    names = list(data.columns)
    return {"values": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]}


def _is_plain(data: pd.DataFrame) -> bool:
    """Columns of words, and of numpy's numbers and answers; of anything else Altair knows more."""
    named = data.columns.is_unique and all(isinstance(name, str) for name in data.columns)
    kinds = (isinstance(kind, pd.StringDtype) or kind in _NUMPY for kind in data.dtypes)
    return named and not isinstance(data.index, pd.MultiIndex) and all(kinds)


def _listed(column: "pd.Series[Any]") -> list[Any]:
    values = list(column.tolist())
    if column.dtype == "float64":
        return [value if abs(value) < float("inf") else None for value in values]
    if isinstance(column.dtype, pd.StringDtype):
        return [value if isinstance(value, str) else None for value in values]
    return values


alt.data_transformers.register(WAY, values_of)
