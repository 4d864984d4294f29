"""The audit's stamp: which tree of files it looked at, and that it found nothing.

Whoever publishes asks for it, so a site that was touched after its audit is not published.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from tymor.files import files_below, to_json, write_atomic
from tymor.fingerprints import digest, package_code
from tymor.publication import Publication


def tree_digest(publication: Publication) -> str:
    """The digest of every built file's name, size and time of change."""
    return digest(package_code(), *sorted(_lines(publication.sites)))


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


def _lines(root: Path) -> Iterator[str]:
    """A line a file: its place below ``root``, size and time of change."""
    for where, entry in files_below(root):
        stat = entry.stat()
        yield f"{where} {stat.st_size} {stat.st_mtime_ns}"
