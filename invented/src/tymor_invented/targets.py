"""Targets an authority might have set, seen from its own results."""

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

Key = tuple[str, str, str]
"""Authority, measure and academic year."""


class Tally:
    """Counts by local authority, kept while learners pass by."""

    def __init__(self) -> None:
        # (not eFSM, eFSM) by (reached, assessed)
        self._counts: dict[Key, np.ndarray] = defaultdict(lambda: np.zeros((2, 2)))

    def add(self, land: Estate, pupils: Assessed, met: Reached, academic_year: str) -> None:
        """Count a phase and year of one block."""
        group = 2 * land.authority[pupils.school] + pupils.efsm
        size = 2 * len(land.la_codes)
        for measure, (reached, taken) in met.items():
            counts = [np.bincount(group, weights, size) for weights in (reached & taken, taken)]
            table = np.stack(counts, axis=1).reshape(-1, 2, 2)
            for la_code, of_authority in zip(land.la_codes, table, strict=True):
                self._counts[la_code, measure, academic_year] += of_authority

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

    def results(self) -> dict[Key, float]:
        """Per cent of each measure, and percentage points for ``gap_`` and its name."""
        found: dict[Key, float] = {}
        for (la_code, measure, year), counts in self._counts.items():
            reached, assessed = counts.sum(axis=0)
            if assessed:
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
