"""The whole way through the house, read from top to bottom."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tymor.check.inputs_stamp import (
    Checked,
    forget_inputs,
    inputs_fingerprint,
    inputs_touched,
    remember_inputs,
    require_same_inputs,
    still_standing,
)
from tymor.config.disclosure import is_attacked
from tymor.config.environment import settings_told
from tymor.console.stage_log import StageLog
from tymor.errors import AuditFailed, PlanError, Problem, TymorError, count
from tymor.fingerprints import require_same_code
from tymor.locks import alone
from tymor.options import DASK, Options
from tymor.plan.frozen import freeze_settings
from tymor.plan.jobs import Job, plan, refuse_shared_addresses
from tymor.prepare.release_files import Release, stored_releases
from tymor.publication import Publication
from tymor.run.batch import Outcome, Todo
from tymor.run.crew import processes
from tymor.run.term import TermRun, opened_term
from tymor.run.told import (
    stop_if_too_many,
    tell_failures,
    tell_unpublished,
    tell_warnings,
    write_failures,
)
from tymor.run.warm.starter import warm_kernels
from tymor.weaker_rules import require_no_weaker

if TYPE_CHECKING:
    import pandas as pd

#: So many of the faults that end a command are listed.
_LISTED = 20
#: Said of an audience whose rules keep nobody from subtracting.
_NOT_ATTACKED = "not attacked, as params/disclosure.yml has parts: 1"


def build(publication: Publication, options: Options, log: StageLog) -> None:
    """Check, prepare, plan, run, compose, render and audit one term; only what is not done.

    Raises
    ------
    RunFailed
        Some jobs failed. All the others are done and rendered; nothing in ``site/`` was touched.
        Or ``options.strict`` is set, and notebooks left something that no page shows.
    AuditFailed
        Something must not be published as it is; with ``options.strict`` also a number of which
        nothing says what it rests on.
    TymorError
        A stage failed; those before it are kept in ``build/TERM``.
    """
    with alone(publication), _kernels_meanwhile(publication, options) as warm:
        with _planned(publication, options, log) as term:
            failed, left = run_jobs(term, log, warm=warm)
        tell_unpublished(publication, left, failed, log.console, strict=options.strict)
        audit_sites(publication, term.jobs, term.releases, log, strict=options.strict)
    tell_failures(publication, failed, len(term.jobs), log.console)


@contextmanager
def _planned(publication: Publication, options: Options, log: StageLog) -> Iterator[TermRun]:
    """The term prepared and planned, with its journal open."""
    releases = prepare_release(publication, log, weaker_protection=options.weaker_protection)
    jobs = plan_jobs(publication, releases, log)
    with opened_term(publication, jobs, releases, options) as term:
        yield term


@contextmanager
def _kernels_meanwhile(publication: Publication, options: Options) -> Iterator[bool]:
    """Where inputs have changed, notebooks will run: kernels, and what is forked to
    execute and render, get warm while these are checked.

    Gives whether kernels are warm in this block.
    """
    here = not options.workers.startswith(DASK)
    stands = still_standing(publication, inputs_fingerprint(publication))
    if not here or (stands and stored_releases(publication)):
        yield False
        return
    processes()
    with warm_kernels(settings_told(freeze_settings(publication).config)):
        yield True


def prepare_release(
    publication: Publication,
    log: StageLog | None = None,
    *,
    again: bool = False,
    weaker_protection: str = "",
) -> dict[str, Release]:
    """Check and prepare, unless what stands rests on the same inputs.

    ``again`` does both whatever stands there. ``weaker_protection`` says why audiences are to be
    shown more than by the rules of the last publication.

    Raises
    ------
    TymorError
        They are to be, and nobody said why.
    """
    log = log or StageLog.silent()
    require_no_weaker(publication, weaker_protection)
    publication.close_to_others()
    before = inputs_touched(publication)  # first: what changes from here on is noticed
    fingerprint = inputs_fingerprint(publication)
    checked = None if again else still_standing(publication, fingerprint)
    releases = stored_releases(publication) if checked else None
    if checked and releases:
        with log.stage("check") as told:
            listed = "   tymor check lists them" if checked.problems else ""
            told.say(f"{_said(checked)}   as before{listed}")
        with log.stage("prepare") as told:
            told.say(f"{', '.join(releases)}   as before")
        return releases
    return _prepare_anew(publication, log, fingerprint, before)


def _prepare_anew(
    publication: Publication,
    log: StageLog,
    fingerprint: str,
    touched: Mapping[str, tuple[int, ...]],
) -> dict[str, Release]:
    from tymor.check.data import check, stop_on_errors  # readers and contracts, only where needed
    from tymor.prepare.release import prepare

    forget_inputs(publication)
    with log.stage("check") as told:
        inputs = check(publication)
        told.problems(inputs.problems)
        stop_on_errors(publication, inputs)
        rows = sum(len(table) for table in inputs.tables.values())
        checked = Checked(len(inputs.tables), rows, inputs.problems, inputs.rows_held())
        told.say(_said(checked))
    with log.stage("prepare") as told:
        releases = prepare(publication, inputs)
        told.say(", ".join(releases))
    require_same_code()
    require_same_inputs(publication, touched)
    remember_inputs(publication, fingerprint, checked)
    return releases


def _said(checked: Checked) -> str:
    warnings = sum(problem.severity == "warning" for problem in checked.problems)
    return (
        f"{count(checked.tables, 'table')}, {count(checked.rows, 'row')}   0 errors   "
        f"{count(warnings, 'warning')}"
    )


def plan_jobs(
    publication: Publication, releases: Mapping[str, Release], log: StageLog
) -> list[Job]:
    with log.stage("plan") as told:
        jobs = plan(publication, releases)
        refuse_shared_addresses(jobs)
        said = count(jobs, "job")
        before = publication.term.previous
        if before is not None and not any(map(publication.earlier_release, releases)):
            said += f"   no page says what changed: tymor prepare --term {before} was not run"
        told.say(said)
        unread = dict.fromkeys((job.notebook, job.fault) for job in jobs if job.fault)
        told.problems(
            [Problem(f"notebooks/{name}", "notebook", fault, "warning") for name, fault in unread]
        )
    return jobs


def run_jobs(term: TermRun, log: StageLog, *, warm: bool) -> tuple[list[Outcome], list[str]]:
    """Do what jobs have left to do and render what surrounds their pages.

    Returns the failed, and in words what notebooks left that no page shows. ``warm`` says that
    kernels are warm already.
    """
    todo, most = term.todo(), term.batch.options.max_failures
    with term.crew(todo, warm=warm) as crew:
        with log.stage("run") as told:
            outcomes = list(told.progress(term.batch.run(todo, crew), len(todo)))
            failed = term.failed(todo, outcomes)
            told.say(_ran(len(term.jobs), todo, failed))
        stop_if_too_many(term.publication, most, failed, todo, outcomes)
        with log.stage("render") as told:
            made = sum(outcome.rendered for outcome in outcomes)
            told.say(term.close(failed, crew, made))
    write_failures(term.publication, failed)
    return failed, term.unpublished(term.jobs)


def _ran(jobs: int, todo: Sequence[Todo], failed: Sequence[Outcome]) -> str:
    executed = sum(bool(each.execute) for each in todo)
    return f"{count(executed, 'notebook')} of {jobs}   {len(failed)} failed"


def run_some(
    publication: Publication,
    log: StageLog,
    report: str | None,
    area_id: str | None,
    options: Options,
) -> list[Path]:
    """Execute the jobs of one report or area, done before or not; return their notebooks."""
    with alone(publication):
        with _planned(publication, options, log) as term:
            chosen = [
                job
                for job in term.jobs
                if report in (None, job.report) and area_id in (None, job.area_id, job.each)
            ]
            if not chosen:
                reports = ", ".join(publication.term.reports)
                raise PlanError(
                    f"No job has report {report} and area {area_id}. Reports: {reports}."
                )
            todo = term.again(chosen)
            with term.crew(todo) as crew, log.stage("run") as told:
                outcomes = list(told.progress(term.batch.run(todo, crew), len(todo)))
                failed = [outcome for outcome in outcomes if outcome.failed]
                told.say(_ran(len(chosen), todo, failed))
            left = term.unpublished(chosen)
        tell_unpublished(publication, left, failed, log.console, strict=options.strict)
    tell_failures(publication, failed, len(chosen), log.console)
    return [outcome.output for outcome in outcomes]


def render_again(publication: Publication, options: Options, log: StageLog) -> None:
    """Render every page once more, from the notebooks as they were executed."""
    with alone(publication), _planned(publication, options, log) as term:
        todo = term.render_again()
        with term.crew(todo) as crew, log.stage("render") as told:
            outcomes = list(told.progress(term.batch.run(todo, crew), len(todo)))
            failed = [outcome for outcome in outcomes if outcome.failed]
            told.say(term.close(failed, crew, len(outcomes) - len(failed)))
    tell_failures(publication, failed, len(term.jobs), log.console)


def audit_again(publication: Publication, log: StageLog, *, twins: int = 0) -> None:
    """Attack and check the sites as they stand; then look for so many ``twins`` of the data.

    Raises
    ------
    TymorError
        Something is left to do before.
    AuditFailed
        Something must not be published as it is.
    """
    with alone(publication), _planned(publication, Options(), log) as term:
        if undone := term.todo():
            raise TymorError(
                f"{count(undone, 'page')} of {publication.name} must be made: run tymor build."
            )
        audit_sites(publication, term.jobs, term.releases, log)
        if twins:
            find_twins(publication, term.jobs, twins, log)


def find_twins(publication: Publication, jobs: Sequence[Job], many: int, log: StageLog) -> None:
    """Make so ``many`` twins of the data for each audience that is kept from subtracting.

    Raises
    ------
    AuditFailed
        What such an audience reads is not the same of a twin, so that it tells of what is withheld.
    """
    from tymor.audit.twins.twin import twins, write_twins

    problems: list[Problem] = []
    for audience in publication.config.audiences:
        if not is_attacked(publication.config.disclosure[audience]):
            continue
        with log.stage("twins") as told:
            found = twins(publication, audience, jobs, many)
            write_twins(publication, found)
            told.say(found.summary)
            problems += found.problems
    if problems:
        listed = "\n".join(_some(problems))
        raise AuditFailed(f"What is published tells what is withheld:\n{listed}")


def attack_releases(publication: Publication, log: StageLog) -> None:
    """Attack the releases as they were written, and say what protection costs.

    Raises
    ------
    AuditFailed
        Something that is withheld can be worked out.
    """
    from tymor.audit.disclosure import attacked, tables_told, utility
    from tymor.disclosure.costs import SHOWN_AS

    problems: list[Problem] = []
    with alone(publication):
        for name, release in prepare_release(publication, log).items():
            tables = tables_told(release)
            costs = utility(publication, name, tables, release.tables["areas"])
            if len(costs):
                with log.stage("attack") as told:
                    found = list(attacked(publication, name, tables))
                    said = "   ".join(f"{costs[each].sum():,} {each}" for each in SHOWN_AS)
                    attacked_it = is_attacked(publication.config.disclosure[name])
                    end = f"{count(found, 'figure')} told" if attacked_it else _NOT_ATTACKED
                    told.say(f"{name}: {said}   {end}")
                    problems += found
                log.console.print(f"{'':<9} {_by_rule(costs)}", highlight=False)
    if problems:
        listed = "\n".join(_some(problems))
        raise AuditFailed(f"What is withheld can be worked out:\n{listed}")


def attack_built(
    sites: Sequence[Path], schools: Sequence[Path], log: StageLog, interval: int
) -> None:
    """Attack built sites, read together, as a stranger would; and as each of these schools.

    Of ``schools`` each is a school's own site, or a folder of such sites. What is withheld should
    have ``interval`` values.

    Raises
    ------
    AuditFailed
        Something that is withheld can be worked out, or to within fewer values, or is told by a
        file; or one cannot be read.
    TymorError
        A folder is no built site.
    """
    from tymor.audit.stranger import attack_sites, sites_in

    with log.stage("attack") as told:
        own = [each for folder in schools for each in sites_in(folder)]

        def tell(how_far: str) -> None:
            log.console.print(f"{'attack':<9} {how_far}", highlight=False, markup=False)

        found = attack_sites(sites, own, interval, tell)
        told.say(found.summary())
    for line in found.files.summary():
        log.console.print(f"{'':<9} {line}", highlight=False, markup=False, soft_wrap=True)
    if found.files.exposed:
        listed = "\n".join([*_some(found.files.exposed), *_some(found.told)])
        raise AuditFailed(f"Files tell what is withheld, or cannot be read:\n{listed}")
    if found.told:
        listed = "\n".join(_some(found.told))
        raise AuditFailed(f"What is withheld can be worked out:\n{listed}")


def _some(found: Sequence[object]) -> list[str]:
    """A line each, and how many more there are; of a file no more than one until each has one."""
    first = {str(each).partition(":")[0]: str(each) for each in reversed(found)}
    ordered = [*reversed(first.values()), *(each for each in map(str, found))]
    lines = [f"  {each}" for each in dict.fromkeys(ordered)]
    more = [f"  and {len(lines) - _LISTED:,} more"] if len(lines) > _LISTED else []
    return [*lines[:_LISTED], *more]


def _by_rule(costs: "pd.DataFrame") -> str:
    """How many figures each rule withholds, the most first."""
    from tymor.disclosure.costs import RULES

    sums = costs[[*RULES]].sum().sort_values(ascending=False, kind="stable")
    told = [f"{sums[rule]:,} {rule.replace('_', ' ')}" for rule in sums.index if sums[rule]]
    return f"withheld by rule: {', '.join(told) or 'none'}"


def why_each(publication: Publication, options: Options, log: StageLog) -> list[tuple[Job, str]]:
    """Every job of the term, and why it would run; nothing where it would not."""
    with alone(publication), _planned(publication, options, log) as term:
        reasons = {each.job.name: each.why for each in term.todo()}
    return [(job, reasons.get(job.name, "")) for job in term.jobs]


def audit_sites(
    publication: Publication,
    jobs: Sequence[Job],
    releases: Mapping[str, Release],
    log: StageLog,
    *,
    strict: bool = False,
) -> None:
    """Attack and check what was built; numbers without a claim are warnings.

    Raises
    ------
    AuditFailed
        Something must not be published as it is; with ``strict`` numbers without a claim, too.
    """
    from tymor.audit.every import audit
    from tymor.audit.stamp import take_stamp_away

    with log.stage("audit") as told:
        sites = {job.site: job.audience for job in jobs}
        findings = audit(publication, sites, releases)
        told.say(findings.summary())
    faults = findings.problems + (findings.warnings if strict else ())
    if faults:
        if not findings.problems:
            take_stamp_away(publication)
        listed = "\n".join(_some(faults))
        raise AuditFailed(f"The site must not be published as it is:\n{listed}")
    if findings.warnings:
        tell_warnings(findings.warnings, log.console)
