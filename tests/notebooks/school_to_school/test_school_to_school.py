"""What schools do together: counts for the public, schools for those who may read of them."""

import pandas as pd
import pytest
from made_report import bundled_project
from notebook_run import Ran, run_notebook


def everything(ran: Ran) -> str:
    return " ".join(block.model_dump_json() for block in ran.blocks)


@pytest.mark.parametrize("area", ["CSC", "681"])
def test_the_public_has_counts_and_no_school(area: str) -> None:
    report = "school_to_school" if area == "CSC" else "school_to_school_authority"
    ran = run_notebook(report, area)
    areas = pd.read_parquet(bundled_project().release_folder("public") / "areas.parquet")
    schools = areas.loc[areas["kind"] == "school", "name_en"]
    assert ran.table("together-by-kind")
    assert not [name for name in schools if name in everything(ran)]


def test_a_piece_of_work_stands_once_with_its_schools_here_and_elsewhere() -> None:
    whole = run_notebook("school_to_school", "CSC", "partnership")
    own = run_notebook("school_to_school_authority", "681", "authority")
    rows = pd.read_parquet(
        bundled_project().release_folder("partnership") / "collaboration.parquet"
    )
    told = [row for row in whole.table("together-each") if row[1] or row[2]]
    assert len(told) == len(rows.drop_duplicates(["kind", "name"]))
    assert {row[3] for row in own.table("together-each") if row[2]} != {"0"}


def test_schools_with_a_strength_stand_beside_those_that_need_it() -> None:
    one = pd.DataFrame(
        {"school_id": ["9990009"], "academic_year": "2016/17", "reform_area": "teaching",
         "strength": "Reading", "strength_cy": "Darllen", "shared_with": pd.array([None], "Int64")}
    )  # fmt: skip

    def limited(rows: pd.DataFrame) -> pd.DataFrame:
        own = rows[rows["school_id"] == "9990010"].head(1)
        return own.assign(term="2017-summer", reform_area="teaching", judgement="limited")

    ran = run_notebook(
        "school_to_school", "CSC", "partnership",
        now={"strengths": lambda _: one, "school_priorities": limited},
    )  # fmt: skip
    ((area, strong, needy),) = ran.table("together-needs")
    areas = pd.read_parquet(bundled_project().release_folder("public") / "areas.parquet")
    named = areas.set_index("area_id")["name_en"]
    assert (area, strong, needy) == ("Teaching", named["9990009"], named["9990010"])
    (row,) = [row for row in ran.table("together-strengths-by-school") if row[1]]
    assert row[2] == "not_available"


def test_what_is_not_recorded_is_not_said_to_be_none() -> None:
    ran = run_notebook(
        "school_to_school", "CSC", "partnership",
        now={name: (lambda rows: rows.iloc[:0]) for name in ("together_counts", "collaboration",
                                                            "strengths")},
    )  # fmt: skip
    assert ran.block("together-none") is not None
    assert ran.said() == []


def test_what_is_of_last_year_is_told_as_such() -> None:
    ran = run_notebook("school_to_school", "CSC", "partnership", term="2017-autumn")
    assert ran.said(ids="together-not-yet") == [
        "No work with other schools is recorded for 2017/18 yet: what is shown is of 2016/17.",
        "No strengths of 2017/18 are recorded yet: those shown are of 2016/17.",
    ]
    for name in ("together-joined", "together-strong"):
        assert "2016/17" in ran.said(ids=name)[0]
    (said,) = ran.said(ids="together-needs-not-yet")
    assert "limited progress is that of the summer term 2017" in said
    assert "summer term 2017" in ran.block("together-needs").title["en"]
    assert {row[2] for row in ran.table("together-needs")} != {"None recorded"}


def test_where_nobody_was_judged_no_school_is_said_to_need_no_help() -> None:
    unjudged = {"school_priorities": lambda rows: rows.assign(judgement="")}
    ran = run_notebook("school_to_school", "CSC", "partnership", now=unjudged)
    assert ran.block("together-needs") is None
