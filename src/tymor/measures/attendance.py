"""Attendance: half-day sessions attended, of those possible."""

from collections.abc import Mapping

import pandas as pd

from tymor.config.measures import Measure
from tymor.measures.frame import places_of
from tymor.measures.rounding import percentage

_KEY = ["area_id", "measure_id", "academic_year", "group"]


def rates(
    attendance: pd.DataFrame,
    schools: pd.DataFrame,
    measures: Mapping[str, Measure],
    decimals: Mapping[str, int],
) -> pd.DataFrame:
    """Attendance of every school and local authority, by the measure of its sector.

    Parameters
    ----------
    attendance
        One row a school, year and group: ``sessions_possible``,
        ``sessions_attended``.
    schools
        One row a school: ``school_id``, ``la_code``, ``sector``, ``pupils``.

    Returns
    -------
    pandas.DataFrame
        One row an area, measure, year and group. ``numerator`` and
        ``denominator`` are sessions; ``cohort`` is the pupils on roll of the
        schools counted, for the rate rests on them. Schools of a sector that no
        attendance measure covers are left out.
    """
    measure_of = {
        sector: name
        for name, measure in measures.items()
        if measure.denominator == "sessions"
        for sector in measure.sectors
    }
    known = schools.assign(measure_id=schools["sector"].map(measure_of)).dropna(
        subset=["measure_id"]
    )
    rows = attendance.merge(
        known[["school_id", "la_code", "measure_id", "pupils"]], on="school_id"
    ).rename(columns={"sessions_attended": "numerator", "sessions_possible": "denominator"})
    rows = pd.concat([rows.assign(area_id=rows[area]) for area in ("school_id", "la_code")])
    totals = rows.groupby(_KEY, as_index=False, sort=False)[
        ["numerator", "denominator", "pupils"]
    ].sum()
    places = places_of(totals["measure_id"], decimals)
    return totals.assign(
        value=percentage(totals["numerator"], totals["denominator"], places), unit="pct"
    ).rename(columns={"pupils": "cohort"})
