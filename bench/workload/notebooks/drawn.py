"""The charts of both notebooks, so that every way of making the reports draws the same."""

from collections.abc import Callable

import altair as alt
import pandas as pd

Words = Callable[[str], str]


def trend(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A small panel a measure: actual as a line, targets as ticks, by year."""
    x = alt.X("academic_year", type="ordinal", title=None)
    scale = alt.Scale(zero=False)
    base = alt.Chart()
    line = base.mark_line(point=True).encode(
        x, alt.Y("actual", type="quantitative", scale=scale, title=t("pct"))
    )
    ticks = base.mark_tick(thickness=2).encode(x, alt.Y("target", type="quantitative", scale=scale))
    panel = alt.layer(line, ticks, data=data).properties(width=150, height=110)
    return panel.facet(facet=alt.Facet("measure", type="nominal", title=None), columns=3)


def distance(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A bar a measure: how far it was above or below its target."""
    x = alt.X("points", type="quantitative", title=t("above_or_below"))
    best_first = data.sort_values("points", ascending=False)["measure"].tolist()
    axis = alt.Axis(labelLimit=260)
    y = alt.Y("measure", type="nominal", sort=best_first, title=None, axis=axis)
    base = alt.Chart(data).encode(x, y)
    bars, labels = base.mark_bar(), base.mark_text(align="left", dx=4)
    text = labels.encode(alt.Text("points", type="quantitative", format="+.1f"))
    return alt.layer(bars, text).properties(width=380)


def dots(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A row a measure, a dot a year, and a line through them."""
    x = alt.X("actual", type="quantitative", title=t("pct"), scale=alt.Scale(zero=False))
    y = alt.Y("measure", type="nominal", title=None, axis=alt.Axis(labelLimit=260))
    base = alt.Chart(data).encode(x, y)
    span = base.mark_line().encode(alt.Detail("measure", type="nominal"))
    colour = alt.Color("academic_year", type="ordinal", title=t("table.academic_year"))
    return alt.layer(span, base.mark_point(filled=True, size=70).encode(colour)).properties(
        width=380
    )


def bars(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """Bars by year in a panel a measure: gaps."""
    x = alt.X("academic_year", type="ordinal", title=None)
    y = alt.Y("actual", type="quantitative", title=t("gap_between"))
    panel = alt.Chart(data).mark_bar().encode(x, y).properties(width=150, height=110)
    return panel.facet(facet=alt.Facet("measure", type="nominal", title=None), columns=3)
