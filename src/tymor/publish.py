"""Publish: an audited site becomes ``site/AUDIENCE``, in one switch.

A whole copy is made beside the one that readers see; then one rename of a link
puts it in its place. A reader sees the old site or the new one, never half.
"""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from tymor.audit.stamp import tree_below, tree_digest, was_audited
from tymor.errors import AuditFailed, TymorError, count
from tymor.plan import planned_pages
from tymor.publication import Publication
from tymor.run.journal import Journal

#: So many pages are named in a message.
_MOST = 5


def publish(publication: Publication, missing: Collection[str] = ()) -> list[Path]:
    """Put every audience's audited site in place; return where they are.

    Parameters
    ----------
    missing
        Pages that may be missing, by site and path: ``public/schools/9990001``.

    Raises
    ------
    TymorError
        The term was not built, its site is not the one that was audited, or pages are
        missing that were not named.
    AuditFailed
        The audit found something.
    """
    _require_clean_audit(publication)
    _require_whole(publication, missing)
    sites = sorted(path for path in publication.sites.iterdir() if path.is_dir())
    return [_switch(publication, built) for built in sites]


def _require_clean_audit(publication: Publication) -> None:
    findings = publication.folder / "audit" / "findings.json"
    term = publication.name
    if not publication.sites.is_dir() or not findings.exists():
        raise TymorError(f"{term} is not built and audited: run tymor build first.")
    if findings.read_text("utf-8").strip() != "[]":
        raise AuditFailed(
            f"The audit of {term} found problems ({findings}): mend them and build again."
        )
    if not was_audited(publication, tree_digest(tree_below(publication.sites))):
        raise TymorError(f"{term} was rendered after it was audited: run tymor build again.")


def _require_whole(publication: Publication, missing: Collection[str]) -> None:
    """Every job is done, but for those whose pages may be missing."""
    jobs = planned_pages(publication)
    with Journal(publication.folder / "journal.sqlite") as journal:
        done = {name for name, entry in journal.jobs().items() if entry.state == "done"}
    gone = sorted(page for name, page in jobs.items() if name not in done and page not in missing)
    if gone:
        named = " ".join(f"--missing {page}" for page in gone[:_MOST])
        more = f" and {len(gone) - _MOST} more" if len(gone) > _MOST else ""
        raise TymorError(
            f"{publication.name} is not whole: {count(gone, 'page')} could not be made or "
            f"is not made yet. Build again; or publish without them: {named}{more}"
        )
    unknown = sorted(set(missing) - set(jobs.values()))
    if unknown:
        raise TymorError(
            f"{publication.name} has no page {', '.join(unknown)}: a page is named by its site "
            "and path, such as public/schools/9990001."
        )


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
