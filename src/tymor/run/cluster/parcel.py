"""A parcel: all that a machine elsewhere needs to do a term's jobs, in a shared place.

It is one zip: the frozen project (:mod:`tymor.plan.frozen`) and the notebooks as papermill
executes them, laid out as in the project. Results come back the same way, a zip a job. The
place is a folder or an object store, by any address that fsspec knows.
"""

import io
import os
import stat
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from tymor.errors import TymorError
from tymor.files import closed_folder, files_below, write_if_changed
from tymor.fingerprints import digest_of_files, package_code
from tymor.plan.frozen import frozen_publication
from tymor.publication import Publication
from tymor.run.cluster.archive import Allowed, contents_of

#: Files in a zip bear this day: the same files are the same bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
#: A job's executed notebook and page are some megabytes, in all languages together.
MOST_BYTES_OF_A_RESULT = 256 * 2**20


@dataclass(frozen=True)
class Parcel:
    """Where the parcel lies, which one it is, and the package's code that it is for."""

    url: str
    digest: str
    code: str
    size: int  # the bytes of its files


def pack_parcel(publication: Publication, shared: str) -> Parcel:
    """Put the parcel into the shared place, unless it is there already."""
    root = publication.config.root
    files = sorted(set(_parcel_files(publication)))
    own = digest_of_files(files, root)
    size = sum(path.stat().st_size for path in files)
    parcel = Parcel(f"{shared}/parcels/{own}.zip", own, package_code(), size)
    system, place = fsspec.core.url_to_fs(parcel.url)
    if not system.exists(place):
        _put(system, place, _zipped(files, root))
    return parcel


def unpacked(parcel: Parcel) -> Path:
    """The parcel as a project on this machine; unpacked once for each user.

    Raises
    ------
    TymorError
        What lies there is not the parcel, or there is no folder here that is this user's alone.
    """
    folder = _own_folder() / parcel.digest
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            fresh = Path(made) / parcel.digest
            fresh.mkdir()
            _lay_out(_fetched(parcel.url, Allowed(parcel.size)), fresh)
            files = [path for path in fresh.rglob("*") if path.is_file()]
            if digest_of_files(files, fresh) != parcel.digest:
                raise TymorError(f"{parcel.url} is not the parcel of this build: remove it there.")
            try:
                fresh.rename(folder)
            except OSError:
                if not folder.exists():  # else another process of this machine was quicker
                    raise
    return folder


def send_results(files: Iterable[Path], root: Path, url: str) -> None:
    """Put a job's files, below ``root``, into the shared place, and remove them here."""
    every = sorted(files)
    system, place = fsspec.core.url_to_fs(url)
    _put(system, place, _zipped(every, root))
    for path in every:
        path.unlink()


def fetch_results(url: str, root: Path, must: Collection[Path], may: Collection[Path]) -> None:
    """Lay a job's files out below ``root``, each whole or not at all, and clear them away there.

    Parameters
    ----------
    must, may
        The files that the job has written, and those that it may have written beside them.

    Raises
    ------
    TymorError
        What lies there is anything else: nothing of it is written, and it is left there.
    """
    allowed = Allowed(MOST_BYTES_OF_A_RESULT, _names(must, root), _names(may, root))
    _lay_out(_fetched(url, allowed), root)
    system, place = fsspec.core.url_to_fs(url)
    system.rm_file(place)


def _names(files: Iterable[Path], root: Path) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in files)


def _fetched(url: str, allowed: Allowed) -> Mapping[str, bytes]:
    system, place = fsspec.core.url_to_fs(url)
    try:
        size = system.size(place) or 0
        if size > allowed.most_zipped:
            raise TymorError(f"it has {size / 1e6:,.0f} MB")
        return contents_of(system.cat_file(place), allowed)
    except TymorError as failure:
        raise TymorError(
            f"{url} is not what a worker or a build of Tymor puts there, and nothing of it was "
            f"written: {failure}. See who else can write there."
        ) from None


def _lay_out(files: Mapping[str, bytes], root: Path) -> None:
    for name, content in files.items():
        write_if_changed(root / name, content)


def _own_folder() -> Path:
    """A folder among this machine's temporary ones into which only this user comes.

    Its name can be guessed, so somebody else may have made it before.
    """
    if sys.platform == "win32":  # where each user has temporary folders of their own
        folder = Path(tempfile.gettempdir()) / "tymor-parcels"
        folder.mkdir(exist_ok=True)
        return folder
    folder = Path(tempfile.gettempdir()) / f"tymor-parcels-{os.getuid()}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise TymorError(
            f"{folder} is not a folder of this user's alone, so what is unpacked there could be "
            "read or changed: remove it, or set TMPDIR to a folder that is."
        )
    return folder


def _parcel_files(publication: Publication) -> Iterator[Path]:
    frozen = frozen_publication(publication).config.root
    yield from (Path(entry.path) for _, entry in files_below(frozen))
    yield from (publication.folder / "notebooks" / "source").glob("*.ipynb")


def _zipped(files: Iterable[Path], root: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _NO_DAY)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _put(system: fsspec.AbstractFileSystem, place: str, content: bytes) -> None:
    """Whole or not at all, where the system can rename; object stores put whole objects anyway.

    What lies there is of closed releases: a folder that is made for it is its owner's only.
    """
    folder = place.rpartition("/")[0]
    if isinstance(system, LocalFileSystem) and not Path(folder).exists():
        closed_folder(Path(folder))
    system.makedirs(folder, exist_ok=True)
    aside = f"{place}.part"
    system.pipe_file(aside, content)
    system.mv(aside, place)
