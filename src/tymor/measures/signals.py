"""Green, yellow or plain: an outcome beside its target and the year before.

The rule is the one of the printed tables: *met* where the actual meets or
exceeds that year's target; *improved* where it does not but is better than the
year before; otherwise nothing, as where no target was set. What is better a measure
says: higher, lower or nearer to zero; where neither is, there is no signal. Only
published numbers are compared, at the places that are published, so a reader can
check every signal, and none gives away a suppressed figure.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.config.measures import Measure
from tymor.measures.frame import coded

_SIGNALS = ["none", "improved", "met"]


def previous_year(academic_year: str) -> str:
    """
    >>> previous_year("2016/17"), previous_year("2000/01")
    ('2015/16', '1999/00')
    """
    first = int(academic_year[:4])
    return f"{first - 1}/{first % 100:02d}"


def with_signals(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """``figures`` with ``signal`` filled for actuals: met, improved or none."""
    targets = figures[figures["kind"] == "target"]
    aimed = figures["group"].isin(targets["group"].unique()) & figures["area_id"].isin(
        targets["area_id"].unique()
    )
    # Most areas are schools, and few of them set targets: the others have no signals.
    signals = np.zeros(len(figures), np.int8)
    signals[aimed] = _signals(figures[aimed], measures)
    return figures.assign(signal=coded(signals, _SIGNALS))


def _signals(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> npt.NDArray[np.int8]:
    """For each figure the place of its signal in :data:`_SIGNALS`."""
    good = goodness(figures, measures).to_numpy(dtype="float64", na_value=np.nan)
    what = figures.groupby(["area_id", "measure_id", "group"], observed=True).ngroup().to_numpy()
    years = figures["academic_year"].astype("category").cat
    year, names = years.codes.to_numpy(), list(years.categories)
    # A row for each series and a column for each year; the last column has no number.
    shape = (int(what.max(initial=-1)) + 1, len(names) + 1)
    actual, target = (figures["kind"].to_numpy() == kind for kind in ("actual", "target"))
    aims, reached = np.full((2, *shape), np.nan)
    aims[what[target], year[target]] = good[target]
    reached[what[actual], year[actual]] = good[actual]
    earlier = [previous_year(name) for name in names]
    before = np.array([names.index(name) if name in names else -1 for name in earlier], np.int64)
    aim, was = aims[what, year], reached[what, before[year]]
    met, improved = good >= aim, (good < aim) & (good > was)
    return np.where(actual, np.select([met, improved], [2, 1], 0), 0).astype(np.int8)


def goodness(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    """Values turned so that more is always better; missing where neither way is."""
    value = figures["value"]
    turned = {"lower": -value, "nearer_zero": -value.abs(), "neither": np.nan}
    for better, values in turned.items():
        own = {name for name, measure in measures.items() if measure.better == better}
        value = value.mask(figures["measure_id"].isin(own), values)
    return value
