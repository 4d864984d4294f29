"""Looking at many files once: what was found in a file stands until the file changes."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tymor.files import stamp_of, to_json, write_atomic
from tymor.fingerprints import package_code

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
    with _looking(len(unknown)) as run:
        for path, found in zip(unknown, run(partial(look, root), unknown), strict=True):
            known[path] = found
            _remember(root, path, kept, found)
    return [facts for path in paths if (facts := known[path]) is not None]


@contextmanager
def _looking(files: int) -> Iterator[Callable[..., Iterator[Facts]]]:
    """A map over so many files: here, or in as many processes as there are cores."""
    if files <= _ALONE:
        yield map
        return
    context = multiprocessing.get_context("spawn")
    workers = min(os.cpu_count() or 1, -(-files // _TOGETHER))
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield partial(pool.map, chunksize=_TOGETHER)


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
