"""The authority's reports on invented Cardiff, as the batch makes them and a reader meets them."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser, serve
from long_tests import long_but
from made_report import LANGUAGES, MadeReport, assert_golden, made_report
from notebook_run import run_notebook
from pdf_text import pdf_in
from playwright.sync_api import Browser
from projects import ROOT
from readers import complaints, cut_off

from tymor.audit.pdf import check_pdf
from tymor.config.words import load_languages
from tymor.files import Writer
from tymor.page import Appendix, FrontMatter, Heading, Numbered
from tymor.render.html.document import write_assets
from tymor.report.numbering import SECTIONS

CARDIFF = "681"
EDITIONS = (("authority", "public"), ("authority", "authority"), ("early_warning", "authority"))
#: Of schools in the made area, by name: what the public may not read beside them.
SCHOOLS = ("Harbour Steps", "Castle Orchard", "Saltmarsh", "Pont y Bioden")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("report", "audience"), EDITIONS)
def test_words_are_as_they_were_read(report: str, audience: str, language: str) -> None:
    made = made_report(report, CARDIFF, audience)
    assert_golden(f"{report}-{audience}/{language}.txt", made.text(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("report", "audience"), EDITIONS)
def test_words_are_printed_as_they_were_read(report: str, audience: str, language: str) -> None:
    made = made_report(report, CARDIFF, audience)
    assert_golden(f"{report}-{audience}/{language}.pdf.txt", made.pdf_text(language))


@pytest.mark.parametrize("audience", ["public", "authority"])
def test_the_committee_format_is_whole(audience: str) -> None:
    page = made_report("authority", CARDIFF, audience).page
    headings = [b.id for b in page.blocks if isinstance(b, Heading) and b.level == 2]
    assert headings == [f"committee-{name}" for name in SECTIONS]
    numbers = [b.number for b in page.blocks if isinstance(b, Numbered)]
    of_sections = [
        [int(n.split(".")[1]) for n in numbers if n.startswith(f"{section}.")]
        for section in range(1, 9)
    ]
    assert all(found == list(range(1, len(found) + 1)) and found for found in of_sections)
    (front,) = [b for b in page.blocks if isinstance(b, FrontMatter)]
    assert len(front.appendices) == len([b for b in page.blocks if isinstance(b, Appendix)])
    assert not any(b.kind == "text" for b in page.blocks)  # every paragraph is numbered


def test_the_public_edition_names_schools_in_links_only() -> None:
    page = made_report("authority", CARDIFF).page
    told = [b.model_dump_json() for b in page.blocks if b.kind != "links"]
    assert not any(school in block for school in SCHOOLS for block in told)
    named = made_report("authority", CARDIFF, "authority").page
    assert all(school in named.model_dump_json() for school in SCHOOLS)
    led_to = [k.path for b in named.blocks if b.kind == "links" for g in b.groups for k in g.links]
    assert led_to  # to its other reports; profiles are on the public site
    assert not any(path.startswith("schools/") for path in led_to)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("report", "audience"), EDITIONS)
def test_the_pdf_is_for_every_reader(report: str, audience: str, language: str) -> None:
    path = pdf_in(made_report(report, CARDIFF, audience).folder(language))
    assert list(check_pdf(path, f"{language}-GB")) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("report", "audience"), EDITIONS)
def test_a_tables_key_stays_on_its_page(report: str, audience: str, language: str) -> None:
    made = made_report(report, CARDIFF, audience)
    head = made.page.title[language]
    for page in made.pdf_text(language).split("\f")[1:]:
        begins = page.strip().removeprefix(head).strip()
        assert begins[0] not in "✓▲["


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=EDITIONS, ids="-".join)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, MadeReport]]:
    report, audience = request.param
    made = made_report(report, CARDIFF, audience)
    if not (made.site / "assets").exists():
        write_assets(Writer(Path(made.site)), load_languages(ROOT))
    with serve(made.site) as address:
        yield address, made


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize(
    ("width", "language"), long_but(product((360, 1280), LANGUAGES), (360, "cy"), (1280, "en"))
)
def test_a_reader_stumbles_over_nothing(
    browser: Browser, served: tuple[str, MadeReport], language: str, width: int
) -> None:
    address, made = served
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(f"{address}{language}/{made.page.path}/")
    assert complaints(tab) + (cut_off(tab) if width == 360 else []) == []
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    tab.close()


def test_beside_nobody_nothing_is_compared() -> None:
    """Neither the region nor an authority like this one holds a figure: no chart of nothing."""

    def own(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["area_id"] == CARDIFF]

    assert "scrutiny-compare" in run_notebook("authority", CARDIFF).ids
    alone = run_notebook("authority", CARDIFF, now={"figures": own}).ids
    assert not [each for each in alone if each.startswith(("scrutiny-compare", "scrutiny-above"))]


def test_without_priorities_neither_progress_nor_judgements_are_promised() -> None:
    ran = run_notebook("authority", CARDIFF, now={"progress": lambda rows: rows[:0]})
    assert ran.said(ids=("scrutiny-ask-note", "scrutiny-edition")) == [
        "Members are asked to note the results that this report describes."
    ]
    whole = run_notebook("authority", CARDIFF).said(ids=("scrutiny-ask-note", "scrutiny-edition"))
    assert len(whole) == 2


def test_the_plans_headings_are_not_called_its_priorities() -> None:
    """The plan's own report counts what stands under them."""
    (said,) = run_notebook("authority", CARDIFF).said(ids="scrutiny-plan-")[:1]
    assert said.startswith("The priorities of the business plan 2017/18 stand under 5 headings: 1 ")
