"""The printed figures that invented ones come near to, and what they were in other years.

Where a figure was printed, it is that figure. For the years before the print (and for
what was left unverified) it is thought back from the nearest printed year, with the same
factor for everything that must hold together: who falls short of a subject, and who
falls short of the overall measure. So what was consistent in print stays so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tymor.errors import TymorError
from tymor_invented.learners.stages import SIX_YEARS, STAGES

YEARS = SIX_YEARS[3:]
TARGET_YEARS = ("2015/16", "2016/17", "2017/18")
_REGION = "CSC"
Wanted = Mapping[str, float]
"""Per cent (percentage points for ``gap_``) by measure id, of one year."""

# For each year further back: gaps this much wider, higher levels and rates this much lower.
_GAP_GROWTH = 1.04
_HIGHER_DECLINE = 0.93
_LOWER_GROWTH = 1.10
_RATE_STEP = {"attendance_primary": 0.25, "attendance_secondary": 0.45}


@dataclass(frozen=True, slots=True)
class Printed:
    """Actuals and targets of the region, by measure and academic year.

    A pair that is missing was printed without a number; ``target_status`` says
    for every target whether it was set.
    """

    measures: tuple[str, ...]
    actual: dict[tuple[str, str], float]
    target: dict[tuple[str, str], float]
    target_status: dict[tuple[str, str], str]


def read_printed(folder: Path) -> Printed:
    """Read ``published_outcomes.csv`` and ``targets.csv`` of ``folder``.

    Raises
    ------
    TymorError
        One of the two is missing.
    """
    actual, target = (_read(folder / f"{name}.csv") for name in ("published_outcomes", "targets"))
    return Printed(
        measures=tuple(actual["measure_id"].drop_duplicates()),
        actual=_numbers(actual),
        target=_numbers(target),
        target_status=dict(zip(_keys(target), target["status"], strict=True)),
    )


def wanted(printed: Printed, academic_year: str) -> dict[str, float]:
    """All printed measures for the year, the unprinted ones thought back or on."""
    return {measure: _of(measure, academic_year, printed) for measure in printed.measures}


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise TymorError(
            f"{path} is missing: the invented schools are made to come near its figures. "
            "Run from the project's folder, or name the folder of printed figures "
            "with --published."
        )
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return rows[rows["area_id"] == _REGION]


def _numbers(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    given = rows[rows["value"] != ""]
    return dict(zip(_keys(given), given["value"].astype(float), strict=True))


def _keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["measure_id"], rows["academic_year"], strict=True))


def _of(measure: str, academic_year: str, printed: Printed) -> float:
    told = [year for year in SIX_YEARS if (measure, year) in printed.actual]
    here = SIX_YEARS.index(academic_year)
    nearest = min(told, key=lambda year: abs(SIX_YEARS.index(year) - here))
    value = printed.actual[measure, nearest]
    return _moved(measure, value, SIX_YEARS.index(nearest) - here)


def _moved(measure: str, value: float, years_back: int) -> float:
    if years_back == 0:
        return value
    if measure.startswith("gap_"):
        return float(value * _GAP_GROWTH**years_back)
    if measure in _RATE_STEP:
        return value - _RATE_STEP[measure] * years_back
    if measure.endswith(("_plus1", "_plus2")):
        return float(value * _HIGHER_DECLINE**years_back)
    return float(100 - (100 - value) * _growth(measure) ** years_back)


def _growth(measure: str) -> float:
    for stage in STAGES:
        if measure == stage.lower:
            return _LOWER_GROWTH
        if measure == stage.overall or measure.startswith(f"{stage.prefix}_"):
            return stage.growth
    return 1.0
