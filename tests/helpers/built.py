"""A project that is built, and the files that it then has."""

import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from projects import publication

from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.publication import Publication

OPTIONS = Options("builtin", "2")
STRICT = Options("builtin", "2", strict=True)


def build_quietly(root: Path, options: Options = OPTIONS) -> Publication:
    own = publication(root)
    build(own, options, StageLog.silent())
    return own


def copy_of(root: Path, folder: Path) -> Path:
    """A copy that counts as built where ``root`` does: a build knows its files by their times."""
    return Path(shutil.copytree(root, folder, copy_function=shutil.copy2))


class BuiltProjects:
    """Projects that are built once, for all tests of a session and all of its processes.

    ``folder`` is what these processes share.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, make: Callable[[Path], Path], folder: Path) -> Path:
        """A copy in ``folder`` of the project that ``make`` makes in a folder, built.

        Nothing that a build leaves says where it stands, so a copy of it has nothing to do.
        """
        place = self._folder / make.__name__
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{place}.lock"):
            if not place.exists():  # whole or not at all: another process may fail to build it
                making = place.with_name(f"{place.name}-begun")
                shutil.rmtree(making, ignore_errors=True)
                build_quietly(make(making), STRICT)
                making.rename(place)
        return copy_of(place, folder)


def files(own: Publication) -> dict[str, tuple[int, bytes]]:
    """Every file that a build leaves for people: when it was written, and what is in it."""
    kept = ("site", "pages", "notebooks", "release", "check", "jobs.parquet")
    return {
        path.relative_to(own.folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for part in kept
        for path in sorted([own.folder / part, *(own.folder / part).rglob("*")])
        if path.is_file()
    }


def contents(own: Publication) -> dict[str, bytes]:
    return {name: content for name, (_, content) in files(own).items()}
