"""A page as Quarto's source: front matter, and raw blocks for the page and the PDF."""

from pathlib import PurePosixPath

from tymor.locale import Catalogue
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.html import layout
from tymor.render.quarto.plain_text import address, inert, metadata, raw_block
from tymor.render.view import View
from tymor.yaml_files import to_yaml

_TYPST_OPENING = html.TEMPLATES / "quarto" / "opening.typ"


def source_path(path: str) -> str:
    """Where a page's source stands in its project: ``authorities/cardiff/index.qmd``."""
    return str(PurePosixPath(address(path)) / "index.qmd")


def page_source(view: View, frame: Frame, words: Catalogue) -> str:
    """The ``.qmd`` of a page in one language.

    Front matter, then for each block one raw block of HTML and, where the page has a PDF, one of
    Typst that finds the block in ``page.json`` by its id. Only the front matter's title and
    description are read by Quarto, or what stands in for them.
    """
    printed = layout.has_pdf(view)
    parts = [_front_matter(view), _html(html.render_part("quarto/opening", view, frame, words))]
    if printed:
        parts.append(raw_block("typst", _TYPST_OPENING.read_text("utf-8")))
    for block in view["blocks"]:
        parts.append(_html(html.render_block(block, view, words)))
        if printed:
            parts.append(raw_block("typst", f'#tymor-block("{block["id"]}")'))
    parts.append(_html(html.render_part("quarto/closing", view, frame, words)))
    return "\n".join(parts)


def _front_matter(view: View) -> str:
    """The engine is named, so that no text can look like code to execute."""
    formats = ["html", "typst"] if layout.has_pdf(view) else ["html"]
    fields = {
        "pagetitle": metadata(view["title"]),
        "description": metadata(view["description"]),
        "engine": "markdown",
        "format": dict.fromkeys(formats, "default"),
    }
    return f"---\n{to_yaml(fields)}---\n"


def _html(content: str) -> str:
    return raw_block("html", inert(content))
