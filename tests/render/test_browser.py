"""The built pages in a real browser: as readers meet them, on a phone and on a desk."""

import json
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser, opened, serve
from lxml import etree
from pages import both, every_block
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from projects import ROOT

from tymor.config.words import load_languages
from tymor.files import Writer
from tymor.locale import Languages
from tymor.page import Link, LinkGroup, Links, Page
from tymor.render.downloads import write_downloads
from tymor.render.finding.index import search_index
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.pictures import draw_charts
from tymor.render.view import view

pytestmark = [pytest.mark.browser, needs_browser]


WIDTHS = (360, 1280)
CHART = "#gap-trend"


def page_with_three_schools() -> Page:
    names = ("Ysgol y Ddôl", "Ysgol Tŷ Gwyn", "Larkfield High School")
    links = tuple(Link(text=both(name), path="authorities/cardiff") for name in names)
    group = LinkGroup(title=both("Cardiff", "Caerdydd"), links=links)
    finder = Links(id="schools", title=both("Schools", "Ysgolion"), finder=True, groups=(group,))
    page = every_block()
    return page.model_copy(update={"blocks": (*page.blocks[:-1], finder)})


def build(root: Path, languages: Languages) -> None:
    writer, page = Writer(root), page_with_three_schools()
    frame = Frame(
        publisher=both("Central South Consortium", "Consortiwm Canolbarth y De"),
        term_label=both("Summer term 2017", "Tymor yr haf 2017"),
        published=date(2017, 9, 28),
        navigation=(Link(text=both("Local authorities", "Awdurdodau lleol"), path="authorities"),),
        languages={"en": "English", "cy": "Cymraeg"},
        readers=both("Public", "Cyhoeddus"),
        word="public",
        closed=False,
    )
    html.write_assets(writer, load_languages(ROOT))
    writer.text("index.html", html.render_language_choice(frame, languages))
    writer.text("404.html", html.render_not_found(frame, languages))
    for language in ("en", "cy"):
        words, folder = languages[language], f"{language}/{page.path}"
        writer.bytes(f"{language}/search/index.json", search_index([], [], words))
        shown = view(page, words)
        svgs = draw_charts(page, shown, words)
        write_downloads(writer, page, shown, words, folder, svgs)
        writer.text(f"{folder}/index.html", html.render_page(shown, frame, words))


@pytest.fixture(scope="module")
def languages() -> Languages:
    return load_languages(ROOT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, languages: Languages) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    build(root / "below" / "a-prefix", languages)
    with serve(root) as address:
        yield f"{address}below/a-prefix/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def enliven(tab: Tab) -> None:
    tab.locator(f"{CHART} [data-explore]").click()
    tab.wait_for_selector(f"{CHART}[data-state=interactive]")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_page_has_no_fault_that_axe_finds(
    browser: Browser, site: str, language: str, width: int
) -> None:
    with opened(browser, f"{site}{language}/authorities/cardiff/", width) as tab:
        if width > WIDTHS[0]:
            enliven(tab)
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
        overflow = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0


@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_root_pages_have_no_fault_that_axe_finds(browser: Browser, site: str, name: str) -> None:
    with opened(browser, site + name, 360) as tab:
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()


def test_chart_answers_to_the_pointer_and_keeps_its_name_and_place(
    browser: Browser, site: str, languages: Languages
) -> None:
    with opened(browser, f"{site}cy/authorities/cardiff/", 1280) as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.reload(wait_until="networkidle")
        tab.locator(CHART).scroll_into_view_if_needed()
        assert not [url for url in asked if "vega" in url or url.endswith(".vl.json")]
        place = tab.locator(f"{CHART} [data-picture]")
        before = place.bounding_box()
        enliven(tab)
        assert [url for url in asked if url.endswith("assets/vega.js")]
        picture = tab.locator(f"{CHART} [role=img]")
        assert picture.get_attribute("aria-label") == "Siart bar"
        assert tab.locator(f"{CHART} .chart-stage").get_attribute("aria-hidden") == "true"
        assert not tab.locator(f"{CHART} img").is_visible()
        hint = tab.get_by_text(languages["cy"].say("ui.interactive_hint"))
        assert hint.is_visible()
        assert hint.evaluate("(hint) => hint === document.activeElement")
        drawing, frame = tab.locator(f"{CHART} svg").bounding_box(), picture.bounding_box()
        assert drawing is not None and frame is not None and before is not None
        assert (frame["width"], frame["height"]) == (before["width"], before["height"])
        assert abs(drawing["width"] - frame["width"]) + abs(drawing["height"] - frame["height"]) < 3
        assert "Graphic" not in tab.locator(CHART).aria_snapshot()


def test_nobody_is_asked_to_point_without_a_pointer(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True,
                                  is_mobile=True)  # fmt: skip
    for tab in (context.new_page(), browser.new_page(viewport={"width": 360, "height": 800})):
        tab.goto(f"{site}en/authorities/cardiff/")
        assert not tab.locator(f"{CHART} [data-explore]").is_visible()
        assert tab.locator(f"{CHART} [data-svg]").is_visible()
        assert tab.locator(f"{CHART} [data-png]").is_visible()
        tab.close()
    context.close()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_chart_is_kept_with_its_title_and_where_it_is_from(
    browser: Browser, site: str, language: str, languages: Languages
) -> None:
    with opened(browser, f"{site}{language}/authorities/cardiff/", 1280) as tab:
        title = tab.locator(f"{CHART} figcaption").inner_text()
        for what in ("svg", "png"):
            with tab.expect_download() as kept:
                tab.locator(f"{CHART} [data-{what}]").click()
            name = f"cardiff-performance-2017-summer-public-{language}-gap-trend.{what}"
            assert kept.value.suggested_filename == name
            content = Path(kept.value.path()).read_bytes()
            if what == "svg":
                said = " ".join(etree.fromstring(content).itertext())
                assert all(word in said for word in title.split())
                assert "Canolbarth" in said or "Central South" in said
                assert languages[language].say("ui.chart_invented").split()[0] in said
            else:
                assert content.startswith(b"\x89PNG")
                wide, high = struct.unpack(">II", content[16:24])
                assert wide > 1000 and high > 400


def test_chart_shows_its_figure_where_it_is_pointed_at(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}en/authorities/cardiff/", 1280) as tab:
        tab.route("**/gap-trend.vl.json", with_tooltips)
        tab.reload()
        enliven(tab)
        tab.locator(f"{CHART} .mark-rect path").first.hover()
        tab.wait_for_selector("#vg-tooltip-element.visible")
        assert "88.6" in tab.locator("#vg-tooltip-element").inner_text()


def with_tooltips(route: object) -> None:
    spec = every_block().blocks[5].spec["en"]  # type: ignore[union-attr]
    spec = spec | {"mark": {"type": "bar", "tooltip": True}}
    route.fulfill(content_type="application/json", body=json.dumps(spec))  # type: ignore[attr-defined]


def test_everything_is_there_without_javascript(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}en/authorities/cardiff/", 360, scripts=False) as tab:
        tab.locator(CHART).scroll_into_view_if_needed()
        image = tab.get_by_role("img", name="Bar chart: Cardiff 88.6, Merthyr Tydfil 85.1")
        assert image.is_visible()
        assert tab.locator("#schools li:visible").count() == 3
        assert tab.locator("#schools input:visible").count() == 0


@pytest.mark.parametrize(("width", "stops"), [(360, True), (1280, False)])
def test_only_a_table_that_scrolls_is_a_stop_for_the_keyboard(
    browser: Browser, site: str, width: int, stops: bool
) -> None:
    with opened(browser, f"{site}cy/authorities/cardiff/", width) as tab:
        scroller = tab.locator("#outcomes-key [data-scroller]")
        tab.wait_for_function(
            "document.querySelector('.scroller.scrolls') !== null || innerWidth > 999"
        )
        assert (scroller.get_attribute("tabindex") == "0") is stops
        assert tab.locator("#outcomes-key [data-scroll-hint]").is_visible() is stops


def test_the_language_link_leads_to_the_same_page(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}en/authorities/cardiff/", 1280) as tab:
        tab.get_by_role("link", name="Cymraeg").click()
        tab.wait_for_url("**/cy/authorities/cardiff/")
        assert tab.get_by_role("heading", level=1).inner_text() == "Caerdydd: adroddiad perfformiad"
