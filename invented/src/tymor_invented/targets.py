"""Targets an authority or a school might have set, seen from its own results."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from tymor_invented.draws import Draws
from tymor_invented.learners.assessed import Assessed
from tymor_invented.learners.counts import Reached
from tymor_invented.learners.printed import TARGET_YEARS, YEARS, Printed
from tymor_invented.learners.sessions import MEASURE_OF_SECTOR
from tymor_invented.schools.estate import Estate

_NOT_SET_SHARE = 0.03
# How far a target leans on the authority's own last result; the rest is the
# region's. Gaps of a few schools swing, so less is built on them.
_LEANING_PCT, _LEANING_GAP = 0.75, 0.4
_COLUMNS = ["area_id", "measure_id", "academic_year", "value", "status"]

#: What schools set targets of, and which schools; how far these lean on their own last result,
#: and how far schools lie apart in what they expect.
_OF_SCHOOLS = ("fp_fpoi", "ks2_csi", "ks3_csi", "ks4_l2_inclusive")
_SECTORS = ("primary", "middle", "secondary", "through")
_SCHOOL_LEANING, _SCHOOLS_APART = 0.6, 5.0
_FEWEST_ASSESSED = 5

Key = tuple[str, str, str]
"""Area, measure and academic year."""


class Tally:
    """Counts by local authority, or by school, kept while learners pass by."""

    def __init__(self, *, by_school: bool = False) -> None:
        self._by_school = by_school
        # (not eFSM, eFSM) by (reached, assessed)
        self._counts: dict[Key, np.ndarray] = defaultdict(lambda: np.zeros((2, 2)))

    def add(self, land: Estate, pupils: Assessed, met: Reached, academic_year: str) -> None:
        """Count a phase and year of one block."""
        areas, of_school = list(land.la_codes), np.asarray(land.authority)
        if self._by_school:
            areas = [school.school_id for school in land.schools]
            of_school = np.arange(len(areas))
            met = {measure: met[measure] for measure in met if measure in _OF_SCHOOLS}
        group = 2 * of_school[pupils.school] + pupils.efsm
        size = 2 * len(areas)
        for measure, (reached, taken) in met.items():
            counts = [np.bincount(group, weights, size) for weights in (reached & taken, taken)]
            table = np.stack(counts, axis=1).reshape(-1, 2, 2)
            for area, of_area in zip(areas, table, strict=True):
                self._counts[area, measure, academic_year] += of_area

    def add_sessions(self, land: Estate, rows: pd.DataFrame, academic_year: str) -> None:
        """Count sessions of a year, all learners together."""
        whole = rows[rows["group"] == "all"]
        counts = whole[["sessions_attended", "sessions_possible"]].to_numpy()
        by_school = dict(zip(whole["school_id"], counts, strict=True))
        for school in land.schools:
            measure = MEASURE_OF_SECTOR.get(school.sector)
            if measure and school.school_id in by_school:
                counted = by_school[school.school_id]
                self._counts[school.la_code, measure, academic_year][0] += counted

    def authorities(self) -> list[str]:
        """The codes of all authorities that anything was counted of."""
        return sorted({la_code for la_code, _, _ in self._counts})

    def results(self, fewest: int = 1) -> dict[Key, float]:
        """Per cent of each measure, and percentage points for ``gap_`` and its name.

        Of areas with ``fewest`` learners assessed or more.
        """
        found: dict[Key, float] = {}
        for (la_code, measure, year), counts in self._counts.items():
            reached, assessed = counts.sum(axis=0)
            if assessed >= fewest:
                found[la_code, measure, year] = 100 * float(reached / assessed)
            if counts[:, 1].all():
                others, efsm = counts[:, 0] / counts[:, 1]
                found[la_code, f"gap_{measure}", year] = 100 * float(efsm - others)
        return found


def targets(tally: Tally, printed: Printed, seed: int) -> pd.DataFrame:
    """One row an authority, measure and year; ``value`` is empty unless set.

    Foundation Phase targets for 2017/18 lack a value as the printed ones do, and a
    measure that no school of the authority teaches is not applicable.
    """
    keys = [
        (la_code, measure_id, year)
        for la_code in tally.authorities()
        for measure_id in printed.measures
        for year in TARGET_YEARS
    ]
    results = tally.results()
    rows = [(*key, *_target(key, results, printed, seed)) for key in keys]
    return pd.DataFrame(rows, columns=_COLUMNS)


def school_targets(tally: Tally, land: Estate, printed: Printed, seed: int) -> pd.DataFrame:
    """One row a school, measure and year with a target; ``tally`` has counted by school.

    Each leans on the school's last result before that year; some expect less than it.
    """
    results = tally.results(_FEWEST_ASSESSED)
    rows = []
    for school in land.schools:
        for measure in _OF_SCHOOLS if school.sector in _SECTORS else ():
            for year in TARGET_YEARS[1:]:
                past = [at for at in YEARS if at < year and (measure, at) in printed.actual][-1]
                own = results.get((school.school_id, measure, past))
                if own is None or (measure, year) not in printed.target:
                    continue
                draws = Draws(school.school_id, "target", measure, year, seed=seed)
                value = (
                    _SCHOOL_LEANING * own + (1 - _SCHOOL_LEANING) * printed.target[measure, year]
                )
                value = min(max(value + _SCHOOLS_APART * draws.one(), 1.0), 99.0)
                rows.append((school.school_id, measure, year, f"{value:.1f}", "set"))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _target(key: Key, results: Mapping[Key, float], printed: Printed, seed: int) -> tuple[str, str]:
    la_code, measure_id, year = key
    if printed.target_status[measure_id, year] != "set":
        return "", printed.target_status[measure_id, year]
    # The last year with results before the target's own.
    past = [at for at in YEARS if at < year and (measure_id, at) in printed.actual][-1]
    own = results.get((la_code, measure_id, past))
    if own is None:
        return "", "not_applicable"
    draws = Draws(la_code, "target", measure_id, year, seed=seed)
    if draws.between(0, 1) < _NOT_SET_SHARE:
        return "", "not_set"
    is_gap = measure_id.startswith("gap_")
    lead = own - printed.actual[measure_id, past]
    leaning = _LEANING_GAP if is_gap else _LEANING_PCT
    value = printed.target[measure_id, year] + leaning * lead + 0.6 * draws.one()
    low, high = (-45.0, -1.0) if is_gap else (1.0, 99.0)
    return f"{min(max(value, low), high):.1f}", "set"
