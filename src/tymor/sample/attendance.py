"""Half-day sessions, possible and attended."""

from collections.abc import Sequence

import pandas as pd

from tymor.sample.draws import Draws
from tymor.sample.printed import YEARS, Printed
from tymor.sample.schools import School

# The measure whose printed rate the schools of a sector come to, all together.
MEASURE_OF_SECTOR = {
    "primary": "attendance_primary",
    "middle": "attendance_secondary",
    "secondary": "attendance_secondary",
    "through": "attendance_secondary",
}
# Sectors that no attendance measure covers: their own usual rate, in per cent.
USUAL_PCT = {"special": 91.4, "pru": 76.5}
# The share of a roll that is of school age and so has sessions to attend.
OF_SCHOOL_AGE = {"primary": 0.84, "secondary": 0.9, "through": 0.84}


def attendance(schools: Sequence[School], printed: Printed) -> pd.DataFrame:
    """One row a school and year; no row where the region's rate was not published.

    Nursery schools have no row: their children are below school age.
    """
    rows = pd.DataFrame(
        [
            _row(school, academic_year)
            for school in schools
            for academic_year in YEARS
            if school.open_in(academic_year) and _told(school, academic_year, printed)
        ]
    )
    for (measure_id, academic_year), pool in rows.groupby(["measure_id", "academic_year"]):
        rate = printed.actual.get((str(measure_id), str(academic_year)))
        if rate is not None:
            possible = pool["sessions_possible"]
            now = (pool["rate_pct"] * possible).sum() / possible.sum()
            rows.loc[pool.index, "rate_pct"] += rate - now
    rows["sessions_attended"] = (rows["rate_pct"] / 100 * rows["sessions_possible"]).round()
    return rows.astype({"sessions_attended": int}).assign(group="all")[
        ["school_id", "academic_year", "group", "sessions_possible", "sessions_attended"]
    ]


def _told(school: School, academic_year: str, printed: Printed) -> bool:
    if school.sector in USUAL_PCT:
        return True
    return (MEASURE_OF_SECTOR.get(school.sector, ""), academic_year) in printed.actual


def _row(school: School, academic_year: str) -> dict[str, str | float]:
    draws = Draws(school.school_id, "attendance", academic_year)
    own = 0.4 * Draws(school.school_id, "attendance").one() + 0.15 * draws.one()
    of_age = school.pupils * OF_SCHOOL_AGE.get(school.sector, 1.0) * draws.between(0.97, 1.03)
    usual = USUAL_PCT.get(school.sector, 94.5)
    return {
        "school_id": school.school_id,
        "academic_year": academic_year,
        "measure_id": MEASURE_OF_SECTOR.get(school.sector, ""),
        # 190 days of two sessions, less what is lost to closures and leavers.
        "sessions_possible": round(of_age) * round(draws.between(368, 380)),
        "rate_pct": usual + own - 0.035 * (min(school.efsm_pct, 40) - 20),
    }
