"""A built site as the audit sees it: files on disk, pages as parsed HTML."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html


@dataclass(frozen=True)
class SitePage:
    """One HTML file: where it is below the site's root, and its tree."""

    path: Path
    tree: Any

    @property
    def language(self) -> str:
        """The first folder of its path; empty for the pages before a language is chosen."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""


@dataclass(frozen=True)
class BuiltSite:
    root: Path

    @cached_property
    def files(self) -> frozenset[Path]:
        """Every file, relative to the root."""
        return frozenset(f.relative_to(self.root) for f in self.root.rglob("*") if f.is_file())

    @cached_property
    def pages(self) -> list[SitePage]:
        return [
            SitePage(path, html.document_fromstring((self.root / path).read_bytes()))
            for path in sorted(self.files)
            if path.suffix == ".html"
        ]

    @property
    def pdfs(self) -> list[Path]:
        return sorted(path for path in self.files if path.suffix == ".pdf")
