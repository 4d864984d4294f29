"""The bundled data of today is what the generator writes, adds up, and is nobody's."""

from pathlib import Path

import pandas as pd
from bundled import PROJECT
from real_schools import NEEDS_REAL, bare, names_taken

from tymor.config import load_config
from tymor_invented.today import write_today

TODAY = PROJECT / "data" / "dwyafon"


def test_the_folder_is_what_the_generator_writes(tmp_path: Path) -> None:
    written = write_today(tmp_path)
    assert {path.name for path in written} == {path.name for path in TODAY.iterdir()}
    for path in written:
        assert path.read_bytes() == (TODAY / path.name).read_bytes(), path.name


def test_two_groups_of_a_pair_are_all_learners() -> None:
    counts = pd.read_csv(TODAY / "school_outcomes.csv")
    wide = counts.pivot_table(
        index=["school_id", "academic_year", "measure_id"], columns="group",
        values=["numerator", "denominator"], fill_value=0,
    )  # fmt: skip
    for one, other in load_config(PROJECT, "dwyafon").learners.pairs:
        for part in ("numerator", "denominator"):
            assert (wide[part, one] + wide[part, other] == wide[part, "all"]).all(), (one, other)


def test_persistent_absence_and_attendance_are_of_the_same_learners() -> None:
    sessions = pd.read_csv(TODAY / "attendance.csv")
    counts = pd.read_csv(TODAY / "school_outcomes.csv")
    absent = counts[counts["measure_id"].str.startswith("persistent")]
    key = ["school_id", "academic_year", "group"]
    both = sessions.merge(absent, on=key, how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["sessions_possible"] == 380 * both["denominator"]).all()
    # Whoever is persistently absent missed 38 sessions or more.
    missed = both["sessions_possible"] - both["sessions_attended"]
    assert (missed >= 38 * both["numerator"]).all()


@NEEDS_REAL
def test_no_school_is_called_as_a_real_one() -> None:
    schools = pd.read_csv(TODAY / "schools.csv", dtype=str)
    names = {form for column in ("name_en", "name_cy") for name in schools[column]
             for form in bare(name)}  # fmt: skip
    assert names & names_taken() == set()
