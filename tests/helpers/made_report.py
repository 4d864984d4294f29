"""One report on one area, made as the batch makes it, and held against its golden text.

The project is a copy of the repository's with the bundled data. A missing golden file is
written on a desk and the test fails once, to be read; in CI it is only a failure.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filelock import FileLock
from goldens import golden_text
from page_text import text_of_page
from pdf_text import pdf_in, text_of
from projects import ROOT, TERM, copy_project, place_of_run, publication
from rules_alone import assert_attacked

from tymor.build import plan_jobs, prepare_release
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.page import Page
from tymor.publication import Publication, open_publication
from tymor.render.compose import read_page
from tymor.run.crew import Crew
from tymor.run.term import TermRun, opened_term
from tymor.run.warm import SOCKET_VARIABLE

LANGUAGES = ("en", "cy")
#: What stays open until the end of all tests.
_open = ExitStack()


@dataclass(frozen=True)
class MadeReport:
    """A report's page and its files; ``folder`` is the one of a language."""

    page: Page
    site: Path

    def folder(self, language: str) -> Path:
        return self.site / language / self.page.path

    def text(self, language: str) -> str:
        """What a reader is told, a line a heading, paragraph or table row."""
        return text_of_page(self.folder(language) / "index.html")

    def pdf_text(self, language: str) -> str:
        return "\n\f\n".join(text_of(pdf_in(self.folder(language)))) + "\n"


@cache
def bundled_project() -> Publication:
    """The bundled data, this term and the one before it prepared; each process has its copy."""
    return publication(_copied(_once("bundled", _prepared)))


@cache
def bundled_term(term: str) -> Publication:
    """Another term of the bundled data, prepared after the usual one, in a copy of its own."""
    if term == TERM:
        return bundled_project()

    def prepared(folder: Path) -> None:
        shutil.copytree(_once("bundled", _prepared), folder, copy_function=shutil.copy2)
        prepare_release(open_publication(term, None, folder))

    return open_publication(term, None, _copied(_once(f"bundled-{term}", prepared)))


def _once(name: str, prepare: Callable[[Path], object]) -> Path:
    """A project that is prepared once for all processes of a run of tests."""
    assert_attacked()
    shared = place_of_run(name)
    with FileLock(f"{shared}.lock"):
        if not shared.exists():  # whole or not at all: another process may fail to prepare it
            begun = Path(tempfile.mkdtemp(prefix="tymor-begun-")) / "project"
            prepare(begun)
            begun.rename(shared)
    return shared


def _copied(shared: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tymor-reports-")) / "project"
    return Path(shutil.copytree(shared, folder, copy_function=shutil.copy2))


def _prepared(folder: Path) -> None:
    root = copy_project(folder, ROOT / "data" / "published", "published")
    shutil.copytree(ROOT / "data" / "sample", root / "data" / "sample")
    own = publication(root)
    prepare_release(open_publication(own.term.previous or "", None, root))
    prepare_release(own)


@cache
def _at_work(term: str) -> tuple[TermRun, Crew]:
    """A term that is planned once, and one crew for all reports of it that are made."""
    own = bundled_term(term)
    releases = prepare_release(own)
    jobs = plan_jobs(own, releases, StageLog.silent())
    run = _open.enter_context(opened_term(own, jobs, releases, Options("builtin", "1")))
    crew = _open.enter_context(run.crew(run.again(jobs)))
    _open.callback(os.environ.__setitem__, SOCKET_VARIABLE, os.environ.pop(SOCKET_VARIABLE, ""))
    return run, crew


def end_crews() -> None:
    """At the end of all tests: nothing that was started here is left running."""
    _open.close()


@cache
def made_report(
    report: str, area_id: str, audience: str = "public", term: str = TERM, each: str = ""
) -> MadeReport:
    """Execute, compose and render one report of a term of the bundled data.

    Nothing of what its notebook leaves may be such that no page shows it.
    """
    own, (run, crew) = bundled_term(term), _at_work(term)
    (job,) = [
        job for job in run.jobs
        if (job.report, job.area_id, job.audience, job.each) == (report, area_id, audience, each)
    ]  # fmt: skip
    (outcome,) = run.batch.run(run.again([job]), crew)
    assert not outcome.failed, outcome.ended.error
    assert run.unpublished([job]) == []
    return MadeReport(read_page(own.page_file(job.site, job.path)), own.site_folder(job.site))


def assert_golden(name: str, text: str) -> None:
    """``text`` is what ``tests/golden/reports/NAME`` holds."""
    assert text == golden_text(f"reports/{name}", text)
