"""Half-day sessions of every school, year and group, true to the printed rates."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from tymor.sample.attendance import MEASURE_OF_SECTOR, OF_SCHOOL_AGE, USUAL_PCT
from tymor.sample.draws import Draws, Floats
from tymor.sample.region.estate import Estate
from tymor.sample.region.standards import Wanted
from tymor.sample.region.tally import Tally

GROUPS = ("all", "efsm", "not_efsm", "boys", "girls")
SCHEMA = pa.schema(
    [
        pa.field("school_id", pa.string(), nullable=False),
        pa.field("academic_year", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=False),
        pa.field("sessions_possible", pa.int64(), nullable=False),
        pa.field("sessions_attended", pa.int64(), nullable=False),
    ]
)
_EFSM_BELOW, _BOYS_BELOW = 2.6, 0.1  # percentage points below the others
_MOST = 99.4


def sessions(
    land: Estate, pupils: Sequence[int], academic_year: str, wanted: Wanted, draws: Draws
) -> pa.Table:
    """One row a school that is open in the year and group; none for nursery schools.

    ``pupils`` is the roll of each school. Groups add up to all.
    """
    has = land.open_in(int(academic_year[:4])) & ~land.of_sector("nursery")
    at = np.flatnonzero(has)
    sectors = np.array([school.sector for school in land.schools])[at]
    of_age = np.array([OF_SCHOOL_AGE.get(sector, 1.0) for sector in sectors])
    attending = np.array(pupils)[at] * of_age * (0.97 + 0.06 * draws.uniform(len(at)))
    possible = np.floor(attending + 0.5) * np.floor(368 + 13 * draws.uniform(len(at)))
    own = 0.5 * draws.normal(len(at)) - 3.5 * (np.minimum(land.efsm_share[at], 0.4) - 0.2)
    rate = np.array([USUAL_PCT.get(sector, 94.5) for sector in sectors]) + own
    for measure in sorted(set(MEASURE_OF_SECTOR.values())):
        pool = np.array([MEASURE_OF_SECTOR.get(sector) == measure for sector in sectors])
        if pool.any():
            rate[pool] = _to_rate(rate[pool], possible[pool], wanted[measure])
    attended = np.floor(rate / 100 * possible + 0.5)
    efsm = _part(possible, attended, land.efsm_share[at], _EFSM_BELOW)
    boys = _part(possible, attended, np.full(len(at), 0.512), _BOYS_BELOW)
    whole = np.stack([possible, attended])
    by_group = np.stack([whole, efsm, whole - efsm, boys, whole - boys], axis=1)
    school_ids = [land.schools[place].school_id for place in at]
    return _table(school_ids, academic_year, by_group)


def tally_rates(tally: Tally, land: Estate, table: pa.Table) -> None:
    """Add the sessions of each authority to the tally."""
    known = {school.school_id: school for school in land.schools}
    for row in table.filter(pa.compute.equal(table["group"], "all")).to_pylist():
        school = known[row["school_id"]]
        measure = MEASURE_OF_SECTOR.get(school.sector)
        if measure:
            key = (school.la_code, measure, row["academic_year"])
            tally.add_rate(key, row["sessions_attended"], row["sessions_possible"])


def _to_rate(rate: Floats, possible: Floats, wanted: float) -> Floats:
    """Moved, school by school alike, until all sessions together have the wanted rate."""
    for _ in range(4):
        now = (rate * possible).sum() / possible.sum()
        rate = np.minimum(rate + wanted - now, _MOST)
    return rate


def _part(possible: Floats, attended: Floats, share: Floats, below: float) -> Floats:
    """Sessions of a group whose rate lies ``below`` that of the rest; whole numbers that fit."""
    group = np.floor(possible * share + 0.5)
    rest = possible - group
    rate = attended / np.maximum(possible, 1) - below / 100 * (1 - share)
    most = np.minimum(group, attended)
    return np.stack([group, np.clip(np.floor(rate * group + 0.5), attended - rest, most)])


def _table(school_ids: Sequence[str], academic_year: str, by_group: Floats) -> pa.Table:
    """``by_group``: possible and attended, by group, by school. Empty groups have no row."""
    possible, attended = (side.T.ravel().astype(np.int64) for side in by_group)
    table = pa.Table.from_arrays(
        [
            pa.array(np.repeat(school_ids, len(GROUPS))),
            pa.array([academic_year] * len(possible)),
            pa.array(list(GROUPS) * len(school_ids)),
            pa.array(possible),
            pa.array(attended),
        ],
        schema=SCHEMA,
    )
    return table.filter(pa.array(possible > 0))
