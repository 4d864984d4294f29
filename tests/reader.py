"""What a reader stumbles over on a page in a browser: each complaint in a line."""

from playwright.sync_api import Page as Tab

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
    """Pages wider than the screen, clipped tables, charts out of the page, empty sections."""
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    # Charts far below are not drawn until somebody scrolls there.
    tab.evaluate("document.querySelectorAll('img').forEach((one) => { one.loading = 'eager'; })")
    tab.wait_for_load_state("networkidle")
    found: list[str] = tab.evaluate(_COMPLAINTS)
    return found
