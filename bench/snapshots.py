"""What a folder holds, so that two moments of it can be compared."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class File:
    """When a file was last written, which file it is on disk, and what is in it."""

    written_ns: int
    inode: int
    content: str


def snapshot(folder: Path) -> dict[str, File]:
    """Every file below ``folder``, by its path there."""
    return {
        path.relative_to(folder).as_posix(): _file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(before: dict[str, File], after: dict[str, File]) -> list[str]:
    """Files that were written or made since, whether or not their content differs."""
    return [name for name, file in after.items() if before.get(name) != file]


def differing(one: dict[str, File], other: dict[str, File]) -> list[str]:
    """Files that only one of them has, or whose content differs."""
    names = one.keys() | other.keys()
    contents = {
        name: {s[name].content if name in s else "" for s in (one, other)} for name in names
    }
    return sorted(name for name, held in contents.items() if len(held) > 1)


def _file(path: Path) -> File:
    told = path.stat()
    return File(told.st_mtime_ns, told.st_ino, hashlib.sha256(_content(path)).hexdigest())


def _content(path: Path) -> bytes:
    """An executed notebook without papermill's clock: its cells and their outputs."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except ValueError:  # half a notebook: as it stands
        return path.read_bytes()
    return json.dumps([[cell["source"], cell.get("outputs")] for cell in cells]).encode()
