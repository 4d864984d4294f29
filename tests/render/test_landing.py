"""Links to a part of a page land there, and nothing moves while its charts come: in a browser that
asks over a slow connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import chromium, needs_browser, serve
from long_tests import long_but
from page_frame import FRAME
from pages import bar_spec, both, every_block
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from projects import ROOT

from tymor.config import load_config
from tymor.files import Writer
from tymor.page import ChartBlock, Heading, Page
from tymor.render.html import document as html
from tymor.render.one_page import PageWork, render_one

pytestmark = [pytest.mark.browser, needs_browser]

MANY = 8
#: A heading may be so many pixels from where the style sheet puts it.
NEAR = 4
#: What is called a good page.
MOST_SHIFT = 0.05
WORDS = load_config(ROOT).languages
#: Kilobytes a second, as over a telephone's connection.
SLOW = 90
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources, hadRecentInput } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
    if (!hadRecentInput) window.shifts.push([value, moved]);
  }
}).observe({ type: 'layout-shift', buffered: true });
"""


def page_of_charts() -> Page:
    """A heading and a chart, many times; the charts are of several heights, all of them wide."""
    page = every_block()
    (chart,) = (block for block in page.blocks if isinstance(block, ChartBlock))
    blocks: list[Heading | ChartBlock] = []
    for at in range(MANY):
        text = both(f"Part {at} of what is drawn", f"Rhan {at} o'r hyn a luniwyd")
        blocks.append(Heading(id=f"part-{at}", text=text))
        spec = bar_spec("bars") | {"width": 640, "height": 120 + 90 * at}
        drawn = {"id": f"chart-{at}", "spec": dict.fromkeys(("en", "cy"), spec)}
        blocks.append(chart.model_copy(update=drawn))
    return page.model_copy(update={"blocks": tuple(blocks)})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    html.write_assets(Writer(root), WORDS)
    page = page_of_charts()
    render_one(PageWork(Path(root), page, FRAME, WORDS))
    with serve(root) as served:
        yield f"{served}en/{page.path}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened_slowly(browser: Browser, width: int, address: str) -> Tab:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.add_init_script(WATCH)
    session = context.new_cdp_session(tab)
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 60, "downloadThroughput": SLOW * 1024,
        "uploadThroughput": SLOW * 1024,
    })  # fmt: skip
    tab.goto(address, wait_until="domcontentloaded")
    return tab


def settled(tab: Tab) -> None:
    tab.wait_for_load_state("networkidle")
    tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def lands(tab: Tab, part: str) -> None:
    """The heading is at the top of the window, or as far up as the end of the page lets it."""
    top, at_end = tab.evaluate(
        """(id) => [document.getElementById(id).getBoundingClientRect().top,
          scrollY + innerHeight >= document.documentElement.scrollHeight - 2]""",
        part,
    )
    wanted = tab.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
    assert abs(top - wanted) <= NEAR or (at_end and 0 <= top <= 800), (part, top)


def stays(tab: Tab) -> None:
    """Next to nothing has moved by itself."""
    moved = tab.evaluate("window.shifts")
    assert sum(far for far, _ in moved) < MOST_SHIFT, moved


@pytest.mark.parametrize("width", long_but([360, 1280], 360))
def test_each_contents_link_lands_and_nothing_moves(
    browser: Browser, address: str, width: int
) -> None:
    tab = opened_slowly(browser, width, address)
    links = tab.locator(".contents a").evaluate_all("(all) => all.map((a) => a.hash.slice(1))")
    assert len(links) == MANY
    for part in reversed(links):  # the furthest first: nothing before it has come
        tab.locator(f".contents a[href='#{part}']").evaluate("(link) => link.click()")
        settled(tab)
        lands(tab, part)
    stays(tab)
    tab.context.close()


@pytest.mark.parametrize("width", long_but([360, 1280], 360))
def test_a_link_from_elsewhere_lands(browser: Browser, address: str, width: int) -> None:
    part = f"part-{MANY - 3}"
    tab = opened_slowly(browser, width, f"{address}#{part}")
    settled(tab)
    lands(tab, part)
    stays(tab)
    tab.context.close()


@pytest.mark.parametrize("width", long_but([360, 700, 1000, 1280], 360, 1280))
def test_a_picture_keeps_its_place_before_it_comes_and_can_be_read(
    browser: Browser, address: str, width: int
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 800})
    held: list[str] = []
    tab.route("**/*.svg", lambda route: held.append(route.request.url) or route.abort())
    tab.goto(address)
    before = tab.locator("[data-picture]").evaluate_all(HEIGHTS)
    tab.unroute("**/*.svg")
    tab.reload()
    tab.locator("img").evaluate_all(
        "(all) => Promise.all(all.map((one) => { one.loading = 'eager'; return one.decode(); }))"
    )
    assert tab.locator("[data-picture]").evaluate_all(HEIGHTS) == before
    shown = tab.locator("[data-picture] img").evaluate_all(
        "(all) => all.map((one) => one.clientWidth / one.naturalWidth)"
    )
    assert min(shown) * 13 >= 12  # the smallest letters of the reports' theme
    tab.close()


HEIGHTS = "(all) => all.map((one) => Math.round(one.getBoundingClientRect().height))"
