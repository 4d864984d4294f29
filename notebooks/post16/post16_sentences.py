"""What the report says, by rule, of entries and subjects, and the chart that it says it of."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shared import direction, school_charts
from shared.entries import ALL, GRADES
from shared.narrative import moved
from tymor.page import Figure
from tymor.report.columns import Column
from tymor.report.document import Document

#: With more learners than this a change of one entry is less than a point.
_LARGE = direction.LARGE_COHORT


def summary(page: Document, by_year: pd.DataFrame) -> None:
    """Each range of grades, and how A* to C went since the year before.

    ``by_year``: all entries of one area, a row a year (:func:`entries.entries_by_subject`).
    """
    held = by_year.set_index("academic_year")
    year = page.publication.term.results_year
    shown = [_figure(held, year, of) for of in (*GRADES, "entries")]
    told = [each for each in shown if each is not None and each.value is not None]
    if len(told) < len(shown):
        page.text("post16.none_told")
        return
    a, c, e, entries = told
    page.text("post16.summary", entries=entries, grades_a=a, grades_c=c, grades_e=e)
    years = page.publication.term.years
    if len(years) > 1:
        moved(page, c, _figure(held, years[-2], "grade_c"), id="post16.moved")


def _figure(by_year: pd.DataFrame, year: str, of: str) -> Figure | None:
    figure = by_year[of].get(year)
    return figure if isinstance(figure, Figure) else None


def smallest_subject(page: Document, entries: pd.DataFrame) -> None:
    """What one entry is worth in the smallest subject shown; nothing where all are large.

    ``entries``: one row an area and subject; where there are several areas, it is said of which.
    """
    rows: list[Any] = entries[entries["subject"] != ALL].to_dict("records")
    told = [row for row in rows if row["entries"].value]
    smallest = min(told, key=lambda row: row["entries"].value, default=None)
    if smallest is None or smallest["entries"].value > _LARGE:
        return
    subject = page.words(f"post16.subjects.{smallest['subject']}")
    if entries["area_id"].nunique() > 1:
        subject = f"{subject}, {page.words(**page.name_of(smallest['area_id']))}"
    worth = direction.worth_of_one(int(smallest["entries"].value))
    page.text("post16.smallest", subject=subject, entries=smallest["entries"], points=worth)


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
    page.chart(
        school_charts.areas_beside(_drawn(page, told), lambda word: _axis(page, word)),
        title="post16.chart_equal" if equal else "post16.chart",
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


def _axis(page: Document, word: str) -> str:
    """The axis counts entries, not pupils."""
    return page.axis("entries_pct" if word == "pct" else word)
