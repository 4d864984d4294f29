"""The data commentary on the region: golden text, and its page as a reader meets it."""

import json

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, MadeReport, assert_golden, bundled_project, made_report
from readers import faults_on_screen

from tymor.page import ChartBlock


@pytest.fixture(scope="module")
def made() -> MadeReport:
    return made_report("region", "CSC")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_as_it_was(made: MadeReport, language: str) -> None:
    assert_golden(f"region/region.{language}.txt", made.text(language))
    assert_golden(f"region/region.{language}.pdf.txt", made.pdf_text(language))


def test_no_school_is_named_among_those_that_are_shown(made: MadeReport) -> None:
    """What is drawn of schools and said of them names none; who joined or left is no ranking."""
    ranked = [block for block in made.page.blocks if block.id.startswith("region-schools")]
    assert any(isinstance(block, ChartBlock) for block in ranked)
    told = json.dumps([block.model_dump(mode="json") for block in ranked], ensure_ascii=False)
    areas = pd.read_parquet(bundled_project().release_folder("public") / "areas.parquet")
    schools = areas[areas["kind"] == "school"]
    names = [*schools["area_id"], *schools["name_en"], *schools["name_cy"]]
    assert len(schools) > 30
    assert [name for name in names if name in told] == []


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}
