"""Green, yellow or plain: an outcome beside its target and the year before.

The rule is the one of the printed tables: *met* where the actual meets or
exceeds that year's target; *improved* where it does not but is better than the
year before; otherwise nothing, as where no target was set. For a gap, closer to zero is
better. Only published numbers are compared, at the places that are published,
so a reader can check every signal, and none gives away a suppressed figure.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tymor.config.models import Measure
from tymor.measures.frame import WORDS, coded

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
    # Nearly all areas are schools, which are set no targets: they have no signals.
    own = figures[aimed].astype(dict.fromkeys(WORDS, "object"))
    signals = np.zeros(len(figures), np.int8)
    signals[aimed] = _signals(own, measures)
    return figures.assign(signal=coded(signals, _SIGNALS))


def _signals(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> list[int]:
    """For each figure the place of its signal in :data:`_SIGNALS`."""
    rows = list(
        zip(
            figures["kind"],
            zip(figures["area_id"], figures["measure_id"], figures["group"], strict=True),
            figures["academic_year"],
            _goodness(figures, measures).tolist(),
            strict=True,
        )
    )
    good = {(kind, what, year): value for kind, what, year, value in rows}
    none = float("nan")  # compares with nothing
    year_before = {year: previous_year(year) for year in figures["academic_year"].unique()}
    signals = []
    for kind, what, year, value in rows:
        target = good.get(("target", what, year), none)
        before = good.get(("actual", what, year_before[year]), none)
        met, improved = value >= target, value < target and value > before
        signals.append((2 if met else 1 if improved else 0) if kind == "actual" else 0)
    return signals


def _goodness(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    """Values turned so that more is always better; missing stays missing."""
    nearer_zero = {name for name, measure in measures.items() if measure.better == "nearer_zero"}
    return figures["value"].where(~figures["measure_id"].isin(nearer_zero), -figures["value"].abs())
