"""The invented schools hold together, come near the print and are nobody's."""

from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from bundled import PUBLISHED, REGION_LAS, SAMPLE, table
from projects import ROOT
from real_schools import NEEDS_REAL, bare, names_taken
from typer.testing import CliRunner

from plain_pandas import figures
from tymor.config import load_config
from tymor.errors import TymorError
from tymor.measures.pupils import every_rule
from tymor_invented import write_bundled
from tymor_invented.cli import app
from tymor_invented.schools.school import YEAR_GROUPS

KEY = ["school_id", "academic_year", "measure_id"]


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    return table(SAMPLE, "schools").astype({"pupils": int, "efsm_pct": float})


@pytest.fixture(scope="module")
def results() -> pd.DataFrame:
    return pd.read_parquet(SAMPLE / "results.parquet")


@pytest.fixture(scope="module")
def outcomes(results: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """One row a school, year, measure and group: as they came, or counted from learners' rows."""
    counted = figures(results, schools, at_once=True)
    percentages = ~counted["measure_id"].str.match("gap_|ks4_capped_points")
    of_schools = counted["area_id"].isin(schools["school_id"])
    rows = counted[percentages & of_schools].rename(columns={"area_id": "school_id"})
    together = pd.concat([table(SAMPLE, "school_outcomes"), rows])
    numbers = {"numerator": int, "denominator": int}
    return together[[*KEY, "group", *numbers]].astype(numbers)


@pytest.fixture(scope="module")
def attendance() -> pd.DataFrame:
    rows = table(SAMPLE, "attendance")
    return rows.astype({"sessions_possible": int, "sessions_attended": int})


def test_the_generator_writes_the_committed_files(tmp_path: Path) -> None:
    written = write_bundled(tmp_path, PUBLISHED)
    assert {path.name for path in written} == {path.name for path in SAMPLE.iterdir()}
    for path in written:
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_the_generator_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(TymorError, match=r"published_outcomes\.csv is missing.*--published"):
        write_bundled(tmp_path / "out", tmp_path)


def test_the_command_writes_them_too(tmp_path: Path) -> None:
    out = tmp_path / "again"
    arguments = ["bundled", "--out", str(out), "--published", str(PUBLISHED)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {path.name for path in SAMPLE.iterdir()}


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 1_500_000


def test_schools_are_marked_as_invented_and_varied(schools: pd.DataFrame) -> None:
    assert schools["school_id"].is_unique
    assert schools["school_id"].str.fullmatch(r"999\d{4}").all()
    assert schools.groupby("la_code").size().to_dict() == dict.fromkeys(REGION_LAS, 8)
    assert set(schools["sector"]) == {
        "nursery",
        "primary",
        "middle",
        "secondary",
        "through",
        "special",
        "pru",
    }
    assert set(schools["medium"]) == {"english", "welsh", "dual"}
    assert schools["name_en"].is_unique
    assert schools["name_cy"].is_unique
    welsh = schools["medium"] == "welsh"
    assert (schools["name_en"] == schools["name_cy"]).eq(welsh).all()
    assert schools["open_from"].ne("").sum() == schools["open_to"].ne("").sum() == 1
    poorer = schools[schools["sector"].isin(["primary", "secondary"])]
    mean = poorer.groupby("la_code")["efsm_pct"].mean()
    assert mean[["675", "674"]].min() > mean[["672", "681", "673"]].max()


def test_groups_add_up_to_all(outcomes: pd.DataFrame) -> None:
    assert not outcomes.duplicated([*KEY, "group"]).any()
    assert (outcomes["denominator"] > 0).all()
    assert outcomes["numerator"].between(0, outcomes["denominator"]).all()
    # Of older years, entries of one subject came without groups: they were too few.
    by_group = outcomes[~outcomes["measure_id"].str.match("post16_(?!all_)")]
    for column in ("numerator", "denominator"):
        wide = by_group.pivot_table(index=KEY, columns="group", values=column, fill_value=0)
        assert (wide["efsm"] + wide["not_efsm"]).eq(wide["all"]).all()
        assert (wide["boys"] + wide["girls"]).eq(wide["all"]).all()
        assert wide[["eal", "lac", "aln", "mat"]].le(wide["all"], axis=0).all(axis=None)


def test_every_group_has_learners_at_every_phase(results: pd.DataFrame) -> None:
    learners = results.drop_duplicates(["pupil_id", "phase"])
    shares = learners.groupby("phase")[["efsm", "eal", "lac", "aln", "mat"]].mean()
    assert len(shares) == 5
    assert shares.gt(0).all(axis=None)
    assert shares.lt(0.5).all(axis=None)
    assert learners["sex"].eq("F").groupby(learners["phase"]).mean().between(0.45, 0.55).all()


def test_cohorts_are_as_large_as_rolls_let_expect(
    results: pd.DataFrame, schools: pd.DataFrame
) -> None:
    by = ["school_id", "academic_year", "phase"]
    cohorts = results[results["phase"] != "post16"].groupby(by)["pupil_id"].nunique()
    sizes = schools.set_index("school_id")
    of_a_year = sizes["pupils"] / sizes["sector"].map(YEAR_GROUPS)
    expected = of_a_year.reindex(cohorts.index.get_level_values("school_id")).to_numpy()
    assert (cohorts >= 0.88 * expected - 0.5).all()
    assert (cohorts <= 1.12 * expected + 0.5).all()
    assert cohorts.xs(sizes["pupils"].idxmin(), level="school_id").between(2, 6).all()


def test_learners_come_and_go_and_most_stay(results: pd.DataFrame) -> None:
    one = results.drop_duplicates(["pupil_id", "phase"])
    first = one["academic_year"].str[:4].astype(int)
    for earlier, later, years, least in (
        ("FP", "KS2", 4, 0.6),
        ("KS2", "KS3", 3, 0.3),
        ("KS3", "KS4", 2, 0.9),
    ):
        was = one[one["phase"] == earlier].assign(starts=first + years)
        now = one[one["phase"] == later].assign(starts=first)
        now = now[now["starts"] >= was["starts"].min()]
        both = now.merge(was, on=["pupil_id", "starts"])
        assert least < len(both) / len(now) < 1, later
        assert len(both) == now["pupil_id"].isin(was["pupil_id"]).sum(), later


def test_every_measure_of_learners_rows_can_be_counted(
    results: pd.DataFrame, schools: pd.DataFrame
) -> None:
    """So the demo leaves no measure and no group of the engine out."""
    counted = figures(results, schools, at_once=True)
    counted = counted[counted["area_id"].isin(schools["school_id"])]
    counted = counted[~counted["measure_id"].str.startswith("gap_")]
    assert set(counted["measure_id"]) == {rule.measure_id for rule in every_rule()}
    wide = counted.pivot_table(
        index="measure_id", columns="group", values=["numerator", "denominator"], aggfunc="sum"
    )
    assert set(wide["denominator"]) == set(load_config(ROOT).groups)
    assert wide["denominator"].drop(columns="lac").gt(0).all(axis=None)
    assert wide["denominator", "lac"].gt(0).mean() > 0.8
    assert wide["numerator", "all"].gt(0).all()


def test_counted_rows_are_of_what_no_learner_is_held(results: pd.DataFrame) -> None:
    """The two together are every phase and year shown, but for what was not verified."""
    counted = table(SAMPLE, "school_outcomes")
    phase = counted["measure_id"].str.split("_").str[0].replace("ks4", "KS4")
    as_counts = set(zip(phase, counted["academic_year"], strict=True))
    assert as_counts == {("KS4", "2014/15"), ("post16", "2014/15"), ("post16", "2015/16")}
    as_learners = set(zip(results["phase"], results["academic_year"], strict=True))
    assert as_counts & as_learners == set()
    shown = set(product(("FP", "KS2", "KS3", "KS4", "post16"), ("2014/15", "2015/16", "2016/17")))
    assert shown - as_counts - as_learners == {("KS4", "2016/17")}


def test_sixth_forms_sit_grades_that_include_each_other(
    outcomes: pd.DataFrame, schools: pd.DataFrame, results: pd.DataFrame
) -> None:
    own = outcomes[outcomes["measure_id"].str.startswith("post16_")]
    grade, subject = own["measure_id"].str[-1], own["measure_id"].str[:-2]
    wide = own.assign(grade=grade, subject=subject).pivot_table(
        index=["school_id", "academic_year", "group", "subject"],
        columns="grade",
        values=["numerator", "denominator"],
    )
    reached, sat = wide["numerator"], wide["denominator"]
    assert (reached["a"] <= reached["c"]).all() and (reached["c"] <= reached["e"]).all()
    assert sat["a"].eq(sat["c"]).all() and sat["c"].eq(sat["e"]).all()
    entries = sat["a"].xs("all", level="group").unstack("subject").fillna(0)
    whole = entries.pop("post16_all")
    # Four of the subjects have no measures of their own.
    assert (entries.sum(axis=1) <= whole).all()
    assert (entries.sum(axis=1) > 0.8 * whole).all()
    told = schools.set_index("school_id").loc[own["school_id"].unique()]
    assert "675" not in set(told["la_code"])  # nothing is collected where there is no sixth form
    completed = table(SAMPLE, "post16_completion").query("group == 'all'")
    assert len(completed) == 3 * 6
    newest = completed.query("academic_year == '2016/17'").set_index("school_id")["completed"]
    learners = results[results["phase"] == "post16"].groupby("school_id")["pupil_id"].nunique()
    assert newest.astype(int).to_dict() == learners.reindex(newest.index).to_dict()


@pytest.mark.parametrize(
    ("narrower", "wider"),
    [
        *((f"{m}_plus1", m) for m in ("fp_lce", "fp_lcw", "fp_md", "ks2_english", "ks2_cymraeg")),
        *((f"ks3_{s}_plus1", f"ks3_{s}") for s in ("english", "cymraeg", "mathematics")),
        *((f"ks3_{s}_plus2", f"ks3_{s}_plus1") for s in ("english", "cymraeg", "mathematics")),
        ("ks2_mathematics_plus1", "ks2_mathematics"),
        ("fp_fpoi", "fp_md"),
        *((f"ks{k}_csi", f"ks{k}_{s}") for k in (2, 3) for s in ("english", "mathematics")),
        ("ks4_l2_inclusive", "ks4_l2_english"),
        ("ks4_l2_inclusive", "ks4_l2_mathematics"),
        ("ks4_l2_inclusive", "ks4_l1"),
    ],
)
def test_a_harder_measure_is_reached_by_no_more(
    outcomes: pd.DataFrame, schools: pd.DataFrame, narrower: str, wider: str
) -> None:
    rows = outcomes.merge(schools[["school_id", "medium"]], on="school_id")
    if wider.endswith("english"):  # who is taught through Welsh may reach it by Cymraeg
        rows = rows[rows["medium"] == "english"]
    wide = rows.pivot_table(
        index=["school_id", "academic_year", "group"], columns="measure_id", values="numerator"
    )
    both = wide[[narrower, wider]].dropna()
    assert len(both) > 50
    assert (both[narrower] <= both[wider]).all()


@pytest.mark.parametrize(
    ("overall", "cymraeg"),
    [
        ("fp_fpoi", "fp_lcw"),
        ("ks2_csi", "ks2_cymraeg"),
        ("ks3_csi", "ks3_cymraeg"),
        ("ks4_l2_inclusive", "ks4_l2_cymraeg"),
    ],
)
def test_cymraeg_is_taught_where_it_should_be(
    outcomes: pd.DataFrame, schools: pd.DataFrame, overall: str, cymraeg: str
) -> None:
    rows = outcomes.merge(schools[["school_id", "medium"]], on="school_id")
    assert set(rows.loc[rows["measure_id"].str.startswith(cymraeg), "medium"]) == {"welsh", "dual"}
    of_all = rows.pivot_table(
        index=["medium", "school_id", "academic_year", "group"],
        columns="measure_id",
        values="denominator",
    )
    welsh = of_all.loc["welsh"][[overall, cymraeg]].dropna(how="all")
    assert len(welsh) > 50
    assert welsh[overall].eq(welsh[cymraeg]).all()
    assert (of_all.loc["dual"][cymraeg] < of_all.loc["dual"][overall]).any()
    assert not rows.loc[rows["medium"] == "welsh", "measure_id"].str.startswith("fp_lce").any()


def test_small_cohorts_occur(outcomes: pd.DataFrame) -> None:
    efsm = outcomes[outcomes["group"] == "efsm"]
    assert (efsm["denominator"] < 5).sum() > 100
    assert (efsm["denominator"] >= 5).sum() > 500


def test_only_open_schools_have_rows(
    schools: pd.DataFrame, outcomes: pd.DataFrame, attendance: pd.DataFrame
) -> None:
    opened = schools.loc[schools["open_from"] != "", "school_id"].item()
    closed = schools.loc[schools["open_to"] != "", "school_id"].item()
    for rows in (outcomes, attendance):
        years = rows.groupby("school_id")["academic_year"].agg(set)
        assert "2014/15" not in years[opened]
        assert "2015/16" in years[opened] & years[closed]
        assert "2016/17" not in years[closed]
    assert closed not in set(table(SAMPLE, "school_priorities")["school_id"])


def test_what_was_not_verified_is_not_invented(
    schools: pd.DataFrame, outcomes: pd.DataFrame, attendance: pd.DataFrame
) -> None:
    latest = outcomes[outcomes["academic_year"] == "2016/17"]
    assert not latest["measure_id"].str.startswith("ks4").any()
    sector = attendance["school_id"].map(schools.set_index("school_id")["sector"])
    assert "primary" not in set(sector[attendance["academic_year"] == "2016/17"])
    assert "nursery" not in set(sector)


def test_the_whole_comes_near_the_print(outcomes: pd.DataFrame) -> None:
    sums = outcomes.groupby(["measure_id", "academic_year", "group"])[
        ["numerator", "denominator"]
    ].sum()
    pct = (100 * sums["numerator"] / sums["denominator"]).unstack("group")
    gaps = (pct["efsm"] - pct["not_efsm"]).rename(lambda name: f"gap_{name}", level=0)
    printed = table(PUBLISHED, "published_outcomes").set_index(["measure_id", "academic_year"])
    told = pd.to_numeric(printed.loc[printed["status"] == "verified", "value"])
    told = told[~told.index.get_level_values(0).str.startswith("attendance")]
    off = (pd.concat([pct["all"], gaps]).reindex(told.index) - told).abs()
    assert off.notna().all()
    assert off.max() < 0.5


def test_attendance_comes_near_the_print(schools: pd.DataFrame, attendance: pd.DataFrame) -> None:
    rows = attendance.merge(schools[["school_id", "sector"]], on="school_id")
    assert (rows["sessions_attended"] < rows["sessions_possible"]).all()
    rows = rows[rows["group"] == "all"]
    printed = table(PUBLISHED, "published_outcomes").set_index(["measure_id", "academic_year"])
    for phase, sectors, years in (
        ("primary", ["primary"], ["2014/15", "2015/16"]),
        ("secondary", ["middle", "secondary", "through"], ["2014/15", "2015/16", "2016/17"]),
    ):
        sums = rows[rows["sector"].isin(sectors)].groupby("academic_year").sum(numeric_only=True)
        assert list(sums.index) == years
        for year, row in sums.iterrows():
            rate = 100 * row["sessions_attended"] / row["sessions_possible"]
            told = float(printed.loc[(f"attendance_{phase}", year), "value"])
            assert rate == pytest.approx(told, abs=0.1)


def test_targets_of_the_authorities() -> None:
    rows = table(SAMPLE, "targets")
    rows = rows[rows["area_id"].str.len() == 3]
    assert len(rows) == 5 * 36 * 3
    assert set(rows["area_id"]) == REGION_LAS
    assert rows["value"].ne("").eq(rows["status"] == "set").all()
    values = rows[rows["status"] == "set"].astype({"value": float})
    is_gap = values["measure_id"].str.startswith("gap_")
    assert values.loc[is_gap, "value"].between(-45, -1).all()
    assert values.loc[~is_gap, "value"].between(1, 99).all()
    latest = rows[(rows["academic_year"] == "2017/18") & rows["measure_id"].str.startswith("fp_")]
    assert not (latest["status"] == "set").any()


def test_targets_of_schools_are_of_what_they_teach(schools: pd.DataFrame) -> None:
    rows = table(SAMPLE, "targets")
    rows = rows[rows["area_id"].str.len() == 7].merge(
        schools, left_on="area_id", right_on="school_id"
    )
    assert not rows["sector"].isin(["nursery", "special", "pru"]).any()
    assert rows["value"].astype(float).between(1, 99).all()
    assert set(rows.loc[rows["sector"] == "primary", "measure_id"]) == {"fp_fpoi", "ks2_csi"}
    assert set(rows["academic_year"]) == {"2016/17", "2017/18"}


def test_readings_of_risk_are_of_what_fits_a_sector(schools: pd.DataFrame) -> None:
    rows = table(SAMPLE, "risk_readings").merge(schools, on="school_id")
    own = rows["indicator"] == "individual_targets"
    assert set(rows.loc[own, "sector"]) == {"special", "pru"}
    others = rows[~own].groupby(["school_id", "term"])["indicator"].agg(set)
    told = {"deficit", "head_vacancy", "staff_absence", "vacancies"}
    assert all(each == told for each in others)
    assert rows["reading"].astype(float).between(0, 100).all()


def test_priorities_use_the_allowed_words(schools: pd.DataFrame) -> None:
    rows = table(SAMPLE, "school_priorities")
    assert not rows.duplicated(["school_id", "term", "priority"]).any()
    assert set(rows["term"]) == {"2016-autumn", "2017-spring", "2017-summer"}
    assert set(rows["judgement"]) == {"very_good", "strong", "satisfactory", "limited"}
    assert set(rows["support"]) == {"core", "enhanced"}
    assert set(rows["on_track"]) == {"yes", "no"}
    assert rows["reform_area"].nunique() == 5
    assert set(rows["school_id"]) == set(schools.loc[schools["open_to"] == "", "school_id"])
    assert rows.groupby(["school_id", "term"]).size().between(2, 3).all()
    assert pd.to_numeric(rows["days"]).between(0.5, 8).all()
    assert not rows["commentary"].str.contains("[{}]").any()
    assert rows["commentary"].nunique() > 80


def test_judgements_move_from_term_to_term() -> None:
    rows = table(SAMPLE, "school_priorities")
    rank = {"limited": 1, "satisfactory": 2, "strong": 3, "very_good": 4}
    wide = rows.pivot_table(
        index=["school_id", "priority"], columns="term", values="judgement", aggfunc="first"
    ).replace(rank)
    for before, now in (("2016-autumn", "2017-spring"), ("2017-spring", "2017-summer")):
        moved = wide[now] - wide[before]
        assert (moved > 0).sum() > (moved < 0).sum() > 0
        assert (moved == 0).any()


def test_the_tables_around_results_are_of_open_schools(schools: pd.DataFrame) -> None:
    opened = set(schools.loc[schools["open_to"] == "", "school_id"])
    for name in ("inspections", "risk", "risk_readings"):
        assert set(table(SAMPLE, name)["school_id"]) == opened, name
    for name in ("exclusions", "support", "professional_learning", "grants"):
        rows = table(SAMPLE, name).rename(columns={"area_id": "school_id"})
        of_year = rows[rows["academic_year"] == "2016/17"]
        assert set(of_year["school_id"]) == opened, name


def test_half_terms_end_as_the_term_does() -> None:
    key = ["school_id", "term", "priority"]
    reviews = table(SAMPLE, "half_term_reviews")
    enhanced = table(SAMPLE, "school_priorities").query("support == 'enhanced'")
    assert set(reviews.groupby(key)["half"].agg("".join)) == {"12"}
    shared = [*key, "on_track", "judgement", "commentary"]
    ends = reviews[reviews["half"] == "2"].sort_values(key)[shared]
    assert ends.to_numpy().tolist() == enhanced.sort_values(key)[shared].to_numpy().tolist()
    assert reviews["reviewed"].nunique() == 6


def test_partners_have_schools_of_one_authority(schools: pd.DataFrame) -> None:
    assert schools.groupby("improvement_partner")["la_code"].nunique().eq(1).all()
    partners = table(SAMPLE, "partners").astype({"working_pct": int})
    assert set(partners["partner"]) == set(schools["improvement_partner"])
    full_time = (
        100
        * schools.groupby("improvement_partner").size()
        / partners.set_index("partner")["working_pct"].groupby("partner").first()
    )
    # Some are within the usual 14 to 20 schools of a full-time partner, some are not.
    assert full_time.between(14, 20).any()
    assert not full_time.between(14, 20).all()


def test_bare_names_are_compared_not_spellings() -> None:
    assert bare("YSGOL GYNRADD PONT-Y-TŶ")[1] == bare("Pont y Ty Primary School")[1] == "pontyty"
    assert bare("Pentre'r Wennol")[0] == bare("Pentrer Wennol")[0]


@pytest.mark.real
@NEEDS_REAL
def test_no_invented_name_is_a_real_schools(schools: pd.DataFrame) -> None:
    taken = names_taken()
    ours = pd.concat([schools["name_en"], schools["name_cy"]])
    assert [name for name in ours if set(bare(name)) & taken] == []
