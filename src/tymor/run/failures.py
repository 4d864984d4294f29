"""Failures: told in a table, kept as a page, and nothing published in silence."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tymor.console.pages import filled
from tymor.errors import RunFailed, count
from tymor.files import write_atomic
from tymor.options import Limits
from tymor.plan.cell_places import Place
from tymor.publication import Publication
from tymor.run.batch import Outcome, Todo


def failures_page(publication: Publication) -> Path:
    """Where the page with the failures is."""
    return publication.folder / "failures.html"


def write_failures(publication: Publication, failed: Sequence[Outcome]) -> None:
    """Write ``failures.html``; where nothing failed there is none."""
    place = failures_page(publication)
    if not failed:
        place.unlink(missing_ok=True)
        return
    told = f"{count(failed, 'job')} failed. Mend what is named, then: tymor build --retry-failed"
    rows = [_row(outcome, place.parent) for outcome in failed]
    page = filled("failures.html.jinja", term=publication.name, told=told, heads=_HEADS, rows=rows)
    write_atomic(place, page.encode())


_HEADS = ("Report", "Area", "Audience", "Cell", "Error", "As executed")


def _row(outcome: Outcome, here: Path) -> Mapping[str, Any]:
    job, output = outcome.job, outcome.output
    return {
        "cells": (job.report, job.area_id, job.audience, _place(outcome)),
        "error": outcome.ended.error,
        "kept": output.relative_to(here).as_posix() if output.exists() else "",
        "name": output.name,
    }


def _place(outcome: Outcome) -> str:
    return str(Place(outcome.ended.cell, outcome.ended.line))


def tell_failures(
    publication: Publication, failed: Sequence[Outcome], jobs: int, console: Console
) -> None:
    """Tell every failed job's cell, line and error, and how to try it alone.

    Several are told as a table first; ``failures.html`` has all of each error.

    Raises
    ------
    RunFailed
        There is one.
    """
    if not failed:
        return
    if len(failed) > 1:
        console.print(_table(publication, failed))
    told = "\n".join(_tell(outcome) for outcome in failed[:_MOST])
    more = f"\n… and {len(failed) - _MOST} more." if len(failed) > _MOST else ""
    place = failures_page(publication).relative_to(publication.config.root)
    raise RunFailed(
        f"{told}{more}\n{count(jobs - len(failed), 'other report')} done and kept. Nothing "
        f"was published. All failures: {place}"
    )


#: So many failures are told at length; the table and the page have all.
_MOST = 3


def _table(publication: Publication, failed: Sequence[Outcome]) -> Table:
    table = Table(*_HEADS, title="Jobs that failed", title_justify="left")
    for outcome in failed:
        job, error = outcome.job, outcome.ended.error.splitlines()[0]
        path = outcome.output.relative_to(publication.config.root).as_posix()
        kept, place = path if outcome.output.exists() else "", _place(outcome)
        table.add_row(*map(Text, (job.report, job.area_id, job.audience, place, error, kept)))
    return table


def _tell(outcome: Outcome) -> str:
    job = outcome.job
    cell = f", cell {outcome.ended.cell}" if outcome.ended.cell else ""
    line = f" (line {outcome.ended.line})" if outcome.ended.line else ""
    return (
        f"{job.name} failed in notebooks/{job.notebook}{cell}{line}:\n"
        f"    {outcome.ended.error}\n"
        f"{_kept(outcome)}"
        f"    Run it alone:  tymor run --report {job.report} --only {job.area_id} --debug"
    )


def _kept(outcome: Outcome) -> str:
    return f"    As executed: {outcome.output}\n" if outcome.output.exists() else ""


def stop_if_too_many(
    publication: Publication,
    limits: Limits,
    failed: Sequence[Outcome],
    todo: Sequence[Todo],
    outcomes: Sequence[Outcome],
) -> None:
    """End the build where ``--max-failures`` stopped the batch before its end.

    Raises
    ------
    RunFailed
        Jobs were left undone.
    """
    left = len(todo) - len(outcomes)
    if not left:
        return
    write_failures(publication, failed)
    place = failures_page(publication).relative_to(publication.config.root)
    raise RunFailed(
        f"{count(failed, 'job')} failed, as many as --max-failures allows ({limits.failures}): "
        f"{count(left, 'job')} not begun. What is done is kept. All failures: {place}"
    )
