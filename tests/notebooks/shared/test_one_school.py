"""What reports on one school have in common: how its key indicators moved, in sentences."""

from typing import Any

import pandas as pd
import pytest
from desk import desk_page
from made_report import bundled_project
from pages import figure

from shared import narrative, one_school
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
        (pct(75.0), pct(62.5), 8, "comes to about one learner"),
        (pct(75.0), pct(50.0), 8, ""),
        (pct(75.0), pct(75.0), 8, ""),  # nothing moved
        (pct(75.0), pct(74.0), 100, "comes to about one learner"),
        (pct(96.4), pct(96.6), 28, "is less than one learner is worth"),  # 27 of 28 and 28 of 29
        (pct(75.0), pct(74.5), 101, ""),  # no small cohort
        (pct(None, "suppressed"), pct(50.0), 8, ""),
        (pct(75.0), pct(None, "not_published"), 8, ""),
        (pct(75.0), pct(62.5), None, ""),
    ],
)
def test_a_change_of_one_learner_or_none_is_called_that(
    now: Any, before: Any, cohort: int | None, spoken: str
) -> None:
    page = desk_page("school", SCHOOL, "public")
    status: Status = "suppressed" if cohort is None else "counted"
    size = figure(cohort, status, kind="count", unit="count", decimals=0)
    one_school.little_moved(page, now, before, size)
    (said,) = page.said("en") or [""]
    assert spoken in said if spoken else not said


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
    assert hidden.endswith(", as at least one of the results is confidential.")
    (said,) = said_of(now, ("ks2_csi", "2015/16", "all", 60.0, 30))
    assert "from 60.0% to 80.0%" in said


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ({"2014/15": 80, "2015/16": 85, "2016/17": 83}, ["rose by 3.0", "though, it fell by 2.0"]),
        ({"2014/15": 80, "2015/16": 78, "2016/17": 79}, ["fell by 1.0", "though, it rose by 1.0"]),
        ({"2014/15": 80, "2015/16": 81, "2016/17": 83}, ["rose by 3.0"]),
        ({"2014/15": 80, "2015/16": 83, "2016/17": 83}, ["rose by 3.0"]),
        ({"2014/15": 80, "2015/16": 83}, ["rose by 3.0"]),
        ({"2014/15": 80}, []),
        ({"2015/16": 83, "2016/17": 81}, ["is not held"]),
        ({"2014/15": 80, "2015/16": 85, "2016/17": None}, ["is confidential"]),
    ],
)
def test_a_rise_over_years_hides_no_fall_of_the_last(
    years: dict[str, float | None], expected: list[str]
) -> None:
    page = desk_page("school", SCHOOL, "public")
    rows = [("ks2_csi", year, "all", value, value and 100) for year, value in years.items()]
    narrative.moved_since(page, figures_of(*rows), "ks2_csi", "2014/15", id="x")
    said = page.said("en")
    assert len(said) == len(expected)
    assert all(words in text for words, text in zip(expected, said, strict=True)), said


def test_no_older_result_passes_for_a_newest_that_is_withheld() -> None:
    rows = [("ks2_csi", year, "all", 80.0, 30) for year in ("2014/15", "2015/16")]
    own = figures_of(*rows, ("ks2_csi", "2016/17", "all", None, None))
    newest = own.latest("ks2_csi")
    assert newest is not None
    assert (newest.academic_year, newest.status) == ("2016/17", "suppressed")
    waiting = figures_of(*rows).latest("ks2_csi")
    assert waiting is not None and waiting.academic_year == "2015/16"


def test_what_is_not_held_is_no_key_figure() -> None:
    page = desk_page("school", SCHOOL, "public")
    own = figures_of(
        ("ks2_csi", "2015/16", "all", 60.0, 30), ("attendance_primary", "2016/17", "all", 94.0, 99)
    )  # fmt: skip
    shown = [(each.measure_id, each.academic_year) for each in one_school.newest(page, own)]
    assert shown == [("ks2_csi", "2015/16"), ("attendance_primary", "2016/17")]
