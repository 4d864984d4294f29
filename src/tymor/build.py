"""The whole way through the house, read from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tymor.audit import audit
from tymor.check import check, stop_on_errors
from tymor.compose import compose, composed_pages
from tymor.errors import AuditFailed, PlanError, count
from tymor.inputs import Inputs
from tymor.page import Page
from tymor.plan import Job, plan
from tymor.publication import Publication
from tymor.release import Release, prepare
from tymor.render.site import Renderer, build_sites
from tymor.run.execute import Outcome
from tymor.run.pool import run, stop_if_failed
from tymor.stage_log import StageLog
from tymor.standing_pages import all_pages


@dataclass(frozen=True)
class Options:
    """What the person who runs the term may choose."""

    renderer: Renderer = "auto"
    workers: int | None = None


def build(publication: Publication, options: Options, log: StageLog) -> None:
    """Check, prepare, plan, run, compose, render and audit one term.

    Raises
    ------
    TymorError
        A stage failed; those before it are kept in ``build/TERM``, and nothing
        in ``site/`` was touched.
    """
    _, releases = prepare_release(publication, log)
    jobs = plan_jobs(publication, releases, log)
    outcomes = run_jobs(publication, jobs, log, options.workers)
    with log.stage("compose") as told:
        written = compose(publication, outcomes, releases)
        pages = all_pages(publication, written, releases)
        told.say(count(pages, "page"))
    render_pages(publication, options.renderer, log, pages)
    audit_site(publication, releases, log)


def prepare_release(
    publication: Publication, log: StageLog | None = None
) -> tuple[Inputs, dict[str, Release]]:
    """Check and prepare: what a notebook needs before it can run."""
    log = log or StageLog.silent()
    with log.stage("check") as told:
        inputs = check(publication)
        told.problems(inputs.problems)
        stop_on_errors(publication, inputs)
        rows = sum(len(table) for table in inputs.tables.values())
        warnings = [problem for problem in inputs.problems if problem.severity == "warning"]
        told.say(
            f"{count(inputs.tables, 'table')}, {count(rows, 'row')}   0 errors   "
            f"{count(warnings, 'warning')}"
        )
    with log.stage("prepare") as told:
        releases = prepare(publication, inputs)
        told.say(", ".join(releases))
    return inputs, releases


def plan_jobs(publication: Publication, releases: dict[str, Release], log: StageLog) -> list[Job]:
    with log.stage("plan") as told:
        jobs = plan(publication, releases)
        told.say(count(jobs, "job"))
    return jobs


def run_jobs(
    publication: Publication, jobs: list[Job], log: StageLog, workers: int | None
) -> list[Outcome]:
    with log.stage("run") as told:
        outcomes = list(told.progress(run(publication, jobs, workers), len(jobs)))
        stop_if_failed(outcomes)
        told.say(f"{count(outcomes, 'notebook')}   0 failed")
    return outcomes


def run_some(
    publication: Publication,
    log: StageLog,
    report: str | None,
    area_id: str | None,
    workers: int | None,
) -> list[Path]:
    """Execute the jobs of one report or area; return the executed notebooks."""
    _, releases = prepare_release(publication, log)
    chosen = [
        job
        for job in plan_jobs(publication, releases, log)
        if report in (None, job.report) and area_id in (None, job.area_id)
    ]
    if not chosen:
        reports = ", ".join(publication.term.reports)
        raise PlanError(f"No job has report {report} and area {area_id}. Reports: {reports}.")
    return [outcome.output for outcome in run_jobs(publication, chosen, log, workers)]


def render_pages(
    publication: Publication,
    renderer: Renderer,
    log: StageLog,
    pages: Sequence[Page] | None = None,
) -> None:
    """Render composed pages: those given, or those that ``compose`` left."""
    with log.stage("render") as told:
        built = build_sites(
            publication, pages or composed_pages(publication), renderer, told.progress
        )
        told.say(f"{count(built.pages, 'page')}   {count(built.pdfs, 'PDF')}   {built.renderer}")


def audit_site(publication: Publication, releases: dict[str, Release], log: StageLog) -> None:
    with log.stage("audit") as told:
        findings = audit(publication, releases)
        told.say(findings.summary())
    if findings.problems:
        listed = "\n".join(f"  {problem}" for problem in findings.problems[:20])
        raise AuditFailed(f"The site must not be published as it is:\n{listed}")
