"""What is told of a run: failures in a table and as a page, and what no page shows."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tymor.audit.stamp import take_stamp_away
from tymor.console.problems import filled
from tymor.errors import Problem, RunFailed, count
from tymor.files import write_atomic
from tymor.plan.cell_places import Place
from tymor.plan.jobs import Job
from tymor.publication import Publication
from tymor.render.unpublished import Unpublished
from tymor.run.batch import Outcome, Todo

_HEADS = ("Report", "Area", "Audience", "Cell", "Error", "As executed")
#: So many failures are told at length; the table and the page have all.
_MOST = 3


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
    rows = [
        {
            "cells": _who(outcome),
            "error": outcome.ended.error,
            "kept": _kept(outcome, place.parent),
            "name": outcome.output.name,
        }
        for outcome in failed
    ]
    page = filled("failures.html.jinja", term=publication.name, told=told, heads=_HEADS, rows=rows)
    write_atomic(place, page.encode())


def _who(outcome: Outcome) -> tuple[str, str, str, str]:
    job, ended = outcome.job, outcome.ended
    return job.report, job.area_id, job.audience, str(Place(ended.cell, ended.line))


def _kept(outcome: Outcome, folder: Path) -> str:
    """Where below a folder the notebook is kept as executed, if it is."""
    output = outcome.output
    return output.relative_to(folder).as_posix() if output.exists() else ""


def _failures_named(publication: Publication) -> str:
    return f"All failures: {failures_page(publication).relative_to(publication.config.root)}"


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
    raise RunFailed(
        f"{told}{more}\n{count(jobs - len(failed), 'other report')} done and kept. Nothing "
        f"was published. {_failures_named(publication)}"
    )


def _table(publication: Publication, failed: Sequence[Outcome]) -> Table:
    table = Table(*_HEADS, title="Jobs that failed", title_justify="left")
    for outcome in failed:
        error, kept = outcome.ended.error.splitlines()[0], _kept(outcome, publication.config.root)
        table.add_row(*map(Text, (*_who(outcome), error, kept)))
    return table


def _tell(outcome: Outcome) -> str:
    job, ended = outcome.job, outcome.ended
    place = str(Place(ended.cell, ended.line))
    at = f"notebooks/{job.notebook}{place and ', '}{place}"
    kept = f"    As executed: {outcome.output}\n" if outcome.output.exists() else ""
    return (
        f"{job.name} failed in {at}:\n    {ended.error}\n{kept}"
        f"    Run it alone:  tymor run --report {job.report} --only {job.area_id} --debug"
    )


def stop_if_too_many(
    publication: Publication,
    most: int | None,
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
    raise RunFailed(
        f"{count(failed, 'job')} failed, as many as --max-failures allows ({most}): "
        f"{count(left, 'job')} not begun. What is done is kept. {_failures_named(publication)}"
    )


def places(left: Iterable[tuple[Job, Sequence[Unpublished]]]) -> list[str]:
    """A line for each notebook, place in it and kind of output, whatever the area was."""
    found = {(job.notebook, each) for job, outputs in left for each in outputs}
    ordered = sorted(found, key=lambda one: (one[0], one[1].line or 0, one[1].what))
    return [
        f"notebooks/{notebook}{at and ', '}{at}: {each.what}"
        for notebook, each in ordered
        for at in [str(each.place)]
    ]


def tell_unpublished(
    publication: Publication,
    lines: Sequence[str],
    failed: Sequence[Outcome],
    console: Console,
    *,
    strict: bool,
) -> None:
    """Say what no page shows: a warning, or with ``strict`` the end of the build.

    Raises
    ------
    RunFailed
        There is something, and it is an error: nothing that was built is published.
    """
    if not lines:
        return
    told = f"notebooks left {count(lines, 'output')} that no page shows:\n" + "".join(
        f"  {line}\n" for line in lines
    )
    if not strict:
        console.print(f"Warning: {told}", markup=False, highlight=False, soft_wrap=True, end="")
        return
    take_stamp_away(publication)
    named = _failures_named(publication)
    also = f"\n{count(failed, 'job')} failed as well. {named}" if failed else ""
    raise RunFailed(f"With --strict this is an error: {told}Nothing was published.{also}")


def tell_warnings(warnings: Sequence[Problem], console: Console) -> None:
    """What the audit warns of, the first of many."""
    lines = "".join(f"  {each}\n" for each in warnings[:_MOST])
    more = f"  and {len(warnings) - _MOST} more\n" if len(warnings) > _MOST else ""
    console.print(
        f"Warning: numbers that do not say what they rest on:\n{lines}{more}",
        markup=False, highlight=False, soft_wrap=True, end="",
    )  # fmt: skip
