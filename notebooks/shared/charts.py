"""Charts in the manner of good public statistics.

Every builder takes rows and ``t``, the words of axes (:meth:`Document.axis`); without rows it
gives nothing. Words in the rows are labels, or are made so. Builders use explicit channel
objects: parsing shorthands costs half again. Data and size are given to the layers at once:
each ``.properties`` copies all, and layers that have data of their own are copied to take it
from them.
"""

from collections.abc import Callable

import altair as alt
import pandas as pd

from shared.units import Axis
from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn

Words = Callable[[str], str]

WIDTH = 760


@drawn
def trend(data: pd.DataFrame, t: Words, along: Axis, *, gap: bool = False) -> alt.TopLevelMixin:
    """One small chart a measure: actual as a line, each year's target as a tick.

    All of them are ``along`` one axis (:func:`shared.units.axis`), and so of one scale.

    ``data``: one row a measure and year: ``measure``, ``order``, ``academic_year``,
    ``actual``, ``target``, ``shown`` (the newest value as it is printed).
    """
    x = alt.X("academic_year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(zero=gap, nice=True, padding=20)
    y = alt.Y("actual", type="quantitative", scale=scale, title=None)
    base = alt.Chart()
    line = base.mark_line(color=palette.MAIN, strokeWidth=2.5).encode(x, y)
    points = base.mark_point(color=palette.MAIN, fill=palette.MAIN, size=45, opacity=1).encode(
        x, y, tooltip=_tooltips(t, ("measure", "academic_year", "actual", "target"))
    )
    targets = base.mark_tick(
        color=palette.REGION, thickness=2.5, width=26, orient="horizontal"
    ).encode(x, alt.Y("target", type="quantitative", scale=scale, title=None))
    text = alt.Text("shown", type="nominal")
    # A number stands on the side of its point where the target's tick is not.
    over = base.transform_filter("!datum.target_above").mark_text(dy=-12, fontWeight=600)
    under = base.transform_filter("datum.target_above").mark_text(dy=15, fontWeight=600)
    labels = [over.encode(x, y, text), under.encode(x, y, text)]
    layers = alt.layer(line, targets, points, *labels, data=data, width=200, height=130)
    measure = alt.Facet(
        "measure",
        type="nominal",
        sort=alt.EncodingSortField("order", order="ascending"),
        header=alt.Header(labelLimit=190, labelPadding=4),
        title=None,
    )
    unit = alt.Title(
        along.title, anchor="start", fontSize=13, fontWeight="normal", color=palette.TEXT
    )
    panels = layers.facet(facet=measure, columns=3, title=unit)
    every_year_labelled: alt.FacetChart = panels.resolve_axis(x="independent")
    return every_year_labelled


@drawn
def compared(data: pd.DataFrame, t: Words, along: Axis) -> alt.TopLevelMixin:
    """A dot an area on each measure, a thin line from the lowest to the highest.

    ``data``: one row a measure and area: ``measure``, ``order``, ``area``,
    ``rank`` (0 is the page's own area), ``value``.
    """
    areas = data.sort_values("rank").drop_duplicates("area")["area"].tolist()
    hues = [palette.MAIN, palette.BESIDE, palette.REGION]
    shapes = ["circle", "square", "diamond"]
    if len(areas) > len(hues):  # the region, which comes last, keeps its own
        hues.insert(2, palette.QUIET)
        shapes.insert(2, "triangle-up")
    hues, shapes = hues[: len(areas)], shapes[: len(areas)]
    legend = alt.Legend(orient="top", title=None, labelLimit=420, columns=1)
    y = alt.Y(
        "measure",
        type="nominal",
        sort=data.sort_values("order")["measure"].unique().tolist(),
        title=None,
        axis=alt.Axis(labelLimit=230, ticks=False, domain=False, grid=True),
    )
    domain = along.around(data["value"], 5)
    x = alt.X(
        "value",
        type="quantitative",
        title=along.title,
        scale=alt.Scale(domain=domain, nice=False),
    )
    base = alt.Chart()
    span = base.mark_line(color=palette.QUIET, strokeWidth=1).encode(
        x, y, alt.Detail("measure", type="nominal")
    )
    dots = base.mark_point(size=130, opacity=1, filled=True, clip=False).encode(
        x,
        y,
        alt.Color("area", type="nominal", scale=alt.Scale(domain=areas, range=hues), legend=legend),
        alt.Shape(
            "area", type="nominal", scale=alt.Scale(domain=areas, range=shapes), legend=legend
        ),
        tooltip=_tooltips(t, ("measure", "area", "value")),
    )
    return alt.layer(span, dots, data=data, width=WIDTH - 240, height={"step": 34})


@drawn
def progress_bars(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """Stacked bars, one a priority, of its elements by progress category.

    ``data``: one row a priority and category: ``priority``, ``order``,
    ``category``, ``rank``, ``colour``, ``count``.
    """
    categories = data.sort_values("rank").drop_duplicates("category")
    names = categories["category"].tolist()
    hues = [palette.PROGRESS[colour] for colour in categories["colour"]]
    sort = data.sort_values("order")["priority"].unique().tolist()
    y = alt.Y("priority", type="nominal", sort=sort, title=t("table.priority"))
    x = alt.X("count", type="quantitative", stack="zero", title=t("elements"))
    order = alt.Order("rank", type="quantitative")
    base = alt.Chart()
    bars = base.mark_bar(stroke="#ffffff", height=19).encode(
        x,
        y,
        alt.Color(
            "category",
            type="nominal",
            scale=alt.Scale(domain=names, range=hues),
            legend=alt.Legend(orient="top", title=None, columns=3, labelLimit=220),
        ),
        order,
    )
    middle = alt.X("count", type="quantitative", stack="zero", bandPosition=0.5)
    labels = base.transform_filter("datum.count > 0").mark_text(color=palette.TEXT).encode(
        middle, y, alt.Text("count", type="quantitative"), order,
        alt.Detail("category", type="nominal"),
    )  # fmt: skip
    return alt.layer(bars, labels, data=data, width=WIDTH - 80, height={"step": 26})


def _tooltips(t: Words, fields: tuple[str, ...]) -> list[alt.Tooltip]:
    numeric = {"actual", "target", "value"}
    return [
        alt.Tooltip(
            field,
            type="quantitative" if field in numeric else "nominal",
            title=t("table.actual" if field == "value" else f"table.{field}"),
        )
        for field in fields
    ]
