"""A project that is built, and the files that it then has."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from projects import publication
from rules_alone import assert_attacked

import tymor.build
from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.publication import Publication
from tymor.run import crew
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.starter import WarmParent, warm_kernels

OPTIONS = Options("builtin", "2")
STRICT = Options("builtin", "2", strict=True)


#: What stays until the end of all tests.
_open = ExitStack()


def build_quietly(root: Path, options: Options = OPTIONS) -> Publication:
    """Build with kernels that are forked from one parent for all builds of this process."""
    own = publication(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tymor.build, "warm_kernels", _warm_already)
        patch.setattr(crew, "warm_kernels", _warm_already)
        build(own, options, StageLog.silent())
    return own


@cache
def _parent() -> WarmParent | None:
    """The parent that stays; it is told of no project's settings, which each kernel reads."""
    before = os.environ.get(SOCKET_VARIABLE)
    parent = _open.enter_context(warm_kernels())
    _open.callback(os.environ.__setitem__, SOCKET_VARIABLE, os.environ.pop(SOCKET_VARIABLE, ""))
    if before is not None:
        os.environ[SOCKET_VARIABLE] = before
    return parent


@contextmanager
def _warm_already(told: Mapping[str, str] | None = None) -> Iterator[WarmParent | None]:
    parent = _parent()
    with pytest.MonkeyPatch.context() as patch:
        if parent is not None:
            patch.setenv(SOCKET_VARIABLE, parent.address)
        yield parent


def end_parent() -> None:
    """At the end of all tests: nothing that was started here is left running."""
    _open.close()


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
        assert_attacked()
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
