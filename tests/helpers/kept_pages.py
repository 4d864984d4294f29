"""Pages of the bundled terms as their notebooks leave them, written once for all tests of a run."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from made_report import bundled_term
from opened_report import blocks_left
from projects import notebook_file, place_of_run

from tymor.build import plan_jobs, prepare_release
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.console.stage_log import StageLog
from tymor.plan.jobs import Job
from tymor.publication import Publication


def kept_pages(term: str) -> Path:
    """A folder with the first page of each report and audience of a bundled term: AUDIENCE/PATH/
    page.json."""
    place = place_of_run(f"pages-{term}")
    with FileLock(f"{place}.lock"):
        if not place.exists():  # whole or not at all: a page may fail
            begun = place.with_name(f"{place.name}-begun")
            shutil.rmtree(begun, ignore_errors=True)
            _write(bundled_term(term), begun)
            begun.rename(place)
    return place


def _write(own: Publication, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(PARTNERSHIP_VARIABLE, raising=False)
        patch.setenv(ROOT_VARIABLE, str(own.config.root))
        patch.setattr(sys, "path", [*sys.path])
        left: list[dict[str, Any]] = blocks_left(patch)
        for job in _one_of_each(own):
            left.clear()
            _run(own, job, patch)
            page = {"area_id": job.area_id, "report": job.report, "blocks": left}
            file = folder / job.audience / job.path / "page.json"
            file.parent.mkdir(parents=True)
            file.write_text(json.dumps(page), "utf-8")


def _one_of_each(own: Publication) -> Iterator[Job]:
    """The first job of each report and audience."""
    first: dict[tuple[str, str], Job] = {}
    for job in plan_jobs(own, prepare_release(own), StageLog.silent()):
        first.setdefault((job.report, job.audience), job)
    yield from first.values()


def _run(own: Publication, job: Job, patch: pytest.MonkeyPatch) -> None:
    """Run a job's notebook in this process, with its parameters behind the usual ones."""
    patch.setenv(RELEASE_VARIABLE, str(own.release_folder(job.audience)))
    path = notebook_file(own.config.root, own.config.reports[job.report].folder)
    usual, rest = path.read_text("utf-8").split("# %%\n", 1)
    given = "".join(f"{name} = {value!r}\n" for name, value in job.parameters.items())
    exec(compile(f"{usual}{given}{rest}", str(path), "exec"), {"__name__": "__main__"})
