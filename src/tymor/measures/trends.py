"""Three-year trends, from published figures only."""

import pandas as pd

from tymor.measures.signals import previous_year

_KEY = ["area_id", "measure_id", "group"]


def trends(figures: pd.DataFrame, academic_year: str) -> pd.DataFrame:
    """How each figure moved over the three years that end with ``academic_year``.

    Only where all three years are published: a sum over years would give a
    hidden one away, so each row can be worked out from what is shown.

    Returns
    -------
    pandas.DataFrame
        One row an area, measure and group: ``first``, ``second``, ``third`` (the values),
        ``change`` from first to third and ``a_year``, half of it: the slope of the
        line of least squares through three years. In points; of a gap, more is not better.

    Of 80.0, 84.0 and 83.0: change 3.0, a year 1.5.
    """
    years = [previous_year(previous_year(academic_year)), previous_year(academic_year)]
    years.append(academic_year)
    actual = figures[(figures["kind"] == "actual") & figures["academic_year"].isin(years)]
    wide = actual.pivot(index=_KEY, columns="academic_year", values="value")
    wide = wide.reindex(columns=years).dropna().set_axis(["first", "second", "third"], axis=1)
    change = (wide["third"] - wide["first"]).round(2)
    moved = wide.assign(change=change, a_year=(change / 2).round(2)).reset_index()
    return moved.astype(dict.fromkeys(_KEY, "str"))
