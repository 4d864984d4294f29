"""An earlier term shows what was known then: of dated rows the newest until its day."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from checking import GOOD, read

from tymor.inputs.as_known import as_known, newest

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
        (date(2016, 12, 1), {"9990001": 1.0}),  # a row without a day was always known
        (date(2017, 3, 31), {"9990001": 4.5}),
        (date(2017, 9, 28), {"9990001": 13.0, "9990002": 4.0}),
    ],
)
def test_of_dated_rows_the_newest_until_the_day_counts(
    tables: dict[str, pd.DataFrame], day: date, used: dict[str, float]
) -> None:
    support = as_known(tables, day)["support"]
    assert dict(zip(support["school_id"], support["days_used"], strict=True)) == used


def test_a_school_has_the_pupils_of_its_newest_roll(tables: dict[str, pd.DataFrame]) -> None:
    def pupils(day: date) -> tuple[int, bool]:
        own = as_known(tables, day)["schools"].set_index("school_id").loc["9990001"]
        return int(own["pupils"]), bool(pd.isna(own["efsm_pct"]))

    assert pupils(date(2016, 12, 1)) == (210, False)
    assert pupils(date(2017, 3, 31)) == (213, False)
    assert pupils(date(2017, 9, 28)) == (220, True)  # of that roll no share is told


def test_rows_keep_their_order() -> None:
    rows = pd.DataFrame({"key": ["b", "a", "b"], "on": pd.to_datetime(["2017-01-02", None, None])})
    assert list(newest(rows, ["key"], "on", date(2018, 1, 1))["key"]) == ["b", "a"]
