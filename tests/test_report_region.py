"""The data commentary on the region: golden text, and its page as a reader meets it."""

import json

import pandas as pd
import pytest
from browser import chromium, needs_browser, serve
from made_report import LANGUAGES, MadeReport, assert_golden, bundled_project, made_report

from tymor.files import Writer
from tymor.page import ChartBlock
from tymor.render import html

#: What sticks out of the screen, what cannot be scrolled to, and headings with nothing below.
FAULTS = """() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) faults.push(`${wide} px wider than the screen`);
  for (const each of document.querySelectorAll('main figure img, main figure svg'))
    if (each.getBoundingClientRect().right > window.innerWidth) faults.push('a chart is cut off');
  for (const table of document.querySelectorAll('main table')) {
    const holder = table.closest('[data-scroller]');
    if (!holder && table.scrollWidth > document.querySelector('main').clientWidth)
      faults.push('a table is cut off');
  }
  for (const head of document.querySelectorAll('main h2, main h3')) {
    const next = head.nextElementSibling;
    if (!next || /^H[12]$/.test(next.tagName) || next.tagName === head.tagName)
      faults.push(`nothing below ${head.textContent}`);
  }
  return faults;
}"""


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
@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_finds_everything(made: MadeReport, width: int) -> None:
    html.write_assets(Writer(made.site))
    with serve(made.site) as address, chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 900})
        for language in LANGUAGES:
            tab.goto(f"{address}{language}/region/")
            tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            assert tab.evaluate(FAULTS) == []
