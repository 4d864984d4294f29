"""A zip from elsewhere: all of it is looked at before any of it is written."""

import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from tymor.errors import TymorError, count

#: So many names are told.
_MOST_TOLD = 5


@dataclass(frozen=True)
class Allowed:
    """What a zip may hold: ``must`` and ``may`` are names; without them, any that stay inside."""

    most_bytes: int
    must: frozenset[str] = frozenset()
    may: frozenset[str] | None = None

    @property
    def most_zipped(self) -> int:
        """The most bytes that a zip of so many can have: what does not shrink has headers still."""
        return self.most_bytes + self.most_bytes // 100 + 2**20


def contents_of(zipped: bytes, allowed: Allowed) -> Mapping[str, bytes]:
    """Every file of a zip, by name.

    Raises
    ------
    TymorError
        It is no whole zip, or holds what it may not or not what it must: all of it is told.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            entries = archive.infolist()
            faults = list(_faults(entries, allowed))
            if faults:
                raise TymorError("; ".join(faults))
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as failure:
        raise TymorError(f"it is no whole zip ({failure})") from None


def _faults(entries: Collection[zipfile.ZipInfo], allowed: Allowed) -> Iterator[str]:
    names = [entry.filename for entry in entries]
    yield from _named("leads elsewhere", [name for name in names if not _stays_inside(name)])
    yield from _named("is no plain file", [e.filename for e in entries if not _is_plain(e)])
    yield from _named("is there twice", [n for n, times in Counter(names).items() if times > 1])
    if allowed.may is not None:
        known = allowed.must | allowed.may
        yield from _named("does not belong to it", [n for n in names if n not in known])
    yield from _named("is missing", allowed.must.difference(names))
    size = sum(entry.file_size for entry in entries)
    if size > allowed.most_bytes:
        yield f"it holds {size / 1e6:,.0f} MB, and {allowed.most_bytes / 1e6:,.0f} is the most"


def _named(what: str, names: Collection[str]) -> Iterator[str]:
    if names:
        first = ", ".join(repr(name[:200]) for name in sorted(set(names))[:_MOST_TOLD])
        more = len(set(names)) - _MOST_TOLD
        yield f"{first} {what}" + (f", and {count(more, 'other')}" if more > 0 else "")


def _stays_inside(name: str) -> bool:
    """Whether it is a name below a folder on every system."""
    parts = PurePosixPath(name).parts
    return (
        "\\" not in name
        and not PureWindowsPath(name).anchor
        and not {"/", ".."} & set(parts)
        and name == "/".join(parts)
    )


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """A file and no link, readable without a password and without unbounded memory."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        not entry.is_dir()
        and kind in (0, stat.S_IFREG)
        and not entry.flag_bits & 1
        and entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the entry says that it holds; where that is a lie, its checksum is wrong."""
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)
