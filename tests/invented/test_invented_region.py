"""An invented region equals the print, holds together pupil by pupil, and is nobody's."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from bundled import PROJECT, PUBLISHED, REGION_LAS, table
from made_region import Region, region
from real_schools import NEEDS_REAL, bare, names_taken
from region_measures import attendance_rates, learners, region_measures
from typer.testing import CliRunner

from tymor.check.read import read_inputs
from tymor.config import load_config
from tymor.errors import TymorError
from tymor.inputs import Vocabulary
from tymor.measures.pupils.entries import SUBJECTS
from tymor_invented import Wish, write_region
from tymor_invented.block import AROUND
from tymor_invented.cli import app
from tymor_invented.schools.layout import blocks
from tymor_invented.schools.names import MOST_NAMES, Names

TABLES = {"results", "attendance", "targets", "plan_priorities", "plan_actions", "calendar"}
TABLES |= {*AROUND, "post16_completion", "recommendations", "costs"}
SAME_FOR_ALL = {"calendar", "plan_priorities", "recommendations"}
PHASES_OF = {
    "primary": {"FP", "KS2"},
    "middle": {"KS2", "KS3"},
    "secondary": {"KS3", "KS4", "post16"},
    "through": {"FP", "KS2", "KS3", "KS4", "post16"},
    "special": {"FP", "KS2", "KS3", "KS4"},
    "pru": {"KS4"},
}
SUBJECTS_OF = {
    "FP": {"lce", "lcw", "md", "psd"},
    "KS2": {"english", "cymraeg", "mathematics", "science"},
    "KS3": {"english", "cymraeg", "mathematics", "science"},
    "KS4": {"english", "cymraeg", "mathematics", "science"}
    | {"l1", "l2", "l2_inclusive", "five_a", "capped_points"},
    "post16": {*SUBJECTS, "computing", "drama", "french", "physical_education"},
}
YEARS_AFTER_FP = {"FP": 0, "KS2": 4, "KS3": 7, "KS4": 9, "post16": 11}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return region(tmp_path_factory.mktemp("small"), 60)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return region(tmp_path_factory.mktemp("whole"), 375)


@pytest.mark.long
def test_every_printed_figure_is_met_to_a_twentieth_of_a_point(whole: Region) -> None:
    found = region_measures(whole.results) | attendance_rates(whole.attendance, whole.schools)
    printed = table(PUBLISHED, "published_outcomes")
    told = printed[printed["value"] != ""].set_index(["measure_id", "academic_year"])["value"]
    assert len(told) == 100
    assert printed["measure_id"].nunique() == 36
    off = {key: abs(found[key] - float(value)) for key, value in told.items()}
    assert {key: gap for key, gap in off.items() if gap > 0.05} == {}


@pytest.mark.long
def test_what_was_not_printed_is_plausible(whole: Region) -> None:
    found = region_measures(whole.results) | attendance_rates(whole.attendance, whole.schools)
    years = [f"20{year}/{year + 1}" for year in range(11, 17)]
    for measure in ("fp_fpoi", "ks2_csi", "ks3_csi", "ks4_l2_inclusive", "ks4_l1"):
        values = [found[measure, year] for year in years]
        assert all(-0.3 < later - earlier < 5 for earlier, later in pairwise(values))
    assert 60 < found["ks4_l2_inclusive", "2016/17"] < 65
    assert 320 < found["ks4_capped_points", "2016/17"] < 360


@pytest.mark.long
def test_the_whole_is_as_large_as_the_partnership(whole: Region) -> None:
    assert len(whole.schools) == 375
    assert whole.schools["pupils"].sum() == pytest.approx(135_000, rel=0.01)
    assert len(whole.results) > 1_000_000
    of_age = whole.results[whole.results["phase"] != "post16"]
    cohorts = of_age.groupby(["academic_year", "phase"])["pupil_id"].nunique()
    assert len(cohorts) == 6 * 4
    assert cohorts.between(9_500, 11_000).all()
    of_school = whole.results.groupby(["academic_year", "phase", "school_id"])["pupil_id"]
    assert (of_school.nunique() < 5).sum() > 100


@pytest.mark.long
def test_sectors_and_media_are_shared_out_as_they_should_be(whole: Region) -> None:
    schools = whole.schools
    assert set(schools["la_code"]) == REGION_LAS
    shares = schools["sector"].value_counts(normalize=True)
    assert shares["primary"] == pytest.approx(0.775, abs=0.01)
    assert shares["secondary"] == pytest.approx(0.135, abs=0.01)
    assert set(shares.index) == {*PHASES_OF, "nursery"}
    per_la = schools["la_code"].value_counts()
    assert per_la.idxmax() == "681"
    assert per_la.idxmin() == "675"
    welsh = schools["medium"].eq("welsh").groupby(schools["la_code"]).mean()
    assert welsh.idxmax() == "674"
    assert welsh.between(0.05, 0.25).all()
    assert schools["efsm_pct"].groupby(schools["la_code"]).mean().idxmin() == "673"


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    small: Region, tmp_path: Path
) -> None:
    again = write_region(tmp_path / "again", PUBLISHED, Wish(60, seed=2017))
    assert {path.stem for path in again} == {*TABLES, "source"}
    for path in again:
        assert path.read_bytes() == (small.folder / path.name).read_bytes(), path.name
    other = write_region(tmp_path / "other", PUBLISHED, Wish(60, seed=2018))
    for path in (path for path in other if path.stem not in SAME_FOR_ALL):
        assert path.read_bytes() != (small.folder / path.name).read_bytes(), path.name


def test_results_have_the_agreed_columns_and_words(small: Region) -> None:
    schema = pq.read_schema(small.folder / "results.parquet")
    kinds = {field.name: str(field.type) for field in schema}
    text = ("pupil_id", "school_id", "academic_year", "phase", "subject", "grade", "sex")
    flags = ("efsm", "eal", "lac", "aln", "mat")
    assert kinds == dict.fromkeys(text, "string") | dict.fromkeys(flags, "bool") | {
        "level": "int16"
    }
    results = small.results
    assert results.groupby("phase")["subject"].agg(set).to_dict() == SUBJECTS_OF
    assert not results.duplicated(["pupil_id", "academic_year", "phase", "subject"]).any()
    examined = results["phase"].eq("KS4") & results["subject"].isin(SUBJECTS_OF["KS2"])
    examined |= results["phase"].eq("post16")
    assert results["grade"].notna().eq(examined).all()
    assert results["level"].isna().eq(examined).all()
    assert set(results["grade"].dropna()) == {"A*", *"ABCDEFGU"}
    limits = results.groupby("phase")["level"].agg(["min", "max"])
    assert limits.loc[["FP", "KS2", "KS3"], "min"].ge(1).all()
    assert limits["max"].dropna().to_dict() == {"FP": 6, "KS2": 6, "KS3": 8, "KS4": 464}
    assert not results.loc[results["phase"] == "post16", "grade"].isin(["F", "G"]).any()


def test_csv_tables_keep_their_contracts(small: Region) -> None:
    config = load_config(PROJECT)
    vocabulary = Vocabulary(
        languages=("en", "cy"),
        measures=config.measures,
        groups=frozenset(config.groups),
        plan_schemes={},
        partnership_ids=frozenset({"CSC"}),
        collaboration=config.support.collaboration,
    )
    inputs = read_inputs([PUBLISHED, small.folder], vocabulary, required=["schools"], root=PROJECT)
    ours = [each for each in inputs.problems if "plan_" not in str(each.file)]
    assert ours == []
    assert len(inputs.tables["schools"]) == 60
    source = next(each for each in inputs.sources if each.invented)
    assert not source.sample


def test_overall_measures_and_thresholds_nest(small: Region) -> None:
    ks4 = learners(small.results, "KS4")
    assert (ks4["l1"] >= ks4["l2"]).all()
    assert (ks4["l2"] >= ks4["l2_inclusive"]).all()
    assert (ks4["l2"] >= ks4["five_a"]).all()
    passed = ks4[["english", "cymraeg", "mathematics"]].isin(["A*", "A", "B", "C"])
    conjunction = (passed["english"] | passed["cymraeg"]) & passed["mathematics"]
    assert (conjunction & ks4["l2"].eq(1)).eq(ks4["l2_inclusive"].eq(1)).all()
    points = ks4["capped_points"].astype(int)
    assert points.between(0, 464).all()
    assert points[ks4["l2"] == 1].min() >= 200


def test_a_learner_stays_the_same_learner(small: Region) -> None:
    one = small.results.drop_duplicates(["pupil_id", "phase"])
    assert one.groupby("pupil_id")[["sex", "eal", "lac", "mat"]].nunique().eq(1).all(axis=None)
    first = one["academic_year"].str[:4].astype(int) - one["phase"].map(YEARS_AFTER_FP)
    assert first.groupby(one["pupil_id"]).nunique().eq(1).all()
    wide = one.pivot(index="pupil_id", columns="phase", values="school_id")
    # Of six years' cohorts so many meet the next phase within the six years; few leave between.
    for earlier, later, cohorts in (("FP", "KS2", 2), ("KS2", "KS3", 3), ("KS3", "KS4", 4)):
        both = wide[[earlier, later]].notna().all(axis=1).sum()
        assert 0.9 < both / (cohorts / 6 * wide[earlier].notna().sum()) < 1


def test_results_predict_the_next_results(small: Region) -> None:
    maths = small.results[small.results["subject"] == "mathematics"]
    wide = maths.pivot(index="pupil_id", columns="phase", values="level")[["KS2", "KS3"]].dropna()
    assert 0.5 < wide.corr().loc["KS2", "KS3"] < 0.9


@pytest.mark.long
def test_schools_teach_what_their_sector_does_while_they_are_open(whole: Region) -> None:
    seen = whole.results[["school_id", "academic_year", "phase", "subject"]].drop_duplicates()
    rows = seen.merge(whole.schools, on="school_id", how="left", validate="many_to_one")
    assert rows["sector"].notna().all()
    assert rows.groupby("sector")["phase"].agg(set).to_dict() == PHASES_OF
    begins = rows["academic_year"].str[:4] + "-09-01"
    assert (rows["open_from"] <= begins).all()
    assert (rows["open_to"].eq("") | (rows["open_to"] > begins)).all()
    assert whole.schools["open_to"].ne("").sum() >= 2
    assert whole.schools["open_from"].ne("").sum() >= 2
    taught_welsh = rows.loc[rows["subject"].isin(["lcw", "cymraeg"]), "medium"]
    assert set(taught_welsh) == {"welsh", "dual"}
    assert not rows.loc[rows["medium"] == "welsh", "subject"].eq("lce").any()


@pytest.mark.long
def test_sixth_forms_are_plausible(whole: Region) -> None:
    entries = whole.results[whole.results["phase"] == "post16"]
    assert entries["school_id"].nunique() == 44
    learners = entries.groupby(["academic_year", "pupil_id"]).size()
    assert learners.between(2, 5).all()
    assert learners.groupby("academic_year").size().between(3_000, 4_000).all()
    share = entries["grade"].value_counts(normalize=True).reindex(["A*", *"ABCDEU"]).cumsum()
    assert share[["A", "C", "E"]].round(2).to_dict() == {"A": 0.25, "C": 0.76, "E": 0.98}
    began = table(whole.folder, "post16_completion").astype(
        dict.fromkeys(["started", "retained", "completed"], int)
    )
    one = began[began["group"] == "all"]
    completed = one.set_index(["school_id", "academic_year"])["completed"]
    sat = entries.groupby(["school_id", "academic_year"])["pupil_id"].nunique()
    assert completed[completed > 0].sort_index().to_dict() == sat.to_dict()
    assert 0.88 < one["retained"].sum() / one["started"].sum() < 0.95
    wide = began.pivot_table(
        index=["school_id", "academic_year"], columns="group", values="started", fill_value=0
    )
    assert (wide["efsm"] + wide["not_efsm"]).eq(wide["all"]).all()
    assert (wide["boys"] + wide["girls"]).eq(wide["all"]).all()


@pytest.mark.long
def test_groups_are_of_a_plausible_size(whole: Region) -> None:
    of_age = whole.results[whole.results["phase"] != "post16"]
    one = of_age.drop_duplicates(["pupil_id", "academic_year", "phase"])
    shares = one[["efsm", "eal", "lac", "aln", "mat"]].mean()
    low = {"efsm": 0.15, "eal": 0.05, "lac": 0.008, "aln": 0.18, "mat": 0.08}
    high = {"efsm": 0.23, "eal": 0.15, "lac": 0.02, "aln": 0.28, "mat": 0.12}
    assert shares.between(pd.Series(low), pd.Series(high)).all()
    assert 0.48 < one["sex"].eq("F").mean() < 0.5


def test_sessions_add_up(small: Region) -> None:
    rows = small.attendance
    assert (rows["sessions_attended"] <= rows["sessions_possible"]).all()
    assert not rows.duplicated(["school_id", "academic_year", "group"]).any()
    for column in ("sessions_possible", "sessions_attended"):
        wide = rows.pivot_table(
            index=["school_id", "academic_year"], columns="group", values=column, fill_value=0
        )
        assert (wide["efsm"] + wide["not_efsm"]).eq(wide["all"]).all()
        assert (wide["boys"] + wide["girls"]).eq(wide["all"]).all()


def test_larger_regions_are_all_of_wales() -> None:
    for schools in (40, 375, 750, 751, 1500, 24_000):
        plots = [plot for block in blocks(schools) for plot in block]
        assert len(plots) == schools
        assert len({plot.authority.la_code for plot in plots}) == (5 if schools <= 750 else 22)
        assert max(map(len, blocks(schools))) < 800
        for block in blocks(schools):
            needed = {(plot.authority.la_code, plot.sector) for plot in block}
            codes = {code for code, _ in needed}
            assert {(code, "secondary") for code in codes} <= needed


def test_names_are_one_schools_each_and_shrink_the_article() -> None:
    names = Names(2017)
    given = [
        names.of(sector, medium, english=True)
        for sector, medium in [("primary", "english"), ("secondary", "welsh")] * 3000
    ]
    assert len({name.en for name in given}) == len({name.cy for name in given}) == 6000
    assert all(name.en == name.cy for name in given[1::2])
    welsh = " ".join(name.cy for name in given)
    assert "Cae'r " in welsh
    assert "Cae y" not in welsh
    assert not any(" y " + vowel in welsh for vowel in "AEIOU")


@pytest.mark.real
@NEEDS_REAL
def test_no_name_there_could_be_is_a_real_schools() -> None:
    taken, names = names_taken(), Names(1)
    ours = [names.of("primary", "english", english=bool(at % 2)) for at in range(MOST_NAMES)]
    hits = [name for name in ours if (set(bare(name.en)) | set(bare(name.cy))) & taken]
    assert hits == []


@pytest.mark.parametrize("schools", [39, MOST_NAMES + 1])
def test_a_region_out_of_bounds_is_refused(tmp_path: Path, schools: int) -> None:
    with pytest.raises(TymorError, match=r"cannot be invented; expected from 40 to .* --schools"):
        write_region(tmp_path, PUBLISHED, Wish(schools))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_leaves_the_last_region_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_region(tmp_path, PUBLISHED, Wish(40))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tymor_invented.folder.targets", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_region(tmp_path, PUBLISHED, Wish(40, seed=3))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_command_writes_the_region(tmp_path: Path) -> None:
    out = tmp_path / "invented"
    arguments = ["region", "--schools", "40", "--seed", "7", "--out", str(out)]
    result = CliRunner().invoke(app, [*arguments, "--published", str(PUBLISHED)])
    assert result.exit_code == 0, result.output
    assert {path.stem for path in out.iterdir()} == {*TABLES, "source"}
    wrong = CliRunner().invoke(app, [*arguments, "--published", str(tmp_path)])
    assert wrong.exit_code == 1
    assert "published_outcomes.csv is missing" in wrong.output
