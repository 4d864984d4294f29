"""The tables of a release beyond figures: worked by hand, attacked, and kept from the public."""

from pathlib import Path

import pandas as pd
import pytest
from made_report import bundled_project
from projects import ROOT, copy_project, publication

from tymor.build import prepare_release
from tymor.check.data import check
from tymor.config import RiskIndicator
from tymor.measures.around import inspection_counts, partners_by_authority, with_sums
from tymor.measures.early_warning import by_year, level_of, results, risk_levels
from tymor.measures.progress import progress_counts, support_moved
from tymor.measures.standing import similar_authorities
from tymor.prepare.release import Release, prepare
from tymor.yaml_files import read_yaml, to_yaml

PARENTS = {"P": None, "A": "P", "B": "P", "a": "A", "b": "A", "c": "A", "d": "B", "e": "B"}
AREAS = pd.DataFrame(
    [(area, parent or "", "school" if area.islower() else "above")
     for area, parent in PARENTS.items()],
    columns=["area_id", "parent_id", "kind"],
)  # fmt: skip


def summed(schools: dict[str, int]) -> pd.DataFrame:
    rows = pd.DataFrame({"area_id": schools.keys(), "count": schools.values(), "year": "2016/17"})
    return with_sums(rows.astype({"count": "Int64"}), AREAS, ["year"])


def test_sums_of_the_areas_above() -> None:
    counts = summed(dict(zip("abcde", (1, 2, 3, 40, 50), strict=True))).set_index("area_id")
    assert counts["count"].to_dict() == {
        "a": 1, "b": 2, "c": 3, "d": 40, "e": 50, "A": 6, "B": 90, "P": 96,
    }  # fmt: skip


def test_priorities_are_counted_without_names() -> None:
    priorities = pd.DataFrame(
        [("a", "2017-summer", 1, "teaching", "core", "yes", "strong"),
         ("a", "2017-summer", 2, "leadership", "enhanced", "no", "limited"),
         ("b", "2017-summer", 1, "teaching", "core", "", "strong")],
        columns=["school_id", "term", "priority", "reform_area", "support", "on_track",
                 "judgement"],
    )  # fmt: skip
    schools = pd.DataFrame({"school_id": ["a", "b"], "la_code": ["681", "672"]})
    counts = progress_counts(priorities, schools, "CSC").set_index(
        ["area_id", "reform_area", "support", "answer"]
    )[["priorities", "schools"]]
    assert counts.loc[("CSC", "all", "all", "all")].tolist() == [3, 2]
    assert counts.loc[("CSC", "all", "all", "strong")].tolist() == [2, 2]
    assert counts.loc[("CSC", "all", "all", "on_track")].tolist() == [1, 1]
    assert counts.loc[("681", "leadership", "enhanced", "limited")].tolist() == [1, 1]
    assert ("672", "leadership", "all", "all") not in counts.index


def test_support_moves_between_a_term_and_the_one_just_before() -> None:
    rows = pd.DataFrame(
        [("a", 1, "2017-spring", "core"), ("a", 1, "2017-summer", "enhanced"),
         ("b", 1, "2016-autumn", "core"), ("b", 1, "2017-summer", "enhanced"),  # not the last term
         ("c", 1, "2016-autumn", "enhanced"), ("c", 1, "2017-spring", "core"),
         ("c", 1, "2017-summer", "core"), ("c", 2, "2017-summer", "enhanced")],
        columns=["school_id", "priority", "term", "support"],
    ).assign(reform_area="teaching", on_track="yes", judgement="strong")  # fmt: skip
    moved = support_moved(rows)
    assert moved.tolist() == [
        None, "to_enhanced", None, None, None, "to_core", "support_kept", None,
    ]  # fmt: skip
    schools = pd.DataFrame({"school_id": ["a", "b", "c"], "la_code": ["681", "681", "672"]})
    counts = progress_counts(rows, schools, "CSC")
    now = counts[(counts["term"] == "2017-summer") & (counts["reform_area"] == "all")
                 & (counts["support"] == "all")]  # fmt: skip
    told = now.set_index(["area_id", "answer"])["schools"].to_dict()
    assert told["CSC", "to_enhanced"] == told["681", "to_enhanced"] == 1
    assert told["672", "support_kept"] == 1
    assert ("CSC", "to_core") not in told


def test_inspections_are_counted_without_names() -> None:
    rows = pd.DataFrame(
        [("a", "2017-summer", "none"), ("b", "2017-summer", "review"), ("c", "", "review")],
        columns=["school_id", "due", "follow_up"],
    )
    schools = pd.DataFrame({"school_id": ["a", "b", "c"], "la_code": ["681", "681", "672"]})
    counts = inspection_counts(rows, schools, "CSC")
    assert sorted(counts.itertuples(index=False, name=None)) == [
        ("672", "follow_up", "review", 1), ("681", "due", "2017-summer", 2),
        ("681", "follow_up", "review", 1), ("CSC", "due", "2017-summer", 2),
        ("CSC", "follow_up", "review", 2),
    ]  # fmt: skip


def test_authorities_are_like_those_with_the_nearest_share() -> None:
    areas = pd.DataFrame(
        [("A", "local_authority", 10.0), ("B", "local_authority", 14.0),
         ("C", "local_authority", 30.0), ("D", "local_authority", None), ("s", "school", 10.5)],
        columns=["area_id", "kind", "efsm_pct"],
    )  # fmt: skip
    pairs = similar_authorities(areas, number=1)
    assert pairs.to_numpy().tolist() == [
        ["A", "B", 10.0, 14.0], ["B", "A", 14.0, 10.0], ["C", "B", 30.0, 14.0],
    ]  # fmt: skip
    assert similar_authorities(areas[3:]).empty


def test_a_partner_is_held_to_full_time() -> None:
    schools = pd.DataFrame(
        {"school_id": list("abc"), "la_code": ["681", "681", "672"], "improvement_partner": "P"}
    )
    partners = pd.DataFrame({"partner": ["P"], "academic_year": "2016/17", "working_pct": 20.0})
    support = pd.DataFrame(
        {"school_id": ["a", "b", "c"], "academic_year": "2016/17", "days_agreed": [7.0, 7.0, 10.0],
         "days_used": [6.0, 7.5, 10.0], "partner": "P"}
    )  # fmt: skip
    rows = partners_by_authority(partners, schools, support).set_index("la_code")
    assert rows.loc["681", ["schools", "schools_in_all", "full_time_schools"]].tolist() == [
        2,
        3,
        15,
    ]
    assert rows["days_used"].to_dict() == {"681": 13.5, "672": 10.0}


DAYS = RiskIndicator(source="exclusions", unit="days", worse="higher", levels=(5, 15, 30))


def test_levels_begin_at_their_thresholds() -> None:
    assert [level_of(x, DAYS) for x in (0, 4.9, 5, 14.9, 15, 30, 99)] == [0, 0, 1, 1, 2, 3, 3]
    with pytest.raises(ValueError, match="each worse than the one before"):
        RiskIndicator(source="exclusions", unit="days", worse="higher", levels=(5, 4, 30))
    with pytest.raises(ValueError, match="not given where source is risk"):
        RiskIndicator(source="risk", levels=(1, 2, 3))
    with pytest.raises(ValueError, match="each worse than the one before"):
        RiskIndicator(source="exclusions", unit="days", worse="higher", levels=(5, 15, 30),
                      sectors={"pru": (300, 75, 150)})  # fmt: skip
    with pytest.raises(ValueError, match="levels are given"):
        RiskIndicator(source="exclusions", unit="days", worse="higher", sectors={"pru": ()})


def test_a_sector_has_its_own_levels_or_none() -> None:
    readings = pd.DataFrame(
        [(school, "2017-summer", indicator, 40.0)
         for indicator in ("exclusions", "own") for school in ("plain", "pru", "special")],
        columns=["school_id", "term", "indicator", "reading"],
    )  # fmt: skip
    indicators = {
        "exclusions": RiskIndicator(source="exclusions", unit="days", worse="higher",
                                    levels=(5, 15, 30),
                                    sectors={"pru": (30, 60, 90), "special": ()}),
        "own": RiskIndicator(source="risk_readings", unit="pct", worse="lower",
                             sectors={"special": (80, 70, 60)}),
    }  # fmt: skip
    told = pd.DataFrame(columns=["school_id", "term", "indicator", "level"])
    sectors = {"plain": "primary", "pru": "pru", "special": "special"}
    rows = risk_levels(readings, told, indicators, sectors)
    assert rows[["school_id", "indicator", "level"]].to_numpy().tolist() == [
        ["plain", "exclusions", 3], ["pru", "exclusions", 1], ["special", "own", 3],
    ]  # fmt: skip


def test_a_told_level_stands_and_a_missing_reading_gives_none() -> None:
    readings = pd.DataFrame(
        [("a", "2017-summer", "exclusions", 16.0), ("b", "2017-summer", "exclusions", None)],
        columns=["school_id", "term", "indicator", "reading"],
    )
    told = pd.DataFrame(
        [("a", "2017-summer", "leadership", 3), ("a", "2017-summer", "exclusions", 0)],
        columns=["school_id", "term", "indicator", "level"],
    )
    settings = {"exclusions": DAYS, "leadership": RiskIndicator(source="risk")}
    rows = risk_levels(readings, told, settings, {})
    assert rows[["school_id", "indicator", "level"]].to_numpy().tolist() == [
        ["a", "exclusions", 2], ["a", "leadership", 3],
    ]  # fmt: skip


def test_a_years_results_are_not_known_before_its_summer() -> None:
    yearly = pd.DataFrame(
        {"school_id": "a", "academic_year": ["2015/16", "2016/17"], "reading": [1.0, 2.0]}
    )
    rows = by_year(yearly, "attendance", ["2016-autumn", "2017-spring", "2017-summer"])
    assert rows["reading"].tolist() == [1.0, 1.0, 2.0]


def test_results_are_held_beside_the_partnership() -> None:
    figures = pd.DataFrame(
        [("CSC", "m", "2016/17", 80.0), ("CSC", "n", "2016/17", 90.0), ("a", "m", "2016/17", 70.0),
         ("a", "n", "2016/17", 95.0), ("b", "n", "2016/17", None)],
        columns=["area_id", "measure_id", "academic_year", "value"],
    )  # fmt: skip
    rows = results(figures, ["m", "n"], "CSC")
    assert rows[["school_id", "reading"]].to_numpy().tolist() == [["a", -2.5]]


@pytest.fixture(scope="module")
def releases() -> dict[str, Release]:
    return prepare_release(bundled_project())


def test_every_audience_gets_its_tables_and_no_other(releases: dict[str, Release]) -> None:
    for name, audience in publication(ROOT).config.audiences.items():
        assert set(releases[name].tables) == {"areas", "figures", *audience.tables}


def test_the_public_reads_of_no_school_beyond_its_figures(releases: dict[str, Release]) -> None:
    tables = releases["public"].tables
    areas = tables["areas"]
    schools = set(areas.loc[areas["kind"] == "school", "area_id"])
    for name in set(tables) - {"areas", "figures"}:
        text = tables[name].astype(str)
        assert not text.isin(schools).any(axis=None), name
    shown = pd.concat([tables["exclusions"][c] for c in ("fixed_term", "permanent")]).dropna()
    assert not shown.between(0, 4).any()
    assert tables["exclusions"]["permanent"].isna().any()


def test_tables_have_an_area_or_are_about_the_whole(releases: dict[str, Release]) -> None:
    for name, table in releases["partnership"].tables.items():
        about = [c for c in ("area_id", "school_id", "la_code") if c in table]
        assert bool(about) != (name in {"plan", "plan_priorities", "calendar", "protection"}), name
        if about:
            assert set(table[about[0]]) <= set(releases["partnership"].tables["areas"]["area_id"])


def test_no_term_to_come_is_in_a_release(releases: dict[str, Release]) -> None:
    held = releases["partnership"].tables
    assert set(held["risk"]["term"]) == {"2016-autumn", "2017-spring", "2017-summer"}
    assert held["risk"]["level"].between(0, 3).all()
    assert (held["risk"]["level"] >= publication(ROOT).config.risk.flagged_from).any()


def test_what_is_counted_term_by_term_is_watched(releases: dict[str, Release]) -> None:
    held = releases["partnership"].tables["risk"]
    told = pd.read_csv(ROOT / "data" / "sample" / "risk_readings.csv", dtype={"school_id": "str"})
    both = told.merge(held, on=["school_id", "term", "indicator"])
    assert len(both) == len(told)
    assert (both["reading_x"] == both["reading_y"]).all()


def test_no_special_school_is_held_against_key_indicators(releases: dict[str, Release]) -> None:
    tables = releases["partnership"].tables
    sectors = tables["areas"].set_index("area_id")["sector"].astype("str")
    of = tables["risk"]["school_id"].map(sectors)
    held = {name: set(rows) for name, rows in of.groupby(tables["risk"]["indicator"])}
    assert not {"special", "pru"} & held["results"]
    assert held["individual_targets"] == {"special", "pru"}


def test_only_who_may_read_them_has_the_targets_of_schools(releases: dict[str, Release]) -> None:
    for name, audience in publication(ROOT).config.audiences.items():
        figures = releases[name].tables["figures"]
        areas = releases[name].tables["areas"].set_index("area_id")["kind"]
        targets = figures[figures["kind"] == "target"]["area_id"].map(areas).astype("str")
        assert ("school" in set(targets)) == audience.school_targets == (name != "public")


def test_who_may_see_every_count_sees_every_reading(releases: dict[str, Release]) -> None:
    risk, counts = (releases["authority"].tables[name] for name in ("risk", "exclusions"))
    assert counts["days_lost"].notna().all()
    told = risk[(risk["indicator"] == "exclusions") & (risk["term"] == "2017-summer")]
    assert len(told) and told["reading"].notna().all()


def test_no_reading_gives_a_hidden_figure_away(
    releases: dict[str, Release], tmp_path: Path
) -> None:
    """Were an audience that reads of risk protected, it would be told the level only."""
    root = copy_project(tmp_path, ROOT / "data" / "sample", "sample")
    (root / "data" / "published").symlink_to(ROOT / "data" / "published")
    rules = root / "params" / "disclosure.yml"
    tree = read_yaml(rules)
    rest = tree["public"]["rest"] | {"parts": 1}  # which is not attacked
    by_rule = tree["public"] | {"least_cohort": 50, "least_cohort_others": 50, "rest": rest}
    rules.write_text(to_yaml(tree | {"public": by_rule, "authority": by_rule}), "utf-8")
    term = publication(root)
    tables = prepare(term, check(term))["authority"].tables
    counts, figures = tables["exclusions"], tables["figures"]
    of_sessions = figures["measure_id"].str.startswith("attendance_") & (figures["group"] == "all")
    counted = figures[of_sessions & figures["status"].isin(["counted", "suppressed"])]
    held = {
        "exclusions": counts.assign(hidden=counts["days_lost"].isna()),
        "attendance": counted.assign(hidden=counted["status"] == "suppressed"),
    }
    whole = releases["partnership"].tables["risk"]
    for indicator, rows in held.items():
        newest = rows.sort_values("academic_year").drop_duplicates("area_id", keep="last")
        hidden = newest.loc[newest["hidden"], "area_id"]
        now = (tables["risk"]["indicator"] == indicator) & (tables["risk"]["term"] == "2017-summer")
        told = tables["risk"][now]
        of_hidden = told[told["school_id"].isin(hidden)]
        assert len(of_hidden), indicator
        assert of_hidden["reading"].isna().all(), indicator
        shown = newest.loc[~newest["hidden"], "area_id"]
        assert told.loc[told["school_id"].isin(shown), "reading"].notna().all(), indicator
        # The level stays, and who may see every count sees every reading.
        same = whole.merge(of_hidden, on=["school_id", "term", "indicator"])
        assert (same["level_x"] == same["level_y"]).all()
        assert same["reading_x"].notna().all()
