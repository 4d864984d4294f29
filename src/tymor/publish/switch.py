"""Publish: the audited sites of one publication become what ``site/`` shows, in one switch.

A whole copy is made beside the one that readers see, and then takes its place for all
audiences at once. A reader sees the old publication or the new one, never half.
"""

import errno
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tymor.audit.stamp import tree_below, tree_digest, was_audited
from tymor.errors import AuditFailed, TymorError, count
from tymor.ledger import Ledger
from tymor.locks import alone
from tymor.plan.jobs import planned_pages
from tymor.publication import Publication
from tymor.publish.entered import enter, require_all_known
from tymor.publish.published_site import PublishedSite, published_site
from tymor.publish.synced import copy_synced
from tymor.run.journal import Journal

#: So many pages are named in a message.
_MOST = 5
#: What a disk says that has no room for more, or for so large a file.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: The bytes without which a database cannot be opened.
_LEAST_ROOM = 2**20


def publish(publication: Publication, missing: Collection[str] = ()) -> list[Path]:
    """Put every audience's audited site in place; return where they are.

    What was published before goes, whichever term's or partnership's it was.

    Parameters
    ----------
    missing
        Pages that may be missing, by site and path: ``public/schools/9990001``.

    Raises
    ------
    TymorError
        The term was not built, its site is not the one that was audited, pages are
        missing that were not named, it is being built or another publication made, the ledger
        is not whole or has what was not known, or the disk would not have it. What readers see
        is what they saw before.
    AuditFailed
        The audit found something.
    """
    _require_built(publication)
    root = publication.config.root / "site"
    with _told(publication), published_site(root) as site, alone(publication):
        _require_clean_audit(publication)
        _require_whole(publication, missing)
        ledger = require_all_known(publication)
        return _put_in_place(publication, site, ledger)


def _put_in_place(publication: Publication, site: PublishedSite, ledger: Ledger) -> list[Path]:
    sites = sorted(path for path in publication.sites.iterdir() if path.is_dir())
    names = [path.name for path in sites]
    of_audiences = {each.site.partition("/")[0] for each in publication.config.audiences.values()}
    site.refuse_what_stands_there({*names, *of_audiences})
    fresh = site.new(publication.name)
    for built in sites:
        closed = built.name not in publication.open_folders
        copy_synced(built, fresh / built.name, closed=closed)
    _require_clean_audit(publication)  # nothing was changed while it was copied
    enter(publication, ledger)  # first: what readers see is known, whatever comes between
    site.switch(fresh)
    return [site.root / name for name in names]


@contextmanager
def _told(publication: Publication) -> Iterator[None]:
    """Say what a disk could not do, and that readers see what they saw."""
    try:
        yield
    except (OSError, sqlite3.Error) as failure:
        full = isinstance(failure, OSError) and failure.errno in _NO_ROOM
        if isinstance(failure, sqlite3.Error):  # which says only that it failed
            full = shutil.disk_usage(publication.folder).free < _LEAST_ROOM
        what = "Mend that and publish again"
        if full:
            size = sum(size for size, _ in tree_below(publication.sites).values())
            what = f"Make room for {size / 1e6:,.0f} MB more and publish again"
        raise TymorError(
            f"{publication.name} could not be published: {failure}. Readers see what they saw "
            f"before. {what}."
        ) from None


def _require_built(publication: Publication) -> Path:
    """The audit's findings."""
    findings = publication.folder / "audit" / "findings.json"
    if not publication.sites.is_dir() or not findings.exists():
        raise TymorError(f"{publication.name} is not built and audited: run tymor build first.")
    return findings


def _require_clean_audit(publication: Publication) -> None:
    findings, term = _require_built(publication), publication.name
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
        done = {name for name, entry in journal.jobs.all().items() if entry.state == "done"}
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
