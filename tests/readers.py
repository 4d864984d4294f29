"""A reader's check of one made report: on a phone, on a desk and on paper."""

import shutil

from browser import chromium, serve
from made_report import LANGUAGES, MadeReport
from pdf_text import text_of

from tymor.audit.pdf import check_pdf
from tymor.page import Heading
from tymor.render.html import STATIC, STYLES

WIDTHS = (360, 1280)

#: What a reader stumbles over: a page or chart wider than the screen, a table that is cut off
#: and cannot be moved, a heading with nothing below it.
_FAULTS = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push("page too wide");
  for (const box of document.querySelectorAll(".scroller")) {
    const moves = ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
    if (box.scrollWidth > box.clientWidth + 1 && !moves) faults.push("table cut off");
  }
  for (const image of document.querySelectorAll("figure img")) {
    if (image.getBoundingClientRect().right > window.innerWidth) faults.push("chart too wide");
  }
  for (const heading of document.querySelectorAll(".blocks > h2, .blocks > h3, .appendix")) {
    const next = heading.nextElementSibling;
    if (!next || (/^H[23]$/.test(next.tagName) && next.tagName <= heading.tagName))
      faults.push("nothing below " + heading.textContent.trim());
  }
  return faults;
}"""


def dress(made: MadeReport) -> None:
    """The site's styles and fonts, which stand beside the pages when a whole site is built."""
    assets = made.site / "assets"
    styles = [(STATIC / "css" / f"{name}.css").read_text("utf-8") for name in STYLES]
    assets.mkdir(exist_ok=True)
    (assets / "site.css").write_text("\n".join(styles), "utf-8")
    shutil.copytree(STATIC / "fonts", assets / "fonts", dirs_exist_ok=True)


def faults_on_screen(made: MadeReport) -> dict[str, list[str]]:
    """What is wrong, by language and width; empty where nothing is."""
    dress(made)
    found = {}
    with serve(made.site) as address, chromium() as browser:
        for width in WIDTHS:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            for language in LANGUAGES:
                tab.goto(f"{address}{language}/{made.page.path}/")
                tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
                if faults := tab.evaluate(_FAULTS):
                    found[f"{language} {width}"] = faults
    return found


def faults_on_paper(made: MadeReport) -> list[str]:
    """What the PDF check finds, and headings that end a page."""
    faults = []
    for language in LANGUAGES:
        path = made.folder(language) / "report.pdf"
        faults += [f"{language}: {problem}" for problem in check_pdf(path, language)]
        headings = {b.text[language] for b in made.page.blocks if isinstance(b, Heading)}
        for number, page in enumerate(text_of(path), start=1):
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            # the last two lines of a page are its footer
            if any(line in headings for line in lines[-3:-2]):
                faults.append(f"{language}: a heading ends page {number}")
    return faults
