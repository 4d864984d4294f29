"""Looking at many files once: what was found in a file stands until it changes, or another that
it is held against."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tymor.files import stamp_of, to_json, write_atomic
from tymor.fingerprints import package_code
from tymor.processes import crew

#: What is found in one file, as plain data.
Facts = dict[str, Any]
#: Looks at one file: the site's root, the file's path below it.
Look = Callable[[Path, Path], Facts]
#: The files that one file is held against: the site's root, the file's path below it.
Beside = Callable[[Path, Path], Sequence[Path]]

#: Fewer files are looked at here: starting processes takes longer.
_ALONE = 24
_TOGETHER = 8


def _alone(_root: Path, _path: Path) -> Sequence[Path]:
    return ()


def look_at_all(
    root: Path, paths: Sequence[Path], look: Look, kept: Path | None, beside: Beside = _alone
) -> list[Facts]:
    """What ``look`` finds in each file, in the order of ``paths``.

    ``kept`` is a folder that remembers what was found, by the size and time of the file and of
    those ``beside`` it that ``look`` reads, too, and the package's code; none looks at every file
    anew.
    """
    stamps = {path: _stamp([root / path, *beside(root, path)]) for path in paths}
    known: dict[Path, Facts | None] = {
        path: _remembered(path, kept, stamp) for path, stamp in stamps.items()
    }
    unknown = [path for path, facts in known.items() if facts is None]
    look_at = partial(look, root)
    with crew(-(-len(unknown) // _TOGETHER) if len(unknown) > _ALONE else 1) as helpers:
        looked = helpers.map(look_at, unknown, chunksize=_TOGETHER) if helpers else None
        for path, found in zip(unknown, looked or map(look_at, unknown), strict=True):
            known[path] = found
            _remember(path, kept, stamps[path], found)
    return [facts for path in paths if (facts := known[path]) is not None]


def _stamp(files: Sequence[Path]) -> list[Any]:
    first, *others = files
    held = [[file.name, *stamp_of(file)] for file in others]
    return [*stamp_of(first), package_code(), *held]


def _remembered(path: Path, kept: Path | None, stamp: list[Any]) -> Facts | None:
    if kept is None:
        return None
    try:
        memory = json.loads(_place(kept, path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    facts: Facts = memory["facts"]
    return facts if memory["stamp"] == stamp else None


def _remember(path: Path, kept: Path | None, stamp: list[Any], facts: Facts) -> None:
    if kept is not None:
        memory = {"stamp": stamp, "facts": facts}
        write_atomic(_place(kept, path), to_json(memory, indent=None).encode())


def _place(kept: Path, path: Path) -> Path:
    return kept / path.with_name(f"{path.name}.json")
