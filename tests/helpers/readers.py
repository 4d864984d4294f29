"""A reader's check of one made report: on a phone, on a desk and on paper."""

from browser import chromium, serve
from long_tests import runs_all
from made_report import LANGUAGES, MadeReport
from pdf_text import pdf_in, text_of
from playwright.sync_api import Page as Tab
from projects import ROOT

from tymor.audit.pdf import check_pdf
from tymor.config.words import load_languages
from tymor.files import Writer
from tymor.page import Heading
from tymor.render.html.document import write_assets

#: The widths of a telephone and of a desk, and the languages that are looked at there always.
LOOKS = {360: ("cy",), 1280: ("en",)}

#: Words that go on in the next line, as no column is as wide as they are.
_BROKEN = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walk.nextNode()) {
    const text = walk.currentNode;
    for (const word of text.data.matchAll(/\\p{L}[\\p{L}’']{3,}/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (new Set(boxes.map((box) => Math.round(box.top))).size > 1)
        found.add(`a word is broken: ${word[0]}`);
    }
  }
  return [...found];
}"""
#: Pages wider than the screen, tables and charts that are cut off, headings with nothing below.
_COMPLAINTS = """
() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px wider than the screen`);
  for (const table of document.querySelectorAll("main table")) {
    const around = table.closest("[data-scroller]") || table.parentElement;
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(around).overflowX);
    if (table.scrollWidth > around.clientWidth + 1 && !scrolls)
      found.push(`a table is clipped: ${table.caption?.textContent.trim()}`);
  }
  for (const image of document.querySelectorAll("main figure img, main figure svg")) {
    const box = image.getBoundingClientRect();
    if (box.width < 100) found.push(`a chart is not drawn: ${image.closest("figure").id}`);
    if (box.right > window.innerWidth + 1)
      found.push(`a chart leaves the page: ${image.closest("figure").id}`);
  }
  const headings = [...document.querySelectorAll("main h1, main h2, main h3, main h4")];
  headings.forEach((heading, at) => {
    const next = headings[at + 1];
    const between = document.createRange();
    between.setStartAfter(heading);
    if (next) between.setEndBefore(next); else between.setEndAfter(document.querySelector("main"));
    const deeper = next && Number(next.tagName[1]) > Number(heading.tagName[1]);
    const held = between.cloneContents();
    if (!deeper && !held.textContent.trim() && !held.querySelector("img, svg"))
      found.push(`nothing stands below the heading: ${heading.textContent.trim()}`);
  });
  return found;
}
"""


def complaints(tab: Tab) -> list[str]:
    """Pages wider than the screen, clipped tables, charts out of the page, empty sections, words
    that are broken."""
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    # Charts far below are not drawn until somebody scrolls there.
    tab.evaluate("document.querySelectorAll('img').forEach((one) => { one.loading = 'eager'; })")
    tab.wait_for_load_state("networkidle")
    found: list[str] = tab.evaluate(_COMPLAINTS)
    broken: list[str] = tab.evaluate(_BROKEN)
    return [*found, *broken]


#: On a telephone a chart's picture is one drawn for it: words that this cuts off.
_CUT_OFF = """async () => {
  const faults = [];
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const shown = figure.querySelector("[data-picture] img").currentSrc;
    const text = await (await fetch(shown)).text();
    const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    figure.append(picture);
    const frame = picture.getBoundingClientRect();
    for (const word of picture.querySelectorAll("text")) {
      const { left, right, width } = word.getBoundingClientRect();
      if (width && (left < frame.left - 1 || right > frame.right + 1))
        faults.push(`${figure.id} cuts off ${word.textContent}`);
    }
  }
  return faults;
}"""


def cut_off(tab: Tab) -> list[str]:
    """Words that a chart's picture for a telephone cuts off."""
    found: list[str] = tab.evaluate(_CUT_OFF)
    return found


def faults_on_screen(made: MadeReport) -> dict[str, list[str]]:
    """What is wrong, by language and width; empty where nothing is. ``make test`` looks at the
    narrow page in Welsh, whose words are longer, and at the wide one in English."""
    write_assets(Writer(made.site), load_languages(ROOT))
    found = {}
    with serve(made.site) as address, chromium() as browser:
        for width, languages in LOOKS.items():
            tab = browser.new_page(viewport={"width": width, "height": 900})
            for language in LANGUAGES if runs_all() else languages:
                tab.goto(f"{address}{language}/{made.page.path}/")
                faults = complaints(tab)
                if width == min(LOOKS):
                    faults += cut_off(tab)
                if faults:
                    found[f"{language} {width}"] = faults
    return found


def faults_on_paper(made: MadeReport) -> list[str]:
    """What the PDF check finds, and headings that end a page."""
    faults = []
    for language in LANGUAGES:
        path = pdf_in(made.folder(language))
        faults += [f"{language}: {problem}" for problem in check_pdf(path, f"{language}-GB")]
        headings = {b.text[language] for b in made.page.blocks if isinstance(b, Heading)}
        for number, page in enumerate(text_of(path), start=1):
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            # the last two lines of a page are its footer
            if any(line in headings for line in lines[-3:-2]):
                faults.append(f"{language}: a heading ends page {number}")
    return faults
