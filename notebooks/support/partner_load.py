"""The load of improvement partners: their schools beside the norm, as a rule and as a chart."""

from math import ceil, floor
from typing import Literal

import altair as alt
import pandas as pd

from shared.charts import WIDTH, Words
from tymor.config import Span
from tymor.report import palette
from tymor.report.chart_values import drawn

Load = Literal["below", "within", "above", "unknown"]

#: Beside the number, for who sees no colour: words would not fit on a telephone.
_SIGNS = {
    "below": " \N{BLACK DOWN-POINTING TRIANGLE}",
    "within": "",
    "above": " \N{BLACK UP-POINTING TRIANGLE}",
}


def load_of(full_time_schools: float, norm: Span) -> Load:
    """Where a partner's schools, as they would be at full time, stand beside the norm.

    >>> norm = Span(least=14, most=20)
    >>> [load_of(schools, norm) for schools in (13.9, 14.0, 20.0, 20.1, float("nan"))]
    ['below', 'within', 'within', 'above', 'unknown']
    """
    if pd.isna(full_time_schools):
        return "unknown"
    if full_time_schools < norm.least:
        return "below"
    return "above" if full_time_schools > norm.most else "within"


def to_move(schools: int, working_pct: float, norm: Span) -> int:
    """How many schools more (or, below zero, fewer) bring a partner within the norm, pro rata.

    Eight schools at 60 per cent: the norm is 8.4 to 12, so one more. Nothing where no whole
    number lies within it.

    >>> to_move(8, 60, Span(least=14, most=20)), to_move(21, 100, Span(least=14, most=20))
    (1, -1)
    """
    low, high = ceil(norm.least * working_pct / 100), floor(norm.most * working_pct / 100)
    if low > high:
        return 0
    return low - schools if schools < low else min(0, high - schools)


@drawn
def load_bars(data: pd.DataFrame, t: Words, norm: Span) -> alt.TopLevelMixin:
    """A bar a partner, in the order of rows, from zero; the norm as a band behind them.

    ``data``: one row a partner: ``partner``, ``full_time_schools``, ``shown`` (the same as it
    is printed), ``load`` (``below``, ``within`` or ``above`` the norm).
    """
    scale = alt.Scale(domain=[0, 1.2 * max(data["full_time_schools"].max(), norm.most)], nice=False)
    title = t("full_time_schools")
    x = alt.X("full_time_schools", type="quantitative", title=title, scale=scale)
    names = alt.Axis(labelLimit=230, ticks=False, domain=False)
    y = alt.Y("partner", type="nominal", title=None, sort=data["partner"].tolist(), axis=names)
    span = pd.DataFrame({"least": [norm.least], "most": [norm.most]})
    left = alt.X("least", type="quantitative", title=title, scale=scale)
    band = alt.Chart(span).mark_rect(color=palette.GRID).encode(left, alt.X2("most"))
    base = alt.Chart(data.assign(label=data["shown"] + data["load"].map(_SIGNS)))
    inside = alt.datum.load == "within"
    hue = alt.condition(inside, alt.value(palette.QUIET_BAR), alt.value(palette.MAIN))
    bars = base.mark_bar(height=16).encode(x, y, color=hue)
    number = alt.Text("label", type="nominal")
    numbers = base.mark_text(align="left", dx=5, fontWeight=600).encode(x, y, number)
    return alt.layer(band, bars, numbers).properties(width=WIDTH - 180, height={"step": 30})
