"""The chart of grants: what was spent of what was allocated."""

import altair as alt
import pandas as pd

from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn
from tymor.report.charts import WIDTH, Words

#: With more areas than this the bars are no picture any more; the table has them.
MOST = 40


@drawn
def spent_of_allocated(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A bar an area, the largest first, from zero: allocated in grey, spent of it in front.

    ``data``: one row an area: ``area``, ``allocated``, ``spent`` (pounds), ``shown`` (the share
    spent as it is printed: short, for whole amounts would not fit on a telephone).
    """
    ordered = data.sort_values("allocated", ascending=False)["area"].tolist()
    axis = alt.Axis(labelLimit=230, ticks=False, domain=False)
    y = alt.Y("area", type="nominal", sort=ordered, title=None, axis=axis)
    scale = alt.Scale(domain=[0, 1.2 * data["allocated"].max()], nice=False)
    ticks = alt.Axis(tickCount=4, format=",d")
    x = alt.X("allocated", type="quantitative", title=t("pounds"), scale=scale, axis=ticks)
    over = alt.X("spent", type="quantitative", title=t("pounds"), scale=scale, axis=ticks)
    base = alt.Chart(data)
    grey = base.mark_bar(height=18, color=palette.QUIET_BAR).encode(x, y)
    front = base.mark_bar(height=10, color=palette.MAIN).encode(over, y)
    text = alt.Text("shown", type="nominal")
    labels = base.mark_text(align="left", dx=6).encode(x, y, text)
    return alt.layer(grey, front, labels).properties(width=WIDTH - 260, height={"step": 28})
