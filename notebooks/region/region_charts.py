"""Charts of the region's report, each of rows in their order and of ``t``, the words of axes."""

from typing import Any

import altair as alt
import pandas as pd

from shared.charts import WIDTH, Words
from shared.units import Axis
from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn

#: More schools than these on a measure are drawn smaller and paler.
MANY = 60
_LABELS = alt.Axis(labelLimit=250, ticks=False, domain=False)
_SHORT_LABELS = alt.Axis(labelLimit=230, ticks=False, domain=False)


@drawn
def distance_to_target(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """How far each measure was from its target, the furthest above it first.

    ``data``: one row a measure: ``short`` (its name), ``points``, ``shown`` (the same with its
    sign), ``signal`` and ``signal_word``.
    """
    signs = data["signal"].map(palette.SIGNS)
    data = data.assign(
        signal_word=[
            f"{sign} {word}" for sign, word in zip(signs, data["signal_word"], strict=True)
        ],
        shown=[f"{sign} {number}" for sign, number in zip(signs, data["shown"], strict=True)],
    )
    words = data.drop_duplicates("signal").set_index("signal")["signal_word"]
    present = [signal for signal in palette.SIGNALS if signal in words.index]
    colour = alt.Color(
        "signal_word",
        type="nominal",
        scale=alt.Scale(
            domain=[words[s] for s in present], range=[palette.SIGNALS[s] for s in present]
        ),
        legend=alt.Legend(orient="top", title=None),
    )
    sort = data.sort_values("points", ascending=False, kind="stable")["short"].tolist()
    y = alt.Y("short", type="nominal", sort=sort, title=None, axis=_SHORT_LABELS)
    x = alt.X(
        "points",
        type="quantitative",
        title=along.title,
        axis=alt.Axis(titleAnchor="end"),  # on a telephone it is wider than the bars' part
        scale=alt.Scale(padding=58),  # room for a bar's number beside the measures' names
    )
    bars = alt.Chart().mark_bar(height=12).encode(x, y, colour)
    layers = [bars, _zero(), *_numbers_beyond(x, y, 4)]
    shown = data[["short", "points", "shown", "signal_word"]]
    return alt.layer(*layers, data=shown, width=WIDTH - 260, height={"step": 21})


@drawn
def moved_most(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """A bar a measure, to the right where it got better, to the left where it got worse.

    ``data``: one row a measure, the most improved first: ``short`` (its name), ``points`` (more
    is better), ``shown`` (the same with its sign).
    """
    y = alt.Y("short", type="nominal", sort=None, title=None, axis=_LABELS)
    scale = alt.Scale(padding=34, zero=True)
    axis = alt.Axis(titleAnchor="end")  # on a telephone it is wider than the bars' part
    x = alt.X("points", type="quantitative", title=along.title, scale=scale, axis=axis)
    hue = alt.condition("datum.points >= 0", alt.value(palette.MAIN), alt.value(palette.REGION))
    bars = alt.Chart().mark_bar(height=14).encode(x, y, color=hue)
    layers = [bars, _zero(), *_numbers_beyond(x, y, 5)]
    shown = data[["short", "points", "shown"]]
    return alt.layer(*layers, data=shown, width=WIDTH - 280, height={"step": 24})


def _zero() -> alt.Chart:
    at_zero = alt.Chart(pd.DataFrame({"zero": [0]}))
    rule: alt.Chart = at_zero.mark_rule(color=palette.TEXT)
    return rule.encode(alt.X("zero", type="quantitative"))


def _numbers_beyond(x: alt.X, y: alt.Y, apart: int) -> list[alt.Chart]:
    """``shown`` beyond the end of each bar, on the side to which it goes."""
    shown = alt.Text("shown", type="nominal")
    right = alt.Chart().transform_filter("datum.points >= 0").mark_text(align="left", dx=apart)
    left = alt.Chart().transform_filter("datum.points < 0").mark_text(align="right", dx=-apart)
    return [side.encode(x, y, shown) for side in (right, left)]


@drawn
def school_dots(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """Every school a dot on each measure, one scale; the middle half of them as a band.

    ``data``: one row a measure and school: ``measure``, ``value``, ``place`` (how far it stands
    from the middle of its row, -1 to 1, so that equal schools do not cover each other), and
    ``lower_quartile``, ``median`` and ``upper_quartile``, the same in all rows of a measure.
    """
    axis = alt.Axis(labelLimit=230, labelPadding=8, ticks=False, domain=False)
    y = alt.Y("measure", type="nominal", sort=None, title=None, axis=axis)
    scale = alt.Scale(domain=along.around(data["value"], 10), nice=False)
    of_x: dict[str, Any] = {"type": "quantitative", "scale": scale, "title": along.title}
    quarters = alt.Chart(data.drop_duplicates("measure"))
    band = quarters.mark_bar(color=palette.GRID, height=40)
    middle = quarters.mark_tick(color=palette.TEXT, thickness=2.5, height=44)
    offset = alt.YOffset("place", type="quantitative", scale=alt.Scale(domain=[-1.6, 1.6]))
    number = alt.Tooltip("value", type="quantitative", title=t("table.actual"))
    many = len(data) > MANY * data["measure"].nunique()
    size, opacity = (30, 0.55) if many else (62, 0.9)
    dots = alt.Chart(data).mark_circle(color=palette.MAIN, size=size, opacity=opacity)
    return alt.layer(
        band.encode(alt.X("lower_quartile", **of_x), alt.X2("upper_quartile"), y),
        middle.encode(alt.X("median", **of_x), y),
        dots.encode(alt.X("value", **of_x), y, offset, tooltip=number),
    ).properties(width=WIDTH - 240, height={"step": 52})
