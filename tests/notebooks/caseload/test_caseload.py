"""The caseload of an improvement partner: its own schools, and what is held of each."""

import pandas as pd
import pytest
from made_report import bundled_project
from notebook_run import Ran, run_notebook

from tymor.errors import TymorError

PARTNER = "a-hebog"


def run(**altered: pd.DataFrame) -> Ran:
    now = {name: (lambda _, rows=rows: rows) for name, rows in altered.items()}
    return run_notebook("caseload", "CSC", "partnership", now=now, each=PARTNER)


def table(name: str) -> pd.DataFrame:
    return pd.read_parquet(bundled_project().release_folder("partnership") / f"{name}.parquet")


def own() -> list[str]:
    rows = table("caseloads")
    return sorted(rows.loc[rows["each"] == PARTNER, "school_id"])


def test_it_is_about_the_partners_own_schools_alone() -> None:
    ran = run()
    areas = table("areas").set_index("area_id")
    named = sorted(areas.loc[own(), "name_en"])
    assert sorted(row[0] for row in ran.table("caseload-schools")) == named
    others = areas[(areas["kind"] == "school") & ~areas.index.isin(own())]["name_en"]
    told = " ".join(block.model_dump_json() for block in ran.blocks)
    assert not [name for name in others if name in told]
    assert [f"brief-{school}" in ran.ids for school in own()] == [True] * len(own())


def test_each_brief_has_the_five_questions() -> None:
    ran = run()
    for school in own():
        rows = ran.block(f"brief-{school}").table.rows
        heads = [row.cells[0].text["en"][0] for row in rows if row.style == "section"]
        assert heads == list("12345")


def test_the_first_question_has_the_schools_own_targets_beside_what_it_reached() -> None:
    told = run()
    page = told.names["page"]
    school = own()[0]
    figures = page.figures(school)
    first = [row for row in told.table(f"brief-{school}") if "own target" in row[1]]
    ahead = figures.frame(kind="target", academic_year="2017/18", group="all")
    ahead = ahead[ahead["value"].notna()]
    assert len(first) == len(ahead) > 0
    for measure in ahead["measure_id"]:
        target, reached = figures.one(measure, "2017/18", kind="target"), figures.latest(measure)
        assert [
            "The school's own target is "
            f"{target.value:.{target.decimals}f}% for 2017/18; "
            f"{reached.value:.{reached.decimals}f}% in {reached.academic_year}"
        ] in [row[1:] for row in first]


def test_where_nothing_is_held_the_brief_says_so_and_no_more() -> None:
    names = ("school_priorities", "half_term_reviews", "support", "inspections", "risk",
             "categories", "professional_learning", "strengths")  # fmt: skip
    ran = run(**{name: table(name).iloc[:0] for name in names})
    rows = ran.table(f"brief-{own()[0]}")
    of_own = [row[1] for row in rows if row[0] == "Its evaluation in its own words"]
    assert of_own == ["Nothing is held"]
    assert [row[1] for row in rows if row[0].startswith("Support, flags")] == ["Nothing is held"]
    for key in ("caseload-off-track", "caseload-flagged", "caseload-due"):
        assert ran.said(ids=key) == []
    assert {row[5] for row in ran.table("caseload-schools")} == {"not_available"}
    assert ran.block("caseload-inspections") is None


def test_more_days_used_than_agreed_are_below_zero() -> None:
    given = table("support")
    given = given[given["superseded"].isna()].assign(days_agreed=2.0, days_used=5.0)
    one = given[given["school_id"].isin(own()) & (given["academic_year"] == "2016/17")]
    ran = run(support=one)
    assert {row[-1] for row in ran.table("caseload-schools")} == {"-3"}


def test_special_schools_have_no_expected_level() -> None:
    rows = table("areas")
    special = rows[(rows["area_id"].isin(own())) & (rows["sector"] == "special")]
    (name,) = special["name_en"]
    told = run().table("caseload-results")
    at = [row[0] for row in told].index(name)
    assert told[at + 1][0] == "Attendance of special schools and pupil referral units"
    assert told[at + 2][1] == ""  # the next school's heading


def test_a_partner_whom_nobody_knows_is_told() -> None:
    with pytest.raises(TymorError, match="it has a-"):
        run_notebook("caseload", "CSC", "partnership", each="nobody")


def test_a_brief_before_this_terms_reviews_has_the_last_ones_and_names_their_term() -> None:
    ran = run_notebook("caseload", "CSC", "partnership", term="2017-autumn", each=PARTNER)
    rows = ran.table(f"brief-{own()[0]}")
    of_summer = [row for row in rows if row[0].endswith(", summer term 2017")]
    assert len(of_summer) > 3
    assert [row[1] for row in rows if row[1] == "Nothing is held"] == ["Nothing is held"]
    told = " ".join(row[1] for row in rows)
    assert "this term" not in told and "this year" not in told
    (said,) = ran.said(ids="caseload-not-reviewed")
    assert "the briefs have those of the summer term 2017" in said


def test_inspections_that_were_due_are_told_by_their_term() -> None:
    due = table("inspections")
    mine = due["school_id"].isin(own())
    due.loc[mine, "due"] = ["2017-spring", "2017-spring", "2016-autumn", "2018-spring",
                            *["2022-summer"] * (int(mine.sum()) - 4)]  # fmt: skip
    ran = run(inspections=due)
    assert ran.said(ids="caseload-due")[0].startswith(
        "1 school is due an inspection between the start"
    )
    assert [said.partition(",")[0] for said in ran.said(ids="caseload-overdue")] == [
        "1 school was due an inspection in the autumn term 2016",
        "2 schools were due an inspection in the spring term 2017",
    ]
    whens = [row[1] for row in ran.table("caseload-inspections")]
    assert whens.count("Spring term 2017 (none recorded since)") == 2


def test_a_task_that_goes_to_no_committee_has_none() -> None:
    goes = "Performance report to the Joint Committee"
    meets = {row[1]: row[-1] for row in run().table("caseload-tasks")}
    assert meets.pop(goes) == "28 September 2017"
    assert set(meets.values()) == {"None"}
    undated = table("calendar").assign(committee_date=pd.NaT)
    meets = {row[1]: row[-1] for row in run(calendar=undated).table("caseload-tasks")}
    assert meets[goes] == "not_available"  # it goes to one


def test_where_no_days_of_the_year_are_held_that_is_said() -> None:
    ran = run_notebook("caseload", "CSC", "partnership", term="2017-autumn", each=PARTNER)
    (said,) = ran.said(ids="caseload-days-not-held")
    assert said == "Days of support in 2017/18 are not held for any of these schools."
    assert not run().said(ids="caseload-days-not-held")


def test_days_agreed_whose_use_is_not_held_say_so() -> None:
    days = table("support")
    days = days[days["superseded"].isna() & days["school_id"].isin(own())]
    ran = run(support=days.assign(days_used=float("nan")))
    (said,) = ran.said(ids="caseload-days-not-held")
    assert said.startswith("Days of support in 2016/17 were agreed for these schools")
    assert {row[-2] for row in ran.table("caseload-schools")} == {"not_available"}


def test_only_indicators_used_in_the_schools_sectors_are_missed() -> None:
    """Learners' own targets are held against special schools and pupil referral units alone."""
    risk = table("risk")
    ran = run(risk=risk[risk["indicator"] != "individual_targets"])
    (said,) = ran.said(ids="caseload-of-indicators")
    assert "One more is used" in said and "learners who met their own targets" in said
    schools = [each for each in ran.names["schools"] if each.sector_code == "primary"]
    page, figures = ran.names["page"], ran.names["figures"]
    used = figures.indicators_used(page, schools)
    assert schools and {*page.config.risk.indicators} - {*used} == {"individual_targets"}
    assert figures.indicators_without(page, used) == []
