"""A chart of the load of improvement partners, beside the norm."""

import altair as alt
import pandas as pd

from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.chart_values import drawn
from tymor.report.charts import WIDTH, Words

#: Beside the number, for who sees no colour: words would not fit on a telephone.
_SIGN = {"below": " \N{BLACK DOWN-POINTING TRIANGLE}", "within": "",
         "above": " \N{BLACK UP-POINTING TRIANGLE}"}  # fmt: skip


@drawn
def load_bars(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """A bar a partner, sorted, from zero: schools at full time; the norm as a band behind them.

    ``data``: one row a partner: ``partner``, ``schools``, ``shown`` (the number as printed),
    ``load`` (``below``, ``within`` or ``above`` the norm), ``least`` and ``most``.
    """
    y = alt.Y(
        "partner", type="nominal", title=None, sort=data["partner"].tolist(),
        axis=alt.Axis(labelLimit=230, ticks=False, domain=False),
    )  # fmt: skip
    top = 1.2 * max(data["schools"].max(), data["most"].max())
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X("schools", type="quantitative", title=t("full_time_schools"), scale=scale)
    labelled = data.assign(label=data["shown"] + data["load"].map(_SIGN))
    band = alt.Chart(data.iloc[:1]).mark_rect(color=palette.GRID).encode(
        alt.X("least", type="quantitative", scale=scale, title=t("full_time_schools")),
        alt.X2("most"),
    )  # fmt: skip
    base = alt.Chart(labelled)
    inside = alt.datum.load == "within"
    hue = alt.condition(inside, alt.value(palette.QUIET_BAR), alt.value(palette.MAIN))
    bars = base.mark_bar(height=16).encode(x, y, color=hue)
    numbers = base.mark_text(align="left", dx=5, fontWeight=600).encode(
        x, y, alt.Text("label", type="nominal")
    )
    return alt.layer(band, bars, numbers).properties(width=WIDTH - 180, height={"step": 30})
