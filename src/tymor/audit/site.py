"""A built site as the audit sees it: files on disk, and what is found in each page and PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from tymor.audit.asked_for import asked_by_page, asked_by_style
from tymor.audit.looked_at import Facts, Look, look_at_all


@dataclass(frozen=True)
class SitePage:
    """One HTML file.

    ``says`` is the language that it says it is in, ``offers`` those it has a link to itself
    in, ``addresses`` all that it asks for or leads to, ``ids`` its anchors and ``faults``
    what is wrong with it for those who cannot see it.
    """

    path: Path
    says: str
    offers: frozenset[str]
    addresses: tuple[str, ...]
    ids: frozenset[str]
    faults: tuple[str, ...]

    @property
    def language(self) -> str:
        """The first folder of its path; empty for the pages before a language is chosen."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""


@dataclass(frozen=True)
class BuiltSite:
    """``files`` are all of its files, by their places below ``root``; ``kept`` is a folder
    that remembers what was found in them (see :mod:`.looked_at`); ``tags`` are how documents
    of each language name it.
    """

    root: Path
    files: frozenset[str]
    kept: Path | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def pages(self) -> list[SitePage]:
        paths, facts = self._look_at_kind(*_PAGE)
        return [_page(path, found) for path, found in zip(paths, facts, strict=True)]

    @cached_property
    def styles(self) -> dict[Path, list[str]]:
        """Each style sheet, and the addresses that it asks for."""
        paths, facts = self._look_at_kind(*_STYLE)
        return {path: list(found["addresses"]) for path, found in zip(paths, facts, strict=True)}

    @cached_property
    def pdf_faults(self) -> dict[Path, list[str]]:
        """Each PDF, and what is wrong with it."""
        paths, facts = self._look_at_kind(".pdf", partial(look_at_pdf, dict(self.tags)))
        return {path: list(found["faults"]) for path, found in zip(paths, facts, strict=True)}

    def _look_at_kind(self, suffix: str, look: Look) -> tuple[list[Path], list[Facts]]:
        paths = sorted(Path(file) for file in self.files if file.endswith(suffix))
        return paths, look_at_all(self.root, paths, look, self.kept)


def remember_files(root: Path, kept: Path, tags: Mapping[str, str], files: Iterable[str]) -> None:
    """Look at these files now, so that the audit need not: their makers are warm."""
    paths = [Path(file) for file in files]
    for suffix, look in (_PAGE, (".pdf", partial(look_at_pdf, dict(tags)))):
        look_at_all(root, [path for path in paths if path.suffix == suffix], look, kept)


def look_at_page(root: Path, path: Path) -> Facts:
    """What the audit asks of one HTML file."""
    from lxml import html

    from tymor.audit.accessibility import page_faults

    tree: Any = html.document_fromstring((root / path).read_bytes())
    return {
        "says": str(tree.get("lang", "")),
        "offers": sorted(map(str, tree.xpath("//a/@hreflang"))),
        "addresses": asked_by_page(tree),
        "ids": list(map(str, tree.xpath("//@id"))),
        "faults": list(page_faults(tree)),
    }


def look_at_pdf(tags: Mapping[str, str], root: Path, path: Path) -> Facts:
    """What is wrong with one PDF of the language that its path begins with."""
    from tymor.audit.pdf import check_pdf

    return {"faults": [fault.message for fault in check_pdf(root / path, tags[path.parts[0]])]}


def look_at_style(root: Path, path: Path) -> Facts:
    """What one style sheet asks for."""
    return {"addresses": asked_by_style((root / path).read_text("utf-8", "replace"))}


def _page(path: Path, facts: Facts) -> SitePage:
    return SitePage(
        path=path,
        says=facts["says"],
        offers=frozenset(facts["offers"]),
        addresses=tuple(facts["addresses"]),
        ids=frozenset(facts["ids"]),
        faults=tuple(facts["faults"]),
    )


_PAGE: tuple[str, Look] = (".html", look_at_page)
_STYLE: tuple[str, Look] = (".css", look_at_style)
