"""Every number that a bundled report says in words rests on something, and follows from it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_report import bundled_term
from opened_report import blocks_left
from projects import notebook_file

from tymor.audit.claims import check_claims
from tymor.build import plan_jobs, prepare_release
from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.console.stage_log import StageLog
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release, StoredTables
from tymor.publication import Publication

#: Between them they have every report; spring has none of its own.
TERMS = ("2017-summer", "2017-autumn", "2021-autumn")


def one_of_each(own: Publication) -> list[Job]:
    """The first job of each report and audience."""
    jobs = plan_jobs(own, prepare_release(own), StageLog.silent())
    first: dict[tuple[str, str], Job] = {}
    for job in jobs:
        first.setdefault((job.report, job.audience), job)
    return list(first.values())


def run(own: Publication, job: Job, patch: pytest.MonkeyPatch) -> None:
    """Run a job's notebook in this process, with its parameters behind the usual ones."""
    patch.setenv(RELEASE_VARIABLE, str(own.release_folder(job.audience)))
    path = notebook_file(own.config.root, own.config.reports[job.report].folder)
    usual, rest = path.read_text("utf-8").split("# %%\n", 1)
    given = "".join(f"{name} = {value!r}\n" for name, value in job.parameters.items())
    exec(compile(f"{usual}{given}{rest}", str(path), "exec"), {"__name__": "__main__"})


def written(own: Publication, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each audience whose reports were run, their blocks below a folder of its own."""
    left: list[dict[str, Any]] = blocks_left(patch)
    for job in one_of_each(own):
        left.clear()
        run(own, job, patch)
        page = {"area_id": job.area_id, "report": job.report, "blocks": left}
        place = folder / job.audience / job.path / "page.json"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(page), "utf-8")
        yield job.audience


@pytest.mark.slow
@pytest.mark.parametrize("term", TERMS)
def test_every_number_of_a_bundled_report_rests_on_something(
    term: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = bundled_term(term)
    monkeypatch.delenv(PARTNERSHIP_VARIABLE, raising=False)
    monkeypatch.setenv(ROOT_VARIABLE, str(own.config.root))
    monkeypatch.setattr(sys, "path", [*sys.path])
    audiences = set(written(own, tmp_path, monkeypatch))
    found: list[str] = []
    for audience in sorted(audiences):
        before = own.earlier_release(audience)
        earlier = None if before is None else Release(StoredTables(before))
        release = Release(StoredTables(own.release_folder(audience)))
        pages = tmp_path / audience
        found += map(str, check_claims(pages, release, own.config, None, earlier))
    assert found == []
