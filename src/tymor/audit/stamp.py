"""The audit's stamp: which tree of files it looked at, and that it found nothing.

Whoever publishes asks for it, so a site that was touched after its audit is not published.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from tymor.files import files_below, stamp_of, to_json, write_atomic
from tymor.fingerprints import digest, package_code
from tymor.publication import Publication

#: Every file of a folder by its place there, with its size and time of change.
Tree = Mapping[str, tuple[int, int]]


def tree_below(folder: Path) -> Tree:
    """The files as they stand there now."""
    return {place: stamp_of(entry) for place, entry in files_below(folder)}


def tree_digest(tree: Tree) -> str:
    """The digest of every file's name, size and time of change."""
    lines = (f"{place} {size} {changed}" for place, (size, changed) in tree.items())
    return digest(package_code(), *sorted(lines))


def write_stamp(publication: Publication, tree: str) -> None:
    """Say that this tree was audited and is clean."""
    write_atomic(_place(publication), to_json({"tree": tree}).encode())


def take_stamp_away(publication: Publication) -> None:
    """Nothing that stands there was audited and found clean."""
    _place(publication).unlink(missing_ok=True)


def was_audited(publication: Publication, tree: str) -> bool:
    """Whether just this tree was audited and found clean."""
    try:
        return bool(json.loads(_place(publication).read_text("utf-8"))["tree"] == tree)
    except (OSError, ValueError, KeyError):
        return False


def _place(publication: Publication) -> Path:
    return publication.folder / "audit" / "clean.json"
