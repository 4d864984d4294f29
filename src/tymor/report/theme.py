"""How every chart looks: one typeface, quiet axes, words before boxes."""

from typing import Any

import altair as alt

from tymor.report import palette

FONT = "Source Sans 3, Source Sans Pro, Arial, sans-serif"
_SMALL = 13

_AXIS: dict[str, Any] = {
    "labelColor": palette.TEXT,
    "titleColor": palette.TEXT,
    "labelFontSize": _SMALL,
    "titleFontSize": _SMALL,
    "titleFontWeight": 400,
    "labelLimit": 260,
    "gridColor": palette.GRID,
    "domainColor": palette.QUIET,
    "tickColor": palette.QUIET,
}
_LEGEND: dict[str, Any] = {
    "labelColor": palette.TEXT,
    "labelFontSize": _SMALL,
    "titleFontSize": _SMALL,
    "labelLimit": 300,
    "orient": "top",
    "symbolSize": 110,
    "title": None,
}
_HEADER: dict[str, Any] = {
    "labelColor": palette.TEXT,
    "labelFontSize": 14,
    "labelFontWeight": 600,
    "labelAnchor": "start",
    "title": None,
}
#: Marks to which a chart gives no colour have that of the area the page is about.
_MARKS = ("arc", "area", "bar", "circle", "line", "point", "square", "tick", "trail")


@alt.theme.register("tymor", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Altair's theme for a report; importing this module puts it in force."""
    config: Any = {
        "font": FONT,
        "background": "#ffffff",
        "view": {"stroke": None, "continuousWidth": 560, "continuousHeight": 300},
        "range": {"category": [palette.MAIN, palette.BESIDE, palette.REGION, palette.QUIET]},
        **{mark: {"color": palette.MAIN} for mark in _MARKS},
        "axis": _AXIS,
        "legend": _LEGEND,
        "header": _HEADER,
        "text": {"fontSize": _SMALL, "color": palette.TEXT},
    }
    return alt.theme.ThemeConfig(config=config)
