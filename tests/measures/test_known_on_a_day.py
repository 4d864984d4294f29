"""What was known on a day: recommendations and answers, and the newest printing of an indicator."""

from datetime import date

import pandas as pd

from tymor.measures.as_known import newest_printed, recommendations_known

ASKED = pd.DataFrame(
    {
        "asked": pd.to_datetime(["2017-03-14", "2017-03-14", "2017-09-26"]),
        "answered": pd.to_datetime(["2017-06-09", "2017-10-20", None]),
        "status": ["accepted", "completed", "open"],
        "answer": ["Yes.", "Done.", ""],
        "answer_cy": ["Ie.", "Gwnaed.", ""],
    }
)


def test_what_is_asked_or_answered_later_is_not_known_yet() -> None:
    known = recommendations_known(ASKED, date(2017, 9, 15))
    assert known["status"].tolist() == ["accepted", "open"]
    assert known["answer"].tolist() == ["Yes.", ""] and known["answer_cy"].tolist() == ["Ie.", ""]
    assert known["answered"].notna().tolist() == [True, False]


def test_what_was_answered_on_the_day_is_known() -> None:
    assert recommendations_known(ASKED, date(2017, 10, 20))["status"].tolist()[1] == "completed"
    assert recommendations_known(ASKED, date(2017, 10, 19))["status"].tolist()[1] == "open"


def test_of_several_printings_the_newest_of_the_day_counts() -> None:
    rows = pd.DataFrame(
        [
            ("CSC", "reviews", "2016/17", "2018-01-15", 90.0),
            ("CSC", "reviews", "2016/17", "2017-09", 81.0),
            ("CSC", "schools", "", "", 400.0),
        ],
        columns=["area_id", "indicator", "year", "published", "value"],
    )
    values = {
        day: newest_printed(rows, date.fromisoformat(day))["value"].tolist()
        for day in ("2017-08-31", "2017-09-28", "2018-01-14", "2018-01-15")
    }
    assert values == {
        "2017-08-31": [400.0],
        "2017-09-28": [81.0, 400.0],
        "2018-01-14": [81.0, 400.0],
        "2018-01-15": [90.0, 400.0],
    }


def test_a_table_without_rows_stays_one() -> None:
    columns = ["area_id", "indicator", "year", "published", "value"]
    empty = pd.DataFrame(columns=columns)
    assert list(newest_printed(empty, date(2017, 9, 28)).columns) == columns
    assert recommendations_known(ASKED.head(0), date(2017, 9, 28)).empty
