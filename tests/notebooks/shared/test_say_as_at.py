"""Reports say as at which day support, grants and rolls are, and nothing where none is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from notebook_run import run_notebook
from written_page import AUTHORITY, written

from shared.as_at import say_as_at

YEAR = "2016/17"
ROW = {
    "area_id": AUTHORITY, "table": "support", "academic_year": YEAR, "first": "2017-07-21",
    "last": "2017-07-21", "undated": 0,
}  # fmt: skip


def told(folder: Path, *changed: dict[str, Any], of: str = "support") -> dict[str, list[str]]:
    """What the page says of these rows, by language."""
    rows = [ROW | each for each in changed]
    held = [row | {day: pd.Timestamp(row[day]) for day in ("first", "last")} for row in rows]
    with written(folder, {"as_at": held} if held else {}) as it:
        say_as_at(it.page, of, YEAR)
    return {language: it.said(language) for language in ("en", "cy")}


def test_one_day_is_said_as_one(tmp_path: Path) -> None:
    assert told(tmp_path, {}) == {
        "en": ["Days of support in 2016/17 are as at 21 July 2017."],
        "cy": ["Mae'r diwrnodau o gymorth yn 2016/17 fel yr oeddent ar 21 Gorffennaf 2017."],
    }


def test_different_days_are_said_from_the_first_to_the_last(tmp_path: Path) -> None:
    texts = told(tmp_path, {"first": "2017-03-17"})
    assert texts["cy"][0].endswith("rhwng 17 Mawrth 2017 a 21 Gorffennaf 2017.")
    (said,) = texts["en"]
    assert said.endswith("as at days from 17 March 2017 to 21 July 2017.")


def test_that_some_say_no_day_is_said(tmp_path: Path) -> None:
    (said,) = told(tmp_path, {"first": "2017-03-17", "undated": 3})["en"]
    assert said == (
        "The newest days of support in 2016/17 are as at 21 July 2017; of the others no day was "
        "told."
    )


@pytest.mark.parametrize("other", [{"academic_year": "2015/16"}, {"table": "grants"}])
def test_the_day_of_another_table_or_year_is_not_said(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    assert told(tmp_path, other)["en"] == []


def test_without_the_table_nothing_is_said(tmp_path: Path) -> None:
    assert told(tmp_path)["en"] == []


#: Report, area, audience, and what it says is so.
REPORTS = {
    "support": ("CSC", "partnership", "as_at-support"),
    "authority_support": ("681", "authority", "as_at-support"),
    "grants": ("CSC", "public", "as_at-grants"),
    "grants_school": ("9990001", "school", "as_at-grants"),
    "governors": ("9990001", "school", "as_at-support"),
    "authority": ("681", "authority", "as_at-support"),
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_says_as_at_which_day_it_is(report: str) -> None:
    area, audience, id = REPORTS[report]
    (said,) = run_notebook(report, area, audience).said(ids=id.replace("_", "-"))
    assert said.endswith("in 2016/17 are as at 21 July 2017.")


def test_a_school_whose_roll_has_a_day_says_it() -> None:
    row = {"area_id": "9990001", "table": "rolls", "academic_year": YEAR, "undated": 0,
           **dict.fromkeys(["first", "last"], pd.Timestamp("2017-01-17"))}  # fmt: skip
    told = ran_pack(lambda _: pd.DataFrame([row]))
    assert told[:2] == ["As at 17 January 2017"] * 2


def test_a_roll_without_a_day_has_neither_a_year_nor_a_day() -> None:
    held = ran_pack(lambda rows: rows[rows["table"] != "rolls"])
    assert held[:2] == [None] * 2
    assert held[2] == "2016/17"  # results keep their years
    ran = run_notebook("authority", "681")
    assert ran.said(ids="as-at-rolls") == ["The day on which pupils were counted is not held."]


def ran_pack(alter: Callable[[pd.DataFrame], pd.DataFrame]) -> list[str | None]:
    """What stands below each tile of a school's pack."""
    ran = run_notebook("school_pack", "9990001", "school", now={"as_at": alter})
    return [item.note and item.note["en"] for item in ran.block("school-context").items]


def test_the_public_is_told_no_day_of_what_it_may_not_read() -> None:
    for audience, tables in {
        "public": {"grants"},
        "authority": {"costs", "grants", "support"},
    }.items():
        page = run_notebook("authority", "681", audience).names["page"]
        assert set(page.release.table("as_at")["table"]) == tables


def test_spring_has_the_days_that_spring_knew() -> None:
    spring, summer = (
        run_notebook("grants", "CSC", term=term) for term in ("2017-spring", "2017-summer")
    )
    (said,) = spring.said(ids="as-at")
    assert said == "Amounts of grants in 2016/17 are as at 17 March 2017."
    spent = [ran.names["newest"]["spent"].iloc[0].value for ran in (spring, summer)]
    assert 0.5 < spent[0] / spent[1] < 0.7
