"""Open a report: find the release that this notebook may read, and nothing else."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from tymor.config import Report, find_root
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.errors import TymorError
from tymor.files import settle_folder
from tymor.publication import Publication, open_publication
from tymor.report import at_desk
from tymor.report.document import Document
from tymor.report.reading import ReleaseReader

#: The reports that this process has opened; prose belongs to the last one.
opened: list[Document] = []


def open(
    report: str, *, area: str | int, term: str | int, audience: str, each: str = ""
) -> Document:
    """A report on one area, ready for the verbs.

    From here on the modules in the report's own folder can be imported wherever the notebook
    runs, and so can those that all reports share, in ``notebooks/shared``.

    In a batch the release is the one that the batch hands out; a notebook that
    asks for another audience is refused. At an analyst's desk the release of
    ``build/TERM`` is read, and prepared first where there is none yet.

    Parameters
    ----------
    area, term
        A whole number, as papermill takes one from its command line, stands for its digits.
    each
        Which of its pages on the area, of a report that has several.

    Raises
    ------
    TymorError
        The report is unknown, the area is not in the release, or the audience is another one's.
    """
    area, term = str(area), str(term)
    if not os.environ.get(RELEASE_VARIABLE):
        named = {"area": area, "term": term, "audience": audience, "each": each}
        area, term, audience, each = at_desk.instead(report, named).values()
    root = os.environ.get(ROOT_VARIABLE)
    publication = open_publication(
        term, os.environ.get(PARTNERSHIP_VARIABLE) or None, Path(root) if root else find_root()
    )
    handed = os.environ.get(RELEASE_VARIABLE)
    folder = Path(handed) if handed else _own_release(publication, audience)
    if folder.name != audience:
        raise TymorError(
            f"This notebook was handed the release for {folder.name!r} and asks for "
            f"{audience!r}: a notebook reads the release of its own audience only."
        )
    entry = _entry(publication, report)
    _find_modules(publication.config.root / "notebooks", entry)
    compares = publication.config.measures_of(entry.compares)
    reader = ReleaseReader(
        folder, area, entry.reads, compares, entry.tables, each_of=entry.each, each=each,
        known_on=_written(publication, entry, area, term),
    )  # fmt: skip
    # A report that says nothing of changes reads nothing earlier: its plan knows of no such rows.
    before = _written(publication, entry, area, publication.term.previous or "")
    earlier = _earlier(publication, replace(reader, known_on=before)) if entry.changes else None
    document = Document(
        publication, report, area, audience, reader, batch=bool(handed), earlier=earlier
    )
    opened.append(document)
    return document


def _entry(publication: Publication, report: str) -> Report:
    reports = publication.config.reports
    if report not in reports:
        raise TymorError(
            f"No report is called {report!r}: the report.yml files in notebooks/ have "
            f"{', '.join(reports)}."
        )
    return reports[report]


def _written(publication: Publication, entry: Report, area: str, term: str) -> date | None:
    """The day on which the report of a term was written; none where it goes to no committee."""
    if entry.committee is None:
        return None
    committee = publication.config.committee_of(entry.committee, area)
    sitting = committee.terms.get(term) if committee else None
    return sitting.written if sitting else None


def _find_modules(notebooks: Path, entry: Report) -> None:
    """Put the report's own folder before all others that are searched, the shared one behind."""
    known = {Path(each).resolve() for each in sys.path}
    own = notebooks / entry.folder
    if own.resolve() not in known:
        sys.path.insert(0, str(own))
    if notebooks.resolve() not in known:
        sys.path.append(str(notebooks))


def _earlier(publication: Publication, now: ReleaseReader) -> ReleaseReader | None:
    """The same slice of the term before, where that was prepared and had the area."""
    folder = publication.earlier_release(now.folder.name)
    if folder is None:
        return None
    reader = replace(now, folder=folder)
    return reader if reader.holds(now.area_id) else None


def _own_release(publication: Publication, audience: str) -> Path:
    known = publication.config.audiences
    if audience not in known:
        raise TymorError(f"No audience {audience!r}: params/audiences.yml has {', '.join(known)}.")
    settle_folder(publication.releases)
    folder = publication.release_folder(audience)
    if not (folder / "figures.parquet").exists():
        _prepare(publication)
    return folder


def _prepare(publication: Publication) -> None:
    """As ``tymor prepare`` does, in a process of its own: no notebook holds the whole data.

    Raises
    ------
    TymorError
        It failed, with what it said.
    """
    config = publication.config
    said = ["--term", publication.term_id]
    if config.partnership_file:
        said += ["--partnership", config.partnership_file]
    done = subprocess.run(
        [sys.executable, "-m", "tymor", "prepare", *said],
        cwd=config.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise TymorError(f"tymor prepare {' '.join(said)} failed:\n{done.stderr.strip()}")
