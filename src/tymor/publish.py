"""Publish: an audited site becomes ``site/AUDIENCE``, in one switch.

A whole copy is made beside the one that readers see; then one rename of a link
puts it in its place. A reader sees the old site or the new one, never half.
"""

import os
import shutil
from pathlib import Path

from tymor.errors import AuditFailed, TymorError
from tymor.publication import Publication


def publish(publication: Publication) -> list[Path]:
    """Put every audience's audited site in place; return where they are.

    Raises
    ------
    TymorError
        The term was not built, or its audit is older than its site.
    AuditFailed
        The audit found something.
    """
    _require_clean_audit(publication)
    sites = sorted(path for path in (publication.folder / "site").iterdir() if path.is_dir())
    return [_switch(publication, built) for built in sites]


def _require_clean_audit(publication: Publication) -> None:
    findings = publication.folder / "audit" / "findings.json"
    built = publication.folder / "site"
    term = publication.name
    if not built.is_dir() or not findings.exists():
        raise TymorError(f"{term} is not built and audited: run tymor build first.")
    if findings.read_text("utf-8").strip() != "[]":
        raise AuditFailed(
            f"The audit of {term} found problems ({findings}): mend them and build again."
        )
    newest = max(file.stat().st_mtime for file in built.rglob("*") if file.is_file())
    if findings.stat().st_mtime < newest:
        raise TymorError(f"{term} was rendered after it was audited: run tymor build again.")


def _switch(publication: Publication, built: Path) -> Path:
    root = publication.config.root / "site"
    place = root / built.name
    shelf = root / ".published"
    copy = shelf / f"{built.name}-{os.getpid()}-{os.urandom(4).hex()}"
    shutil.copytree(built, copy)
    link = shelf / f"{copy.name}.link"
    link.symlink_to(os.path.relpath(copy, root), target_is_directory=True)
    before = place.resolve() if place.is_symlink() else None
    link.replace(place)
    if before is not None and before.parent == shelf.resolve():
        shutil.rmtree(before, ignore_errors=True)
    return place
