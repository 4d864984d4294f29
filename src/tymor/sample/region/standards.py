"""What share of the region reaches each measure in each of six years.

Where a figure was printed, it is that figure. For the years before the print (and for
what was left unverified) it is thought back from the nearest printed year, with the same
factor for everything that must hold together: who falls short of a subject, and who
falls short of the overall measure. So what was consistent in print stays so.
"""

from collections.abc import Mapping

from tymor.sample.printed import Printed
from tymor.sample.region.stages import SIX_YEARS, STAGES

Wanted = Mapping[str, float]
"""Per cent (percentage points for ``gap_``) by measure id, of one year."""

# For each year further back: gaps this much wider, higher levels and rates this much lower.
_GAP_GROWTH = 1.04
_HIGHER_DECLINE = 0.93
_LOWER_GROWTH = 1.10
_RATE_STEP = {"attendance_primary": 0.25, "attendance_secondary": 0.45}


def wanted(printed: Printed, academic_year: str) -> dict[str, float]:
    """All printed measures for the year, the unprinted ones thought back or on."""
    return {measure: _of(measure, academic_year, printed) for measure in printed.measures}


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
