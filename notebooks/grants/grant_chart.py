"""The chart of grants: what was spent of what was allocated."""

import altair as alt
import pandas as pd

from shared.charts import WIDTH
from tymor.page import Figure
from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.bilingual import label
from tymor.report.document import Document

#: With more areas than this the bars are no picture any more; the table has them.
MOST = 40


def spent_of_allocated(page: Document, grants: pd.DataFrame) -> alt.TopLevelMixin | None:
    """A bar an area, the largest first, from zero: allocated in grey, spent of it in front.

    ``grants``: one row an area of one grant and year, as :mod:`grant_figures` makes them.
    Nothing where fewer than two areas have an allocation, or too many.
    """
    data = _bars(page, grants)
    if not 2 <= len(data) <= MOST:
        return None
    ordered = data.sort_values("allocated", ascending=False)["area"].tolist()
    axis = alt.Axis(labelLimit=230, ticks=False, domain=False)
    y = alt.Y("area", type="nominal", sort=ordered, title=None, axis=axis)
    scale = alt.Scale(domain=[0, 1.2 * data["allocated"].max()], nice=False)
    ticks = alt.Axis(tickCount=4, format=",d")
    pounds = page.axis("pounds")
    x = alt.X("allocated", type="quantitative", title=pounds, scale=scale, axis=ticks)
    over = alt.X("spent", type="quantitative", title=pounds, scale=scale, axis=ticks)
    base = alt.Chart(data)
    grey = base.mark_bar(height=18, color=palette.QUIET_BAR).encode(x, y)
    front = base.mark_bar(height=10, color=palette.MAIN).encode(over, y)
    text = alt.Text("shown", type="nominal")
    labels = base.mark_text(align="left", dx=6).encode(x, y, text)
    return alt.layer(grey, front, labels).properties(width=WIDTH - 260, height={"step": 28})


def _bars(page: Document, grants: pd.DataFrame) -> pd.DataFrame:
    """A row an area with an allocation: ``area``, ``allocated`` and ``spent`` in whole pounds, and
    ``shown``, the share spent as it is printed: whole amounts would not fit on a telephone."""
    rows = grants[grants["allocated_gbp"].round() > 0]
    return pd.DataFrame(
        {
            "area": [label(page.name_of(area_id)) for area_id in rows["area_id"]],
            "allocated": rows["allocated_gbp"].round(),
            "spent": rows["spent_gbp"].round().fillna(0.0),
            "shown": [_share(page, share) for share in rows["spent_share"]],
        }
    )


def _share(page: Document, share: Figure) -> str:
    if share.value is None:
        return page.words("grants.areas.chart.not_told")
    return page.words("grants.areas.chart.spent", share=share)
