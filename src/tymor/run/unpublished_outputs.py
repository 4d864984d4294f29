"""What notebooks left that no page shows, told once for each place in a notebook."""

from collections.abc import Iterable, Sequence

from rich.console import Console

from tymor.audit.stamp import take_stamp_away
from tymor.errors import RunFailed, count
from tymor.plan.cell_places import Place
from tymor.plan.jobs import Job
from tymor.publication import Publication
from tymor.render.unpublished import Unpublished
from tymor.run.batch import Outcome
from tymor.run.failures import failures_page


def places(left: Iterable[tuple[Job, Sequence[Unpublished]]]) -> list[str]:
    """A line for each notebook, place in it and kind of output, whatever the area was."""
    found = {(job.notebook, each) for job, outputs in left for each in outputs}
    ordered = sorted(found, key=lambda one: (one[0], one[1].line or 0, one[1].what))
    return [f"{_named(notebook, each.place)}: {each.what}" for notebook, each in ordered]


def _named(notebook: str, place: Place) -> str:
    return ", ".join(filter(None, [f"notebooks/{notebook}", str(place)]))


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
    place = failures_page(publication).relative_to(publication.config.root)
    also = f"\n{count(failed, 'job')} failed as well: {place}" if failed else ""
    raise RunFailed(f"With --strict this is an error: {told}Nothing was published.{also}")
