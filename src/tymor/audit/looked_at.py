"""Looking at many files once: what was found in a file stands until the file changes."""

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

#: Fewer files are looked at here: starting processes takes longer.
_ALONE = 24
_TOGETHER = 8


def look_at_all(root: Path, paths: Sequence[Path], look: Look, kept: Path | None) -> list[Facts]:
    """What ``look`` finds in each file, in the order of ``paths``.

    ``kept`` is a folder that remembers what was found, by the file's size and time and the
    package's code; none looks at every file anew.
    """
    known: dict[Path, Facts | None] = {path: _remembered(root, path, kept) for path in paths}
    unknown = [path for path, facts in known.items() if facts is None]
    look_at = partial(look, root)
    with crew(-(-len(unknown) // _TOGETHER) if len(unknown) > _ALONE else 1) as helpers:
        looked = helpers.map(look_at, unknown, chunksize=_TOGETHER) if helpers else None
        for path, found in zip(unknown, looked or map(look_at, unknown), strict=True):
            known[path] = found
            _remember(root, path, kept, found)
    return [facts for path in paths if (facts := known[path]) is not None]


def _stamp(root: Path, path: Path) -> list[Any]:
    return [*stamp_of(root / path), package_code()]


def _remembered(root: Path, path: Path, kept: Path | None) -> Facts | None:
    if kept is None:
        return None
    try:
        memory = json.loads(_place(kept, path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    facts: Facts = memory["facts"]
    return facts if memory["stamp"] == _stamp(root, path) else None


def _remember(root: Path, path: Path, kept: Path | None, facts: Facts) -> None:
    if kept is not None:
        memory = {"stamp": _stamp(root, path), "facts": facts}
        write_atomic(_place(kept, path), to_json(memory, indent=None).encode())


def _place(kept: Path, path: Path) -> Path:
    return kept / path.with_name(f"{path.name}.json")
