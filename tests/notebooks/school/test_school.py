"""A school's public profile."""

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, MadeReport, assert_golden, made_report
from notebook_run import run_notebook
from readers import faults_on_paper, faults_on_screen

SCHOOL, NURSERY = "9990014", "9990009"


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


def test_without_the_region_the_title_counts_nothing() -> None:
    def own(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["area_id"] == SCHOOL]

    title = run_notebook("school", SCHOOL, now={"figures": own}).block("school-compare").title
    assert title["en"].startswith("The school beside other areas, ")
    whole = run_notebook("school", SCHOOL).block("school-compare").title
    assert whole["en"].startswith("The school is above the region on ")


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
