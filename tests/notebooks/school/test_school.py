"""A school's public profile."""

from collections.abc import Callable

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, MadeReport, assert_golden, made_report
from notebook_run import run_notebook
from readers import faults_on_paper, faults_on_screen

SCHOOL, AUTHORITY, NURSERY = "9990014", "681", "9990009"


@pytest.fixture(scope="module")
def made() -> MadeReport:
    return made_report("school", SCHOOL, "public")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(made: MadeReport, language: str) -> None:
    assert_golden(f"school/school-{language}.txt", made.text(language))
    assert_golden(f"school/school-{language}-pdf.txt", made.pdf_text(language))


@pytest.mark.parametrize(
    ("school", "said"), [(SCHOOL, "school-no-outcomes"), (NURSERY, "school-about-nursery")]
)
def test_without_results_it_says_why_and_shows_no_table(school: str, said: str) -> None:
    ran = run_notebook("school", school, now={"figures": lambda rows: rows[:0]})
    assert said in ran.ids
    assert not {"school-results", "school-efsm", "school-compare", "school-attendance"} & {*ran.ids}


def held_by(*areas: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Only these areas hold a figure."""
    return lambda rows: rows[rows["area_id"].isin(areas)]


def test_without_the_region_the_title_counts_nothing() -> None:
    now = {"figures": held_by(SCHOOL, AUTHORITY)}
    title = run_notebook("school", SCHOOL, now=now).block("school-compare").title
    assert title["en"].startswith("The school beside other areas, ")
    whole = run_notebook("school", SCHOOL).block("school-compare").title
    assert whole["en"].startswith("The school did better than the region on ")


def test_beside_nobody_nothing_is_compared() -> None:
    """Neither the authority nor the region holds a figure: no chart, no sentence, no table."""
    ran = run_notebook("school", SCHOOL, now={"figures": held_by(SCHOOL)})
    assert {"school-results", "school-attendance"} <= {*ran.ids}
    assert not [each for each in ran.ids if "compare" in each or "beside" in each]


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []


def test_a_change_of_few_learners_says_on_how_few_it_rests() -> None:
    ran = run_notebook("school", "9990013")
    for way in ("best", "worst"):
        (said,) = ran.said(ids=f"outcomes-{way}-rests")
        assert said.startswith("This rests on 1")


def test_attendance_is_told_where_it_fell_and_exclusions_where_they_rose() -> None:
    ran = run_notebook("school_pack", "9990014", "school")
    fell, rose = ran.said(ids=("moved-attendance", "school-pack-exclusions"))
    assert fell.startswith("Secondary attendance fell by ")
    assert rose.startswith("Fixed-term exclusions rose by ")
