"""Copies that are on the disk when they are said to be."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tymor.errors import TymorError
from tymor.files import sync_folder

#: Files copied and synced side by side: the disk then writes many of them at once.
_AT_A_TIME = 16


def copy_synced(source: Path, place: Path, *, closed: bool) -> None:
    """Copy a folder to a new place; when this returns, all of it is on the disk.

    Files keep their times, and are read by whom the umask lets; of a ``closed`` copy only its
    owner comes to read any. What stands in it once under several names does so in the copy. Each
    file is synced by itself, since only then is a disk that could not write it known; many at a
    time, which takes a twentieth of one after the other.

    Raises
    ------
    TymorError
        Something in it is neither a file nor a folder: a link may lead anywhere.
    """
    place.mkdir(mode=0o700 if closed else 0o777)
    files: list[tuple[Path, Path]] = []
    names: list[tuple[Path, Path]] = []
    held: dict[tuple[int, int], Path] = {}
    folders = [(source, place)]
    for here, there in folders:  # which grows as folders are found
        with os.scandir(here) as entries:
            for entry in entries:
                pair = Path(entry.path), there / entry.name
                if entry.is_dir(follow_symlinks=False):
                    pair[1].mkdir()
                    folders.append(pair)
                elif entry.is_file(follow_symlinks=False):
                    stat = entry.stat()
                    first = held.setdefault((stat.st_dev, stat.st_ino), pair[1])
                    if first is pair[1] or stat.st_nlink == 1:
                        files.append(pair)
                    else:
                        names.append((first, pair[1]))
                else:
                    raise TymorError(f"{entry.path} is a link or no file: take it away.")
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        for _ in threads.map(_copy_file, files):
            pass
        for first, name in names:
            os.link(first, name)
        for _ in threads.map(sync_folder, [there for _, there in folders]):
            pass


def _copy_file(pair: tuple[Path, Path]) -> None:
    source, place = pair
    with source.open("rb") as read, place.open("xb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        stat = os.fstat(read.fileno())
        os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        os.fsync(written.fileno())
