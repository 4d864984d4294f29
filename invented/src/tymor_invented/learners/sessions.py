"""Half-day sessions of every school, year and group, true to the printed rates."""

import numpy as np
import pandas as pd

from tymor_invented.draws import Draws, Floats
from tymor_invented.learners.printed import Wanted
from tymor_invented.schools.estate import Estate

MEASURE_OF_SECTOR = {
    "primary": "attendance_primary",
    **dict.fromkeys(("middle", "secondary", "through"), "attendance_secondary"),
}
"""The measure whose printed rate the schools of a sector come to, all together."""
# Sectors that no attendance measure covers: their own usual rate, in per cent.
_USUAL_PCT = {"special": 91.4, "pru": 76.5}
# The share of a roll that is of school age and so has sessions to attend.
_OF_SCHOOL_AGE = {"primary": 0.84, "secondary": 0.9, "through": 0.84}
_BOYS = 0.512
_EFSM_BELOW, _BOYS_BELOW = 2.6, 0.1  # percentage points below the others
_MOST = 99.4


def sessions(land: Estate, academic_year: str, wanted: Wanted, draws: Draws) -> pd.DataFrame:
    """One row a school that is open in the year and group; none for nursery schools.

    Groups add up to all.
    """
    at = np.flatnonzero(land.open_in(int(academic_year[:4])) & ~land.of_sector("nursery"))
    schools = [land.schools[place] for place in at]
    of_age = np.array([s.pupils * _OF_SCHOOL_AGE.get(s.sector, 1.0) for s in schools])
    attending = of_age * (0.97 + 0.06 * draws.uniform(len(at)))
    possible = np.floor(attending + 0.5) * np.floor(368 + 13 * draws.uniform(len(at)))
    own = 0.5 * draws.normal(len(at)) - 3.5 * (np.minimum(land.efsm_share[at], 0.4) - 0.2)
    rate = np.array([_USUAL_PCT.get(school.sector, 94.5) for school in schools]) + own
    for measure in sorted(set(MEASURE_OF_SECTOR.values())):
        pool = np.array([MEASURE_OF_SECTOR.get(school.sector) == measure for school in schools])
        if pool.any():
            rate[pool] = _to_rate(rate[pool], possible[pool], wanted[measure])
    whole = np.stack([possible, np.floor(rate / 100 * possible + 0.5)])
    efsm = _part(whole, land.efsm_share[at], _EFSM_BELOW)
    boys = _part(whole, np.full(len(at), _BOYS), _BOYS_BELOW)
    by_group = {"all": whole, "efsm": efsm, "not_efsm": whole - efsm} | {
        "boys": boys,
        "girls": whole - boys,
    }
    keys = {"school_id": [school.school_id for school in schools], "academic_year": academic_year}
    rows = pd.concat(
        pd.DataFrame({**keys, "group": group, "sessions_possible": all_of, "sessions_attended": of})
        for group, (all_of, of) in by_group.items()
    ).astype({"sessions_possible": "int64", "sessions_attended": "int64"})
    return rows[rows["sessions_possible"] > 0].sort_values("school_id", kind="stable")


def _to_rate(rate: Floats, possible: Floats, wanted: float) -> Floats:
    """Moved, school by school alike, until all sessions together have the wanted rate."""
    for _ in range(4):
        now = (rate * possible).sum() / possible.sum()
        rate = np.minimum(rate + wanted - now, _MOST)
    return rate


def _part(whole: Floats, share: Floats, below: float) -> Floats:
    """Sessions of a group whose rate lies ``below`` that of the rest; whole numbers that fit."""
    possible, attended = whole
    group = np.floor(possible * share + 0.5)
    rest = possible - group
    rate = attended / np.maximum(possible, 1) - below / 100 * (1 - share)
    most = np.minimum(group, attended)
    return np.stack([group, np.clip(np.floor(rate * group + 0.5), attended - rest, most)])
