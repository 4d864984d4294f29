"""A whole Quarto project: configuration, pages, and the files they are made of."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tymor.errors import ConfigError
from tymor.files import Writer, fresh_folder
from tymor.locale import Catalogue, Languages
from tymor.page import Link, Page
from tymor.render import charts
from tymor.render.frame import Frame
from tymor.render.html import document as html
from tymor.render.html.layout import has_pdf
from tymor.render.one_page import write_downloads
from tymor.render.pdf import document as pdf
from tymor.render.quarto.pages import page_source, source_path
from tymor.render.quarto.plain_text import address, metadata, word
from tymor.render.view import view
from tymor.yaml_files import YamlFaults, read_yaml, to_yaml

TEMPLATES = html.TEMPLATES / "quarto"
#: The Typst library of the built-in PDF; report.typ reads its data in another way.
_TYPST_LIBRARY = ("theme.typ", "table.typ", "prose.typ", "tymor.typ")
_INTERFACE_WORDS = "quarto."
#: What the common configuration must have, and what else must be a mapping if it is there.
_NEEDED = ((), ("project",), ("format", "typst"))
_MAPPINGS = (*_NEEDED, ("website",), ("website", "navbar"))


def write_project(
    folder: Path,
    pages: Sequence[Page],
    frame: Frame,
    language: str,
    words: Catalogue,
    root_config: Path,
) -> Path:
    """Write one Quarto website project: one language, one audience.

    Parameters
    ----------
    folder
        Emptied first.
    pages
        The pages of the audience; each is written at its own path, so that its
        address is the one the built-in renderer gives it.
    frame
        Publisher, term and the ways through the site.
    language, words
        The language and its catalogue.
    root_config
        The ``_quarto.yml`` all projects have in common.

    Returns
    -------
    Path
        The project's folder.

    Raises
    ------
    ConfigError
        ``root_config`` is not there or not a mapping.
    """
    config = project_config(root_config, pages, frame, language, words)
    writer = Writer(fresh_folder(folder))
    writer.text("_quarto.yml", to_yaml(config))
    _write_shared(writer, words)
    for page in pages:
        _write_page(writer, page, frame, words)
    return folder


def project_config(
    root_config: Path, pages: Sequence[Page], frame: Frame, language: str, words: Catalogue
) -> dict[str, Any]:
    """The common configuration and what is this project's own."""
    common = common_config(root_config)
    website = common.get("website") or {}
    own = {page.path for page in pages}
    tag = words.tag
    return common | {
        "project": common["project"] | {"render": [source_path(page.path) for page in pages]},
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
    try:
        config = read_yaml(root_config)
    except YamlFaults as error:
        why = "it holds what every Quarto project has in common"
        raise ConfigError([f"{root_config}: {fault}; {why}" for fault in error.faults]) from None
    faults = [
        f"{root_config}: expected a mapping {_named(path)}"
        for path in _MAPPINGS
        if not isinstance(found := _at(config, path), dict) and (path in _NEEDED or found)
    ]
    if faults:
        raise ConfigError(faults)
    return dict(config)


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


def _named(path: Sequence[str]) -> str:
    return f"below `{'.'.join(path)}`" if path else "of keys"


def _at(config: Any, path: Sequence[str]) -> Any:
    """What stands at a path of keys; nothing where one is missing."""
    for key in path:
        config = config.get(key) if isinstance(config, dict) else None
    return config


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
    writer.text(source, page_source(seen, frame, words))
    write_downloads(writer, page, seen, words, str(Path(source).parent))
    if has_pdf(seen):
        name = str(Path(source).with_name("page.json"))
        writer.json(name, pdf.document_data(seen, frame, words), indent=None)
