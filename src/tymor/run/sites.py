"""A site around its pages: what all of them share, and nothing that belongs to none."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tymor.files import Writer, sweep, write_if_changed
from tymor.fingerprints import digest, digest_of, render_code
from tymor.options import RendererName
from tymor.plan.frozen import QUARTO_FILE, frozen_publication
from tymor.publication import Publication
from tymor.render.compose import read_page
from tymor.render.figures_csv import figures_csv
from tymor.render.frame import Frame
from tymor.render.frames import Site
from tymor.run.journal import Journal, PageEntry
from tymor.run.page_of_job import Rendering
from tymor.run.stale import why_render

#: Every published figure of a site, one row.
FIGURES = "data/figures.csv"
#: The journal's name for what all pages of a site share.
COMMON = "(common)"
#: And for what Quarto made of all of them.
QUARTO = "(quarto)"


def find_renderer(renderer: RendererName, root_config: Path) -> Path | None:
    """The Quarto to render with, or nothing where the built-in renderer does it.

    Raises
    ------
    RendererMissing
        Quarto was asked for and is not there, or is too old.
    ConfigError
        Quarto is to render, and ``root_config``, the project's ``_quarto.yml``, is not right.
    """
    if renderer == "builtin":
        return None
    from tymor.render.quarto.command import find_quarto, require_quarto
    from tymor.render.quarto.project import common_config

    quarto = require_quarto() if renderer == "quarto" else find_quarto()
    if quarto is not None:  # told now, and not when all notebooks have run
        common_config(root_config)
    return quarto


def write_common(
    publication: Publication,
    site: Site,
    rendering: Rendering,
    journal: Journal,
) -> None:
    """Write what all pages of a site share, where it is not there as it would be."""
    name, folder = f"{site.name}/{COMMON}", publication.site_folder(site.name)
    parts = {
        "frame": rendering.frame_digests[site.name],
        "words": rendering.languages.wording(_said_by_common(rendering)),
        "renderer": render_code(),
        "packages": rendering.packages,
    }
    if not why_render(journal.page(name), parts, folder):
        return
    writer = Writer(folder)
    _common_files(writer, rendering.frames[site.name], rendering)
    journal.write_page(name, PageEntry(site.name, COMMON, parts, files=writer.sizes()))


def render_with_quarto(
    publication: Publication,
    site: Site,
    paths: Collection[str],
    rendering: Rendering,
    journal: Journal,
) -> int:
    """Render a whole site with Quarto, where anything of it has changed; return how many pages.

    Raises
    ------
    TymorError
        Quarto failed or left something out, or the project has no ``_quarto.yml``.
    """
    files = [publication.page_file(site.name, path) for path in sorted(paths)]
    frame = rendering.frames[site.name]
    common = frozen_publication(publication).config.root / QUARTO_FILE
    from tymor.render.quarto.project import common_config, render_site

    parts = {
        "pages": digest(*(file.read_bytes() for file in files)),
        "frame": digest_of(repr(frame)),
        "words": rendering.languages.wording(_every_word(rendering)),
        "renderer": digest(render_code(), str(rendering.quarto)),
        "project": digest_of(common_config(common)),
        "packages": rendering.packages,
    }
    name, folder = f"{site.name}/{QUARTO}", publication.site_folder(site.name)
    if rendering.quarto is None or not why_render(journal.page(name), parts, folder):
        return 0
    writer = Writer(folder)
    pages = [read_page(file) for file in files]
    own = [f"{site.name}/{path}" for path in paths]
    # Whatever happens from here on, what is there is not taken for whole by either renderer.
    _change(journal, [name, *own], _unrendered)
    render_site(publication, site.name, pages, frame, writer, rendering.quarto)
    journal.write_page(name, PageEntry(site.name, QUARTO, parts, files=writer.sizes()))
    _change(journal, own, lambda entry: replace(entry, files={}))
    return len(pages)


def _unrendered(entry: PageEntry) -> PageEntry:
    """The page as it was composed, with no renderer's part."""
    return replace(entry, parts={name: entry.parts[name] for name in entry.parts if name == "page"})


def _change(
    journal: Journal, names: Iterable[str], change: Callable[[PageEntry], PageEntry]
) -> None:
    """Change what the journal says of those pages that have files."""
    for name in names:
        entry = journal.page(name)
        if entry and entry.files:
            journal.write_page(name, change(entry))


def write_figures(publication: Publication, site: Site, paths: Iterable[str]) -> Mapping[str, int]:
    """``data/figures.csv`` from each page's own rows, by address; return its size by its name."""
    rows = [
        publication.page_file(site.name, path).with_name("figures.csv").read_text("utf-8")
        for path in sorted(paths)
    ]
    content = figures_csv(rows, publication.config.languages)
    file = write_if_changed(publication.site_folder(site.name) / FIGURES, content)
    return {FIGURES: file.stat().st_size}


def sweep_term(
    publication: Publication, pages: Iterable[PageEntry], executed: Collection[Path]
) -> list[Path]:
    """Remove every file of the sites, pages and notebooks that belongs to nothing of the term.

    Returns
    -------
    list of Path
        What was removed.
    """
    composed_in = publication.folder / "pages"
    notebooks = publication.folder / "notebooks" / "executed"
    built: set[str] = set()
    composed: set[str] = set()
    for entry in pages:
        built |= {f"{entry.site}/{file}" for file in (*entry.files, FIGURES)}
        page = publication.page_file(entry.site, entry.path).relative_to(composed_in).as_posix()
        composed |= {page, f"{page.rpartition('/')[0]}/figures.csv"}
    kept = {path.relative_to(notebooks).as_posix() for path in executed}
    return [
        *sweep(publication.sites, built),
        *sweep(composed_in, composed),
        *sweep(notebooks, kept),
    ]


def _common_files(writer: Writer, frame: Frame, rendering: Rendering) -> None:
    from tymor.render.html import document as html

    html.write_assets(writer, rendering.languages, rendering.cache)
    writer.text("index.html", html.render_language_choice(frame, rendering.languages))
    writer.text("404.html", html.render_not_found(frame, rendering.languages))


def _said_by_common(rendering: Rendering) -> list[str]:
    """The words of the site's own, of which those pages use some."""
    first = next(iter(rendering.languages.catalogues.values()))
    return [key for key in first.entries if key.startswith("ui.")]


def _every_word(rendering: Rendering) -> list[str]:
    return list(next(iter(rendering.languages.catalogues.values())).entries)
