"""The chart of how figures are shown: exactly, nearly, or not."""

import altair as alt
import pandas as pd

from shared.charts import WIDTH, Words
from tymor.locale import Number
from tymor.report import palette
from tymor.report import theme as _theme  # noqa: F401  (in force from here on)
from tymor.report.bilingual import label
from tymor.report.chart_values import drawn
from tymor.report.document import Document

#: How figures are shown, with their colours, which differ in grey print too.
COLOURS = {"exact": palette.MAIN, "nearly": palette.QUIET_BAR, "withheld": palette.REGION}
#: A share below this has no room for its number.
_NARROW = 7


def bar_rows(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """For :func:`shown_bars`, of rows that have a ``name`` and the shares of each."""
    return pd.DataFrame(
        {
            "bar": row["name"],
            "told": told,
            "category": page.words(f"protection.columns.{told}"),
            "rank": rank,
            "share": row[f"{told}_pct"],
            "shown": _printed(page, row[f"{told}_pct"]),
        }
        for _, row in rows.iterrows()
        for rank, told in enumerate(COLOURS)
    )


def _printed(page: Document, share: float) -> str:
    languages = page.config.languages
    return label({name: languages[name].show(Number(share, 0, "%")) for name in languages})


@drawn
def shown_bars(data: pd.DataFrame, t: Words) -> alt.TopLevelMixin:
    """Stacked bars of shares that add up to 100, in the order of rows.

    ``data``: one row a bar and way of being shown: ``bar`` (its name), ``told`` (one of
    ``COLOURS``), ``category`` (its name), ``rank``, ``share`` and ``shown`` (as it is printed).
    """
    kinds = data.sort_values("rank").drop_duplicates("told")
    names = alt.Axis(labelLimit=230, labelPadding=8, ticks=False, domain=False)
    y = alt.Y("bar", type="nominal", sort=data["bar"].unique().tolist(), title=None, axis=names)
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("share", type="quantitative", stack="zero", title=t("shown_share"), scale=scale)
    order = alt.Order("rank", type="quantitative")
    hues = alt.Scale(domain=kinds["category"].tolist(), range=kinds["told"].map(COLOURS).tolist())
    legend = alt.Legend(orient="top", title=None, columns=1, labelLimit=420)
    colour = alt.Color("category", type="nominal", scale=hues, legend=legend)
    base = alt.Chart(data.assign(text=data["shown"].where(data["share"] >= _NARROW, "")))
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=1, height=24).encode(x, y, colour, order)
    middle = alt.X("share", type="quantitative", stack="zero", bandPosition=0.5)
    on = alt.condition(alt.datum.told == "nearly", alt.value(palette.TEXT), alt.value("#ffffff"))
    numbers = base.mark_text(fontWeight=600).encode(
        middle, y, alt.Text("text", type="nominal"), order,
        alt.Detail("category", type="nominal"), color=on,
    )  # fmt: skip
    return alt.layer(bars, numbers).properties(width=WIDTH - 200, height={"step": 34})
