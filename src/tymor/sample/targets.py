"""Targets an authority might have set, seen from its own results."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tymor.sample.attendance import MEASURE_OF_SECTOR
from tymor.sample.draws import SEED, Draws
from tymor.sample.printed import TARGET_YEARS, YEARS, Printed
from tymor.sample.schools import School

_KEY = ["la_code", "measure_id", "academic_year"]
_NOT_SET_SHARE = 0.03
# How far a target leans on the authority's own last result; the rest is the
# region's. Gaps of a few schools swing, so less is built on them.
_LEANING = {"pct": 0.75, "gap": 0.4}

Results = Mapping[tuple[str, str, str], float]
"""Per cent (or percentage points) by authority, measure and academic year."""


def targets(
    schools: Sequence[School], outcomes: pd.DataFrame, attended: pd.DataFrame, printed: Printed
) -> pd.DataFrame:
    """One row an authority, measure and year; ``value`` is empty unless set.

    Foundation Phase targets for 2017/18 lack a value as the printed ones do, and a
    measure that no school of the authority teaches is not applicable.
    """
    authorities = list(dict.fromkeys(school.la_code for school in schools))
    return targets_after(authorities, _results(schools, outcomes, attended), printed)


def targets_after(
    authorities: Sequence[str], results: Results, printed: Printed, seed: int = SEED
) -> pd.DataFrame:
    """:func:`targets`, from the authorities' results in per cent and percentage points."""
    rows = [
        (la_code, measure_id, year, *_target((la_code, measure_id, year), results, printed, seed))
        for la_code in authorities
        for measure_id in printed.measures
        for year in TARGET_YEARS
    ]
    columns = ["area_id", "measure_id", "academic_year", "value", "status"]
    return pd.DataFrame(rows, columns=columns)


def _target(
    key: tuple[str, str, str], results: Results, printed: Printed, seed: int
) -> tuple[str, str]:
    la_code, measure_id, year = key
    if printed.target_status[measure_id, year] != "set":
        return "", printed.target_status[measure_id, year]
    # The last year with results before the target's own.
    known = [past for past in YEARS if past < year and (measure_id, past) in printed.actual]
    past = known[-1]
    own = results.get((la_code, measure_id, past))
    if own is None:
        return "", "not_applicable"
    draws = Draws(la_code, "target", measure_id, year, seed=seed)
    if draws.between(0, 1) < _NOT_SET_SHARE:
        return "", "not_set"
    of_region = printed.target[measure_id, year]
    is_gap = measure_id.startswith("gap_")
    lead = own - printed.actual[measure_id, past]
    value = of_region + _LEANING["gap" if is_gap else "pct"] * lead + 0.6 * draws.one()
    low, high = (-45.0, -1.0) if is_gap else (1.0, 99.0)
    return f"{min(max(value, low), high):.1f}", "set"


def _results(
    schools: Sequence[School], outcomes: pd.DataFrame, attended: pd.DataFrame
) -> dict[tuple[str, str, str], float]:
    la_code = {school.school_id: school.la_code for school in schools}
    counts = outcomes.assign(la_code=outcomes["school_id"].map(la_code))
    sums = counts.groupby([*_KEY, "group"])[["numerator", "denominator"]].sum()
    pct = (100 * sums["numerator"] / sums["denominator"]).unstack("group")
    gaps = (pct["efsm"] - pct["not_efsm"]).dropna().rename(lambda name: f"gap_{name}", level=1)
    return _by_key(pct["all"]) | _by_key(gaps) | _by_key(_attendance_pct(schools, attended))


def _by_key(values: pd.Series) -> dict[tuple[str, str, str], float]:
    rows = values.rename("value").reset_index()
    columns = (rows[column].tolist() for column in [*_KEY, "value"])
    return {(la, measure, year): value for la, measure, year, value in zip(*columns, strict=True)}


def _attendance_pct(schools: Sequence[School], attended: pd.DataFrame) -> pd.Series:
    covered = pd.DataFrame(
        [
            (school.school_id, school.la_code, MEASURE_OF_SECTOR[school.sector])
            for school in schools
            if school.sector in MEASURE_OF_SECTOR
        ],
        columns=["school_id", "la_code", "measure_id"],
    )
    rows = attended.merge(covered, on="school_id")
    sums = rows.groupby(_KEY)[["sessions_attended", "sessions_possible"]].sum()
    return 100 * sums["sessions_attended"] / sums["sessions_possible"]
