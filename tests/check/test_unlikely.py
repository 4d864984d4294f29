"""Warnings of what is hard to believe: quiet where chance or the times explain it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples

from tymor.check.unlikely import unlike_others, unlikely_changes

KEY = ["school_id", "measure_id"]
YEARS = ["2013/14", "2014/15", "2015/16", "2016/17"]


def counts(
    schools: int, *, seed: int, measures: int = 1, beyond: float = 0.0, times: int = 1
) -> pd.DataFrame:
    """Invented results of schools in four years: by chance, and by ``beyond`` of its own a year.

    ``times`` is how many rows each pupil gives, such as half days.
    """
    random = np.random.default_rng(seed)
    shape = (schools, measures, len(YEARS))
    level = random.uniform(0.5, 0.98, (schools, measures, 1))
    share = np.clip(level + random.normal(0, beyond, shape), 0, 1)
    pupils = random.integers(5, 120, (schools, 1, 1)) * np.ones(shape, int)
    at = np.indices(shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "school_id": at[0],
            "measure_id": at[1],
            "academic_year": np.array(YEARS)[at[2]],
            "part": random.binomial(pupils, share).ravel() * times,
            "whole": pupils.ravel() * times,
        }
    )


def two_years(*pairs: tuple[int, int]) -> pd.DataFrame:
    parts, wholes = zip(*pairs, strict=True)
    years = YEARS[: len(pairs)]
    return pd.DataFrame(
        {"school_id": 1, "measure_id": 1, "academic_year": years, "part": parts, "whole": wholes}
    )


@pytest.mark.parametrize("beyond", [0.0, 0.02, 0.05])
def test_a_whole_region_of_small_cohorts_is_quiet(beyond: float) -> None:
    """375 schools and 60 measures, of which many move by more than 30 points, by chance alone."""
    rows = counts(375, seed=2017, measures=60, beyond=beyond)
    pct = (100 * rows["part"] / rows["whole"]).groupby([rows[name] for name in KEY]).diff()
    assert (pct.abs() >= 30).sum() > 100
    assert len(unlikely_changes(rows, KEY, ["measure_id"])) <= 5


@settings(max_examples=examples(30), deadline=None)
@given(seed=st.integers(0, 10**6), school=st.integers(0, 59))
def test_one_wrong_count_is_told_in_both_years_it_touches(seed: int, school: int) -> None:
    rows = counts(60, seed=seed)
    row = rows.index[(rows["school_id"] == school) & (rows["academic_year"] == YEARS[1])][0]
    rows.loc[rows["school_id"] == school, ["part", "whole"]] = [90, 100]
    rows.loc[row, "part"] = 9  # for 90
    told = unlikely_changes(rows, KEY, ["measure_id"])
    assert told["school_id"].tolist() == [school, school]
    assert told["academic_year"].tolist() == [YEARS[1], YEARS[2]]
    assert told[["before", "pct"]].iloc[0].tolist() == [90.0, 9.0]


def test_what_moves_everywhere_is_no_jump() -> None:
    """A measure that is defined anew falls by 40 points in all schools; one that stays is told."""
    rows = counts(60, seed=4)
    rows["whole"], rows["part"] = 100, 85
    rows.loc[rows["academic_year"] >= YEARS[2], "part"] = 45
    rows.loc[(rows["school_id"] == 7) & (rows["academic_year"] >= YEARS[2]), "part"] = 85
    told = unlikely_changes(rows, KEY, ["measure_id"])
    assert told[["school_id", "academic_year"]].to_numpy().tolist() == [[7, YEARS[2]]]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(9, 10), (3, 10)], False),  # 60 points, of ten pupils
        ([(28, 30), (19, 30)], False),  # 30 points, of thirty
        ([(280, 300), (190, 300)], True),
        ([(30, 30), (30, 30)], False),
        ([(0, 5), (5, 5)], False),
        ([(0, 40), (40, 40)], True),
    ],
)
def test_a_change_is_held_against_its_cohort(pairs: list[tuple[int, int]], told: bool) -> None:
    assert bool(len(unlikely_changes(two_years(*pairs), KEY, ["measure_id"]))) == told


def test_half_days_are_held_against_how_much_attendance_moves() -> None:
    """Chance alone would take a school's tens of thousands of half days hardly anywhere."""
    rows = counts(60, seed=6, times=380)
    assert len(unlikely_changes(rows, KEY, ["measure_id"])) == 0
    few = two_years((75_650, 79_800), (75_000, 79_800))
    assert len(unlikely_changes(few, KEY, ["measure_id"])) == 1
    assert len(unlikely_changes(few, KEY, ["measure_id"], alone=380**0.5)) == 0
    assert len(unlikely_changes(two_years((75_650, 79_800), (7_565, 79_800)), KEY, [], 19.5)) == 1


def test_years_that_do_not_follow_and_cohorts_of_nobody_are_not_compared() -> None:
    rows = two_years((90, 100), (0, 0), (5, 100))
    assert len(unlikely_changes(rows, KEY, ["measure_id"])) == 0
    apart = two_years((90, 100), (5, 100)).assign(academic_year=["2013/14", "2015/16"])
    assert len(unlikely_changes(apart, KEY, ["measure_id"])) == 0


# Of numbers drawn by chance one in thousands is far from the others: the same are drawn each time.
@settings(max_examples=examples(30), deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), many=st.sampled_from([3, 30, 300]))
def test_a_number_unlike_all_others_of_its_kind_is_told_and_no_other(seed: int, many: int) -> None:
    random = np.random.default_rng(seed)
    primary, secondary = random.lognormal(5.3, 0.4, 20 + many), random.lognormal(6.9, 0.3, 40)
    values = pd.Series(np.concatenate([primary, secondary]).round())
    kinds = pd.DataFrame({"sector": ["primary"] * len(primary) + ["secondary"] * 40})
    assert unlike_others(values, kinds, many_times=True).empty
    values.iloc[3] *= 100
    told = unlike_others(values, kinds, many_times=True)
    assert told.index.tolist() == [3]
    assert told["others"].tolist() == [len(primary) - 1]


def test_too_few_of_a_kind_or_all_alike_say_nothing() -> None:
    values = pd.Series([1.0] * 18 + [1000.0])
    alone = pd.DataFrame({"sector": ["primary"] * 19})
    assert unlike_others(values, alone, many_times=False).empty
    alike = pd.Series([5.0] * 40 + [900.0])
    kinds = pd.DataFrame({"sector": ["primary"] * 41})
    assert unlike_others(alike, kinds, many_times=False).empty
