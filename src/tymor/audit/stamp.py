"""The audit's stamp: which tree of files it looked at, and that it found nothing.

Whoever publishes asks for it, so a site that was touched after its audit is not published.
"""

import json
import os
from pathlib import Path

from tymor.files import to_json, write_atomic
from tymor.fingerprints import digest, package_code
from tymor.publication import Publication


def tree_digest(publication: Publication) -> str:
    """The digest of every built file's name, size and time of change."""
    lines = sorted(_lines(publication.sites)) if publication.sites.is_dir() else []
    return digest(package_code(), *lines)


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


def _lines(root: Path) -> list[str]:
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            stat = path.stat()
            where = path.relative_to(root).as_posix()
            found.append(f"{where} {stat.st_size} {stat.st_mtime_ns}")
    return found
