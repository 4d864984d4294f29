"""Fingerprints: what a job's result rests on, each part as a short digest.

A part that is the same as at the last run needs no work. No part is a time: a file that
was only touched is the same file.
"""

import ast
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any

from tymor.errors import TymorError

_PACKAGE = Path(__file__).parent
#: What makes a page and its files of an executed notebook.
_RENDERERS = ("tymor.run.page_of_job", "tymor.render.one_page", "tymor.render.quarto.project")

#: What of a piece of code can hold statements.
_BLOCKS = (ast.stmt, ast.excepthandler, ast.match_case)


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


def code_of(modules: Iterable[str]) -> str:
    """The digest of these modules of the package and of all that they import of it."""
    return digest_of_files(code_behind(modules), _PACKAGE)


@cache
def render_code() -> str:
    """The package's code, templates, styles and fonts that a rendered page rests on."""
    others = (path for path in (_PACKAGE / "render").rglob("*") if _is_source(path))
    return digest_of_files({*code_behind(_RENDERERS), *others}, _PACKAGE)


def code_behind(modules: Iterable[str]) -> set[Path]:
    """The files of the package that come with these modules, however far behind them.

    Found in what each says that it imports, anywhere in it; what none of them says, such as a
    module whose name is put together, is not found. Names of other packages are passed over.
    """
    found: set[Path] = set()
    waiting = {file for module in modules for file in _files_of(module)}
    while waiting:
        found |= waiting
        waiting = {other for file in waiting for other in _imported_by(file)} - found
    return found


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module that a piece of code names in an import, and all that may be one."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:  # what is no statement imports nothing
            waiting += (each for each in ast.iter_child_nodes(node) if isinstance(each, _BLOCKS))


@cache
def _imported_by(file: Path) -> Set[Path]:
    named = set(imports_of(ast.parse(file.read_bytes())))
    return {other for module in named for other in _files_of(module)}


@cache
def _files_of(module: str) -> Sequence[Path]:
    """A module's own file, and those of the packages that it lies in."""
    first, *parts = module.split(".")
    if first != _PACKAGE.name:
        return []
    places = [_PACKAGE.joinpath(*parts[:depth]) for depth in range(len(parts) + 1)]
    files = [file for each in places for file in (each / "__init__.py", each.with_suffix(".py"))]
    return [file for file in files if file.is_file() and file.is_relative_to(_PACKAGE)]


@cache
def package_code() -> str:
    """All of the package's code, and the tables that it reads."""
    return digest_of_files([*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.yml")], _PACKAGE)


@cache
def packages(root: Path) -> str:
    """The lock file, and the versions that are really installed of what the project asks for."""
    from importlib import metadata  # both are slow to start with

    from packaging.requirements import Requirement

    lock = root / "requirements.lock"
    asked = [Requirement(each) for each in metadata.requires("tymor") or []]
    names = [each.name for each in asked if "extra" not in str(each.marker)]
    versions = {name: metadata.version(name) for name in names}
    return digest(lock.read_bytes() if lock.exists() else b"", json.dumps(versions))


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


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
