"""The journal: how each job and each page of a term stands, written when it changes.

It is one SQLite file below ``build/TERM``. A change is on disk before the next step
begins, so a run that was killed at any moment is gone on with where it stood. It tells
no times of day: it is not read by anybody who was not there.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import TypeAdapter

from tymor.errors import TymorError
from tymor.render.unpublished import Unpublished

#: A journal of another form is begun anew: everything is then done once more.
_FORM = 5
_TABLES = ("jobs", "pages", "sites")


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a notebook ended; ``error`` is empty where it succeeded."""

    seconds: float = 0.0
    cell: int | None = None
    line: int | None = None
    error: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.error)


@dataclass(frozen=True)
class JobEntry:
    """One job, at its last execution.

    ``parts`` are the digests of what the executed notebook rests on, and ``words`` the keys of
    the catalogues it used. ``unpublished`` is what it left that its page does not show.
    """

    state: Literal["running", "done", "failed"]
    parts: Mapping[str, str]
    words: tuple[str, ...] = ()
    ended: Ended = field(default_factory=Ended)
    unpublished: tuple[Unpublished, ...] = ()


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


Entry = TypeVar("Entry")


class Kept(Generic[Entry]):
    """The entries of one kind by name; a name is never there twice."""

    def __init__(self, database: sqlite3.Connection, table: str, kind: type[Entry]) -> None:
        self._database, self._table = database, table
        self._json = TypeAdapter(kind)

    def all(self) -> dict[str, Entry]:
        """Every entry."""
        rows = self._database.execute(f"SELECT name, entry FROM {self._table} ORDER BY name")
        return {name: self._json.validate_json(entry) for name, entry in rows}

    def get(self, name: str) -> Entry | None:
        """One entry, if it is known."""
        query = f"SELECT entry FROM {self._table} WHERE name = ?"
        row = self._database.execute(query, (name,)).fetchone()
        return self._json.validate_json(row[0]) if row else None

    def write(self, name: str, entry: Entry) -> None:
        kept = self._json.dump_json(entry).decode()
        self._database.execute(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", (name, kept))

    def forget(self, names: Iterable[str]) -> None:
        """Take these out, all together."""
        rows = [(name,) for name in names]
        if rows:
            self._database.execute("BEGIN")
            self._database.executemany(f"DELETE FROM {self._table} WHERE name = ?", rows)
            self._database.execute("COMMIT")


class Journal:
    """Jobs by name, pages by site and path (``public/schools/9990001``), and sites by name."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise TymorError(f"{path} is a folder, where the journal is to be: take it away.")
        try:
            self._database = _opened(path)
        except sqlite3.OperationalError:  # no fault of what it holds: the disk is full
            raise
        except sqlite3.DatabaseError:
            for part in path.parent.glob(f"{path.name}*"):  # torn: everything is done once more
                part.unlink()
            self._database = _opened(path)
        self.jobs = Kept(self._database, "jobs", JobEntry)
        self.pages = Kept(self._database, "pages", PageEntry)
        self.sites = Kept(self._database, "sites", SiteEntry)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    # Each statement is on disk when it returns, also where the machine stops.
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    if database.execute("PRAGMA user_version").fetchone()[0] not in (0, _FORM):
        for table in _TABLES:
            database.execute(f"DROP TABLE IF EXISTS {table}")
    for table in _TABLES:
        database.execute(
            f"CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY, entry TEXT NOT NULL)"
        )
    database.execute(f"PRAGMA user_version = {_FORM}")
    return database
