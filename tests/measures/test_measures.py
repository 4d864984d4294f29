"""Measures: worked examples by hand, and what must hold for any numbers."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import ROOT

from tymor.config import load_config
from tymor.measures import attendance, outcomes, programmes, progress
from tymor.measures.frame import as_figures
from tymor.measures.plan import grids
from tymor.measures.rounding import percentage, round_half_up
from tymor.measures.signals import previous_year, with_signals

MEASURES = load_config(ROOT).measures
TO_ONE_PLACE = dict.fromkeys(MEASURES, 1)
SCHOOLS = pd.DataFrame(
    {
        "school_id": ["9990001", "9990002", "9990003"],
        "la_code": ["681", "681", "675"],
        "sector": ["primary", "primary", "special"],
        "pupils": [100, 40, 60],
    }
)


def one_pct(numerator: int, denominator: int, decimals: int) -> float:
    return float(percentage(pd.Series([numerator]), pd.Series([denominator]), decimals).iloc[0])


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "expected"),
    [(12, 167, 2, 7.19), (1, 8, 1, 12.5), (1, 16, 1, 6.3), (29, 29, 2, 100.0), (0, 7, 1, 0.0),
     (1, 800, 2, 0.13), (2, 3, 1, 66.7)],
)  # fmt: skip
def test_percentages_worked_by_hand(
    numerator: int, denominator: int, decimals: int, expected: float
) -> None:
    assert one_pct(numerator, denominator, decimals) == expected


def test_no_cohort_has_no_percentage() -> None:
    found = percentage(pd.Series([0, pd.NA], dtype="Int64"), pd.Series([0, 5], dtype="Int64"), 1)
    assert found.isna().all()


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([0, 1, 2]))
def test_percentages_are_exact_fractions_rounded_half_up(part: int, more: int, places: int) -> None:
    whole = part + more
    exact = Fraction(100 * part, whole)
    scaled = exact * 10**places
    expected = (scaled + Fraction(1, 2)).__floor__() / 10**places
    assert one_pct(part, whole, places) == expected


@given(st.decimals(-100, 100, places=3))
def test_rounding_is_that_of_decimal_numbers(value: Decimal) -> None:
    expected = float(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
    assert round_half_up(pd.Series([float(value)]), 1).iloc[0] == expected


def school_rows() -> pd.DataFrame:
    return pd.DataFrame(
        [("9990001", "efsm", 3, 6), ("9990001", "not_efsm", 18, 20), ("9990002", "efsm", 1, 2),
         ("9990002", "not_efsm", 5, 10), ("9990003", "not_efsm", 4, 5)],
        columns=["school_id", "group", "numerator", "denominator"],
    ).assign(measure_id="fp_fpoi", academic_year="2016/17")  # fmt: skip


def test_an_authority_is_the_sum_of_its_schools() -> None:
    found = outcomes.of_schools_and_authorities(school_rows(), SCHOOLS, MEASURES, TO_ONE_PLACE)
    authority = found[(found["area_id"] == "681") & (found["group"] == "not_efsm")].iloc[0]
    assert (authority["numerator"], authority["denominator"]) == (23, 30)
    assert authority["value"] == 76.7


def test_each_measure_is_rounded_to_its_own_places() -> None:
    rows = pd.concat([school_rows(), school_rows().assign(measure_id="fp_psd")])
    found = outcomes.of_schools_and_authorities(
        rows, SCHOOLS, MEASURES, {"fp_fpoi": 2, "fp_psd": 0}
    )
    own = found[(found["area_id"] == "681") & (found["group"] == "not_efsm")]
    assert own.set_index("measure_id")["value"].to_dict() == {"fp_fpoi": 76.67, "fp_psd": 77.0}


def test_a_gap_is_taken_before_rounding_and_rests_on_the_smaller_cohort() -> None:
    counted = outcomes.of_schools_and_authorities(school_rows(), SCHOOLS, MEASURES, TO_ONE_PLACE)
    gaps = outcomes.gaps(counted, MEASURES, TO_ONE_PLACE).set_index("area_id")
    # 3 of 6 less 18 of 20; the authority: 4 of 8 less 23 of 30
    assert gaps.loc["9990001", "value"] == -40.0
    assert gaps.loc["681", "value"] == -26.7
    assert gaps.loc["9990001", "cohort"] == 6
    assert "9990003" not in gaps.index
    assert set(gaps["measure_id"]) == {"gap_fp_fpoi"}


def test_the_partnership_is_the_sum_of_its_authorities() -> None:
    counted = outcomes.of_schools_and_authorities(school_rows(), SCHOOLS, MEASURES, TO_ONE_PLACE)
    whole = outcomes.of_partnership(counted, SCHOOLS, "CSC", MEASURES, TO_ONE_PLACE)
    everybody = whole.set_index("group").loc["not_efsm"]
    assert (everybody["numerator"], everybody["denominator"]) == (27, 35)


def test_attendance_rests_on_pupils_and_counts_special_schools_apart() -> None:
    sessions = pd.DataFrame(
        {
            "school_id": SCHOOLS["school_id"],
            "academic_year": "2015/16",
            "group": "all",
            "sessions_possible": [1000, 500, 300],
            "sessions_attended": [950, 460, 200],
        }
    )
    found = attendance.rates(sessions, SCHOOLS, MEASURES, TO_ONE_PLACE).set_index("area_id")
    assert found.loc["681", "value"] == 94.0
    assert found.loc["681", "cohort"] == 140
    of_special = found[found["measure_id"] == "attendance_special"]["value"]
    assert of_special.to_dict() == {"9990003": 66.7, "675": 66.7}
    fewer = {name: each for name, each in MEASURES.items() if name != "attendance_special"}
    of_no_measure = attendance.rates(sessions, SCHOOLS, fewer, TO_ONE_PLACE)
    assert set(of_no_measure["area_id"]) == {"9990001", "9990002", "681"}


def figures(*rows: tuple[str, str, str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["measure_id", "academic_year", "kind", "value"])
    filled = {"area_id": "CSC", "group": "all", "unit": "pct", "decimals": 2, "status": "verified",
              "source": "printed"}  # fmt: skip
    return as_figures(frame.assign(**filled))


@pytest.mark.parametrize(
    ("measure", "last", "now", "target", "expected"),
    [
        ("fp_fpoi", 80.0, 85.0, 85.0, "met"),
        ("fp_fpoi", 90.0, 85.0, 84.9, "met"),
        ("fp_fpoi", 80.0, 84.99, 85.0, "improved"),
        ("fp_fpoi", 84.99, 84.99, 85.0, "none"),
        ("fp_fpoi", None, 84.99, 85.0, "none"),
        ("fp_fpoi", 80.0, 85.0, None, "none"),
        ("fp_fpoi", 80.0, None, 85.0, "none"),
        ("gap_fp_fpoi", -20.0, -13.0, -13.0, "met"),
        ("gap_fp_fpoi", -20.0, -14.0, -13.0, "improved"),
        ("gap_fp_fpoi", -14.0, -20.0, -13.0, "none"),
        ("gap_fp_fpoi", -20.0, 14.0, -13.0, "improved"),  # eFSM learners ahead: 14 from zero
    ],
)
def test_signals(
    measure: str, last: float | None, now: float | None, target: float | None, expected: str
) -> None:
    rows = figures(
        (measure, "2015/16", "actual", last),
        (measure, "2016/17", "actual", now),
        (measure, "2016/17", "target", target),
    )
    found = with_signals(rows, MEASURES)["signal"].tolist()
    assert found == ["none", expected, "none"]


@pytest.mark.parametrize(
    ("year", "before"), [("2016/17", "2015/16"), ("2000/01", "1999/00"), ("2010/11", "2009/10")]
)
def test_the_year_before(year: str, before: str) -> None:
    assert previous_year(year) == before


CATEGORIES = {"2017/18": ["strong", "limited"]}
OF_PRINT = ["plan_year", "priority", "column", "count", "pct", "source_row"]


def actions(*judgements: str) -> pd.DataFrame:
    rows = [("2.9", "yes", "strong"), ("2.10", "no", "limited"), ("2.10", "yes", "strong")]
    frame = pd.DataFrame(rows, columns=["priority", "on_track", "judgement"])
    return frame.assign(plan_year="2017/18", **({"judgement": judgements} if judgements else {}))


def printed(*cells: tuple[str, str, int | None, float | None]) -> pd.DataFrame:
    rows = [("2017/18", *cell, row) for row, cell in enumerate(cells, start=2)]
    return pd.DataFrame(rows, columns=OF_PRINT).astype({"count": "Int64", "pct": "float64"})


def cells(grid: pd.DataFrame, column: str, priority: str = "all") -> dict[str, Any]:
    """A column's values in the rows of one priority, by column of the grid."""
    own = grid[grid["priority"] == priority]
    return dict(zip(own["column"], own[column], strict=True))


def test_a_plan_is_counted_by_priority_in_their_order() -> None:
    found = grids(actions(), printed(), CATEGORIES)
    assert list(dict.fromkeys(found["priority"])) == ["2.9", "2.10", "all"]
    assert cells(found, "count") == {
        "elements": 3, "on_track": 2, "not_on_track": 1, "strong": 2, "limited": 1,
    }  # fmt: skip
    assert cells(found, "pct")["limited"] == 33.33
    assert not found["differs"].any() and not found["misprinted"].any()


def test_actions_that_nobody_judged_are_counted_as_such_and_not_as_zero() -> None:
    some = grids(actions("strong", "", "strong"), printed(), CATEGORIES)
    assert cells(some, "count") == {
        "elements": 3, "on_track": 2, "not_on_track": 1, "strong": 2, "limited": 0, "not_judged": 1,
    }  # fmt: skip
    none = grids(actions("", "", ""), printed(), CATEGORIES)
    assert set(none["column"]) == {"elements", "on_track", "not_on_track"}


def test_a_printed_grid_is_shown_as_printed_beside_what_the_list_gives() -> None:
    of_print = printed(
        ("2.9", "elements", 2, None), ("2.10", "elements", 2, None), ("total", "elements", 4, 100),
        ("2.9", "strong", 2, None), ("2.10", "strong", 0, None), ("total", "strong", 2, 66.6),
    )  # fmt: skip
    found = grids(actions("", "limited", "strong"), of_print, CATEGORIES)
    assert cells(found, "count")["elements"] == 4 and cells(found, "count", "2.9")["elements"] == 2
    told = found[found["differs"]].to_dict("records")
    assert [(row["priority"], row["column"], row["count"], row["listed"]) for row in told] == [
        ("2.9", "elements", 2, 1),
        ("2.10", "strong", 0, 1),  # both were judged, so the list can tell
        ("all", "elements", 4, 3),
    ]
    wrong = found[found["misprinted"]]
    assert wrong[["priority", "column", "pct", "printed_pct", "printed_row"]].values.tolist() == [
        ["all", "strong", 50.0, 66.6, 7]
    ]
    assert "not_judged" not in set(found["column"])


def test_what_neither_print_nor_list_tells_is_missing() -> None:
    of_print = printed(("2.9", "strong", 1, None), ("2.9", "elements", 1, None))
    found = grids(actions("strong", "", ""), of_print, CATEGORIES)
    assert cells(found, "count", "2.9")["strong"] == 1
    assert pd.isna(cells(found, "count", "2.10")["strong"])
    assert pd.isna(cells(found, "count")["strong"])
    assert cells(found, "count")["elements"] == 3


def test_priorities_are_counted_without_a_school() -> None:
    rows = pd.DataFrame(
        [("9990001", "2017-summer", "strong"), ("9990002", "2017-summer", "limited"),
         ("9990002", "2017-spring", "limited"), ("9990003", "2017-summer", "")],
        columns=["school_id", "term", "judgement"],
    )  # fmt: skip
    found = progress.priorities_judged(
        rows, SCHOOLS, "2017-summer", "2016/17", ["strong", "satisfactory", "limited"]
    )
    cardiff = found.set_index("measure_id")["value"].to_dict()
    assert cardiff == {
        "priorities_strong": 1,
        "priorities_satisfactory": 0,
        "priorities_limited": 1,
    }
    assert set(found["area_id"]) == {"681"}


def test_retention_and_completion_worked_by_hand() -> None:
    began = pd.DataFrame(
        [
            ("9990001", "all", 80, 70, 68),
            ("9990002", "all", 20, 20, 17),
            ("9990002", "efsm", 0, 0, 0),
        ],
        columns=["school_id", "group", "started", "retained", "completed"],
    ).assign(academic_year="2016/17")
    counted = programmes.retention_and_completion(began)
    schools = pd.DataFrame({"school_id": ["9990001", "9990002"], "la_code": "681"})
    found = outcomes.of_schools_and_authorities(counted, schools, MEASURES, TO_ONE_PLACE)
    found = found.set_index(["area_id", "measure_id"])
    assert (found["group"] == "all").all()
    assert found.loc[("9990001", "post16_retention"), "value"] == 87.5
    assert found.loc[("9990001", "post16_completion"), "value"] == 85.0
    assert found.loc[("681", "post16_retention"), "value"] == 90.0
    assert found.loc[("681", "post16_completion"), ["numerator", "cohort"]].tolist() == [85, 100]
