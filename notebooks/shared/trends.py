"""Small charts of measures over the years; their titles say how many are better than at first."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared import chart_data, charts, units
from shared.tables import by_year
from tymor.report import columns as col
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
        page.chart(
            charts.trend(rows, page.axis, units.axis(page, names)),
            title="outcomes.better_since" if since.counted else alone,
            alt=key,
            note=note,
            id=units.nth_id(key, at),
            table=table[table["measure_id"].isin(names)],
            columns=columns,
            **(values if since.counted else {}),
        )


def show_gaps(page: Document, figures: Figures, first_year: str) -> None:
    """How the gaps went over the years, and the table of them."""
    gaps = figures.section("fsm_gap")
    since, unit = gaps.better_since(first_year), units.in_units(page, gaps.measures)
    rows, columns = by_year(figures, "fsm_gap")
    if since.counted:
        page.chart(
            charts.trend(
                chart_data.trend_rows(figures, "fsm_gap"),
                page.axis,
                units.axis(page, gaps.measures),
                gap=True,
            ),
            title="outcomes.gap_trend",
            unit=unit,
            table=rows,
            columns=columns,
            first_year=first_year,
            better=since.better,
            counted=since.counted,
        )
    page.table(rows, columns, title="outcomes.fsm_gap", unit=unit)
