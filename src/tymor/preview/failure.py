"""Why there is no new page: what failed, where in the analyst's own files, in a few words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tymor.plan.cell_places import Place, place_of
from tymor.run.batch import Outcome

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
#: Where a frame stands, as IPython writes it; and, in our own errors, as ``TymorError`` does.
_FRAME = re.compile(r"^(?:Cell In\s?\[(?P<cell>\d+)\], line |File (?P<file>.+?):)(?P<line>\d+)")
_OWN = re.compile(r"^  (?:(?P<file>[^ ,]+), )?line (?P<line>\d+): (?P<code>.*)")
_ARROW = re.compile(r"^-+> ?\d+ (?P<code>.*)")


@dataclass(frozen=True)
class Failure:
    """``where`` is the place in the analyst's file, ``reason`` one line; ``more`` are others: the
    frames of the analyst's own files, or every problem that was found."""

    where: str
    reason: str
    more: tuple[str, ...] = ()


def told_of(error: Exception, found: str = "") -> Failure:
    """An error of the way to the page: settings, words, data. ``found`` is what was told of
    these meanwhile."""
    first, *rest = str(error).strip().splitlines() or [type(error).__name__]
    return Failure("", first, (*rest, *found.splitlines()))


def told_of_job(outcome: Outcome, notebooks: Path) -> Failure:
    """A notebook that failed; ``notebooks`` is the folder of what was executed."""
    job, ended = outcome.job, outcome.ended
    place = str(Place(ended.cell, ended.line))
    where = ", ".join(part for part in (f"notebooks/{job.notebook}", place) if part)
    first, *rest = ended.error.strip().splitlines() or ["it failed and did not say why"]
    frames = tuple(_frames(outcome.output, f"notebooks/{job.notebook}", notebooks))
    return Failure(where, first, frames or tuple(rest))


def _frames(executed: Path, notebook: str, notebooks: Path) -> Iterator[str]:
    """Each line of the analyst's own files that the error came through, the outermost first."""
    import nbformat

    if not executed.exists():
        return
    read: Any = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell for cell in read.cells if cell.cell_type == "code"]
    places = {str(cell.get("execution_count")): place_of(cell) for cell in cells}
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                told = _COLOURS.sub("", "\n".join(output.get("traceback", ()))).splitlines()
                yield from _own_frames(told, place_of(cell), places, notebook, notebooks)


def _own_frames(
    told: Iterable[str],
    failed: Place,
    places: Mapping[str, Place],
    notebook: str,
    notebooks: Path,
) -> Iterator[str]:
    where = ""
    for line in told:
        if own := _OWN.match(line):
            yield f"{_in_file(own, failed, notebook)}: {own['code'].strip()}"
        elif frame := _FRAME.match(line):
            where = _where(frame, places, notebook, notebooks)
        elif where and (arrow := _ARROW.match(line)):
            yield f"{where}: {arrow['code'].strip()}"
            where = ""


def _in_file(own: re.Match[str], failed: Place, notebook: str) -> str:
    if own["file"]:
        return f"{own['file']}, line {own['line']}"
    return f"{notebook}, {_in_cell(failed, int(own['line']))}"


def _where(
    frame: re.Match[str], places: Mapping[str, Place], notebook: str, notebooks: Path
) -> str:
    """Where a frame stands; nothing where it is in nobody's file of this project."""
    if frame["cell"]:
        place = places.get(frame["cell"], Place())
        return f"{notebook}, {_in_cell(place, int(frame['line']))}" if place.line else ""
    file = Path(frame["file"]).expanduser()
    if not file.is_relative_to(notebooks):
        return ""
    return f"notebooks/{file.relative_to(notebooks).as_posix()}, line {frame['line']}"


def _in_cell(place: Place, line: int) -> Place:
    return replace(place, line=place.line + line - 1) if place.line else place
