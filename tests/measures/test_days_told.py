"""As at which days support, grants and rolls are: of an area and of all below it."""

import pandas as pd
import pytest

from tymor.measures.as_at import days_told

AREAS = pd.DataFrame(
    [
        ("R", "partnership", None),
        ("A", "local_authority", "R"),
        ("B", "local_authority", "R"),
        ("1", "school", "A"),
        ("2", "school", "A"),
        ("3", "school", "B"),
    ],
    columns=["area_id", "kind", "parent_id"],
)
YEAR = "2016/17"


def rows(column: str, *told: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(told, columns=[column, "academic_year", "as_at"])
    return frame.assign(as_at=pd.to_datetime(frame["as_at"]))


def told(**tables: pd.DataFrame) -> dict[tuple[str, str, str], tuple[str, str, int]]:
    """By area, table and year: the first and last day, and how many rows say none."""
    none = {"support": rows("school_id"), "grants": rows("area_id"),
            "costs": rows("area_id"),
            "rolls": rows("school_id").drop(columns="academic_year")}  # fmt: skip
    days = days_told({**none, **tables}, AREAS, YEAR)
    return {
        (row["area_id"], row["table"], row["academic_year"]): (
            f"{row['first']:%Y-%m-%d}",
            f"{row['last']:%Y-%m-%d}",
            row["undated"],
        )
        for row in days.to_dict("records")
    }


def test_an_area_has_the_days_of_all_below_it() -> None:
    support = rows(
        "school_id",
        ("1", YEAR, "2017-03-17"),
        ("2", YEAR, "2017-07-21"),
        ("3", YEAR, None),
        ("3", "2015/16", None),
    )
    assert told(support=support) == {
        ("1", "support", YEAR): ("2017-03-17", "2017-03-17", 0),
        ("2", "support", YEAR): ("2017-07-21", "2017-07-21", 0),
        ("A", "support", YEAR): ("2017-03-17", "2017-07-21", 0),
        ("R", "support", YEAR): ("2017-03-17", "2017-07-21", 1),
    }


def test_grants_of_an_authority_stand_beside_those_of_its_schools() -> None:
    grants = rows("area_id", ("A", YEAR, "2017-06-30"), ("1", YEAR, "2017-07-21"))
    assert told(grants=grants)["A", "grants", YEAR] == ("2017-06-30", "2017-07-21", 0)


@pytest.mark.parametrize(("school", "undated"), [("3", 0), ("1", 1)])
def test_a_school_without_a_roll_says_no_day(school: str, undated: int) -> None:
    rolls = rows("school_id", (school, YEAR, "2017-01-17")).drop(columns="academic_year")
    days = told(rolls=rolls)
    authority = {"3": "B", "1": "A"}[school]
    assert days[authority, "rolls", YEAR] == ("2017-01-17", "2017-01-17", undated)
    assert days["R", "rolls", YEAR][2] == 2


def test_where_no_row_says_its_day_nothing_is_told() -> None:
    assert told(support=rows("school_id", ("1", YEAR, None))) == {}
    assert told() == {}
