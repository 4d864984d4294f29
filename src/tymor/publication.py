"""One publication: a partnership's term, and the folder its stages write to."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tymor.config import Config, Term, find_root, load_config
from tymor.config.own_settings import OwnSettings
from tymor.errors import ConfigError
from tymor.files import closed_folder

#: Where the cache of a project is, and who says another place.
CACHE, CACHE_VARIABLE = Path("build", "cache"), "TYMOR_CACHE"


@dataclass(frozen=True)
class Publication:
    """What every stage starts from."""

    config: Config
    term_id: str

    @property
    def term(self) -> Term:
        return self.config.terms[self.term_id]

    def path_of(self, area_kind: str, slug: str, area_id: str) -> str:
        """The site path of an area's own page: of the first report on its kind that the term
        lists; where it lists none, of any such report.
        """
        names = dict.fromkeys([*self.term.reports, *self.config.reports])
        reports = (self.config.reports[name] for name in names)
        own = (each for each in reports if each.area == area_kind and each.each is None)
        return next(own).path_of(slug, area_id)

    def report_order(self, report: str) -> int:
        """Where the term lists a report; others come after all of them."""
        names = self.term.reports
        return names.index(report) if report in names else len(names)

    @property
    def folder(self) -> Path:
        """``build/TERM``; a partnership other than the default has a folder of its own."""
        return self.config.root / "build" / self.name

    @property
    def name(self) -> str:
        default = self.config.default_partnership_id
        own = self.config.partnership.id
        return self.term_id if own == default else f"{self.term_id}-{own.lower()}"

    @property
    def open_folders(self) -> frozenset[str]:
        """The folders of sites that everybody may read; any other is only its owner's."""
        audiences = self.config.audiences.values()
        closed = {each.site.partition("/")[0] for each in audiences if each.closed}
        return frozenset(each.site for each in audiences if not each.closed) - closed

    def close_to_others(self) -> None:
        """Let nobody else into ``build/``: rejected rows, closed releases, drawn charts.

        What lies there from before, and is closed itself, becomes so too.
        """
        for folder in (self.config.root / "build", self.cache):
            closed_folder(folder)
        closed = [name for name, each in self.config.audiences.items() if each.closed]
        for folder in (self.folder / "check", *map(self.release_folder, closed)):
            if folder.exists():
                closed_folder(folder)

    def close_sites(self, sites: Iterable[str]) -> None:
        """Make the folders that closed ones of these sites are built in, for their owner only.

        They are closed themselves, so that a copy of them is, and ``build/`` opened for a
        look at the public site leaves them so.
        """
        pages, executed = self.folder / "pages", self.folder / "notebooks" / "executed"
        for audience in {site.partition("/")[0] for site in sites} - self.open_folders:
            for parent in (self.sites, pages, executed, self.audit_memory("")):
                closed_folder(parent / audience)

    @property
    def cache(self) -> Path:
        """What was slow to make, kept from build to build, for every term: in the project, or
        where the environment says."""
        # There it has a folder of its own: it is closed to others, and swept.
        kept = os.environ.get(CACHE_VARIABLE)
        return Path(kept).absolute() / "tymor" if kept else self.config.root / CACHE

    @property
    def releases(self) -> Path:
        """The folder of all releases; it is replaced as a whole."""
        return self.folder / "release"

    def release_folder(self, audience: str) -> Path:
        return self.releases / audience

    def cells_file(self, audience: str) -> Path:
        """The counts that a protected audience's figures were decided of, for nobody else."""
        return self.releases / f"{audience}.cells.parquet"

    @property
    def known_file(self) -> Path:
        """Which inputs the releases were made from, and what of the ledger was known to them."""
        return self.releases / "known.json"

    def earlier_release(self, audience: str) -> Path | None:
        """The release of the term before, ``previous``, where that was prepared."""
        if self.term.previous is None:
            return None
        folder = replace(self, term_id=self.term.previous).release_folder(audience)
        return folder if (folder / "figures.parquet").exists() else None

    @property
    def sites(self) -> Path:
        """The folder of all built sites."""
        return self.folder / "site"

    def site_folder(self, site: str) -> Path:
        """Where a site is built: ``public``, ``authority/cardiff``."""
        return self.sites / site

    def audit_memory(self, site: str) -> Path:
        """Where the audit remembers what it found in a site's files."""
        return self.folder / "audit" / "kept" / site

    def page_file(self, site: str, path: str) -> Path:
        """Where the page with this address in this site is composed."""
        return self.folder / "pages" / site / path / "page.json"


def open_publication(
    term_id: str, partnership: str | None = None, root: Path | None = None
) -> Publication:
    """Read ``params/`` and choose a term.

    Raises
    ------
    ConfigError
        ``params/`` has faults, or does not know the term.
    """
    config = load_config(root or find_root(), partnership)
    if term_id not in config.terms:
        known = ", ".join(config.terms)
        place = OwnSettings(config.root, config.partnership.settings).place("params/terms.yml")
        raise ConfigError([f"no term {term_id!r}: {place} has {known}"])
    return Publication(config, term_id)
