"""An earlier term shows what was known then: of dated rows the newest until its day."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from checking import GOOD, read

from tymor.inputs.as_known import as_known, known_rows, newest, of_whole_years
from tymor.inputs.contracts.tables import TABLES
from tymor.measures.as_known import as_it_stood

#: The newest year that is over in spring 2017.
WHOLE = "2015/16"
#: Tables of which rows of a year say no day, though they tell nothing that its end tells.
SET_BEFORE = {"partners", "targets", "result_status"}
#: Results, of which a term's ``years`` in params/terms.yml say which are shown.
RESULTS = {"published_outcomes", "results", "school_outcomes", "post16_completion"}
SUPPORT = """\
school_id,academic_year,partner,days_agreed,days_used,as_at
9990001,2016/17,A. Partner,12,1,
9990001,2016/17,A. Partner,12,4.5,2017-03-31
9990001,2016/17,A. Partner,14,13,2017-07-21
9990002,2015/16,B. Partner,4,4,2017-07-21
"""


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, pd.DataFrame]:
    data = tmp_path / "data"
    data.mkdir()
    for path in GOOD.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    (data / "support.csv").write_text(SUPPORT, "utf-8")
    inputs = read(data)
    assert not [problem for problem in inputs.problems if problem.severity == "error"]
    return dict(inputs.tables)


@pytest.mark.parametrize(
    ("day", "used"),
    [
        (date(2016, 12, 1), {"9990001": None}),  # of a year that is not over: days agreed alone
        (date(2017, 3, 31), {"9990001": 4.5}),
        (date(2017, 9, 28), {"9990001": 13.0, "9990002": 4.0}),
    ],
)
def test_of_dated_rows_the_newest_until_the_day_counts(
    tables: dict[str, pd.DataFrame], day: date, used: dict[str, float | None]
) -> None:
    support = as_known(tables, day, WHOLE)["support"]
    known = {
        school: None if pd.isna(days) else days
        for school, days in zip(support["school_id"], support["days_used"], strict=True)
    }
    assert known == used


def test_a_school_has_the_pupils_of_its_newest_roll(tables: dict[str, pd.DataFrame]) -> None:
    def pupils(day: date) -> tuple[int, bool]:
        own = as_known(tables, day, WHOLE)["schools"].set_index("school_id").loc["9990001"]
        return int(own["pupils"]), bool(pd.isna(own["efsm_pct"]))

    assert pupils(date(2016, 12, 1)) == (210, False)
    assert pupils(date(2017, 3, 31)) == (213, False)
    assert pupils(date(2017, 9, 28)) == (220, True)  # of that roll no share is told


def test_rows_keep_their_order() -> None:
    rows = pd.DataFrame({"key": ["b", "a", "b"], "on": pd.to_datetime(["2017-01-02", None, None])})
    assert list(newest(rows, ["key"], "on", date(2018, 1, 1))["key"]) == ["b", "a"]


def test_each_table_of_a_year_says_what_only_its_end_tells() -> None:
    yearly = {name for name, each in TABLES.items() if {"academic_year", "year"} & {*each.columns}}
    said = {name for name, each in TABLES.items() if each.at_end_of_year}
    assert said == yearly - SET_BEFORE - RESULTS
    for name in said:
        told = TABLES[name].at_end_of_year
        assert told == "row" or {*told} <= {*TABLES[name].columns}


@pytest.mark.parametrize("table", [n for n, each in TABLES.items() if each.at_end_of_year])
def test_what_a_year_tells_at_its_end_is_not_known_before(
    tables: dict[str, pd.DataFrame], table: str
) -> None:
    rows = tables[table].head(1)
    year = "academic_year" if "academic_year" in rows else "year"
    rows = rows.assign(**{year: "2016/17"})
    dated = next((name for name in ("as_at", "published") if name in rows), None)
    empty = "" if dated == "published" else pd.NaT
    undated = rows if dated is None else rows.assign(**{dated: empty})
    told = TABLES[table].at_end_of_year

    assert len(undated) == 1
    for whole, known in (("2015/16", False), ("2016/17", True), ("2017/18", True)):
        left = of_whole_years(table, undated, whole)
        if told == "row":
            assert len(left) == known
        else:
            columns = [each for each in told if each in rows]
            same = left[columns].equals(undated[columns])
            hidden = (left[columns].isna() | (left[columns] == "")).all(axis=None)
            assert same if known else hidden
            others = [each for each in rows if each not in told]
            assert left[others].equals(undated[others])
    if dated is not None:
        says = "2017-03-17" if dated == "published" else pd.Timestamp("2017-03-17")
        of_a_day = rows.assign(**{dated: says})
        assert of_whole_years(table, of_a_day, WHOLE).equals(of_a_day)


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (date(2017, 3, 3), None),
        (date(2017, 3, 31), 4.5),
        (date(2017, 7, 20), 4.5),
        (date(2017, 7, 21), 13.0),
        (None, 13.0),
    ],
)
def test_a_report_that_was_written_earlier_reads_the_row_of_its_day(
    tables: dict[str, pd.DataFrame], written: date | None, used: float | None
) -> None:
    ever = known_rows(tables, ["support", "schools"], date(2017, 9, 28), WHOLE)
    assert set(ever) == {"support"}
    stood = as_it_stood(ever["support"], written)
    own = stood.loc[stood["school_id"] == "9990001", "days_used"]
    assert len(own) == 1
    assert (None if pd.isna(own.iloc[0]) else own.iloc[0]) == used


def test_what_was_reviewed_later_is_not_read() -> None:
    reviews = pd.DataFrame({"reviewed": pd.to_datetime(["2017-03-02", "2017-04-05", None])})
    assert len(as_it_stood(reviews, date(2017, 3, 3))) == 2
    assert len(as_it_stood(reviews, None)) == 3
