"""One miniature publication, end to end with real kernels and Typst, golden file by file."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser, serve
from built import BuiltProjects, build_quietly
from goldens import golden_text
from long_tests import long_but
from lxml import html
from page_text import text_of_page
from pdf_text import pdf_in, text_of
from projects import mini_project, publication

from tymor.build import audit_again
from tymor.console.stage_log import StageLog
from tymor.errors import AuditFailed, TymorError
from tymor.options import Options
from tymor.publication import Publication
from tymor.publish.switch import publish

LANGUAGES = ("en", "cy")
PAGES = ("", "region", "authorities/merthyr-tydfil", "schools/9999001", "schools/9999002",
         "business-plan", "methods")  # fmt: skip
REPORTS = PAGES[1:-1]
#: Pages of which each byte is held; of the others, what a reader is told.
WHOLE = {"404.html", "en/region/index.html", "cy/schools/9999001/index.html"}


@pytest.fixture(scope="module")
def built(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("mini") / "project"
    return publication(built_projects.copy(mini_project, folder))


@pytest.fixture(scope="module")
def site(built: Publication) -> Path:
    return built.site_folder("public")


def expected(relative: str, written: str) -> str:
    return golden_text(f"mini/{relative}", written)


def text_files(site: Path) -> list[Path]:
    """All that a page consists of but its PDF and workbooks; what all pages share is tested
    elsewhere."""
    return sorted(
        path.relative_to(site)
        for path in site.rglob("*")
        if path.is_file()
        and path.suffix not in (".pdf", ".xlsx", ".ods")
        and path.relative_to(site).parts[0] != "assets"
    )


def test_every_file_of_the_site_is_the_golden_one(site: Path) -> None:
    files = text_files(site)
    names = "\n".join(path.as_posix() for path in files) + "\n"
    assert names == expected("site-files.txt", names)
    written = dict(as_held(site, path) for path in files)
    held = {name: expected(f"site/{name}", text) for name, text in written.items()}
    assert [name for name in written if held[name] != written[name]] == []


def as_held(site: Path, path: Path) -> tuple[str, str]:
    """The golden file of a file, and what is held there."""
    name = path.as_posix()
    if path.suffix == ".html" and name not in WHOLE:
        return f"{name}.txt", text_of_page(site / path)
    return name, (site / path).read_bytes().decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_model_is_the_golden_one(built: Publication, path: str) -> None:
    page = (built.folder / "pages" / "public" / path / "page.json").read_text("utf-8")
    assert page == expected(f"pages/{path or 'home'}.json", page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", REPORTS)
def test_every_pdf_says_what_the_golden_one_says(site: Path, language: str, path: str) -> None:
    said = "\n\f\n".join(text_of(pdf_in(site / language / path))) + "\n"
    assert said == expected(f"pdf/{language}/{path}.txt", said)


@pytest.mark.long
def test_building_again_gives_the_same_bytes(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = mini_project(tmp_path_factory.mktemp("again"))
    again = build_quietly(root, Options("builtin", strict=True)).site_folder("public")
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*.*")}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*.*")}
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def figures(site: Path) -> list[dict[str, str]]:
    with (site / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_figures_csv_has_every_published_figure_once(site: Path, built: Publication) -> None:
    rows = figures(site)
    columns = "page area_id measure_id academic_year group kind value unit status signal"
    columns += " numerator denominator source label_en label_cy area_en area_cy"
    assert list(rows[0]) == columns.split()
    keys = [tuple(row[name] for name in list(row)[:6]) for row in rows]
    assert len(keys) == len(set(keys))
    by_key = dict(zip(keys, rows, strict=True))
    met = by_key[("region", "CSC", "fp_fpoi", "2016/17", "all", "actual")]
    assert (met["value"], met["status"], met["signal"]) == ("88.60", "verified", "met")
    hidden = by_key[("schools/9999002", "9999002", "fp_fpoi", "2016/17", "all", "actual")]
    assert (hidden["value"], hidden["status"], hidden["signal"]) == ("", "suppressed", "none")
    share = by_key[("business-plan", "CSC", "not_on_track", "2017/18", "all", "pct")]
    assert share["value"] == "25.00"
    assert share["label_cy"].startswith("Heb fod ar y trywydd iawn")
    unverified = by_key[("region", "CSC", "ks4_l1", "2016/17", "all", "actual")]
    assert (unverified["value"], unverified["status"]) == ("", "not_verified")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_figure_is_hidden_in_page_table_chart_and_csv(site: Path, language: str) -> None:
    folder = site / language / "schools" / "9999002"
    page = html.parse(folder / "index.html")
    row = page.xpath("//table[.//caption]//tr[th[contains(., '(FPOI)') or contains(., '(DDCS)')]]")[
        0
    ]
    assert [" ".join(cell.text_content().split()) for cell in row.xpath("td")][1:3] == [
        "80.00", "[c]",
    ]  # fmt: skip
    table = (folder / "school-results.csv").read_text("utf-8-sig")
    assert ",80.00,[c]," in table.replace("\r\n", "\n")
    chart = json.loads((folder / "school-compare.vl.json").read_text("utf-8"))
    assert "75" not in json.dumps(list(chart["datasets"].values()))


def test_both_languages_show_the_same_numbers(site: Path) -> None:
    for path in REPORTS:
        tables = [sorted((site / language / path).glob("*.csv")) for language in LANGUAGES]
        assert [p.name for p in tables[0]] == [p.name for p in tables[1]]
        for english, welsh in zip(*tables, strict=True):
            assert numbers(english) == numbers(welsh)


def numbers(path: Path) -> list[list[str]]:
    rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    return [[cell for cell in row if cell.replace(".", "").lstrip("-").isdigit()] for row in rows]


def test_the_welsh_pages_have_no_english_words(site: Path) -> None:
    english = ("Actual", "Target", "Measure", "Pupils", "Download", "On this page", "Improved",
               "Outcomes", "Priority", "school meals")  # fmt: skip
    for path in PAGES:
        text = html.parse(site / "cy" / path / "index.html").getroot().find("body").text_content()
        assert [word for word in english if word in text] == []


# As readers meet it


#: Until the page's script has seen the tables in their typeface, the Tab key reaches none.
SETTLED = """document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(
    () => new Promise((done) => setTimeout(done, 100)))"""


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("width", long_but([360, 1280], 360))
def test_no_page_fails_axe_overflows_or_asks_elsewhere(site: Path, width: int) -> None:
    asked: list[str] = []
    told: list[str] = []
    faults: dict[str, object] = {}
    with serve(site) as address, chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 900})
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: told.append(message.text))
        tab.on("pageerror", lambda error: told.append(str(error)))
        for language in LANGUAGES:
            for path in PAGES:
                tab.goto(f"{address}{language}/{path}/" if path else f"{address}{language}/")
                tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
                tab.evaluate(SETTLED)
                found = Axe().run(tab).response["violations"]
                wide = tab.evaluate("document.documentElement.scrollWidth") > width
                if found or wide:
                    faults[f"{language}/{path}"] = [v["id"] for v in found] or "too wide"
    assert faults == {}
    assert told == []
    assert [url for url in asked if not url.startswith(address)] == []


# Publishing


def test_what_was_built_is_audited_by_itself(built: Publication) -> None:
    audit_again(built, StageLog.silent())
    page = built.site_folder("public") / "en" / "region" / "index.html"
    stood = page.read_text("utf-8")
    page.write_text(stood.replace('href="../methods/"', 'href="../nowhere/"'), "utf-8")
    with pytest.raises(TymorError, match=r"must be made: run tymor build|must not be published"):
        audit_again(built, StageLog.silent())
    page.write_text(stood, "utf-8")
    audit_again(built, StageLog.silent())


def test_publishing_switches_whole_sites(built: Publication) -> None:
    root = built.config.root
    (place,) = publish(built)
    assert place == root / "site" / "public"
    assert pdf_in(place / "cy" / "region")
    first = place.resolve()
    publish(built)
    assert place.resolve() != first
    assert not first.exists()


def test_only_an_audited_site_is_published(built: Publication, tmp_path: Path) -> None:
    root = mini_project(tmp_path)
    own = publication(root)
    with pytest.raises(TymorError, match="not built and audited"):
        publish(own)
    shutil.copytree(built.folder, own.folder, copy_function=shutil.copy2)
    findings = own.folder / "audit" / "findings.json"
    findings.write_text('[{"file": "x"}]')
    with pytest.raises(AuditFailed, match="found problems"):
        publish(own)
    findings.write_text("[]\n")
    page = own.site_folder("public") / "en" / "region" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>88.8 %</p></main>"), "utf-8")
    with pytest.raises(TymorError, match="rendered after it was audited"):
        publish(own)
    assert not (root / "site" / "public").exists()
