"""Charts of many schools or areas at once: dots, sorted bars, judgements.

As in :mod:`shared.charts`, a builder takes rows in one language's words.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from shared.charts import WIDTH, Words
from shared.units import Axis
from tymor.page import Text
from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn

#: Beside its colour a judgement has a sign, so that grey print and every eye tell it apart.
SIGNS = {"blue": "○", "green": "▲", "yellow": "■", "amber": "◆", "red": "▼"}
#: A name of several lines, which Vega draws from an array.
_IN_LINES = "split(datum.label, '\\n')"
_LABELS = alt.Axis(labelLimit=230, labelPadding=8, ticks=False, domain=False)


@drawn
def areas_beside(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """A bar an area, sorted, each with its number, from zero; the whole as a line across.

    ``data``: one row an area: ``area``, ``value``, ``shown`` (the number as printed),
    ``role``: ``own`` (the page's), ``other`` or ``whole`` (the partnership).
    """
    bars = data[data["role"] != "whole"].sort_values("value", ascending=False)
    whole = data[data["role"] == "whole"]
    y = alt.Y("area", type="nominal", sort=bars["area"].tolist(), title=None, axis=_LABELS)
    scale = alt.Scale(domain=along.whole(data["value"]), nice=False)
    x = alt.X("value", type="quantitative", title=along.title, scale=scale)
    fill = alt.condition(
        alt.datum.role == "own", alt.value(palette.MAIN), alt.value(palette.QUIET_BAR)
    )
    base = alt.Chart(bars)
    drawn = base.mark_bar(height=18).encode(x, y, color=fill)
    # Numbers stand at the foot of their bars: at the end the partnership's line would cross them.
    on_bar = alt.condition(alt.datum.role == "own", alt.value("#ffffff"), alt.value(palette.TEXT))
    numbers = base.mark_text(align="left", dx=6, fontWeight=600).encode(
        y, alt.Text("shown", type="nominal"), x=alt.value(0), color=on_bar
    )
    layers: list[alt.Chart] = [drawn, numbers]
    if len(whole):
        rule = alt.Chart(whole)
        across = alt.X("value", type="quantitative", scale=scale, title=along.title)
        layers.append(rule.mark_rule(color=palette.REGION, strokeWidth=2).encode(across))
        name = whole.assign(label=whole["area"] + ", " + whole["shown"])
        layers.append(
            alt.Chart(name)
            .mark_text(
                align="right", dx=-5, baseline="bottom", color=palette.REGION, fontWeight=600
            )
            .encode(across, alt.Text("label", type="nominal"), y=alt.value(-4))
        )
    return alt.layer(*layers).properties(width=WIDTH - 260, height={"step": 28})


@drawn
def judgement_bars(
    data: pd.DataFrame, t: Words, *, counted: str = "judged_count"
) -> alt.TopLevelMixin:
    """Stacked bars of how many were judged to be in each category; a sign beside each colour.

    ``data``: one row a bar and category: ``bar`` (its name), ``order``, ``category``,
    ``rank`` (the best first), ``colour`` (of ``params/judgements.yml``), ``count``.
    ``counted`` names what is counted, in the words of charts. A bar's name may have several
    lines.
    """
    # A segment too narrow for its sign and number stays without; the table has it. It takes its
    # room all the same, or the labels beyond it would not stand in the middle of theirs.
    least = 0.045 * data.groupby("bar")["count"].sum().max()
    signed = data.assign(
        category=[
            f"{SIGNS[c]} {name}" for c, name in zip(data["colour"], data["category"], strict=True)
        ],
        label=[f"{SIGNS[c]} {n:.0f}" if n >= least else ""
               for c, n in zip(data["colour"], data["count"], strict=True)],
    )  # fmt: skip
    kinds = signed.sort_values("rank").drop_duplicates("category")
    lines = data["bar"].str.count("\n").max() + 1
    wide = {**_LABELS.to_dict(), "labelLimit": 270, "labelExpr": _IN_LINES}
    axis = alt.Axis(**wide) if lines > 1 else _LABELS
    y = alt.Y("bar", type="nominal", sort=_by(data, "order"), title=None, axis=axis)
    x = alt.X("count", type="quantitative", stack="zero", title=t(counted),
              axis=alt.Axis(tickMinStep=1, format="d"))  # fmt: skip
    order = alt.Order("rank", type="quantitative")
    colour = alt.Color(
        "category", type="nominal",
        scale=alt.Scale(domain=kinds["category"].tolist(),
                        range=[palette.PROGRESS[c] for c in kinds["colour"]]),
        legend=alt.Legend(orient="top", title=None, columns=3, labelLimit=240),
    )  # fmt: skip
    base = alt.Chart(signed)
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=2, height=26).encode(x, y, colour, order)
    middle = alt.X("count", type="quantitative", stack="zero", bandPosition=0.5)
    labels = base.mark_text(color=palette.TEXT).encode(
        middle, y, alt.Text("label", type="nominal"), order, alt.Detail("category", type="nominal")
    )
    return alt.layer(bars, labels).properties(
        width=WIDTH - 200, height={"step": max(36, 6 + 13 * int(lines))}
    )


@drawn
def two_groups(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """Two dots an area, one for each group, numbered, with the gap as a line; a panel a measure.

    ``data``: one row a measure, area and group: ``measure``, ``area``, ``group``, ``value``,
    ``shown`` (the number as printed), ``higher`` (of the two).
    """
    groups = data["group"].unique().tolist()
    y = alt.Y("area", type="nominal", sort=data["area"].unique().tolist(), title=None, axis=_LABELS)
    low, high = along.around(data["value"], 10)
    ticks = range(int(low), int(high) + 1, max(10, round((high - low) / 10)))
    # Room for the numbers beside the dots, beyond the most that a value can be.
    scale = alt.Scale(domain=[low, high + (high - low) / 20], nice=False)
    axis = alt.Axis(values=list(ticks))
    x = alt.X("value", type="quantitative", title=along.title, scale=scale, axis=axis)
    legend = alt.Legend(orient="top", title=None, labelLimit=420, columns=1)
    hues = alt.Scale(domain=groups, range=[palette.MAIN, palette.REGION])
    shapes = alt.Scale(domain=groups, range=["circle", "diamond"])
    colour = alt.Color("group", type="nominal", scale=hues, legend=legend)
    shape = alt.Shape("group", type="nominal", scale=shapes, legend=legend)
    number = alt.Text("shown", type="nominal")
    base = alt.Chart()
    line = base.mark_line(color=palette.QUIET_BAR, strokeWidth=3)
    dots = base.mark_point(size=110, opacity=1, filled=True)
    right = base.transform_filter("datum.higher").mark_text(align="left", dx=9)
    left = base.transform_filter("!datum.higher").mark_text(align="right", dx=-9)
    panel = alt.layer(
        line.encode(x, y, alt.Detail("area", type="nominal")),
        dots.encode(x, y, colour, shape),
        right.encode(x, y, number),
        left.encode(x, y, number),
        data=data,
        width=WIDTH - 250,
        height={"step": 19},
    )
    measures = data["measure"].unique().tolist()
    facet = alt.Facet("measure", type="nominal", sort=measures, title=None)
    panels: alt.FacetChart = panel.facet(facet=facet, columns=1)
    return panels


def judged_rows(
    counts: Mapping[str, Mapping[str, int]], names: Mapping[str, Text], colours: Mapping[str, str],
    words: Mapping[str, Text],
) -> pd.DataFrame:  # fmt: skip
    """One row a bar and judgement, for ``judgement_bars``.

    ``counts``: bar to judgement to how many; ``names``: what each bar is called;
    ``colours`` and ``words`` of each judgement, the best first.
    """
    return pd.DataFrame(
        {"bar": names[bar], "order": order, "category": words[code], "rank": rank,
         "colour": colours[code], "count": float(of_bar.get(code, 0))}
        for order, (bar, of_bar) in enumerate(counts.items())
        for rank, code in enumerate(colours)
    )  # fmt: skip


def _by(data: pd.DataFrame, column: str) -> list[str]:
    """Names of the first column's rows in the order of ``column``."""
    first = "measure" if "measure" in data else "bar"
    return [str(name) for name in data.sort_values(column)[first].unique()]
