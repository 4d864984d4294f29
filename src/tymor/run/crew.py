"""The crew: processes of this machine that execute notebooks and make pages of them.

An executor waits while its kernel works, so each such pair takes a core: there are as many as
cores. A page takes as long as its notebook, so half of the cores render beside them, in
long-lived workers; all do where nothing is executed. A process that dies takes one job with
it, and a new one stands in its place.
"""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

from tymor.errors import TymorError
from tymor.run.page_of_job import Finished, PageTask, Rendering
from tymor.run.processes import processes
from tymor.run.warm.starter import warm_kernels
from tymor.run.work import Ended, Work
from tymor.run.workers import execute_here, finish_here, ready, start_executor, start_renderer


@dataclass(frozen=True)
class JobWork:
    """One job on its way: executed where ``work`` is given, then made a page of."""

    name: str
    page: PageTask
    work: Work | None = None


@dataclass(frozen=True)
class Executed:
    """A job's notebook was executed; if it failed, no page is made of it."""

    name: str
    ended: Ended


@dataclass(frozen=True)
class PageMade:
    """A job's page was made, or could not be."""

    name: str
    finished: Finished


Event = Executed | PageMade


class Crew(Protocol):
    """Whoever does the jobs: this machine's processes, or a cluster."""

    @property
    def room(self) -> int:
        """How many jobs may be on their way at once."""

    def start(self, job: JobWork) -> None:
        """Take a job; its events come in time. A failed execution is a job's last event."""

    def next_event(self) -> Event:
        """The next thing that happened, waiting for it."""


def default_workers() -> int:
    """As many as there are cores: one more was no quicker, and takes 150 MB with its kernel."""
    return os.cpu_count() or 1


class LocalCrew:
    """A :class:`Crew` of this machine's processes.

    Parameters
    ----------
    executors, renderers
        Pools of processes; they start their processes when there is something to do.
    room
        How many jobs may be on their way at once.
    """

    def __init__(self, executors: ProcessPool, renderers: ProcessPool, room: int) -> None:
        self.room = room
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._executors = executors
        self._renderers = renderers

    def start(self, job: JobWork) -> None:
        if job.work is None:
            self._make_page(job)
            return
        future = self._executors.schedule(
            execute_here, args=[job.work], timeout=job.work.job_seconds
        )
        future.add_done_callback(lambda done: self._executed(job, done))

    def next_event(self) -> Event:
        return self.events.get()

    def _executed(self, job: JobWork, done: Future[Ended]) -> None:
        ended = _result(done, lambda error: Ended(seconds=0.0, error=error))
        if ended is not None:
            self.events.put(Executed(job.name, ended))
            if not ended.failed:
                self._make_page(job)

    def _make_page(self, job: JobWork) -> None:
        future = self._renderers.schedule(finish_here, args=[job.page])
        future.add_done_callback(lambda done: self._made(job, done))

    def _made(self, job: JobWork, done: Future[Finished]) -> None:
        finished = _result(done, lambda error: Finished(error=error))
        if finished is not None:
            self.events.put(PageMade(job.name, finished))


def _result(done: Future[Any], failed: Callable[[str], Any]) -> Any:
    """What a process gave, or why it gave nothing; nothing where the job was called off."""
    try:
        return done.result()
    except CancelledError:
        return None
    except ProcessExpired as failure:
        how = _how(failure.exitcode)
        return failed(
            f"The process that did it ended by itself ({how}): most often the machine had "
            "no memory left. Try it again with fewer --workers."
        )
    except TimeoutError:
        return failed("The job took longer than it may (--job-seconds) and was ended.")
    except Exception as failure:  # told as this job's failure; the others go on
        return failed(f"{type(failure).__name__}: {failure}")


def _how(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


@contextmanager
def local_crew(
    rendering: Rendering,
    workers: int | None,
    executing: int,
    jobs: int,
    told: Mapping[str, str] | None = MappingProxyType({}),
) -> Iterator[LocalCrew]:
    """The crew for so many jobs, of which so many execute a notebook.

    Kernels are warm, and ``told`` what theirs is to know (see
    :func:`~tymor.run.warm.starter.warm_kernels`; nothing where they are warm already); at the
    end of the block nothing of it is left running.
    """
    executors = max(1, min(workers or default_workers(), executing))
    beside = (workers or default_workers()) // 2 if executing else workers or os.cpu_count() or 1
    renderers = max(1, min(beside, jobs))
    context = processes()
    with (
        warm_kernels(told) if executing and told is not None else nullcontext(),
        _pool(
            ProcessPool(
                renderers,
                initializer=start_renderer,
                initargs=[dict(os.environ), rendering],
                context=context,
            )
        ) as render_in,
        # Ended before those who make pages: what has just been executed asks for its page.
        _pool(
            ProcessPool(
                executors,
                initializer=start_executor,
                initargs=[dict(os.environ)],
                context=context,
            )
        ) as execute_in,
    ):
        if jobs:
            render_in.schedule(ready)  # while the first notebooks run
        yield LocalCrew(execute_in, render_in, room=2 * (executors + renderers))


@contextmanager
def _pool(pool: ProcessPool) -> Iterator[ProcessPool]:
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def workers_named(name: str) -> int | None:
    """``auto`` or a number of processes.

    Raises
    ------
    TymorError
        It is neither.
    """
    if name == "auto":
        return None
    if name.isdecimal() and int(name) > 0:
        return int(name)
    raise TymorError(
        f"--workers is {name!r}; expected auto, a number from 1 on, or dask:tcp://HOST:PORT."
    )
