"""An HTML page as its reader is told it."""

from pathlib import Path

from lxml import html

_PARTS = "h1|.//h2|.//h3|.//p|.//li|.//caption|.//figcaption|.//tr|.//dt|.//dd"


def text_of_page(path: Path) -> str:
    """A line a heading, paragraph, item or table row of what is not around the page."""
    main = html.parse(path).getroot().find(".//main")
    lines = (" ".join(part.text_content().split()) for part in main.xpath(f".//{_PARTS}"))
    return "\n".join(line for line in lines if line) + "\n"
