"""The calendar of a release: dated tasks beside the schedule that is the same each year."""

from datetime import date

import pandas as pd
import pytest
from checking import GOOD, VOCABULARY, read_inputs

from tymor.inputs import Inputs
from tymor.prepare.schedule import calendar, schedules


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return read_inputs([GOOD], VOCABULARY, required=["schools"], root=GOOD.parent)


def yearly(inputs: Inputs, year: str, partnership: str = "CSC") -> pd.DataFrame:
    rows = calendar(inputs, partnership, year)
    return rows[rows["season"] != ""]


def test_tasks_have_the_terms_and_days_of_the_year(inputs: Inputs) -> None:
    rows = yearly(inputs, "2017/18").set_index("season")
    assert rows["term"].to_dict() == {"autumn": "2017-autumn", "half_termly": "2017-autumn"}
    assert rows.at["autumn", "due"].date() == date(2017, 12, 31)
    assert pd.isna(rows.at["half_termly", "due"])
    assert rows.at["half_termly", "deadline"] == "Once in each half term"


def test_a_day_before_autumn_is_in_the_years_second_half(inputs: Inputs) -> None:
    tables = dict(inputs.tables)
    tables["key_tasks"] = tables["key_tasks"].assign(due="03-01", season="spring")
    moved = Inputs(tables=tables, problems=(), sources=inputs.sources)
    rows = yearly(moved, "2016/17")
    assert set(rows["term"]) == {"2017-spring"}
    assert {day.date() for day in rows["due"]} == {date(2017, 3, 1)}


def test_a_schedule_is_not_shown_before_it_was_there_nor_to_another(inputs: Inputs) -> None:
    assert yearly(inputs, "2015/16").empty
    assert yearly(inputs, "2017/18", "EAS").empty
    assert len(calendar(inputs, "EAS", "2015/16")) == len(inputs.tables["calendar"])


def test_when_a_schedule_begins_is_known_in_years_before_it(inputs: Inputs) -> None:
    held = inputs.tables["key_tasks"]
    assert schedules(inputs, "CSC")["since"].tolist() == held["since"].tolist()
    assert schedules(inputs, "EAS").empty


def test_the_newest_schedule_that_the_year_knows_counts(inputs: Inputs) -> None:
    tables = dict(inputs.tables)
    old = tables["key_tasks"]
    tables["key_tasks"] = pd.concat([old, old.head(1).assign(since="2018/19", task="New")])
    both = Inputs(tables=tables, problems=(), sources=inputs.sources)
    assert yearly(both, "2017/18")["task"].tolist() == old["task"].tolist()
    assert yearly(both, "2019/20")["task"].tolist() == ["New"]
