"""Time a batch: the usual tools in series, two at a time, and Tymor, on the same reports.

``python bench/batch.py`` (or ``make bench``) invents a region, runs every way in processes of
their own and writes ``bench/results/batch.md`` with its pictures, and README's picture.
The usual tools are timed on a sample and scaled by count; Tymor is timed whole, before and
after them.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from batch_found import PARTS, Asked, Found
from batch_told import write_results
from kills import kills
from measured import Measured, measured
from snapshots import differing, snapshot, written
from workload.project import ROOT, TERM, Project, make_project
from workload.rows import AUTHORITIES, change_one_school

HERE = Path(__file__).parent
LEAST_REPORTS = 1 + 2 * len(AUTHORITIES)
EPOCH = "1506556800"  # so that PDFs carry no clock


def main(asked: Asked, results: Path) -> None:
    """Time what was asked for; results are written after every measurement."""
    with tempfile.TemporaryDirectory(prefix="tymor-bench-") as made:
        found = Found()
        for told in every_part(asked, Path(made), found):
            print(told, flush=True)
            write_results(asked, found, results)


def every_part(asked: Asked, folder: Path, found: Found) -> Iterator[str]:
    """Measure part by part into ``found``; say what was measured."""
    parts = asked.parts
    if {"usual", "whole", "again"} & set(parts):
        project = make_project(folder / "batch", asked.reports, "report.py")
        yield time_whole(asked, project, found)
        if "usual" in parts:
            yield from time_usual(asked, project, found)
            yield time_whole(asked, project, found)
        if "again" in parts:
            yield from build_again(asked, project, found)
        shutil.rmtree(project.root)
    for reports in asked.many if "many" in parts else ():
        light = make_project(folder / f"light-{reports}", reports, "light.py")
        found.many[reports] = built(light, asked)
        shutil.rmtree(light.root)
        yield f"{reports} light reports: {found.many[reports].seconds:.1f} s"
    if "kill" in parts:
        small = make_project(folder / "small", asked.kill_reports, "light.py")
        for kill in kills(small, tymor(asked), environment(), asked.kill):
            found.kills.append(kill)
            yield f"killed after {kill.after_seconds:.1f} s: {kill}"


def time_whole(asked: Asked, project: Project, found: Found) -> str:
    """A batch from nothing."""
    shutil.rmtree(project.root / "build", ignore_errors=True)
    took = built(project, asked)
    found.wholes.append(took)
    return f"whole: {took.seconds:.1f} s"


def time_usual(asked: Asked, project: Project, found: Found) -> Iterator[str]:
    """Papermill, nbconvert and typst on a sample; then a few without the quicker import."""
    out = project.root.parent
    areas = project.area_ids()
    sample = areas[:: max(len(areas) // asked.sample, 1)][: asked.sample]
    ways = [(1, 2, True), (1, 1, True), (2, 2, True), (2, 1, True), (1, 2, False)]
    for at_once, executions, quick in ways:
        labels = project.root / "data" / "labels.csv"
        where = out / f"usual-{at_once}-{executions}-{quick}"
        given = [where, project.figures, labels, at_once, executions, *sample]
        command = [sys.executable, str(HERE / "usual.py"), *map(str, given)]
        env = os.environ | {"PYTHONPATH": str(HERE / "workload" / "quick") if quick else ""}
        took = found.usual[at_once, executions, quick] = measured(command, project.root, env)
        yield f"usual tools, {where.name}: {took.seconds / len(sample):.2f} s a report"


def build_again(asked: Asked, project: Project, found: Found) -> Iterator[str]:
    """Nothing changed; then one school's rows."""
    site = project.build / "site"
    before = snapshot(site)
    found.unchanged = built(project, asked)
    after = snapshot(site)
    found.unchanged_written = written(before, after)
    yield f"nothing changed: {found.unchanged.seconds:.1f} s"
    change_one_school(project.data, project.area_ids()[-1])
    found.changed = built(project, asked)
    changed = snapshot(site)
    found.changed_written = written(after, changed)
    found.changed_differing = differing(after, changed)
    yield f"one school changed: {found.changed.seconds:.1f} s"


def built(project: Project, asked: Asked) -> Measured:
    return measured(tymor(asked), project.root, environment())


def tymor(asked: Asked) -> list[str]:
    workers = ["--workers", asked.workers] if asked.workers else []
    build = ["build", "--term", TERM, "--renderer", "builtin", *workers]
    return [sys.executable, "-m", "tymor", *build]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": EPOCH}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--reports", type=int, default=Asked.reports)
    parser.add_argument("--sample", type=int, default=Asked.sample, help="of the usual tools")
    parser.add_argument("--many", type=int, nargs="+", default=list(Asked.many))
    parser.add_argument("--kill", type=int, default=Asked.kill, help="how many times")
    parser.add_argument("--kill-reports", type=int, default=Asked.kill_reports)
    parser.add_argument("--workers", help="as tymor build takes it")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    least = min(given.reports, given.kill_reports, *given.many)
    if least < LEAST_REPORTS:
        parser.error(f"{least} reports: a region, its authorities and a school of each are 11")
    return given


if __name__ == "__main__":
    given = arguments()
    own = {name: value for name, value in vars(given).items() if name in Asked.__annotations__}
    lists = {name: tuple(own[name]) for name in ("parts", "many")}
    main(Asked(**(own | lists)), given.results)
