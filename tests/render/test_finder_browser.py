"""The finder and the search as readers use them: typing, arrow keys, Enter, filters."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser, opened, serve
from pages import both
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from projects import ROOT

from tymor.config import load_config
from tymor.files import Writer
from tymor.page import Heading, Link, LinkGroup, Links, Page, Paragraph
from tymor.render.finding.index import Choice, Found, search_index
from tymor.render.finding.page_words import PageWords, page_words
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.view import view

pytestmark = [pytest.mark.browser, needs_browser]

WORDS = load_config(ROOT).languages
FRAME = Frame(
    both("Somebody"),
    both("A term"),
    date(2017, 9, 28),
    (),
    {"en": "English", "cy": "Cymraeg"},
    both("Public"),
    "public",
    False,
)
#: By number: what a school is called in both languages, what it is, and where.
SCHOOLS = {
    "9990001": (("Meadow School", "Ysgol y Ddôl"), "primary", "Caerdydd"),
    "9990002": (("Ysgol Tŷ Gwyn", "Ysgol Tŷ Gwyn"), "secondary", "Caerdydd"),
    "9990003": (("Larkfield Unit", "Uned Larkfield"), "pru", "Bro Morgannwg"),
}


def page(path: str, title: tuple[str, str], *blocks: object) -> Page:
    return Page(
        path=path, report="home" if path == "" else "search", area_id="CSC", audience="public",
        site="public", term="2017-summer", title=both(*title), description=both("About it"),
        blocks=blocks,
    )  # fmt: skip


def pages() -> dict[str, Page]:
    links = tuple(Link(text=both(*names), path=f"schools/{number}")
                  for number, (names, *_) in SCHOOLS.items())  # fmt: skip
    group = LinkGroup(title=both("Schools", "Ysgolion"), links=links)
    finder = Links(id="list", title=both("Schools", "Ysgolion"), groups=(group,), finder=True)
    every = finder.model_copy(update={"id": "pages", "finds": "page"})
    made = [page("schools", ("Schools", "Ysgolion"), finder),
            page("search", ("Search", "Chwilio"), every)]  # fmt: skip
    for number, (names, *_) in SCHOOLS.items():
        heading = Heading(id="attendance", text=both("Attendance", "Presenoldeb"))
        text = Paragraph(id="p", text=both("In Cardiff.", "Mae hi yng Nghaerdydd."))
        made.append(page(f"schools/{number}", names, heading, text))
    return {each.path: each for each in made}


def found(each: Page) -> Found:
    words = PageWords(**json.loads(page_words(each, WORDS)))
    number = each.path.rpartition("/")[2]
    if number not in SCHOOLS:
        return Found(words, "page", {})
    names, sector, authority = SCHOOLS[number]
    around = (authority, *WORDS.say(f"finding.sectors.{sector}").values())
    return Found(words, "school", {"sector": sector, "authority": authority}, names, around, number)


def build(root: Path) -> None:
    writer = Writer(root)
    html.write_assets(writer, WORDS)
    options = [("primary", "Cynradd"), ("secondary", "Uwchradd"), ("pru", "UCD")]
    choices = [Choice("sector", "Sector", "Pob sector", options)]
    for name in ("en", "cy"):
        for path, each in pages().items():
            shown = html.render_page(view(each, WORDS[name]), FRAME, WORDS[name])
            writer.text(f"{name}/{path}/index.html", shown)
        writer.text(f"{name}/index.html", html.render_page(
            view(page("", ("Home", "Hafan")), WORDS[name]), FRAME, WORDS[name]))  # fmt: skip
        every = [found(each) for path, each in pages().items() if path != "search"]
        writer.bytes(f"{name}/search/index.json",
                     search_index(every, choices, WORDS[name], ["Bro Morgannwg"]))  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    build(root / "below")
    with serve(root) as address:
        yield f"{address}below/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def typed(tab: Tab, text: str) -> None:
    tab.get_by_role("combobox").first.fill(text)


def listed(tab: Tab) -> list[str]:
    return tab.locator(".link-group li:visible > a").all_inner_texts()


def suggested(tab: Tab) -> list[str]:
    return tab.locator(".finder-options [role=option]:visible").all_inner_texts()


DDOL, TY_GWYN, LARKFIELD = "Ysgol y Ddôl", "Ysgol Tŷ Gwyn", "Uned Larkfield"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ty gw", {TY_GWYN}),
        ("DDOL", {DDOL}),
        ("nghaerdydd", {DDOL, TY_GWYN, LARKFIELD}),  # the page of the third says so
        ("Forgannwg", {LARKFIELD}),
        ("fro", {LARKFIELD}),
        ("Meadow", {DDOL}),
        ("larkfeild", {LARKFIELD}),
        ("medow", {DDOL}),
        ("9990003", {LARKFIELD}),
        ("pru", {LARKFIELD}),
        ("ysgol gynradd", {DDOL}),
        ("zzz", set()),
        ("", {DDOL, TY_GWYN, LARKFIELD}),
    ],
)
def test_the_list_narrows_and_how_many_is_said(
    browser: Browser, site: str, text: str, names: set[str]
) -> None:
    with opened(browser, f"{site}cy/schools/", 360) as tab:
        tab.wait_for_selector("[data-finder-form]:not([hidden])")
        typed(tab, text)
        assert set(listed(tab)) == names
        words = WORDS["cy"]
        said = words.say("ui.finder_found", count=len(names)) if names else None
        expected = (said or words.say("ui.finder_none")) if text else ""
        assert tab.locator(".finder-count").inner_text() == expected
        assert set(suggested(tab)) == (names if text else set())


def test_arrow_keys_choose_and_enter_opens(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}cy/schools/", 1280) as tab:
        tab.wait_for_selector("[data-finder-form]:not([hidden])")
        typed(tab, "ysgol")
        field = tab.get_by_role("combobox").first
        assert field.get_attribute("aria-expanded") == "true"
        first, second = suggested(tab)[:2]
        for key, chosen in (("ArrowDown", first), ("ArrowDown", second), ("ArrowUp", first)):
            field.press(key)
            now = tab.locator(".finder-options [aria-selected=true]")
            assert now.all_inner_texts() == [chosen]
            own = now.get_attribute("id")
            assert field.get_attribute("aria-activedescendant") == own
        assert Axe().run(tab).violations_count == 0
        field.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        assert suggested(tab) == []
        typed(tab, "9990002")
        field.press("Enter")
        tab.wait_for_url("**/cy/schools/9990002/")


def test_a_filter_narrows_what_is_found(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}cy/schools/", 360) as tab:
        tab.locator("[data-filter=sector]").select_option("secondary")
        assert listed(tab) == [TY_GWYN]
        typed(tab, "ddol")
        assert listed(tab) == []
        tab.locator("[data-filter=sector]").select_option("")
        assert listed(tab) == [DDOL]


@pytest.mark.parametrize(("language", "word"), [("en", "cardiff"), ("cy", "gaerdydd")])
def test_the_search_looks_through_the_words_of_every_page(
    browser: Browser, site: str, language: str, word: str
) -> None:
    with opened(browser, f"{site}{language}/search/", 360) as tab:
        tab.wait_for_selector("[data-finder-form]:not([hidden])")
        typed(tab, word)
        assert len(tab.locator(".found > li > a").all_inner_texts()) == len(SCHOOLS)
        assert tab.url.endswith(f"/search/#q={word}")
        assert Axe().run(tab).violations_count == 0


def test_a_heading_is_led_to_and_an_address_holds_what_is_searched(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}cy/search/#q=presenoldeb%20meadow", 1280) as tab:
        tab.wait_for_selector(".found li")
        assert tab.locator(".found > li > a").all_inner_texts() == [DDOL]
        tab.get_by_role("link", name="Presenoldeb").click()
        tab.wait_for_url("**/cy/schools/9990001/#attendance")


def test_without_javascript_the_lists_are_whole_and_links(browser: Browser, site: str) -> None:
    for path in ("schools", "search"):
        with opened(browser, f"{site}cy/{path}/", 360, scripts=False) as tab:
            assert listed(tab) == [DDOL, TY_GWYN, LARKFIELD]
            assert tab.get_by_role("combobox").count() == 0


@pytest.mark.parametrize("address", ["nowhere", "cy/schools/1/2/3/", "en/nowhere.csv"])
def test_not_found_is_dressed_and_leads_home_from_any_depth(
    browser: Browser, site: str, address: str
) -> None:
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    here = f"{site}{address}"
    tab.route(here, lambda route: route.fulfill(
        status=200, content_type="text/html", body=html.render_not_found(FRAME, WORDS)
    ))  # fmt: skip
    tab.goto(here)
    dressed = "getComputedStyle(document.querySelector('.choice-main')).display"
    assert tab.evaluate(dressed) == "grid"
    assert Axe().run(tab).violations_count == 0
    tab.get_by_role("link", name="Hafan").click()
    tab.wait_for_url(f"{site}cy/")
    tab.close()
    assert complaints == []


def test_the_other_language_keeps_the_place(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}cy/schools/9990001/#attendance", 1280) as tab:
        tab.get_by_role("link", name="English").click()
        tab.wait_for_url("**/en/schools/9990001/#attendance")


@pytest.mark.parametrize("path", ["schools", "schools/9990001"])
def test_dark_pages_can_be_read(browser: Browser, site: str, path: str) -> None:
    with opened(browser, f"{site}cy/{path}/", 360) as tab:
        tab.emulate_media(color_scheme="dark")
        ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert ground == "rgb(16, 25, 29)"
        assert Axe().run(tab).violations_count == 0
