"""A site around its pages: what it rests on, what all of them share, what belongs to none."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from tymor.config import Config
from tymor.files import Writer, share, sweep, write_if_changed
from tymor.fingerprints import digest, digest_of, package_code, render_code
from tymor.options import RendererName
from tymor.page import Text
from tymor.plan.frozen import QUARTO_FILE, frozen_publication
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.compose import read_page
from tymor.render.data_dictionary import PACKAGE, data_package
from tymor.render.figures_csv import figures_csv
from tymor.render.finding.site_index import entries_of, site_indexes
from tymor.render.frame import Frame
from tymor.render.frames import Site
from tymor.render.web_addresses import web_files
from tymor.render.what_figures_are import areas_csv, measures_csv
from tymor.run.journal import Journal, PageEntry, SiteEntry
from tymor.run.page_of_job import Rendering, composed_files, why_render

#: Every published figure of a site, one row; and what the areas and measures are.
FIGURES, AREAS, MEASURES = "data/figures.csv", "data/areas.csv", "data/measures.csv"
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

    quarto = require_quarto() if renderer == "quarto" else find_quarto()
    if quarto is not None:  # told now, and not when all notebooks have run
        from tymor.render.quarto.project import common_config

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
        "words": rendering.languages.wording(_words(rendering, "ui.")),  # it uses some
        "renderer": render_code(),
        "packages": rendering.packages,
    }
    if not why_render(journal.pages.get(name), parts, folder):
        return
    from tymor.render.html import document as html

    writer, frame = Writer(folder), rendering.frames[site.name]
    html.write_assets(writer, rendering.languages, rendering.cache)
    writer.text("index.html", html.render_language_choice(frame, rendering.languages))
    writer.text("404.html", html.render_not_found(frame, rendering.languages))
    journal.pages.write(name, PageEntry(site.name, COMMON, parts, files=writer.sizes()))


def share_assets(publication: Publication, sites: Iterable[Site]) -> None:
    """Keep what all closed sites have alike, their scripts and faces, once on the disk.

    Each site still has all that it needs: see ``docs/decisions/assets-of-closed-sites.md``.
    """
    first: dict[Path, Path] = {}
    for site in sites:
        folder = publication.site_folder(site.name)
        if publication.config.audiences[site.audience].closed:
            for file in sorted(path for path in (folder / "assets").rglob("*") if path.is_file()):
                share(first.setdefault(file.relative_to(folder), file), file)


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
    common = frozen_publication(publication).config.root / QUARTO_FILE
    from tymor.render.quarto.project import common_config, render_site

    parts = {
        "pages": digest(*(file.read_bytes() for file in files)),
        "frame": rendering.frame_digests[site.name],
        "words": rendering.languages.wording(_words(rendering)),
        "renderer": digest(render_code(), str(rendering.quarto)),
        "project": digest_of(common_config(common)),
        "packages": rendering.packages,
    }
    name, folder = f"{site.name}/{QUARTO}", publication.site_folder(site.name)
    if rendering.quarto is None or not why_render(journal.pages.get(name), parts, folder):
        return 0
    writer = Writer(folder)
    pages = [read_page(file) for file in files]
    own = [f"{site.name}/{path}" for path in paths]
    frame = rendering.frames[site.name]
    # Whatever happens from here on, what is there is not taken for whole by either renderer.
    _change(journal, [name, *own], _unrendered)
    render_site(publication, site.name, pages, frame, writer, rendering.quarto)
    journal.pages.write(name, PageEntry(site.name, QUARTO, parts, files=writer.sizes()))
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
        entry = journal.pages.get(name)
        if entry and entry.files:
            journal.pages.write(name, change(entry))


def write_data(
    publication: Publication, site: Site, frame: Frame, paths: Iterable[str], areas: pd.DataFrame
) -> Mapping[str, int]:
    """``data/figures.csv`` from each page's own rows, by address, with what these are about; in
    each language the index that finds pages; and what names them by whole addresses.

    ``areas`` are those of the site's release. Returns the size of each file by its name.
    """
    paths = sorted(paths)
    rows = [
        publication.page_file(site.name, path).with_name("figures.csv").read_text("utf-8")
        for path in paths
    ]
    config, own = publication.config, {site.area_id, *(job.area_id for job in site.jobs)}
    written = {
        FIGURES: figures_csv(rows, tuple(config.languages), _names(areas, config)),
        AREAS: areas_csv(areas, frozenset(own), tuple(config.languages)),
        MEASURES: measures_csv(config),
        PACKAGE: data_package(publication, site.name),
        **site_indexes(publication, site, paths, areas),
        **web_files(frame, config.languages, paths, _news(publication, site)),
    }
    for name, content in written.items():
        write_if_changed(publication.site_folder(site.name) / name, content)
    return {name: len(content) for name, content in written.items()}


def _news(publication: Publication, site: Site) -> Mapping[str, Text]:
    """What a publication is told with: its home, and the pages on the site's own area."""
    own = [job.path for job in site.jobs if job.area_id == site.area_id]
    entries = entries_of(publication, site, ["", *own])
    return {path: entry.title for path, entry in entries.items()}


def _names(areas: pd.DataFrame, config: Config) -> dict[str, list[str]]:
    """What each area is called, in the order of languages."""
    return {
        row["area_id"]: [config.languages.named(row, "name")[name] for name in config.languages]
        for row in areas.to_dict("records")
    }


def sweep_term(
    publication: Publication,
    pages: Iterable[PageEntry],
    sites: Mapping[str, SiteEntry],
    executed: Collection[Path],
) -> None:
    """Remove every file of the sites, pages and notebooks that belongs to nothing of the term."""
    composed_in = publication.folder / "pages"
    notebooks = publication.folder / "notebooks" / "executed"
    built = {f"{name}/{file}" for name, entry in sites.items() for file in entry.files}
    composed: set[str] = set()
    for entry in pages:
        built |= {f"{entry.site}/{file}" for file in entry.files}
        own = composed_files(publication.page_file(entry.site, entry.path))
        composed |= {path.relative_to(composed_in).as_posix() for path in own}
    kept = {path.relative_to(notebooks).as_posix() for path in executed}
    sweep(publication.sites, built)
    sweep(composed_in, composed)
    sweep(notebooks, kept)


def _words(rendering: Rendering, beginning: str = "") -> list[str]:
    """The words whose keys begin so."""
    first = next(iter(rendering.languages.catalogues.values()))
    return [key for key in first.entries if key.startswith(beginning)]


@dataclass(frozen=True)
class SiteParts:
    """What the sites of a term rest on, beside their own files.

    ``pages`` are those that the journal knows, by site and path; ``not_made`` those that
    could not be made this time.
    """

    publication: Publication
    releases: Mapping[str, Release]
    rendering: Rendering
    pages: Mapping[str, PageEntry]
    not_made: Collection[str]

    def of(self, site: Site) -> Mapping[str, str]:
        """The digests of all that a site's surroundings are made from."""
        return {
            "pages": digest(*map(self._line, site.jobs)),
            "areas": self._of_areas(site),
            "frame": self.rendering.frame_digests[site.name],
            **self._shared,
        }

    def _line(self, job: Job) -> str:
        made = job.page_name not in self.not_made
        entry = self.pages.get(job.page_name) if made else None
        return f"{job.path} {job.report} {entry.parts.get('page') if entry else None}"

    def _of_areas(self, site: Site) -> str:
        """The site's areas and those that they lie in, and what the release says of all."""
        audience = self._of_audience[site.audience]
        own = {site.area_id, *(job.area_id for job in site.jobs)}
        around = {audience.parents.get(area, "") for area in own}
        rows = [audience.rows.get(area, "") for area in sorted(own | around)]
        return digest(audience.whole, *rows)

    @cached_property
    def _shared(self) -> Mapping[str, str]:
        """The same for all sites. Settings and words are one part: they are small."""
        config, quarto = self.publication.config, self.rendering.quarto
        files = sorted((_place(path, config.root), text) for path, text in config.files.items())
        chosen = _place(Path(config.partnership_file), config.root)
        said = [part for file in files for part in file]
        return {
            "settings": digest(self.publication.term_id, chosen, *said),
            "renderer": digest(render_code(), str(quarto)),
            "code": package_code(),
            "packages": self.rendering.packages,
        }

    @cached_property
    def _of_audience(self) -> Mapping[str, "_AudienceRows"]:
        return {name: _audience_rows(each.tables) for name, each in self.releases.items()}


class _AudienceRows(NamedTuple):
    """One audience's areas: each one's parent and the digest of its row; and the rest."""

    parents: Mapping[str, str]
    rows: Mapping[str, str]
    whole: str


def _audience_rows(tables: Mapping[str, pd.DataFrame]) -> _AudienceRows:
    records = tables["areas"].to_dict("records")
    sources = str(tables["sources"].to_csv(index=False)) if "sources" in tables else ""
    return _AudienceRows(
        {row["area_id"]: str(row["parent_id"]) for row in records},
        {row["area_id"]: digest_of(row) for row in records},
        # Home and methods say where figures come from.
        digest(str(tables["areas"]["invented"].any()), sources),
    )


def _place(path: Path, root: Path) -> str:
    """Where a file is: a project that lies elsewhere is the same project."""
    return os.path.relpath(path, root.absolute())
