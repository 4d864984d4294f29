"""All jobs, several at a time, in processes (papermill's ``cwd`` is not thread-safe)."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tymor.errors import RunFailed, count
from tymor.plan import Job, source_path
from tymor.publication import Publication
from tymor.run.execute import Outcome, Work, execute
from tymor.run.warm.starter import warm_kernels


def default_workers() -> int:
    """One more than there are cores: a forked kernel waits little, and each worker takes memory."""
    return (os.cpu_count() or 1) + 1


def run(
    publication: Publication, jobs: Iterable[Job], workers: int | None = None
) -> Iterator[Outcome]:
    """Execute ``jobs``; yield each outcome as it comes. A failure stops no other job."""
    every = list(jobs)
    with warm_kernels(), _pool(min(workers or default_workers(), max(len(every), 1))) as pool:
        running = {pool.submit(execute, _work(publication, job)): job for job in every}
        for future in as_completed(running):
            job = running[future]
            ended = asdict(future.result())
            yield Outcome(job=job, output=_output(publication, job), **ended)


def stop_if_failed(outcomes: Iterable[Outcome]) -> None:
    """Raise with every failed job's cell, line and error, and how to try it alone."""
    every = list(outcomes)
    failed = sorted((o for o in every if o.failed), key=lambda outcome: outcome.job.name)
    if failed:
        told = "\n".join(_tell(outcome) for outcome in failed)
        others = len(every) - len(failed)
        raise RunFailed(
            f"{told}\n{count(others, 'other report')} done and kept. Nothing was published."
        )


def _tell(outcome: Outcome) -> str:
    job = outcome.job
    cell = f", cell {outcome.cell}" if outcome.cell else ""
    line = f" (line {outcome.line})" if outcome.line else ""
    return (
        f"{job.name} failed in notebooks/{job.notebook}{cell}{line}:\n"
        f"    {outcome.error}\n"
        f"    As executed: {outcome.output}\n"
        f"    Run it alone:  tymor run --report {job.report} --only {job.area_id} --debug"
    )


def _work(publication: Publication, job: Job) -> Work:
    return Work(
        notebook=job.notebook,
        parameters=job.parameters,
        root=publication.config.root,
        source=source_path(publication, job.notebook),
        output=_output(publication, job),
        release=publication.release_folder(job.audience),
        partnership=publication.config.partnership_file,
    )


def _output(publication: Publication, job: Job) -> Path:
    executed = publication.folder / "notebooks" / "executed"
    return executed / job.audience / f"{job.path}.ipynb"


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
