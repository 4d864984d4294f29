"""As at which days the rows of dated tables are, so that pages can say it."""

from collections.abc import Mapping

import pandas as pd

from tymor.measures.around import with_areas_above

#: The tables of which it is told, and the column of the area that a row is about.
_TOLD = {"support": "school_id", "grants": "area_id", "costs": "area_id", "rolls": "school_id"}


def days_told(
    tables: Mapping[str, pd.DataFrame], areas: pd.DataFrame, academic_year: str
) -> pd.DataFrame:
    """As at which days the newest rows of support, grants, costs and rolls are.

    Parameters
    ----------
    tables
        ``support``, ``grants``, ``costs`` and ``rolls`` as they are known: one row a key.
    areas
        One row an area with its ``kind`` and ``parent_id``.
    academic_year
        The year that rolls count for; they have none of their own.

    Returns
    -------
    pandas.DataFrame
        One row an ``area_id``, ``table`` and ``academic_year`` of which some row says its day:
        the ``first`` and the ``last`` of these days, of the area and of all below it, and
        ``undated``, how many rows say none. A school without a roll counts there, too.
    """
    schools = areas.loc[areas["kind"] == "school", ["area_id"]]
    parts = []
    for name, column in _TOLD.items():
        rows = tables[name].rename(columns={column: "area_id"})
        if name == "rolls":
            rows = schools.merge(rows, how="left").assign(academic_year=academic_year)
        parts.append(rows[["area_id", "academic_year", "as_at"]].assign(table=name))
    every = with_areas_above(pd.concat(parts, ignore_index=True), areas)
    days = every.groupby(["area_id", "table", "academic_year"])["as_at"]
    undated = days.size() - days.count()
    told = pd.DataFrame({"first": days.min(), "last": days.max(), "undated": undated})
    return told.dropna(subset=["last"]).reset_index()
