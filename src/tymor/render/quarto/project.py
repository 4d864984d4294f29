"""A whole site rendered by Quarto: a project for each language, with its configuration, pages,
and the files they are made of."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from tymor.config.files import ConfigFiles
from tymor.errors import ConfigError
from tymor.files import Writer, fresh_folder
from tymor.locale import Catalogue, Languages
from tymor.page import Link, Page
from tymor.plan.frozen import QUARTO_FILE, frozen_publication
from tymor.render import charts
from tymor.render.downloads import write_downloads
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.html.layout import has_pdf
from tymor.render.pdf import document as pdf
from tymor.render.pictures import draw_charts
from tymor.render.quarto.collect import collect
from tymor.render.quarto.command import render
from tymor.render.quarto.plain_text import address, inert, metadata, raw_block, word
from tymor.render.view import View, view
from tymor.render.workbook import workbooks
from tymor.yaml_files import to_yaml

if TYPE_CHECKING:
    from tymor.publication import Publication

TEMPLATES = html.TEMPLATES / "quarto"
#: The Typst library of the built-in PDF; report.typ reads its data in another way.
_TYPST_LIBRARY = ("theme.typ", "table.typ", "prose.typ", "tymor.typ")
_INTERFACE_WORDS = "quarto."
#: What a page's PDF is made of; it stays behind.
_PDF_DATA = "page.json"
#: In the head of a closed page.
_NOT_FOUND_BY_SEARCH = '<meta name="robots" content="noindex">'


class _Formats(BaseModel):
    typst: dict[str, Any]


class _Website(BaseModel):
    navbar: dict[str, Any] | None = None


class _Common(BaseModel):
    """What the common configuration must have, and what else is looked into."""

    project: dict[str, Any]
    format: _Formats
    website: _Website | None = None


def render_site(
    publication: "Publication",
    site: str,
    pages: Sequence[Page],
    frame: Frame,
    writer: Writer,
    quarto: Path,
) -> None:
    """Write, render and collect the project of every language.

    The projects stay in ``build/TERM/quarto/SITE/LANGUAGE`` to be looked into. Nothing of
    the site is touched before all of them are rendered.

    Raises
    ------
    TymorError
        Quarto failed or left something out.
    """
    config = publication.config
    projects = {
        language: write_project(
            publication.folder / "quarto" / site / language,
            pages,
            frame,
            language,
            config.languages[language],
            frozen_publication(publication).config.root / QUARTO_FILE,
        )
        for language in frame.languages
    }
    render([*projects.values()], quarto)
    for language, project in projects.items():
        collect(project, writer, language)


def write_project(
    folder: Path,
    pages: Sequence[Page],
    frame: Frame,
    language: str,
    words: Catalogue,
    root_config: Path,
) -> Path:
    """Write one Quarto website project, one language of one audience; return its folder.

    The ``folder`` is emptied first. Each page is written at its own path, so that its address
    is the one the built-in renderer gives it. ``root_config`` is the ``_quarto.yml`` that all
    projects have in common.

    Raises
    ------
    ConfigError
        ``root_config`` is not there or not a mapping.
    """
    common = common_config(root_config)
    writer = Writer(fresh_folder(folder))
    for page in pages:
        _write_page(writer, page, frame, words)
    beside = _kinds_beside_pages(writer)
    _write_shared(writer, words)
    writer.text(
        "_quarto.yml", to_yaml(project_config(common, pages, frame, language, words, beside))
    )
    return folder


def _kinds_beside_pages(writer: Writer) -> list[str]:
    """Patterns of the files beside pages. No Markdown names them: Quarto must be told of them.

    A page's source and what its PDF is made of are no such files.
    """
    names = {path.name for path in writer.written} - {"index.qmd", _PDF_DATA}
    return sorted({f"*{''.join(Path(name).suffixes)}" for name in names})


def project_config(
    common: dict[str, Any],
    pages: Sequence[Page],
    frame: Frame,
    language: str,
    words: Catalogue,
    beside: Sequence[str],
) -> dict[str, Any]:
    """The common configuration and what is this project's own.

    ``beside`` are patterns of the files that come with its pages.
    """
    project = common["project"]
    website = common.get("website") or {}
    own = {page.path for page in pages}
    tag = words.tag
    return common | {
        "project": project
        | {
            "render": [source_path(page.path) for page in pages],
            "resources": [*project.get("resources", ()), *beside],
        },
        "lang": tag,
        "language": {tag: interface_words(words)},
        "website": website
        | {
            "title": metadata(words.say("ui.site_name")),
            "navbar": (website.get("navbar") or {})
            | {"left": [_navbar_item(link, own, language) for link in frame.navigation]},
        },
    }


def common_config(root_config: Path) -> dict[str, Any]:
    """What every Quarto project has in common.

    Raises
    ------
    ConfigError
        It is not there, or lacks what every project is made of.
    """
    files = ConfigFiles(root_config.parent, {})
    if files.read(root_config, _Common) is None:
        raise ConfigError([f"{fault} (every Quarto project has it)" for fault in files.faults])
    return dict(files.tree(root_config))


def interface_words(words: Catalogue) -> dict[str, str]:
    """Quarto's own words in this language; Quarto has none in Welsh."""
    return {
        key.removeprefix(_INTERFACE_WORDS): word(words.say(key))
        for key in words.entries
        if key.startswith(_INTERFACE_WORDS)
    }


def _navbar_item(link: Link, own: set[str], language: str) -> dict[str, str]:
    """To a source Quarto knows, so that it marks the page the reader is on."""
    href = source_path(link.path) if link.path in own else f"{address(link.path)}/"
    return {"text": metadata(link.text[language]), "href": href}


def _write_shared(writer: Writer, words: Catalogue) -> None:
    """Theme, style sheet, scripts, Typst library and fonts."""
    html.write_assets(writer, Languages({words.language: words}))
    # Scripts ask for the locale of <html lang>, which Quarto writes with its region.
    writer.json(f"assets/vega-locale-{words.tag}.json", charts.vega_locale(words.cldr))
    writer.copy(TEMPLATES / "tymor.scss", "theme/tymor.scss")
    writer.copy(TEMPLATES / "document.typ", "typst/document.typ")
    for name in _TYPST_LIBRARY:
        writer.copy(pdf.TEMPLATES / name, f"typst/{name}")
    for font in sorted(pdf.FONTS.glob("*.ttf")):
        writer.copy(font, f"typst/fonts/{font.name}")


def _write_page(writer: Writer, page: Page, frame: Frame, words: Catalogue) -> None:
    seen = view(page, words)
    source = source_path(page.path)
    svgs = draw_charts(page, seen, words)
    writer.text(source, page_source(seen, frame, words))
    write_downloads(writer, page, seen, words, str(Path(source).parent), svgs)
    for name, content in workbooks(seen, frame, words).items():
        writer.bytes(Path(source).with_name(name), content)
    if has_pdf(seen):
        name = str(Path(source).with_name(_PDF_DATA))
        writer.json(name, pdf.document_data(seen, frame, words), indent=None)


def source_path(path: str) -> str:
    """Where a page's source stands in its project: ``authorities/cardiff/index.qmd``."""
    return str(PurePosixPath(address(path)) / "index.qmd")


def page_source(view: View, frame: Frame, words: Catalogue) -> str:
    """The ``.qmd`` of a page in one language.

    Front matter, then for each block one raw block of HTML and, where the page has a PDF, one of
    Typst that finds the block in ``page.json`` by its id. Only the front matter's title and
    description are read by Quarto, or what stands in for them.
    """
    printed = has_pdf(view)
    parts = [
        _front_matter(view, frame),
        _html(html.render_part("quarto/opening", view, frame, words)),
    ]
    if printed:
        parts.append(raw_block("typst", (TEMPLATES / "opening.typ").read_text("utf-8")))
    for block in view["blocks"]:
        parts.append(_html(html.render_block(block, view, frame, words)))
        if printed:
            parts.append(raw_block("typst", f'#tymor-block("{block["id"]}")'))
    parts.append(_html(html.render_part("quarto/closing", view, frame, words)))
    return "\n".join(parts)


def _front_matter(view: View, frame: Frame) -> str:
    """The engine is named, so that no text can look like code to execute."""
    formats = ["html", "typst"] if has_pdf(view) else ["html"]
    fields: dict[str, Any] = {
        "pagetitle": metadata(f"{view['title']} – {frame.readers[view['lang']]}"),
        "description": metadata(view["description"]),
        "engine": "markdown",
        "format": dict.fromkeys(formats, "default"),
    }
    if frame.closed:
        fields["format"]["html"] = {"include-in-header": [{"text": _NOT_FOUND_BY_SEARCH}]}
    return f"---\n{to_yaml(fields)}---\n"


def _html(content: str) -> str:
    return raw_block("html", inert(content))
