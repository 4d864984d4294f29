"""The only writer of files: whole or not at all, and never two to one path.

A :class:`Writer` owns one folder for one stage. Each file is written beside its
place under a temporary name and then renamed, so a reader never sees half a
file, and a second write to the same path in the same stage is refused.

Who may read a file is for the umask to say, but for what lies in a
:func:`closed_folder`: into that only its owner comes.
"""

import errno
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from tymor.errors import TymorError

_HERE = socket.gethostname()
_ABANDONED_SECONDS = 24 * 3600


def write_atomic(path: Path, content: bytes, *, synced: bool = False) -> Path:
    """Write ``content`` to ``path`` so that it is there whole or not at all.

    ``synced``: also after a loss of power, and it is on the disk when this returns.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with temporary.open("xb") as file:  # as the umask says, unlike mkstemp's
            file.write(content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if synced:
        sync_folder(path.parent)
    return path


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, where the system can say so."""
    if sys.platform == "win32":  # where a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as failure:
        if failure.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems sync no folders
            raise
    finally:
        os.close(handle)


def to_json(value: Any, *, indent: int | None = 1) -> str:
    """JSON as this project writes it: UTF-8, no NaN, stable key order as given."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


@dataclass(slots=True)
class Writer:
    """Writes files below ``root``; refuses paths outside it and collisions."""

    root: Path
    written: set[Path] = field(default_factory=set)

    def bytes(self, relative: str | Path, content: bytes) -> Path:
        return write_atomic(self._claim(relative), content)

    def text(self, relative: str | Path, content: str) -> Path:
        return self.bytes(relative, content.encode("utf-8"))

    def json(self, relative: str | Path, value: Any, *, indent: int | None = 1) -> Path:
        return self.text(relative, to_json(value, indent=indent))

    def copy(self, source: Path, relative: str | Path) -> Path:
        return self.bytes(relative, source.read_bytes())

    def sizes(self) -> dict[str, int]:
        """Every file written, below ``root``, with its bytes."""
        root = self.root.resolve()
        return {
            path.relative_to(root).as_posix(): path.stat().st_size for path in sorted(self.written)
        }

    @contextmanager
    def together(self, *relatives: str) -> Iterator[list[Path]]:
        """Places to write large files to, bit by bit: all come to stand, or none.

        What is given are temporary files; at the end of the ``with`` block they take the
        names asked for, and if it failed they are removed and what stood there stays.
        """
        paths = [self._claim(relative) for relative in relatives]
        temporary = [path.with_name(f".{path.name}.{os.getpid()}") for path in paths]
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            for written, path in zip(temporary, paths, strict=True):
                written.replace(path)
        finally:
            for written in temporary:
                written.unlink(missing_ok=True)

    def _claim(self, relative: str | Path) -> Path:
        path = (self.root / relative).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise TymorError(f"{relative} lies outside {self.root}: nothing was written there.")
        if path in self.written:
            raise TymorError(
                f"{path} was about to be written twice; the first would be lost. "
                "Two reports or tables share an address: give one of them another id."
            )
        self.written.add(path)
        return path


def write_if_changed(path: Path, content: bytes) -> Path:
    """Write ``content`` unless it stands there already: what did not change is not touched."""
    try:
        same = path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        same = False
    return path if same else write_atomic(path, content)


def share(kept: Path, other: Path) -> None:
    """Let two files that hold the same stand on the disk once, under both names.

    Each can be read, copied and replaced without the other. Where a disk has no such names,
    both stay as they are.
    """
    if other.samefile(kept) or other.read_bytes() != kept.read_bytes():
        return
    temporary = other.with_name(f".{other.name}.{token_hex(4)}")
    try:
        os.link(kept, temporary)
        temporary.replace(other)
    except OSError:
        temporary.unlink(missing_ok=True)


def stamp_of(file: Path | os.DirEntry[str]) -> tuple[int, int]:
    """A file's size and time of change: the same two, and it was not written since."""
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def files_below(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder: its place there, with ``/`` between its parts, and its entry.

    Names are text: a term has tens of thousands of files, and paths are slow to make.
    """
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    yield entry.path[len(str(folder)) + 1 :].replace(os.sep, "/"), entry


def files_through_links(folder: Path) -> Iterator[Path]:
    """Every name below a folder that is no folder's; links are followed, each folder once."""
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (Path(here, name) for name in names)


def sweep(folder: Path, kept: Collection[str]) -> None:
    """Remove every file below ``folder`` that is not ``kept``, and folders left empty.

    ``kept`` are files below it, with ``/`` between their parts. What a killed run has written
    half goes as well.
    """
    # Names as text: a term has tens of thousands of files, and paths are slow to make.
    for place, folders, names in os.walk(folder, topdown=False):
        inside = place[len(str(folder)) :].replace(os.sep, "/").lstrip("/")
        before = f"{inside}/" if inside else ""
        gone = [name for name in names if before + name not in kept]
        for name in gone:
            Path(place, name).unlink()
        empty = len(gone) == len(names) and not any(Path(place, f).is_dir() for f in folders)
        if inside and empty:
            Path(place).rmdir()


def fresh_folder(path: Path) -> Path:
    """Empty ``path`` (a built folder) and make it anew."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def closed_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter; one that stands there becomes so.

    Raises
    ------
    TymorError
        It is somebody else's, and stays open to others.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_mode & 0o077 and sys.platform != "win32":
            path.chmod(0o700)
    except OSError as failure:
        raise TymorError(
            f"{path} must be a folder that only its owner can enter, and cannot be made one "
            f"({failure.strerror}): give it to the user who builds, or move it away."
        ) from None
    return path


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of ``path`` at the end, whole.

    Until then, and for good if the ``with`` block failed or was killed, what stood at
    ``path`` stays. A folder cannot be renamed over a full one, so there is an
    instant between two renames; :func:`settle_folder` mends a run killed in it.
    """
    settle_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{_new(path)}{_HERE}-{os.getpid()}-{token_hex(4)}")
    fresh.mkdir()
    try:
        yield fresh
        if path.exists():
            path.rename(_before(path))
        fresh.rename(path)
    finally:
        settle_folder(path)
        shutil.rmtree(fresh, ignore_errors=True)


def settle_folder(path: Path) -> None:
    """Bring back or clear away what a killed :func:`whole_folder` left beside ``path``."""
    before = _before(path)
    if before.exists() and not path.exists():
        before.rename(path)
    shutil.rmtree(before, ignore_errors=True)
    for left in path.parent.glob(f"{_new(path)}*"):
        if _abandoned(left, left.name.removeprefix(_new(path))):
            shutil.rmtree(left, ignore_errors=True)


def _abandoned(folder: Path, owner: str) -> bool:
    """Whether the run that filled it, ``HOST-PID-...``, is over; of another host, by its age."""
    host, _, process = owner.rpartition("-")[0].rpartition("-")
    if host == _HERE and process.isdecimal():
        import psutil  # type: ignore[import-untyped]  # slow to start with, and seldom needed

        return not psutil.pid_exists(int(process))
    return time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS


def _new(path: Path) -> str:
    return f".{path.name}.new-"


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")
