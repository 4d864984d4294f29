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
#: Pixels that a sign and a number take.
_LABEL = 27
#: So many steps an axis around values has at most.
_STEPS = 15
_LABELS = alt.Axis(labelLimit=230, labelPadding=8, ticks=False, domain=False)


@drawn
def areas_beside(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """A dot an area, sorted, each with its number; the whole as a line down.

    The axis reaches from the lowest to the highest: shares that lie close together would be bars
    of one length.
    ``data``: one row an area: ``area``, ``value``, ``shown`` (the number as printed),
    ``role``: ``own`` (the page's), ``other`` or ``whole`` (the partnership).
    """
    areas = data[data["role"] != "whole"].sort_values("value", ascending=False, kind="stable")
    y = alt.Y("area", type="nominal", sort=areas["area"].tolist(), title=None, axis=_LABELS)
    apart = data["value"].max() - data["value"].min()
    step = next(step for step in (1, 2, 5, 10, 20, apart) if apart <= _STEPS * step)
    domain = along.around(data["value"], step)
    scale = alt.Scale(domain=domain, nice=False)
    ticks = alt.Axis(tickMinStep=step)
    x = alt.X("value", type="quantitative", title=along.title, scale=scale, axis=ticks)
    others = palette.QUIET if (areas["role"] == "own").any() else palette.MAIN
    hue = alt.condition(alt.datum.role == "own", alt.value(palette.MAIN), alt.value(others))
    base = alt.Chart(areas)
    dots = base.mark_circle(size=130, opacity=1).encode(x, y, color=hue)
    number = alt.Text("shown", type="nominal")
    # The line of the whole may run through a number, which then stands on paper.
    layers = [
        base.mark_text(align="left", dx=10, stroke="#ffffff", strokeWidth=5).encode(x, y, number),
        dots,
        base.mark_text(align="left", dx=10).encode(x, y, number),
    ]
    whole = data[data["role"] == "whole"]
    if len(whole):
        across = alt.Chart(whole.assign(label=whole["area"] + ", " + whole["shown"]))
        layers.insert(0, across.mark_rule(color=palette.REGION, strokeWidth=2).encode(x))
        name = across.mark_text(
            align="right" if whole["value"].iloc[0] > sum(domain) / 2 else "center",
            baseline="bottom", color=palette.REGION, fontWeight=600,
        )  # fmt: skip
        layers.append(name.encode(x, alt.Text("label", type="nominal"), y=alt.value(-4)))
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
    signed = data.assign(
        category=[
            f"{SIGNS[c]} {name}" for c, name in zip(data["colour"], data["category"], strict=True)
        ],
        label=[f"{SIGNS[c]} {n:.0f}" for c, n in zip(data["colour"], data["count"], strict=True)],
    )
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
    # A segment too narrow for its sign and number stays without; the table has it. It takes its
    # room all the same, or the labels beyond it would not stand in the middle of theirs.
    most = data.groupby("bar")["count"].sum().max()
    fits = f"datum.count * width >= {_LABEL * most:g}"
    text = alt.condition(fits, alt.Text("label", type="nominal"), alt.value(""))
    labels = base.mark_text(color=palette.TEXT).encode(
        middle, y, order, alt.Detail("category", type="nominal"), text=text
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
