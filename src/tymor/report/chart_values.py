"""A chart's rows on their way into its spec: in one language, as JSON has them.

Altair's own way with a data frame copies it three times for a handful of rows, for each
chart and language; columns of words, numbers and answers need none of that.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import altair as alt
import pandas as pd
from pandas.api import types

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
    if not isinstance(data, pd.DataFrame) or not all(map(_is_plain, data.dtypes)):
        return dict(alt.default_data_transformer(data, max_rows=max_rows))
    alt.limit_rows(data, max_rows=max_rows)  # raises
    columns = [_listed(column) for _, column in data.items()]
    names = list(map(str, data.columns))
    return {"values": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]}


def _is_plain(kind: Any) -> bool:
    """Words, and numbers and answers of numpy; of anything else Altair knows more."""
    if isinstance(kind, pd.StringDtype):
        return True
    return kind in ("bool", "int64", "float64")


def _listed(column: "pd.Series[Any]") -> list[Any]:
    if types.is_bool_dtype(column.dtype) or types.is_integer_dtype(column.dtype):
        return list(column.tolist())
    if types.is_float_dtype(column.dtype):
        return [value if abs(value) < float("inf") else None for value in column.tolist()]
    return [value if isinstance(value, str) else None for value in column.tolist()]


alt.data_transformers.register(WAY, values_of)
