"""A built site as the audit sees it: files on disk, and what is found in each page and PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from tymor.audit.looked_at import Facts, Look, look_at_all


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
    def pages(self) -> Mapping[Path, Facts]:
        """What is found in each page; see :func:`.html_files.look_at_page`."""
        return self._found(".html", _look_at_page)

    @cached_property
    def styles(self) -> Mapping[Path, Facts]:
        """The ``addresses`` that each style sheet asks for."""
        return self._found(".css", _look_at_style)

    @cached_property
    def pdfs(self) -> Mapping[Path, Facts]:
        """The ``faults`` of each PDF."""
        return self._found(".pdf", partial(_look_at_pdf, dict(self.tags)))

    def _found(self, suffix: str, look: Look) -> Mapping[Path, Facts]:
        paths = sorted(Path(file) for file in self.files if file.endswith(suffix))
        return dict(zip(paths, look_at_all(self.root, paths, look, self.kept), strict=True))


def remember_files(root: Path, kept: Path, tags: Mapping[str, str], files: Iterable[str]) -> None:
    """Look at these files now, so that the audit need not: their makers are warm."""
    paths = [Path(file) for file in files]
    for suffix, look in ((".html", _look_at_page), (".pdf", partial(_look_at_pdf, dict(tags)))):
        look_at_all(root, [path for path in paths if path.suffix == suffix], look, kept)


# What looks is imported where something is to be looked at: most audits find nothing new.


def _look_at_page(root: Path, path: Path) -> Facts:
    from tymor.audit.html_files import look_at_page

    return look_at_page(root, path)


def _look_at_style(root: Path, path: Path) -> Facts:
    from tymor.audit.html_files import look_at_style

    return look_at_style(root, path)


def _look_at_pdf(tags: Mapping[str, str], root: Path, path: Path) -> Facts:
    """What is wrong with one PDF of the language that its path begins with."""
    from tymor.audit.pdf import check_pdf

    return {"faults": [fault.message for fault in check_pdf(root / path, tags[path.parts[0]])]}
