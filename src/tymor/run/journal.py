"""The journal: how each job and each page of a term stands, written when it changes.

It is one SQLite file below ``build/TERM``. A change is on disk before the next step
begins, so a run that was killed at any moment is gone on with where it stood. It tells
no times of day: it is not read by anybody who was not there.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from tymor.errors import TymorError
from tymor.render.unpublished import Unpublished
from tymor.run.work import Ended

State = Literal["running", "done", "failed"]

#: A journal of another form is begun anew: everything is then done once more.
_FORM = 4
_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (name TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pages (name TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sites (name TEXT PRIMARY KEY, entry TEXT NOT NULL);
"""
_FORGET = """
DROP TABLE IF EXISTS jobs;
DROP TABLE IF EXISTS pages;
DROP TABLE IF EXISTS sites;
"""


@dataclass(frozen=True)
class JobEntry:
    """One job, at its last execution.

    ``parts`` are the digests of what the executed notebook rests on, and ``words`` the keys of
    the catalogues it used. ``seconds`` is how long it took, ``unpublished`` what it left that its
    page does not show.
    """

    state: State
    parts: Mapping[str, str]
    words: tuple[str, ...] = ()
    seconds: float = 0.0
    cell: int | None = None
    line: int | None = None
    error: str = ""
    unpublished: tuple[Unpublished, ...] = ()

    @property
    def ended(self) -> Ended:
        """How its execution ended."""
        return Ended(seconds=self.seconds, cell=self.cell, line=self.line, error=self.error)


@dataclass(frozen=True)
class PageEntry:
    """One page, as it was last rendered.

    ``site`` and ``path`` are its address, ``links`` the paths that it wanted to lead to,
    ``files`` those that belong to it, below the site, with their sizes. ``written`` is the
    stamp of its ``page.json``: while that stands, the file holds what ``parts`` say.
    """

    site: str
    path: str
    parts: Mapping[str, str]
    words: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    files: Mapping[str, int] = field(default_factory=dict)
    written: tuple[int, ...] = ()


@dataclass(frozen=True)
class SiteEntry:
    """What surrounds one site's reports, as it was last made.

    ``paths`` are of the pages that no notebook wrote, ``without_pdf`` how many of these have
    no PDF, and ``files`` those of the site that belong to no page, with their sizes.
    """

    parts: Mapping[str, str]
    paths: tuple[str, ...]
    without_pdf: int
    files: Mapping[str, int]


class Journal:
    """One row a job, one a page and one a site; a name is never there twice."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise TymorError(f"{path} is a folder, where the journal is to be: take it away.")
        try:
            self._open(path)
        except sqlite3.OperationalError:  # no fault of what it holds: the disk is full
            raise
        except sqlite3.DatabaseError:
            for part in path.parent.glob(f"{path.name}*"):  # torn: everything is done once more
                part.unlink()
            self._open(path)

    def _open(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        # Each statement is on disk when it returns, also where the machine stops.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        if self._form() not in (0, _FORM):
            self._database.executescript(_FORGET)
        self._database.executescript(f"{_TABLES} PRAGMA user_version = {_FORM};")

    def _form(self) -> int:
        return int(self._database.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def jobs(self) -> dict[str, JobEntry]:
        """Every job by name."""
        return {name: JobEntry(**_read(entry)) for name, entry in self._rows("jobs")}

    def pages(self) -> dict[str, PageEntry]:
        """Every page by its site and path, ``public/schools/9990001``."""
        return {name: PageEntry(**_read(entry)) for name, entry in self._rows("pages")}

    def page(self, name: str) -> PageEntry | None:
        """One page, if it is known."""
        query = "SELECT entry FROM pages WHERE name = ?"
        row = self._database.execute(query, (name,)).fetchone()
        return PageEntry(**_read(row[0])) if row else None

    def sites(self) -> dict[str, SiteEntry]:
        """Every site by name, ``authority/cardiff``."""
        return {name: SiteEntry(**_read(entry)) for name, entry in self._rows("sites")}

    def write_job(self, name: str, entry: JobEntry) -> None:
        self._write("jobs", name, entry)

    def write_page(self, name: str, entry: PageEntry) -> None:
        self._write("pages", name, entry)

    def write_site(self, name: str, entry: SiteEntry) -> None:
        self._write("sites", name, entry)

    def forget_jobs(self, names: Iterable[str]) -> None:
        self._forget("jobs", names)

    def forget_pages(self, names: Iterable[str]) -> None:
        self._forget("pages", names)

    def _rows(self, table: str) -> list[tuple[str, str]]:
        return self._database.execute(f"SELECT name, entry FROM {table} ORDER BY name").fetchall()

    def forget_sites(self, names: Iterable[str]) -> None:
        self._forget("sites", names)

    def _write(self, table: str, name: str, entry: JobEntry | PageEntry | SiteEntry) -> None:
        kept = json.dumps(asdict(entry), ensure_ascii=False)
        self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (name, kept))

    def _forget(self, table: str, names: Iterable[str]) -> None:
        rows = [(name,) for name in names]
        if rows:
            self._database.execute("BEGIN")
            self._database.executemany(f"DELETE FROM {table} WHERE name = ?", rows)
            self._database.execute("COMMIT")


_TUPLES = ("words", "links", "written", "paths")


def _read(entry: str) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(entry)
    lists: dict[str, Any] = {name: tuple(known[name]) for name in _TUPLES if name in known}
    if "unpublished" in known:
        lists["unpublished"] = tuple(Unpublished(**each) for each in known["unpublished"])
    return known | lists
