"""Small charts of measures over the years; their titles say how many are better than at first."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared import chart_data, charts, units
from shared.tables import by_year
from tymor.page import Text
from tymor.report import columns as col
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.figures import Figures


def show_trend(
    page: Document, figures: Figures, first_year: str, table: pd.DataFrame,
    columns: Sequence[col.Column], *, key: str, alone: str = "", note: str = "",
) -> None:  # fmt: skip
    """A chart a scale of the key indicators, each with its rows of ``table``.

    ``key`` has the alternative, and ``note``, if any, what stands below. ``alone`` is the title
    where nothing can be held against the first year; without one there is no chart then.
    """
    own = figures.section("key_indicators")
    for at, names in enumerate(units.by_scale(page.config, own.measures).values()):
        of_scale = own.of_measures(names)
        since = of_scale.better_since(first_year)
        if not (since.counted or alone):
            continue
        values: dict[str, Any] = {"first_year": first_year, "better": since.better,
                                  "counted": since.counted}  # fmt: skip
        rows = chart_data.trend_rows(of_scale, "key_indicators")
        values = values if since.counted else {}
        page.chart(
            charts.trend(rows, page.axis, units.axis(page, names)),
            title="outcomes.better_since" if since.counted else alone,
            alt=_with_targets(page, rows, page.say(f"{key}.alt", values)),
            note=_with_targets(page, rows, page.say(f"{note}.note")) if note else "",
            id=units.nth_id(key, at),
            table=table[table["measure_id"].isin(names)],
            columns=columns,
            **values,
        )


def _with_targets(page: Document, drawn: pd.DataFrame, words: Text) -> Text:
    """Words on a chart, and what its short lines across are where it draws any: a target."""
    if drawn["target"].isna().all():
        return words
    return joined([words, page.say("outcomes.targets_drawn")], page.config.languages, " ")


def show_gaps(page: Document, figures: Figures, first_year: str) -> None:
    """How the gaps went over the years, a chart a scale, and the table of them."""
    gaps = figures.section("fsm_gap")
    rows, columns = by_year(figures, "fsm_gap")
    for at, names in enumerate(units.by_scale(page.config, gaps.measures).values()):
        own = gaps.of_measures(names)
        since = own.better_since(first_year)
        if not since.counted:
            continue
        drawn = chart_data.trend_rows(own, "fsm_gap")
        page.chart(
            charts.trend(drawn, page.axis, units.axis(page, names), gap=True),
            title="outcomes.gap_trend",
            note=_with_targets(page, drawn, page.say("outcomes.gap_trend.note")),
            id=units.nth_id("outcomes.gap_trend", at),
            unit=units.in_units(page, names),
            table=rows[rows["measure_id"].isin(names)],
            columns=columns,
            first_year=first_year,
            better=since.better,
            counted=since.counted,
        )
    page.table(rows, columns, title="outcomes.fsm_gap", unit=units.in_units(page, gaps.measures))
