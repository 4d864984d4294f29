"""A kit: all that a machine elsewhere needs to do a term's jobs, in a shared place.

It is one zip: the frozen project (:mod:`tymor.frozen`) and the notebooks as papermill
executes them, laid out as in the project. Results come back the same way, a zip a job. The
place is a folder or an object store, by any address that fsspec knows.
"""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fsspec

from tymor.files import files_below, write_if_changed
from tymor.fingerprints import digest_of_files, package_code
from tymor.frozen import frozen_publication
from tymor.publication import Publication

#: Files in a zip bear this day: the same files are the same bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Kit:
    """Where the kit lies, which one it is, and the package's code that it is for."""

    url: str
    digest: str
    code: str


def pack_kit(publication: Publication, shared: str) -> Kit:
    """Put the kit into the shared place, unless it is there already."""
    root = publication.config.root
    files = sorted(set(_kit_files(publication)))
    own = digest_of_files(files, root)
    kit = Kit(f"{shared}/kits/{own}.zip", own, package_code())
    system, place = fsspec.core.url_to_fs(kit.url)
    if not system.exists(place):
        system.makedirs(place.rpartition("/")[0], exist_ok=True)
        _put(system, place, _zipped(files, root))
    return kit


def unpacked(kit: Kit) -> Path:
    """The kit as a project on this machine; unpacked once."""
    folder = Path(tempfile.gettempdir()) / f"tymor-kit-{kit.digest}"
    if not folder.exists():
        fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}-"))
        with fsspec.open(kit.url, "rb") as file:
            zipfile.ZipFile(io.BytesIO(file.read())).extractall(fresh)
        try:
            fresh.rename(folder)
        except OSError:  # another process of this machine was quicker
            shutil.rmtree(fresh)
    return folder


def send_results(files: Iterable[Path], root: Path, url: str) -> None:
    """Put a job's files, below ``root``, into the shared place, and remove them here."""
    every = sorted(files)
    system, place = fsspec.core.url_to_fs(url)
    system.makedirs(place.rpartition("/")[0], exist_ok=True)
    _put(system, place, _zipped(every, root))
    for path in every:
        path.unlink()


def fetch_results(url: str, root: Path) -> None:
    """Lay a job's files out below ``root``, each whole or not at all, and clear them away there."""
    system, place = fsspec.core.url_to_fs(url)
    with zipfile.ZipFile(io.BytesIO(system.cat_file(place))) as archive:
        for name in archive.namelist():
            write_if_changed(root / name, archive.read(name))
    system.rm_file(place)


def _kit_files(publication: Publication) -> Iterator[Path]:
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
    """Whole or not at all, where the system can rename; object stores put whole objects anyway."""
    aside = f"{place}.part"
    system.pipe_file(aside, content)
    system.mv(aside, place)
