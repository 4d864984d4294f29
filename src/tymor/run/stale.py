"""Stale: which jobs must be executed and which pages rendered, and why."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tymor.fingerprints import changed
from tymor.locale import Languages
from tymor.run.journal import JobEntry, PageEntry

if TYPE_CHECKING:  # a worker that renders pages plans nothing, and imports the faster
    from tymor.plan.jobs import Job


def job_parts(job: "Job", words: Iterable[str], languages: Languages) -> Mapping[str, str]:
    """What a job rests on now, with the catalogue entries that it used last time."""
    return {**job.parts, "words": languages.wording(words)}


def why_execute(
    job: "Job", entry: JobEntry | None, executed: Path, languages: Languages, *, retry_failed: bool
) -> str:
    """Why a job must be executed, or nothing where its executed notebook is as it would be."""
    if entry is None:
        return "it has not run yet"
    if entry.state == "running":
        return "it was interrupted"
    differ = changed(entry.parts, job_parts(job, entry.words, languages))
    if differ:
        return f"changed: {', '.join(differ)}"
    if entry.state == "failed":
        return "it failed, and --retry-failed was given" if retry_failed else ""
    if not executed.exists():
        return "its executed notebook is not there"
    return ""


def why_render(entry: PageEntry | None, parts: Mapping[str, str], site: Path) -> str:
    """Why a page must be rendered, or nothing where its files are as they would be.

    ``parts`` are the page's parts as they are now.
    """
    if entry is None:
        return "it has not been rendered yet"
    differ = changed(entry.parts, parts)
    if differ:
        return f"changed: {', '.join(differ)}"
    lost = lost_files(entry.files, site)
    return f"its file {lost[0]} is not as it was written" if lost else ""


def lost_files(files: Mapping[str, int], site: Path) -> list[str]:
    """Those of a site's files that do not have the size that they were written with."""
    return [name for name, size in files.items() if _size(f"{site}/{name}") != size]


def _size(path: str) -> int:
    """As text: a term has tens of thousands of files, and paths are slow to make."""
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return -1
