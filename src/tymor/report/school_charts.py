"""Charts of many schools or areas at once: dots, sorted bars, slopes, judgements.

As in :mod:`tymor.report.charts`, a builder takes rows in one language's words.
"""

import altair as alt
import pandas as pd

from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn
from tymor.report.charts import WIDTH, Words

#: Beside its colour a judgement has a sign, so that grey print and every eye tell it apart.
SIGNS = {"blue": "○", "green": "▲", "yellow": "■", "amber": "◆", "red": "▼"}
_LABELS = alt.Axis(labelLimit=230, labelPadding=8, ticks=False, domain=False)


@drawn
def areas_beside(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A bar an area, sorted, each with its number, from zero; the whole as a line across.

    ``data``: one row an area: ``area``, ``value``, ``shown`` (the number as printed),
    ``role``: ``own`` (the page's), ``other`` or ``whole`` (the partnership).
    """
    bars = data[data["role"] != "whole"].sort_values("value", ascending=False)
    whole = data[data["role"] == "whole"]
    y = alt.Y("area", type="nominal", sort=bars["area"].tolist(), title=None, axis=_LABELS)
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("value", type="quantitative", title=t("pct"), scale=scale)
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
        across = alt.X("value", type="quantitative", scale=scale, title=t("pct"))
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
def gap_slopes(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A line a measure from the first year to the last, named and numbered at its ends.

    ``data``: one row a measure and one of two years: ``measure``, ``academic_year``,
    ``value`` (percentage points), ``shown``, ``narrower`` (the same in both rows), and
    ``label_at``, where the label stands so that none covers another (see
    :func:`tymor.report.chart_data.slope_rows`). Zero, no gap, is on the scale.
    """
    first, last = sorted(data["academic_year"].unique())
    x = alt.X(
        "academic_year", type="ordinal", title=None, scale=alt.Scale(padding=0.35),
        axis=alt.Axis(labelAngle=0, orient="top", domain=False, ticks=False),
    )  # fmt: skip
    low = 5 * (min(data["value"].min(), data["label_at"].min()) // 5)
    scale = alt.Scale(domain=[low, max(0, data["value"].max())], nice=False)
    y = alt.Y("value", type="quantitative", title=t("gap_pp"), scale=scale)
    hue = alt.condition(alt.datum.narrower, alt.value(palette.MAIN), alt.value(palette.REGION))
    dash = alt.condition(alt.datum.narrower, alt.value([1, 0]), alt.value([6, 3]))
    base = alt.Chart(data)
    lines = base.mark_line(strokeWidth=2.5).encode(
        x, y, alt.Detail("measure", type="nominal"), color=hue, strokeDash=dash
    )
    dots = base.mark_circle(size=60, opacity=1).encode(x, y, color=hue)
    label_y = alt.Y("label_at", type="quantitative", scale=scale, title=t("gap_pp"))
    start = data[data["academic_year"] == first]
    end = data[data["academic_year"] == last].assign(
        label=lambda rows: rows["shown"] + "  " + rows["measure"]
    )
    left = (
        alt.Chart(start)
        .mark_text(align="right", dx=-9)
        .encode(x, label_y, alt.Text("shown", type="nominal"))
    )
    right = (
        alt.Chart(end)
        .mark_text(align="left", dx=9)
        .encode(x, label_y, alt.Text("label", type="nominal"))
    )
    return alt.layer(lines, dots, left, right).properties(width=WIDTH - 160, height=360)


@drawn
def judgement_bars(
    data: pd.DataFrame, t: Words, *, counted: str = "judged_count"
) -> alt.TopLevelMixin:
    """Stacked bars of how many were judged to be in each category; a sign beside each colour.

    ``data``: one row a bar and category: ``bar`` (its name), ``order``, ``category``,
    ``rank`` (the best first), ``colour`` (of ``params/judgements.yml``), ``count``.
    ``counted`` names what is counted, in the words of charts.
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
    y = alt.Y("bar", type="nominal", sort=_by(data, "order"), title=None, axis=_LABELS)
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
    return alt.layer(bars, labels).properties(width=WIDTH - 200, height={"step": 36})


def _by(data: pd.DataFrame, column: str) -> list[str]:
    """Names of the first column's rows in the order of ``column``."""
    first = "measure" if "measure" in data else "bar"
    return [str(name) for name in data.sort_values(column)[first].unique()]
