"""What a local authority's schools add up to, where all of them are there."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from tymor.inputs.references import PHASES, PHASES_OF
from tymor.inputs.years import open_years


def la_cohorts(
    outcomes: pd.DataFrame, schools: pd.DataFrame, phases: Mapping[str, str]
) -> pd.DataFrame:
    """The pupils of each authority, measure and year whose schools are all counted.

    Parameters
    ----------
    outcomes
        One row a school, measure and year, with ``numerator`` and ``denominator``.
    schools
        Every school. One counts where it was open and its sector teaches the
        measure's phase; when one such has no row, the authority is left out.
    phases
        The phase of each measure; measures of no phase are left out.

    Returns
    -------
    One row an authority, measure and year: ``area_id``, ``measure_id``,
    ``academic_year``, ``numerator``, ``denominator`` and ``schools``, their number.
    """
    key = ["area_id", "measure_id", "academic_year"]
    outcomes = outcomes[outcomes["measure_id"].map(phases).isin(PHASES)]
    authority = schools.set_index("school_id")["la_code"]
    rows = outcomes.assign(area_id=outcomes["school_id"].map(authority))
    sums = rows.groupby(key, as_index=False).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        schools=("school_id", "nunique"),
    )
    phase = sums["measure_id"].map(phases)
    parts = [
        rows["area_id"].map(_teaching(schools, str(of), str(year))).fillna(0)
        for (of, year), rows in sums.groupby([phase, sums["academic_year"]])
    ]
    wanted = pd.concat(parts) if parts else pd.Series(dtype="float64")
    return sums[sums["schools"] == wanted.reindex(sums.index)]


def _teaching(schools: pd.DataFrame, phase: str, academic_year: str) -> Mapping[str, int]:
    """How many schools of each authority taught a phase in a year."""
    years = open_years(schools)
    year = int(academic_year[:4])
    return Counter(
        la
        for school, la, sector in zip(
            schools["school_id"], schools["la_code"], schools["sector"], strict=True
        )
        if phase in PHASES_OF.get(sector, PHASES) and years[school][0] <= year <= years[school][1]
    )
