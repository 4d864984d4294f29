"""Tables that answer, in a browser: sorted, narrowed, heads and the newest year in sight; and whole
without scripts, for the keyboard and for a reader who hears them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium, needs_browser, serve
from page_frame import FRAME
from pages import both, every_block, figure
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as Tab
from projects import ROOT

from tymor.config import load_config
from tymor.files import Writer
from tymor.page import (
    Cell,
    Column,
    FigureCell,
    NumberCell,
    Page,
    Row,
    Table,
    TableBlock,
    TextCell,
)
from tymor.render.html import document as html
from tymor.render.html.layout import MANY_ROWS
from tymor.render.one_page import PageWork, render_one

pytestmark = [pytest.mark.browser, needs_browser]

WORDS = load_config(ROOT).languages
YEARS = ("2013/14", "2014/15", "2015/16", "2016/17")
NAMES = ("Ysgol Tŷ Gwyn", "Bryn", "Ŵyl", "Aber", "Cefn", "Dyffryn")


def row(name: str, at: int) -> Row:
    held: list[float | None] = [50 + 7 * at % 40, 60.5, None, -10.5 + at * 1000]
    cells: tuple[Cell, ...] = tuple(
        FigureCell(figure=figure(value, "verified" if value is not None else "suppressed",
                                 academic_year=year, area_id=f"{at}"))
        for value, year in zip(held, YEARS, strict=True)
    )  # fmt: skip
    return Row(cells=(TextCell(text=both(name)), *cells))


def page_of_tables() -> Page:
    columns = (
        Column(key="school", label=both("School", "Ysgol"), align="start"),
        *(Column(key=year, label=both("Actual", "Gwir"), group=both(year)) for year in YEARS),
    )
    empty = TextCell(text=both(""))
    head = Row(cells=(TextCell(text=both("Primary", "Cynradd")), *[empty] * 4), style="section")
    total = (TextCell(text=both("All", "Pob un")), *[NumberCell(value=1.0)] * 4)
    short = Table(columns=columns, rows=(*(row(name, at) for at, name in enumerate(NAMES)),
                                         Row(cells=total, style="total")))  # fmt: skip
    many = [row(f"{NAMES[at % 6]} {at}", at) for at in range(MANY_ROWS * 3)]
    long = Table(columns=columns, rows=(head, *many[:20], head, *many[20:]))
    blocks = [TableBlock(id=name, title=both(f"Table {name}", f"Tabl {name}"), table=table)
              for name, table in (("short", short), ("long", long))]  # fmt: skip
    return every_block().model_copy(update={"blocks": tuple(blocks)})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    html.write_assets(Writer(root), WORDS)
    page = page_of_tables()
    render_one(PageWork(Path(root), page, FRAME, WORDS))
    with serve(root) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, site: str, language: str, width: int, *, scripts: bool = True) -> Tab:
    tab = browser.new_page(viewport={"width": width, "height": 700}, java_script_enabled=scripts)
    tab.goto(f"{site}{language}/{page_of_tables().path}/")
    return tab


def names(tab: Tab, table: str = "short") -> list[str]:
    return tab.locator(f"#{table} tbody tr:visible > th").all_inner_texts()


def test_a_column_is_sorted_by_number_and_by_word_and_says_so(browser: Browser, site: str) -> None:
    tab = opened(browser, site, "cy", 1280)
    heads = tab.locator("#short thead th[scope=col]")
    newest = tab.locator("#short thead th[scope=col]", has_text="Gwir").last
    newest.get_by_role("button").focus()
    for way, expected in (
        ("ascending", [*NAMES, "Pob un"]),
        ("descending", [*NAMES[::-1], "Pob un"]),
        (None, [*NAMES, "Pob un"]),
    ):
        tab.keyboard.press("Enter")
        assert newest.get_attribute("aria-sort") == way
        assert names(tab) == expected
    heads.first.get_by_role("button").click()
    by_word = ["Aber", "Bryn", "Cefn", "Dyffryn", "Ŵyl", "Ysgol Tŷ Gwyn", "Pob un"]
    assert names(tab) == by_word  # the total keeps its place
    assert tab.locator("#short [aria-sort]").count() == 1
    tab.close()


def test_what_has_no_number_comes_last_and_sections_stay(browser: Browser, site: str) -> None:
    tab = opened(browser, site, "en", 1280)
    before = names(tab, "long")
    tab.locator("#long thead th[scope=col]").first.get_by_role("button").click()
    after = names(tab, "long")
    assert [after[0], after[21]] == [before[0], before[21]] == ["Primary", "Primary"]
    assert set(after[1:21]) == set(before[1:21])
    tab.locator("#long thead th[scope=col]").nth(3).get_by_role("button").click()  # none is shown
    assert set(names(tab, "long")[1:21]) == set(before[1:21])
    assert after[1:21]
    tab.close()


def test_rows_are_narrowed_and_counted(browser: Browser, site: str) -> None:
    tab = opened(browser, site, "cy", 360)
    assert tab.locator("#short input").count() == 0
    field = tab.get_by_label(WORDS["cy"].say("ui.rows_label"))
    field.fill("GWYN ty")
    shown = [name for name in names(tab, "long") if name != "Cynradd"]
    assert shown == [f"Ysgol Tŷ Gwyn {at}" for at in range(0, MANY_ROWS * 3, 6)]
    said = tab.locator("#long [role=status]").inner_text()
    assert said == WORDS["cy"].say("ui.rows_found", rows=len(shown))
    field.fill("")
    assert len(names(tab, "long")) == MANY_ROWS * 3 + 2
    tab.close()


def test_heads_stay_in_sight_where_a_table_fits_and_where_it_scrolls(
    browser: Browser, site: str
) -> None:
    for width in (360, 1280):
        tab = opened(browser, site, "en", width)
        tab.wait_for_selector("#long .scroller.fits, #long .scroller.scrolls")
        last = tab.locator("#long tbody tr").last
        last.scroll_into_view_if_needed()
        tab.locator("#long .scroller").evaluate(
            "(scroller) => scroller.scrollIntoView({ block: 'end' })"
        )
        head = tab.locator("#long thead")
        assert in_sight(tab, head) and in_sight(tab, last), width
        tab.close()


def in_sight(tab: Tab, part: Locator) -> bool:
    box = part.bounding_box()
    assert box is not None
    size = tab.viewport_size
    assert size is not None
    return box["y"] > -1 and box["y"] + box["height"] <= size["height"] + 1


@pytest.mark.parametrize("table", ["#short", "#long"])
def test_on_a_phone_the_newest_year_is_beside_the_name(
    browser: Browser, site: str, table: str
) -> None:
    tab = opened(browser, site, "en", 360)
    tab.wait_for_selector(f"{table} .scroller.scrolls")
    head = tab.locator(f"{table} tbody th[scope=row]").first.bounding_box()
    newest = tab.locator(f"{table} thead [data-newest]").bounding_box()
    assert head is not None and newest is not None
    assert 0 <= head["x"] < 60
    assert newest["x"] >= head["x"] + head["width"] - 1
    assert newest["x"] + newest["width"] <= 361
    tab.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_fault_before_and_after_sorting(
    browser: Browser, site: str, width: int
) -> None:
    tab = opened(browser, site, "cy", width)
    for _ in range(2):
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
        tab.locator("#short thead button").first.click()
    tab.close()


def test_without_scripts_all_rows_stand_and_nothing_offers_what_it_cannot_do(
    browser: Browser, site: str
) -> None:
    tab = opened(browser, site, "en", 360, scripts=False)
    assert len(names(tab, "long")) == MANY_ROWS * 3 + 2
    assert tab.locator("input:visible, thead button").count() == 0
    tab.close()
