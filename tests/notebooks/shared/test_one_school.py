"""What reports on one school have in common: how its key indicators moved, in sentences."""

from typing import Any

import pandas as pd
import pytest
from desk import desk_page
from made_report import bundled_project
from pages import figure

from shared import one_school
from tymor.measures.frame import as_figures
from tymor.page import Status
from tymor.report.figures import Figures

SCHOOL = "9990014"
Row = tuple[str, str, str, float | None, int | None]


def figures_of(*rows: Row) -> Figures:
    """Measure, year, group, value and cohort of one school."""
    columns = ["measure_id", "academic_year", "group", "value", "denominator"]
    frame = pd.DataFrame(rows, columns=columns)
    status = frame["value"].notna().map({True: "counted", False: "suppressed"})
    made = frame.assign(
        area_id=SCHOOL, kind="actual", unit="pct", decimals=1, status=status, source="computed",
        numerator=None, cohort=frame["denominator"],
    )  # fmt: skip
    own = bundled_project()
    return Figures.of(as_figures(made), own.config, own.term)


def pct(value: float | None, status: Status = "verified") -> Any:
    return figure(value, status, decimals=1)


@pytest.mark.parametrize(
    ("now", "before", "cohort", "spoken"),
    [
        (pct(75.0), pct(62.5), 8, True),  # one learner of eight
        (pct(75.0), pct(50.0), 8, False),
        (pct(75.0), pct(75.0), 8, False),  # nothing moved
        (pct(75.0), pct(74.0), 100, True),
        (pct(75.0), pct(74.5), 101, False),  # no small cohort
        (pct(None, "suppressed"), pct(50.0), 8, False),
        (pct(75.0), pct(None, "not_published"), 8, False),
        (pct(75.0), pct(62.5), None, False),
    ],
)
def test_a_change_of_one_learner_is_called_that(
    now: Any, before: Any, cohort: int | None, spoken: bool
) -> None:
    page = desk_page("school", SCHOOL, "public")
    status: Status = "suppressed" if cohort is None else "counted"
    size = figure(cohort, status, kind="count", unit="count", decimals=0)
    one_school.little_moved(page, now, before, size)
    assert bool(page.said("en")) is spoken


def said_of(*rows: Row) -> list[str]:
    page = desk_page("school", SCHOOL, "public")
    one_school.key_moves(page, figures_of(*rows))
    sentences: list[str] = page.said("en")
    return sentences


def test_a_measure_without_a_year_before_is_left_out() -> None:
    now = ("ks2_csi", "2016/17", "all", 80.0, 30)
    assert said_of(now) == []
    (hidden,) = said_of(now, ("ks2_csi", "2015/16", "all", None, None))
    assert hidden.startswith("No comparison is given for ")
    assert hidden.endswith(", as one of the results is confidential.")
    (said,) = said_of(now, ("ks2_csi", "2015/16", "all", 60.0, 30))
    assert "from 60.0% to 80.0%" in said


def test_what_is_not_held_is_no_key_figure() -> None:
    page = desk_page("school", SCHOOL, "public")
    own = figures_of(
        ("ks2_csi", "2015/16", "all", 60.0, 30), ("attendance_primary", "2016/17", "all", 94.0, 99)
    )  # fmt: skip
    shown = [(each.measure_id, each.academic_year) for each in one_school.newest(page, own)]
    assert shown == [("ks2_csi", "2015/16"), ("attendance_primary", "2016/17")]
