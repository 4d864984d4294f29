"""Green, yellow or plain: an outcome beside its target and the year before.

The rule is the one of the printed tables: *met* where the actual meets or
exceeds that year's target; *improved* where it does not but is better than the
year before; otherwise nothing, as where no target was set. For a gap, closer to zero is
better. Only published numbers are compared, at the places that are published,
so a reader can check every signal, and none gives away a suppressed figure.
"""

from collections.abc import Mapping

import pandas as pd

from tymor.config.models import Measure


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
    signal = pd.Series("none", index=figures.index)
    # Nearly all areas are schools, which are set no targets: they have no signals.
    signal[aimed] = _signals(figures[aimed], measures)
    return figures.assign(signal=signal)


def _signals(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    good = _goodness(figures, measures)
    key = ["area_id", "measure_id", "academic_year", "group"]
    actual = figures["kind"] == "actual"
    targets = good[figures["kind"] == "target"]
    targets.index = pd.MultiIndex.from_frame(figures.loc[figures["kind"] == "target", key])
    actuals = good[actual]
    actuals.index = pd.MultiIndex.from_frame(figures.loc[actual, key])

    here = figures.loc[actual, key]
    before = here.assign(academic_year=here["academic_year"].map(previous_year))
    now = good[actual].to_numpy()
    target = targets.reindex(pd.MultiIndex.from_frame(here)).to_numpy()
    last = actuals.reindex(pd.MultiIndex.from_frame(before)).to_numpy()

    signal = pd.Series("none", index=figures.index)
    improved = figures.index[actual][(now < target) & (now > last)]
    met = figures.index[actual][now >= target]
    signal.loc[improved] = "improved"
    signal.loc[met] = "met"
    return signal


def _goodness(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    """Values turned so that more is always better; missing stays missing."""
    nearer_zero = {name for name, measure in measures.items() if measure.better == "nearer_zero"}
    return figures["value"].where(~figures["measure_id"].isin(nearer_zero), -figures["value"].abs())
