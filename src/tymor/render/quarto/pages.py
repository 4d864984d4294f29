"""A page as Quarto's source: front matter, and raw blocks for the page and the PDF."""

from functools import cache
from pathlib import PurePosixPath

from jinja2 import Environment, PackageLoader, StrictUndefined

from tymor.locale import Catalogue
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.html import layout
from tymor.render.quarto.plain_text import address, inert, metadata, raw_block
from tymor.render.view import View
from tymor.yaml_files import to_yaml


def source_path(path: str) -> str:
    """Where a page's source stands in its project: ``authorities/cardiff/index.qmd``."""
    return str(PurePosixPath(address(path)) / "index.qmd")


def has_pdf(view: View) -> bool:
    return view["report"] not in layout.WITHOUT_PDF


def page_source(view: View, frame: Frame, words: Catalogue) -> str:
    """The ``.qmd`` of a page in one language.

    Parameters
    ----------
    view
        What :func:`tymor.render.view.view` gives. A figure that is missing or
        suppressed arrives as the word for its status and is written as that word.
    frame
        What surrounds every page of this publication.
    words
        The catalogue of the view's language.

    Returns
    -------
    str
        Front matter, then for each block one raw block of HTML and, where the page
        has a PDF, one of Typst that finds the block in ``page.json`` by its id. Only
        the front matter's title and description are read by Quarto, or what stands in for them.
    """
    printed = has_pdf(view)
    parts = [_front_matter(view), _html(_part("opening", view, frame, words))]
    if printed:
        parts.append(raw_block("typst", _typst("opening")))
    for block in view["blocks"]:
        parts.append(_html(html.render_block(block, view, words)))
        if printed:
            parts.append(raw_block("typst", f'#tymor-block("{block["id"]}")'))
    parts.append(_html(_part("closing", view, frame, words)))
    return "\n".join(parts)


def _front_matter(view: View) -> str:
    """The engine is named, so that no text can look like code to execute."""
    formats = ["html", "typst"] if has_pdf(view) else ["html"]
    fields = {
        "pagetitle": metadata(view["title"]),
        "description": metadata(view["description"]),
        "engine": "markdown",
        "format": dict.fromkeys(formats, "default"),
    }
    return f"---\n{to_yaml(fields)}---\n"


def _html(content: str) -> str:
    return raw_block("html", inert(content))


def _part(name: str, view: View, frame: Frame, words: Catalogue) -> str:
    """What stands before or after the blocks on the page."""
    language = words.language
    here = layout.folder(language, view["path"])

    def to(path: str, lang: str = language) -> str:
        return layout.href(here, layout.folder(lang, path))

    return (
        _environment()
        .get_template(f"quarto/{name}.html.jinja")
        .render(
            page=view,
            frame=frame,
            lang=language,
            say=words.say,
            to=to,
            root=layout.to_root(here),
            project_root="../" * len(PurePosixPath(view["path"]).parts),
            crumbs=layout.crumbs(view, words.say("nav.home")),
            contents=layout.contents(view),
            has_pdf=has_pdf(view),
            kinds={block["kind"] for block in view["blocks"]},
        )
    )


def _typst(name: str) -> str:
    source = _environment().loader
    assert isinstance(source, PackageLoader)
    text, _, _ = source.get_source(_environment(), f"quarto/{name}.typ")
    return text


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tymor.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
