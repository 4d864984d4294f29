"""The shape in which every figure travels from ``prepare`` to the notebooks."""

import pandas as pd

#: One row is one figure; its identity is the first five columns.
#:
#: ``value`` is rounded to ``decimals``, in ``unit``; missing unless ``status``
#: has a number. ``numerator`` and ``denominator`` are pupils (sessions for
#: attendance, entries for post-16 grades); ``cohort`` is the number of pupils the
#: figure rests on, by which disclosure control decides. All four are missing together
#: when suppressed.
COLUMNS: dict[str, str] = {
    "area_id": "str",
    "measure_id": "str",
    "academic_year": "str",
    "group": "str",
    "kind": "str",
    "value": "float64",
    "numerator": "Int64",
    "denominator": "Int64",
    "cohort": "Int64",
    "unit": "str",
    "decimals": "int64",
    "status": "str",
    "signal": "str",
    "source": "str",
}
IDENTITY = ["area_id", "measure_id", "academic_year", "group", "kind"]


def as_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with every column of a figure, in order and of the right type."""
    frame = rows.reindex(columns=list(COLUMNS))
    frame["signal"] = frame["signal"].astype("object").fillna("none")
    return frame.astype(COLUMNS)
