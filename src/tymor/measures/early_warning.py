"""Early warning: a school's readings, and the levels that thresholds give them."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from tymor.config import RiskIndicator
from tymor.config.terms import results_known
from tymor.measures.rounding import round_half_up

COLUMNS = ["school_id", "term", "indicator", "reading", "level"]


def level_of(reading: float, indicator: RiskIndicator, sector: str = "") -> int:
    """The level of a reading in a sector; it begins at its threshold.

    >>> pct = RiskIndicator(source="attendance", unit="pct", worse="lower", levels=(94, 93, 91),
    ...                     sectors={"special": (90, 87, 83)})
    >>> [level_of(value, pct) for value in (94.1, 94.0, 92.9, 91.0)]
    [0, 1, 2, 3]
    >>> level_of(91.0, pct, "special")
    0
    """
    lower = indicator.worse == "lower"
    return sum(reading <= at if lower else reading >= at for at in indicator.levels_in(sector))


def risk_levels(
    readings: pd.DataFrame,
    told: pd.DataFrame,
    indicators: Mapping[str, RiskIndicator],
    sectors: Mapping[str, str],
) -> pd.DataFrame:
    """Every level of every school: worked out from readings, or as it was told.

    Parameters
    ----------
    readings
        One row a ``school_id``, ``term`` and ``indicator`` that is worked out: ``reading``.
    told
        One row of the input table ``risk``; stands where people judge an indicator.
    sectors
        Each school's, by its id. A reading is left out where its indicator is not held against
        the sector.

    Returns
    -------
    pandas.DataFrame
        One row a school, term and indicator: ``reading`` (missing where told) and
        ``level``, from none (0) to high (3). No row where nothing is known.
    """
    known = readings.dropna(subset=["reading"])
    of = known["school_id"].map(dict(sectors)).fillna("")
    pairs = zip(known["indicator"], of, strict=True)
    held = np.array([bool(indicators[name].levels_in(sector)) for name, sector in pairs], bool)
    known, of = known[held], of[held]
    levels = [
        level_of(reading, indicators[name], sector)
        for name, reading, sector in zip(known["indicator"], known["reading"], of, strict=True)
    ]
    worked_out = {name for name, each in indicators.items() if not each.judged}
    others = told[~told["indicator"].isin(worked_out)].assign(reading=float("nan"))
    both = [known.assign(level=levels)[COLUMNS], others[COLUMNS]]
    kinds = {"reading": "float64", "level": "int64"}
    return pd.concat([part.astype(kinds) for part in both], ignore_index=True)


def limited_progress(priorities: pd.DataFrame) -> pd.DataFrame:
    """How many priorities of a school were judged limited, by term."""
    limited = (priorities["judgement"] == "limited").astype("float64")
    rows = priorities.assign(reading=limited)[["school_id", "term", "reading"]]
    counts: pd.DataFrame = rows.groupby(["school_id", "term"], as_index=False).sum()
    return counts.assign(indicator="limited_progress")


def by_year(readings: pd.DataFrame, indicator: str, terms: Iterable[str]) -> pd.DataFrame:
    """Yearly readings as terms see them: the newest year whose results are known by then.

    ``readings``: one row a ``school_id`` and ``academic_year``.
    """
    ordered = readings.dropna().sort_values("academic_year", kind="stable")
    parts = []
    for term in terms:
        known = ordered[ordered["academic_year"] <= results_known(term)]
        newest = known.drop_duplicates("school_id", keep="last")
        parts.append(newest.assign(term=term, indicator=indicator))
    columns = ["school_id", "term", "indicator", "reading"]
    return pd.concat([pd.DataFrame(columns=columns), *parts], ignore_index=True)[columns]


def attendance(sessions: pd.DataFrame) -> pd.DataFrame:
    """Half-day sessions attended, per cent of those possible, by school and year."""
    whole = sessions[(sessions["group"] == "all") & (sessions["sessions_possible"] > 0)]
    share = 100 * whole["sessions_attended"] / whole["sessions_possible"]
    reading = round_half_up(share.astype("float64"), 1)
    return whole.assign(reading=reading)[["school_id", "academic_year", "reading"]]


def exclusions(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Days lost to fixed-term exclusions for each 100 pupils on roll, by school and year."""
    pupils = rows["school_id"].map(schools.set_index("school_id")["pupils"]).astype("Float64")
    each = (100 * rows["days_lost"] / pupils.where(pupils > 0)).astype("float64")
    return rows.assign(reading=round_half_up(each, 1))[["school_id", "academic_year", "reading"]]


def results(figures: pd.DataFrame, measures: Iterable[str], partnership: str) -> pd.DataFrame:
    """How far a school's key indicators lie from the partnership's, by year.

    The mean difference in percentage points, to one place, of the measures of which both
    have a published number. ``figures``: published actuals of all learners.
    """
    key = ["measure_id", "academic_year"]
    held = figures[figures["measure_id"].isin(list(measures))].dropna(subset=["value"])
    whole = held.loc[held["area_id"] == partnership, [*key, "value"]]
    whole = whole.rename(columns={"value": "whole"})
    beside = held[held["area_id"] != partnership].merge(whole, on=key)
    apart = beside.assign(reading=beside["value"] - beside["whole"])
    apart = apart.rename(columns={"area_id": "school_id"})
    own = apart[["school_id", "academic_year", "reading"]]
    mean: pd.DataFrame = own.groupby(["school_id", "academic_year"], as_index=False).mean()
    return mean.assign(reading=round_half_up(mean["reading"], 1))
