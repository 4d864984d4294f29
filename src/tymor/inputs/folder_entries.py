"""What stands in a data folder, and why some of it cannot be read.

Nothing is looked into that is no file: opening a pipe would wait for ever.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tymor.errors import Problem
from tymor.yaml_files import YamlFaults, read_yaml

IS_FOLDER = "it is a folder"
IS_NOT_THERE = "it is not there"

_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, IS_FOLDER),
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (lambda mode: True, "it is a device"),
)


class Unreadable(Exception):
    """A file of which nothing can be used, and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems


def why_no_file(path: Path) -> str:
    """Why a path leads to no file, or nothing where it leads to one."""
    try:
        mode = path.stat().st_mode
    except ValueError:  # a zero byte
        return "it is no name of a file"
    except OSError as error:
        return _why_not(path, error)
    return "" if stat.S_ISREG(mode) else next(says for is_it, says in _KINDS if is_it(mode))


def why_no_folder(path: Path) -> str:
    """Why a path leads to no folder that can be looked into, or nothing where it does."""
    try:
        with os.scandir(path):
            return ""
    except NotADirectoryError:
        return why_no_file(path) or "it is a file"
    except OSError as error:
        return _why_not(path, error)


def _why_not(path: Path, error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "it is a link that leads back to itself"
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return f"it is a link to {path.readlink()}, and nothing is there"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return IS_NOT_THERE
    return error.strerror or type(error).__name__


def entries_of(folder: Path) -> list[tuple[Path, str]]:
    """Everything that stands in a folder, but for what is hidden, and why it is no file that can
    be read, if it is none; nothing where it is no folder."""
    if why_no_folder(folder):
        return []
    paths = sorted(path for path in folder.iterdir() if not _is_hidden(path.name))
    return [(path, why_no_file(path)) for path in paths]


def _is_hidden(name: str) -> bool:
    """Also ``~$schools.xlsx``: the lock of a workbook that somebody has open."""
    return name.startswith((".", "~$"))


def files_within(folder: Path) -> Iterator[Path]:
    """The files below a folder of a data folder, whatever they are; links are not followed."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in sorted(names) if not _is_hidden(name))


def cannot_be_read(file: str, fault: str) -> Problem:
    """Something stands where a file is expected."""
    return Problem(
        file,
        "unreadable",
        f"this cannot be read: {fault}. Put the file itself there, or take this away.",
    )


def yaml_of(path: Path, file: str, rule: str, *, as_text: bool = False) -> Any:
    """What a file of YAML in a data folder says; ``file`` is what messages call it.

    Raises
    ------
    Unreadable
        It says nothing that can be read.
    """
    if fault := why_no_file(path):
        raise Unreadable(cannot_be_read(file, fault))
    try:
        return read_yaml(path, as_text=as_text)
    except YamlFaults as error:
        faults = [Problem(file, rule, f"{each.message}.", row=each.line) for each in error.faults]
        raise Unreadable(*faults) from None
