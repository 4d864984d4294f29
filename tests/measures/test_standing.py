"""Standing and trends, worked by hand; nothing hidden takes part in them."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from projects import ROOT

from tymor.config import load_config
from tymor.config.measures import Similar
from tymor.disclosure.decide import Decided
from tymor.disclosure.suppress import suppress
from tymor.measures.frame import as_figures
from tymor.measures.standing import FEWEST, quartiles, similar_schools, standing
from tymor.measures.trends import trends

AREAS = pd.DataFrame(
    [("CSC", "partnership", None, None, None), ("681", "local_authority", "CSC", None, None),
     *((f"S{n}", "school", "681", "primary", share) for n, share in enumerate([10, 11, 12, 40])),
     ("T", "school", "681", "secondary", 10.0), ("U", "school", "681", "primary", None)],
    columns=["area_id", "kind", "parent_id", "sector", "efsm_pct"],
)  # fmt: skip

MEASURES = load_config(ROOT).measures
#: As many as there are.
EVERY = Similar(most=20, of_sector=100)


def actuals(*rows: tuple[str, str, float, int | None, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["area_id", "academic_year", "value", "numerator", "denominator"]
    )
    return as_figures(
        frame.assign(measure_id="fp_fpoi", group="all", kind="actual", unit="pct", decimals=1,
                     status="provisional", source="computed", cohort=frame["denominator"])
    )  # fmt: skip


def test_the_nearest_schools_are_of_the_same_sector() -> None:
    schools = AREAS[AREAS["kind"] == "school"]
    pairs = similar_schools(schools, 2).groupby("area_id")["similar_id"].agg(list)
    assert pairs.to_dict() == {
        "S0": ["S1", "S2"], "S1": ["S0", "S2"], "S2": ["S1", "S0"], "S3": ["S2", "S1"],
    }  # fmt: skip


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.integers(1, 6))
def test_no_school_left_out_is_nearer_than_one_chosen(shares: list[int], number: int) -> None:
    ids = [f"S{n:02}" for n in range(len(shares))]
    schools = pd.DataFrame({"area_id": ids, "sector": "primary", "efsm_pct": shares}, dtype=object)
    pairs = similar_schools(schools, number).groupby("area_id")["similar_id"].agg(set)
    share = dict(zip(ids, shares, strict=True))
    for school in ids:
        chosen = pairs.get(school, set())
        assert len(chosen) == min(number, len(ids) - 1)
        assert school not in chosen
        farthest = max((abs(share[other] - share[school]) for other in chosen), default=0)
        left = [abs(share[o] - share[school]) for o in ids if o not in {school, *chosen}]
        assert not chosen or all(apart >= farthest for apart in left)


def test_similar_schools_are_no_more_than_a_share_of_the_sector() -> None:
    ids = [f"S{n:02}" for n in range(9)]
    schools = pd.DataFrame({"area_id": ids, "sector": "primary", "efsm_pct": range(9)})
    half = similar_schools(schools, 20, 50).groupby("area_id").size()
    assert set(half) == {5}
    assert set(similar_schools(schools, 3, 50).groupby("area_id").size()) == {3}


def test_quartiles_worked_by_hand() -> None:
    values = pd.Series([80.0, 75.0, 75.0, 70.0, 60.0, 50.0, 40.0, 30.0, None])
    found = quartiles(values, [pd.Series("fp_fpoi", index=values.index)])
    assert found.tolist() == [1, 1, 1, 2, 3, 3, 4, 4, pd.NA]
    few = values[: FEWEST - 1]
    assert quartiles(few, [pd.Series("fp_fpoi", index=few.index)]).isna().all()


def without(figures: pd.DataFrame, area: str, year: str = "2016/17") -> pd.DataFrame:
    """These figures, one area's of a year hidden."""
    hidden = {(area, measure, year, "all"): "suppressed" for measure in figures["measure_id"]}
    return suppress(figures, Decided(hidden))


def test_a_school_beside_its_authority_and_similar_schools() -> None:
    figures = actuals(
        ("CSC", "2016/17", 88.6, None, None), ("681", "2016/17", 80.0, 80, 100),
        ("S0", "2016/17", 90.0, 18, 20), ("S1", "2016/17", 75.0, 3, 4),
        ("S2", "2016/17", 60.0, 6, 10), ("T", "2016/17", 50.0, 5, 10),
    )  # fmt: skip
    found = standing(figures, AREAS, MEASURES, EVERY, 1).set_index("area_id")
    one = found.loc["S0"]
    # S1 and S2 together: 9 of 14
    assert (one["similar_value"], one["similar_schools"]) == (64.3, 2)
    assert (one["above_authority"], one["above_partnership"], one["above_similar"]) == (
        10.0, 1.4, 25.7,
    )  # fmt: skip
    assert pd.isna(found.loc["T", "similar_value"])
    hidden = standing(without(figures, "S1"), AREAS, MEASURES, EVERY, 1).set_index("area_id")
    assert "S1" not in hidden.index
    assert hidden.loc["S0", "similar_value"] == 60.0


def test_a_few_similar_schools_are_not_told_of() -> None:
    shares = [10, 11, 12, 13, 14, 15]
    schools = [(f"P{n}", "school", "681", "primary", share) for n, share in enumerate(shares)]
    areas = pd.concat([AREAS.iloc[:2], pd.DataFrame(schools, columns=AREAS.columns)])
    rows = [(f"P{n}", "2016/17", 50.0, 1, 2) for n in range(6)]
    enough = standing(actuals(*rows), areas, MEASURES, EVERY).set_index("area_id")
    assert (enough.loc["P0", "similar_value"], enough.loc["P0", "similar_schools"]) == (50.0, 5)
    few = standing(actuals(*rows[:5]), areas, MEASURES, EVERY)
    assert few[["similar_value", "similar_schools", "above_similar"]].isna().all(axis=None)


def test_the_middle_half_of_similar_schools() -> None:
    schools = [(f"P{n}", "school", "681", "primary", 10 + n) for n in range(9)]
    areas = pd.concat([AREAS.iloc[:2], pd.DataFrame(schools, columns=AREAS.columns)])
    values = [99, 10, 20, 30, 40, 50, 60, 70, 80]
    rows = [(f"P{n}", "2016/17", float(value), value, 100) for n, value in enumerate(values)]
    found = standing(actuals(*rows), areas, MEASURES, EVERY).set_index("area_id")
    # Beside P0 stand 10 to 80: a quarter of the way from the first to the last is 27.5.
    assert found.loc["P0", ["similar_low", "similar_high"]].tolist() == [27.5, 62.5]
    few = standing(actuals(*rows[:-1]), areas, MEASURES, EVERY)
    assert few[["similar_low", "similar_high"]].isna().all(axis=None)
    assert few["similar_value"].notna().all()  # taken together they are enough


def test_trends_need_three_published_years() -> None:
    years = ["2014/15", "2015/16", "2016/17"]
    full = [
        ("S0", year, value, 8, 10) for year, value in zip(years, [80.0, 84.0, 83.0], strict=True)
    ]
    short = [("S1", year, 75.0, 3, size) for year, size in zip(years, [4, 10, 10], strict=True)]
    found = trends(without(actuals(*full, *short), "S1", "2014/15"), "2016/17").set_index("area_id")
    assert list(found.index) == ["S0"]
    assert (found.loc["S0", "change"], found.loc["S0", "a_year"]) == (3.0, 1.5)


def test_a_partnership_without_schools_has_no_standing() -> None:
    figures = actuals(("CSC", "2016/17", 88.6, None, None))
    assert standing(figures, AREAS[AREAS["kind"] != "school"], MEASURES, EVERY).empty
    without_counts = actuals(("S0", "2016/17", 88.6, None, None))
    assert standing(without_counts, AREAS, MEASURES, EVERY)["similar_value"].isna().all()
