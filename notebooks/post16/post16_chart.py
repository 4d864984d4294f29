"""The chart of entries by grade that the report shows."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared import school_charts, units
from tymor.page import CONFIDENTIAL, Figure
from tymor.report.columns import Column
from tymor.report.document import Document


def chart(page: Document, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
    """Sorted bars of A* to C; nothing where fewer than two have a number.

    ``rows``: one row a bar, ``bar`` its name and ``grade_c`` its figure; the one that is
    ``whole`` is drawn as a line across the others. ``columns`` are those of its table.
    """
    told = rows[[isinstance(each, Figure) and each.value is not None for each in rows["grade_c"]]]
    bars: list[Any] = told[~told["whole"]].to_dict("records")
    if len(bars) < 2:
        return
    low, high = (each(bars, key=lambda bar: bar["grade_c"].value) for each in (min, max))
    equal = low["grade_c"].value == high["grade_c"].value
    key, shown = (
        ("post16.chart_equal", "post16.chart_equal_shown")
        if equal
        else ("post16.chart", "post16.chart_shown")
    )
    every: list[Any] = rows.loc[~rows["whole"], "grade_c"].tolist()
    hidden = any(isinstance(each, Figure) and each.status in CONFIDENTIAL for each in every)
    page.chart(
        school_charts.areas_beside(
            _drawn(page, told), page.axis, units.axis(page, [low["grade_c"].measure_id])
        ),
        title=shown if hidden else key,
        id=key,
        table=rows,
        columns=columns,
        totals="whole",
        low=low["grade_c"],
        low_name=low["bar"],
        high=high["grade_c"],
        high_name=high["bar"],
    )


def _drawn(page: Document, told: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": told["bar"],
            "value": [each.value for each in told["grade_c"]],
            "shown": [page.printed(each) for each in told["grade_c"]],
            "role": told["whole"].map({True: "whole", False: "other"}),
        }
    )
