"""Fingerprints: what a job's result rests on, each part as a short digest.

A part that is the same as at the last run needs no work. No part is a time: a file that
was only touched is the same file.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tymor.errors import TymorError

_PACKAGE = Path(__file__).parent
#: What of the package works on executed notebooks only, or not on notebooks at all.
_AFTER_NOTEBOOKS = (
    "audit", "render", "sample",
    "cli.py", "locks.py", "publish.py", "published_site.py", "serve.py", "synced.py",
)  # fmt: skip
#: What notebooks use of it all the same.
_USED_BY_NOTEBOOKS = ("render/view.py", "render/__init__.py")
#: What a page is rendered by, beside everything in ``render/``.
_USED_BY_RENDERERS = ("compose.py", "files.py", "locale.py", "page.py", "run/finish.py")


def digest(*parts: str | bytes) -> str:
    """32 hexadecimal digits of the parts one after the other."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "little"))
        made.update(content)
    return made.hexdigest()


def digest_of(value: Any) -> str:
    """The digest of plain data; the order of keys does not count."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def digest_of_files(paths: Iterable[Path], root: Path) -> str:
    """The digest of files by name and content."""
    made = hashlib.blake2b(digest_size=16)
    for path in sorted(paths):
        made.update(digest(path.relative_to(root).as_posix()).encode())
        with path.open("rb") as file:
            made.update(hashlib.file_digest(file, "blake2b").digest())
    return made.hexdigest()


@cache
def notebook_code() -> str:
    """The package's code that an executed notebook rests on."""
    every = {path for path in _PACKAGE.rglob("*.py") if not _is_after(path)}
    every |= {_PACKAGE / name for name in _USED_BY_NOTEBOOKS}
    return digest_of_files(every, _PACKAGE)


@cache
def render_code() -> str:
    """The package's code, templates, styles and fonts that a rendered page rests on."""
    every = {path for path in (_PACKAGE / "render").rglob("*") if _is_source(path)}
    every |= {_PACKAGE / name for name in _USED_BY_RENDERERS}
    return digest_of_files(every, _PACKAGE)


@cache
def package_code() -> str:
    """All of the package's code."""
    return digest_of_files(_PACKAGE.rglob("*.py"), _PACKAGE)


@cache
def packages(root: Path) -> str:
    """The lock file, and the versions that are really installed of what the project asks for."""
    lock = root / "requirements.lock"
    asked = metadata.requires("tymor") or []
    return digest(lock.read_bytes() if lock.exists() else b"", json.dumps(_versions(asked)))


@cache
def code_at_start() -> Mapping[str, tuple[int, ...]]:
    """Every file of the package as it stands: call it before anything is done with them."""
    every = (path for path in _PACKAGE.rglob("*") if _is_source(path))
    return {str(path): touched(str(path)) for path in every}


def require_same_code() -> None:
    """Whatever was done since :func:`code_at_start` was done by one version of the package.

    Modules are read when they are first needed, so what was done while one was edited may be
    the work of both versions, and no digest would tell.

    Raises
    ------
    TymorError
        A file of the package was changed or removed.
    """
    other = [path for path, stamp in code_at_start().items() if touched(path) != stamp]
    if other:
        name = Path(other[0]).relative_to(_PACKAGE.parent).as_posix()
        raise TymorError(
            f"{name} was changed while this command ran, so what it made may be half of the old "
            "and half of the new. What was done before is kept: run it again."
        )


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of parts that differ, in the order of ``now``."""
    return [name for name, value in now.items() if before.get(name) != value]


def touched(path: str) -> tuple[int, ...]:
    """A file's size and times: the same, and nobody wrote to it or put another in its place.

    Also the time that a time of change, which can be set back, was itself changed.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  (hundreds of files, after each job)
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _versions(asked: Iterable[str]) -> dict[str, str]:
    requirements = [Requirement(each) for each in asked]
    return {
        requirement.name: metadata.version(requirement.name)
        for requirement in requirements
        if "extra" not in str(requirement.marker)
    }


def _is_after(path: Path) -> bool:
    return path.relative_to(_PACKAGE).parts[0] in _AFTER_NOTEBOOKS


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
