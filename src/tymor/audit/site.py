"""A built site as the audit sees it: files on disk, and what is found in each page and PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from tymor.audit.looked_at import Facts, look_at_all

_WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True)
class BuiltSite:
    """``files`` are all of its files, by their places below ``root``; ``kept`` is a folder
    that remembers what was found in them (see :mod:`.looked_at`); ``tags`` are how documents
    of each language name it; ``address`` is where it is to stand, if pages say that.
    """

    root: Path
    files: frozenset[str]
    kept: Path | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    address: str = ""

    @cached_property
    def pages(self) -> Mapping[Path, Facts]:
        """What is found in each page; see :func:`.html_files.look_at_page`."""
        return self._found(".html")

    @cached_property
    def styles(self) -> Mapping[Path, Facts]:
        """The ``addresses`` that each style sheet asks for."""
        return self._found(".css")

    @cached_property
    def pdfs(self) -> Mapping[Path, Facts]:
        """The ``faults`` of each PDF."""
        return self._found(".pdf")

    @cached_property
    def workbooks(self) -> Mapping[Path, Facts]:
        """The ``faults`` of each workbook; see :mod:`.workbooks`."""
        return {path: facts for each in _WORKBOOKS for path, facts in self._found(each).items()}

    @cached_property
    def cards(self) -> Mapping[Path, Facts]:
        """The ``faults`` of each picture of a page; see :mod:`.cards`."""
        return self._found(".png")

    def _found(self, suffix: str) -> Mapping[Path, Facts]:
        paths = sorted(Path(file) for file in self.files if file.endswith(suffix))
        look = partial(_look, dict(self.tags))
        return dict(
            zip(paths, look_at_all(self.root, paths, look, self.kept, _beside), strict=True)
        )


#: What is looked at as soon as it is made; workbooks behind the tables that they are held against.
_REMEMBERED = (".html", ".pdf", ".png", *_WORKBOOKS)


def remember_files(root: Path, kept: Path, tags: Mapping[str, str], files: Iterable[str]) -> None:
    """Look at these files now, so that the audit need not: their makers are warm."""
    paths = [path for path in map(Path, files) if path.suffix in _REMEMBERED]
    look_at_all(root, paths, partial(_look, dict(tags)), kept, _beside)


def _beside(root: Path, path: Path) -> Sequence[Path]:
    """The files that a file is held against: a workbook against the tables of its page."""
    if path.suffix not in _WORKBOOKS:
        return ()
    from tymor.audit.workbooks import tables_beside

    return tables_beside(root, path)


def _look(tags: Mapping[str, str], root: Path, path: Path) -> Facts:
    """What the audit asks of one file, by its kind; a PDF is of the language that its path begins
    with. What looks is imported here: most audits find nothing new.
    """
    if path.suffix == ".pdf":
        from tymor.audit.pdf import check_pdf

        return {"faults": [fault.message for fault in check_pdf(root / path, tags[path.parts[0]])]}
    if path.suffix == ".png":
        from tymor.audit.cards import look_at_card

        return look_at_card(root, path)
    if path.suffix in _WORKBOOKS:
        from tymor.audit.workbooks import look_at_workbook

        return look_at_workbook(root, path)
    from tymor.audit import html_files

    look = html_files.look_at_style if path.suffix == ".css" else html_files.look_at_page
    return look(root, path)
