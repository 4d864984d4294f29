"""Measures of pupils' rows: worked by hand, and against plain pandas on an invented region."""

from pathlib import Path

import pandas as pd
import pytest
from bundled import PUBLISHED, table
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples
from made_region import Region, region
from projects import ROOT

import plain_pandas
from tymor.config import load_config
from tymor.measures.counting import PupilFigures, count_pupils, open_engine
from tymor.measures.counting.counts import add_counted_elsewhere
from tymor.measures.counting.learners import FILES, write_learners
from tymor.measures.frame import as_text
from tymor.measures.pupils import every_rule
from tymor.measures.pupils.groups import conditions
from tymor.measures.pupils.rule import SUBJECTS

CONFIG = load_config(ROOT)
GROUPS = conditions(CONFIG.groups)
TO_ONE_PLACE = dict.fromkeys(CONFIG.measures, 1)
ONE_SCHOOL = pd.DataFrame({"school_id": ["9990001"], "la_code": ["681"]})
FLAGS = ["efsm", "eal", "lac", "aln", "mat"]


def learners_of(results: Path) -> Path:
    """Result rows as ``check`` has the engine read them."""
    folder = results.with_suffix("")
    folder.mkdir(exist_ok=True)
    frame = pd.read_parquet(results)
    said = {name: frame[name].map({True: "yes", False: "no"}) for name in FLAGS}
    write_learners(frame.assign(**said), {name: folder / name for name in FILES})
    return folder


def compute(results: Path, schools: pd.DataFrame) -> pd.DataFrame:
    with open_engine(CONFIG.engine) as engine:
        counted = count_pupils(engine, learners_of(results), schools, GROUPS, partnership_id="CSC")
        found = PupilFigures(engine, counted, CONFIG.measures, TO_ONE_PLACE)
        return as_text(found.of_areas(counted.area_ids))


def rows(phase: str, learners: list[dict[str, int | str]], year: str = "2016/17") -> pd.DataFrame:
    """Result rows of learners, each a subject to a level (a number) or a grade (a letter)."""
    made = [
        (
            f"P{number}",
            subject,
            None if isinstance(at, str) else at,
            at if isinstance(at, str) else None,
        )
        for number, learner in enumerate(learners)
        for subject, at in learner.items()
    ]
    frame = pd.DataFrame(made, columns=["pupil_id", "subject", "level", "grade"])
    frame = frame.astype({"level": "Int16", "grade": "str"})
    known = {"school_id": "9990001", "academic_year": year, "phase": phase, "sex": "F"}
    return frame.assign(**known, **dict.fromkeys(FLAGS, False))


def counted(folder: Path, *parts: pd.DataFrame) -> dict[str, tuple[int, int, float]]:
    """Numerator, denominator and value by measure: the school's learners of 2016/17."""
    path = folder / "results.parquet"
    frame = pd.concat(parts)
    frame["grade"] = frame["grade"].where(frame["grade"].notna(), None)
    frame.to_parquet(path, index=False)
    found = compute(path, ONE_SCHOOL)
    own = found[(found["area_id"] == "9990001") & (found["group"] == "all")]
    own = own[own["academic_year"] == "2016/17"].set_index("measure_id")
    return {
        str(name): (int(row["numerator"]), int(row["denominator"]), float(row["value"]))
        for name, row in own[own["numerator"].notna()].iterrows()
    }


def test_indicators_worked_by_hand(tmp_path: Path) -> None:
    fp = rows(
        "FP", [{"lce": 5, "md": 5, "psd": 6}, {"lcw": 6, "md": 4, "psd": 5}, {"lce": 5, "md": 5}]
    )
    ks2 = rows("KS2", [
        {"english": 3, "cymraeg": 4, "mathematics": 4, "science": 4},
        {"english": 4, "mathematics": 4, "science": 3},
        {"english": 4, "mathematics": 4, "science": 4},
    ])  # fmt: skip
    found = counted(tmp_path, fp, ks2)
    assert found["fp_fpoi"] == (1, 3, 33.3)
    assert found["ks2_csi"] == (2, 3, 66.7)


def test_levels_worked_by_hand(tmp_path: Path) -> None:
    levels = [{"mathematics": at, "science": 5} for at in (4, 5, 6, 7)] + [{"science": 5}]
    found = counted(tmp_path, rows("KS3", levels))
    assert found["ks3_mathematics"] == (3, 4, 75.0)
    assert found["ks3_mathematics_plus1"] == (2, 4, 50.0)
    assert found["ks3_mathematics_plus2"] == (1, 4, 25.0)
    assert found["ks3_csi"] == (0, 5, 0.0)
    assert "ks3_english" not in found


def test_thresholds_and_points_worked_by_hand(tmp_path: Path) -> None:
    found = counted(tmp_path, rows("KS4", [
        {"l1": 1, "l2": 1, "five_a": 1, "english": "C", "mathematics": "C", "capped_points": 400},
        {"l1": 1, "l2": 1, "five_a": 0, "english": "D", "cymraeg": "B", "mathematics": "A",
         "capped_points": 350},
        {"l1": 0, "l2": 1, "english": "C", "mathematics": "D"},
        {"l2": 0, "english": "C", "mathematics": "C"},
    ]))  # fmt: skip
    assert found["ks4_l1"] == (2, 4, 50.0)
    assert found["ks4_l2"] == (3, 4, 75.0)
    assert found["ks4_l2_inclusive"] == (2, 4, 50.0)
    assert found["ks4_five_a"] == (1, 4, 25.0)
    assert found["ks4_l2_english"] == (3, 4, 75.0)
    assert found["ks4_l2_cymraeg"] == (1, 1, 100.0)
    assert found["ks4_capped_points"] == (750, 4, 187.5)


def test_grades_worked_by_hand(tmp_path: Path) -> None:
    found = counted(
        tmp_path, rows("KS4", [{"science": at} for at in ("A*", "A", "C", "E", "G", "U")])
    )
    assert found["ks4_science_a"] == (2, 6, 33.3)
    assert found["ks4_l2_science"] == (3, 6, 50.0)
    assert found["ks4_science_e"] == (4, 6, 66.7)


def test_post_16_entries_worked_by_hand(tmp_path: Path) -> None:
    learners = [
        {"physics": "A*", "biology": "A", "history": "D"},
        {"biology": "C", "music_technology": "U"},
        {"biology": "E"},
        {"biology": "U"},
    ]
    ungraded = rows("post16", [{"biology": "A"}]).assign(pupil_id="P9", grade=None)
    path = tmp_path / "results.parquet"
    found = counted(tmp_path, rows("post16", learners), ungraded)
    assert found["post16_biology_a"] == (1, 4, 25.0)
    assert found["post16_biology_c"] == (2, 4, 50.0)
    assert found["post16_biology_e"] == (3, 4, 75.0)
    assert found["post16_all_a"] == (2, 7, 28.6)
    assert found["post16_all_c"] == (3, 7, 42.9)
    assert found["post16_all_e"] == (5, 7, 71.4)
    assert "post16_music_technology_a" not in found
    # seven entries, but four learners: the others are told of nobody
    every = compute(path, ONE_SCHOOL).set_index(["area_id", "measure_id", "group"])["cohort"]
    assert every["CSC", "post16_all_c", "all"] == every["681", "post16_all_c", "girls"] == 4
    assert every["9990001", "post16_physics_c", "all"] == 1


def test_progress_worked_by_hand(tmp_path: Path) -> None:
    before = rows("KS2", [{"english": 4}, {"english": 5}, {"english": 3}], "2013/14")
    before["pupil_id"] = ["P0", "P1", "P2"]
    now = rows("KS3", [{"english": 5}, {"english": 5}, {"english": 4}, {"english": 6}])
    assert counted(tmp_path, before, now)["progress_ks3_english"] == (2, 3, 66.7)
    # three years it must be: who stayed down a year is not matched
    late = before.assign(academic_year="2012/13")
    assert "progress_ks3_english" not in counted(tmp_path, late, now)


@pytest.mark.parametrize(
    ("earlier", "phase", "years", "was", "made", "missed"),
    [("FP", "KS2", "2012/13", {"lce": 5}, {"english": 4}, {"english": 3}),
     ("FP", "KS2", "2012/13", {"md": 6}, {"mathematics": 5}, {"mathematics": 4}),
     ("KS3", "KS4", "2014/15", {"science": 6}, {"science": "B"}, {"science": "C"}),
     ("KS3", "KS4", "2014/15", {"cymraeg": 8}, {"cymraeg": "A*"}, {"cymraeg": "A"})],
)  # fmt: skip
def test_expected_progress_keeps_the_distance_to_the_expected_level(
    tmp_path: Path, earlier: str, phase: str, years: str, was: dict[str, int | str],
    made: dict[str, int | str], missed: dict[str, int | str],
) -> None:  # fmt: skip
    subject = next(iter(made))
    found = counted(tmp_path, rows(earlier, [was, was], years), rows(phase, [made, missed]))
    assert found[f"progress_{phase.lower()}_{subject}"] == (1, 2, 50.0)


def test_a_learner_of_unknown_eligibility_is_in_neither_group(tmp_path: Path) -> None:
    frame = rows("FP", [{"md": 5}, {"md": 4}]).astype({"efsm": "boolean"})
    frame.loc[0, "efsm"] = pd.NA
    path = tmp_path / "results.parquet"
    frame.to_parquet(path, index=False)
    found = compute(path, ONE_SCHOOL)
    own = found[(found["area_id"] == "681") & (found["measure_id"] == "fp_md")]
    sizes = own.set_index("group")["denominator"].to_dict()
    assert sizes == {"all": 2, "girls": 2, "not_efsm": 1}


def test_every_measure_has_its_entry_and_its_words() -> None:
    rules = [rule.measure_id for rule in every_rule()]
    assert len(set(rules)) == len(rules)
    beyond = {name for name, each in CONFIG.measures.items() if each.section == "attendance"}
    beyond |= {"post16_retention", "post16_completion"}
    expected = {n for n, m in CONFIG.measures.items() if m.of is None} - beyond
    assert set(rules) == expected
    for rule in every_rule():
        assert CONFIG.measures[rule.measure_id].phase == rule.phase
        for part in ("label", "short"):
            said = CONFIG.languages.say(f"measures.{rule.measure_id}.{part}")
            assert all(said.values())
    assert set(GROUPS) == set(CONFIG.groups)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return region(tmp_path_factory.mktemp("measured"), 60)


def test_every_measure_group_and_area_equals_plain_pandas(small: Region) -> None:
    ours = compute(small.folder / "results.parquet", small.schools)
    plain = plain_pandas.figures(small.results, small.schools, at_once=True)
    both = ours.merge(plain, on=plain_pandas.KEY, how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert both["measure_id"].nunique() == len(every_rule()) + 5
    assert set(both["group"]) == set(GROUPS)
    for column in ("numerator", "denominator", "value"):
        left, right = (both[f"{column}_{side}"].astype("Float64") for side in "xy")
        assert (left.eq(right) | (left.isna() & right.isna())).all(), column


@pytest.mark.long
def test_the_calibrated_region_gives_every_printed_value(tmp_path: Path) -> None:
    whole = region(tmp_path, 375)
    found = compute(whole.folder / "results.parquet", whole.schools)
    own = found[(found["area_id"] == "CSC") & (found["group"] == "all")]
    cohort = own.set_index(["measure_id", "academic_year"])
    groups = found[found["area_id"] == "CSC"].set_index(["measure_id", "academic_year", "group"])
    printed = table(PUBLISHED, "published_outcomes")
    printed = printed[
        (printed["value"] != "") & ~printed["measure_id"].str.startswith("attendance")
    ]
    assert len(printed) > 90
    for row in printed.itertuples():
        key = (row.measure_id, row.academic_year)
        share = cohort["numerator"] * 100 / cohort["denominator"]
        exact = share[key] if not row.measure_id.startswith("gap_") else None
        if exact is None:
            of = row.measure_id.removeprefix("gap_")
            sides = [groups.loc[(of, row.academic_year, g)] for g in ("efsm", "not_efsm")]
            exact = 100 * (sides[0]["numerator"] / sides[0]["denominator"]
                           - sides[1]["numerator"] / sides[1]["denominator"])  # fmt: skip
        assert abs(exact - float(row.value)) <= 0.05, key
        assert abs(cohort.loc[key, "value"] - exact) <= 0.05 + 1e-9, key


LEARNER = st.fixed_dictionaries(
    {"sex": st.sampled_from("MF"), **{flag: st.booleans() for flag in FLAGS}},
    optional={subject: st.integers(1, 8) for subject in SUBJECTS["KS3"]},
)


@settings(max_examples=examples(15))
@given(st.lists(LEARNER, min_size=1, max_size=12))
def test_counts_hold_together_for_any_learners(
    tmp_path_factory: pytest.TempPathFactory, learners: list[dict[str, int]]
) -> None:
    made = [
        {"pupil_id": f"P{n}", "subject": subject, "level": learner[subject], "grade": None}
        | {name: learner[name] for name in ("sex", *FLAGS)}
        for n, learner in enumerate(learners)
        for subject in SUBJECTS["KS3"]
        if subject in learner
    ]
    if not made:
        return
    path = tmp_path_factory.mktemp("any") / "results.parquet"
    frame = pd.DataFrame(made).astype({"grade": "str", "level": "Int16"})
    frame["grade"] = None
    frame = frame.assign(school_id="9990001", academic_year="2016/17", phase="KS3")
    frame.astype({"grade": "str"}).where(frame.notna(), None).to_parquet(path, index=False)
    found = compute(path, ONE_SCHOOL)
    own = found[found["numerator"].notna() & (found["area_id"] == "CSC")]
    assert (own["numerator"] <= own["denominator"]).all()
    assert own["value"].between(0, 100).all()
    wide = own.pivot(index="measure_id", columns="group", values=["numerator", "denominator"])
    for count in ("numerator", "denominator"):
        of = wide[count].reindex(columns=list(GROUPS)).fillna(0)
        assert (of["boys"] + of["girls"]).eq(of["all"]).all()
        assert (of["efsm"] + of["not_efsm"]).eq(of["all"]).all()
        assert of[[*GROUPS]].le(of["all"], axis=0).all(axis=None)
    for subject in SUBJECTS["KS3"]:
        if f"ks3_{subject}" in wide.index:
            steps = [wide.loc[f"ks3_{subject}{more}", ("numerator", "all")]
                     for more in ("", "_plus1", "_plus2")]  # fmt: skip
            assert steps == sorted(steps, reverse=True)


def test_counts_that_came_as_such_fill_only_what_pupils_rows_leave_open(tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    rows("FP", [{"md": 5}, {"md": 4}]).to_parquet(path, index=False)
    came = pd.DataFrame(
        [("2016/17", "fp_md", 9, 10), ("2015/16", "fp_md", 9, 10)],
        columns=["academic_year", "measure_id", "numerator", "denominator"],
    ).assign(school_id="9990001", group="all")
    with open_engine(CONFIG.engine) as engine:
        years = ["2015/16", "2016/17"]
        counted = count_pupils(
            engine, learners_of(path), ONE_SCHOOL, GROUPS, partnership_id=None, years=years
        )
        add_counted_elsewhere(engine, counted, came)
        found = PupilFigures(engine, counted, CONFIG.measures, TO_ONE_PLACE).of_areas(
            counted.area_ids
        )
    found = as_text(found[found["group"] == "all"])
    own = found[found["measure_id"] == "fp_md"].set_index(["area_id", "academic_year"])["value"]
    assert own.to_dict() == {
        ("9990001", "2016/17"): 50.0, ("9990001", "2015/16"): 90.0,
        ("681", "2016/17"): 50.0, ("681", "2015/16"): 90.0,
    }  # fmt: skip
