"""Texts that are slow to make, kept from build to build: charts drawn, figures attacked.

Each is one file whose name is a hash of all that it was made from, so an entry
is never out of date. Several processes may share the folder: a file is there
whole or not at all, and two that make the same text write the same bytes.
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tymor.files import files_below, write_atomic

#: More than the charts of a term of 1,500 reports in two languages.
LIMIT_BYTES = 200_000_000
_COMPRESSION = 3


@dataclass(frozen=True)
class Cache:
    """A folder that may be deleted at any time: the next build makes it again."""

    folder: Path

    def text(self, made_from: tuple[str, ...], make: Callable[[], str]) -> str:
        """The text that ``make`` gives, which is never empty, made once for one ``made_from``:
        all that decides on it, what is drawn, by which program, with which settings.
        """
        text = self.held(made_from)
        if not text:
            text = make()
            self.keep(made_from, text)
        return text

    def held(self, made_from: tuple[str, ...]) -> str:
        """The text that is kept; nothing where there is none."""
        return _read(self._place(made_from))

    def keep(self, made_from: tuple[str, ...], text: str) -> None:
        """Keep a text, which is not empty."""
        packed = gzip.compress(text.encode(), _COMPRESSION, mtime=0)
        write_atomic(self._place(made_from), packed)

    def _place(self, made_from: tuple[str, ...]) -> Path:
        parts = "\0".join(made_from)
        name = hashlib.blake2b(parts.encode(), digest_size=20).hexdigest()
        return self.folder / name[:2] / f"{name}.gz"

    def sweep(self, limit_bytes: int = LIMIT_BYTES) -> None:
        """Remove what was not used for longest, until the rest is within the limit."""
        kept = 0
        for path, size in _newest_first(self.folder):
            kept += size
            if kept > limit_bytes:
                path.unlink(missing_ok=True)


def _read(path: Path) -> str:
    """The text of an entry, marked as used; nothing where it is not there or not whole."""
    try:
        text = gzip.decompress(path.read_bytes()).decode()
        os.utime(path)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):  # gzip's own error is an OSError
        return ""
    return text


def _newest_first(folder: Path) -> list[tuple[Path, int]]:
    found = []
    for _, entry in files_below(folder):
        if entry.name.endswith(".gz"):
            with suppress(FileNotFoundError):  # another process sweeps as well
                status = entry.stat()
                found.append((status.st_mtime, entry.path, status.st_size))
    return [(Path(path), size) for _, path, size in sorted(found, reverse=True)]
