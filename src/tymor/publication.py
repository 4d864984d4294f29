"""One publication: a partnership's term, and the folder its stages write to."""

from dataclasses import dataclass, replace
from pathlib import Path

from tymor.config import Config, Term, find_root, load_config
from tymor.errors import ConfigError


@dataclass(frozen=True)
class Publication:
    """What every stage starts from."""

    config: Config
    term_id: str

    @property
    def term(self) -> Term:
        return self.config.terms[self.term_id]

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
    def cache(self) -> Path:
        """What was slow to make, kept from build to build, for every term."""
        return self.config.root / "build" / "cache"

    @property
    def releases(self) -> Path:
        """The folder of all releases; it is replaced as a whole."""
        return self.folder / "release"

    def release_folder(self, audience: str) -> Path:
        return self.releases / audience

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
        raise ConfigError([f"no term {term_id!r}: params/terms.yml has {known}"])
    return Publication(config, term_id)
