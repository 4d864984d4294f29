"""Charts of the region's report: what moved most, two groups apart, attendance as dots.

As in :mod:`tymor.report.charts`, a builder takes rows in one language's words.
"""

import altair as alt
import pandas as pd

from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn
from tymor.report.charts import WIDTH, Words

_LABELS = alt.Axis(labelLimit=250, ticks=False, domain=False)


@drawn
def moved_most(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A bar a measure, to the right where it got better, to the left where it got worse.

    ``data``: one row a measure, the most improved first: ``measure``, ``points`` (more is
    better), ``shown`` (the same with its sign).
    """
    sort = data.sort_values("points", ascending=False)["measure"].tolist()
    y = alt.Y("measure", type="nominal", sort=sort, title=None, axis=_LABELS)
    scale = alt.Scale(padding=34, zero=True)
    axis = alt.Axis(titleAnchor="end")  # on a telephone it is wider than the bars' part
    x = alt.X("points", type="quantitative", title=t("moved_points"), scale=scale, axis=axis)
    hue = alt.condition("datum.points >= 0", alt.value(palette.MAIN), alt.value(palette.REGION))
    base = alt.Chart(data)
    bars = base.mark_bar(height=14).encode(x, y, color=hue)
    zero = alt.Chart(pd.DataFrame({"zero": [0]}))
    rule = zero.mark_rule(color=palette.TEXT).encode(alt.X("zero", type="quantitative"))
    label = alt.Text("shown", type="nominal")
    better = base.transform_filter("datum.points >= 0").mark_text(align="left", dx=5)
    worse = base.transform_filter("datum.points < 0").mark_text(align="right", dx=-5)
    labels = [better.encode(x, y, label), worse.encode(x, y, label)]
    return alt.layer(bars, rule, *labels).properties(width=WIDTH - 280, height={"step": 24})


@drawn
def two_groups(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """Two dots an area, one for each group, numbered, with the gap as a line; a panel a measure.

    ``data``: one row a measure, area and group: ``measure``, ``order``, ``area``, ``rank``,
    ``group``, ``group_rank`` (0 or 1), ``value``, ``shown``, ``higher`` (of the two).
    """
    groups = data.sort_values("group_rank").drop_duplicates("group")["group"].tolist()
    areas = data.sort_values("rank").drop_duplicates("area")["area"].tolist()
    y = alt.Y("area", type="nominal", sort=areas, title=None, axis=_LABELS)
    low, high = data["value"].min(), data["value"].max()
    # Room for the numbers beside the dots; a share of learners never goes beyond 100.
    domain = [max(0, 10 * ((low - 4) // 10)), max(104, high + 4)]
    axis = alt.Axis(values=list(range(0, 101, 10)))
    scale = alt.Scale(domain=domain, nice=False)
    x = alt.X("value", type="quantitative", title=t("pct"), scale=scale, axis=axis)
    legend = alt.Legend(orient="top", title=None, labelLimit=420, columns=1)
    hues = alt.Scale(domain=groups, range=[palette.MAIN, palette.REGION])
    shapes = alt.Scale(domain=groups, range=["circle", "diamond"])
    base = alt.Chart()
    line = base.mark_line(color=palette.QUIET_BAR, strokeWidth=3).encode(
        x, y, alt.Detail("area", type="nominal")
    )
    dots = base.mark_point(size=110, opacity=1, filled=True).encode(
        x, y, alt.Color("group", type="nominal", scale=hues, legend=legend),
        alt.Shape("group", type="nominal", scale=shapes, legend=legend),
    )  # fmt: skip
    number = alt.Text("shown", type="nominal")
    right = base.transform_filter("datum.higher").mark_text(align="left", dx=9)
    left = base.transform_filter("!datum.higher").mark_text(align="right", dx=-9)
    labels = [right.encode(x, y, number), left.encode(x, y, number)]
    panel = alt.layer(line, dots, *labels, data=data, width=WIDTH - 250, height={"step": 19})
    order = alt.EncodingSortField("order", order="ascending")
    measure = alt.Facet("measure", type="nominal", sort=order, title=None)
    panels: alt.FacetChart = panel.facet(facet=measure, columns=1)
    return panels


@drawn
def dots_beside(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A dot an area, sorted, each with its number; the whole as a line down.

    For shares that lie close together, where bars from zero would all look alike.
    ``data`` as for :func:`tymor.report.school_charts.areas_beside`.
    """
    areas = data[data["role"] != "whole"].sort_values("value", ascending=False)
    y = alt.Y("area", type="nominal", sort=areas["area"].tolist(), title=None, axis=_LABELS)
    domain = [data["value"].min() // 1 - 1, min(100, data["value"].max() // 1 + 2)]
    scale = alt.Scale(domain=domain, nice=False)
    whole_numbers = alt.Axis(values=list(range(int(domain[0]), int(domain[1]) + 1)))
    x = alt.X(
        "value", type="quantitative", title=t("attendance_pct"), scale=scale, axis=whole_numbers
    )
    base = alt.Chart(areas)
    dots = base.mark_circle(size=130, opacity=1, color=palette.MAIN).encode(x, y)
    numbers = base.mark_text(align="left", dx=10).encode(x, y, alt.Text("shown", type="nominal"))
    layers = [dots, numbers]
    whole = data[data["role"] == "whole"]
    if len(whole):
        named = whole.assign(label=whole["area"] + ", " + whole["shown"])
        across = alt.Chart(named)
        layers.insert(0, across.mark_rule(color=palette.REGION, strokeWidth=2).encode(x))
        layers.append(
            across.mark_text(baseline="bottom", color=palette.REGION, fontWeight=600)
            .encode(x, alt.Text("label", type="nominal"), y=alt.value(-4))
        )  # fmt: skip
    return alt.layer(*layers).properties(width=WIDTH - 260, height={"step": 28})
