"""The academic years in which a school was open."""

import pandas as pd


def open_years(schools: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """The first and last academic year of each school, by the calendar year each begins in."""
    first = _academic_year(schools["open_from"]).fillna(0)
    last = _academic_year(schools["open_to"]).fillna(9999)
    years = zip(first.astype(int), last.astype(int), strict=True)
    return dict(zip(schools["school_id"], years, strict=True))


def _academic_year(day: pd.Series) -> pd.Series:
    """September begins a new one."""
    year: pd.Series = day.dt.year - (day.dt.month < 9)
    return year
