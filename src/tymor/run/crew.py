"""The crew: processes of this machine that execute notebooks and make pages of them.

An executor waits while its kernel works, so each such pair takes a core: there are as many as
cores. A page takes longer than its notebook, so as many render beside them, in long-lived
workers: with half as many, kernels waited for pages. A process that dies takes one job with
it, and a new one stands in its place.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, nullcontext
from multiprocessing import forkserver
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from tymor.errors import TymorError
from tymor.run.journal import Ended
from tymor.run.page_of_job import (
    Finished,
    PageTask,
    Rendering,
    finish_here,
    start_renderer,
)
from tymor.run.warm.starter import ONE_THREAD, cannot_fork, warm_kernels
from tymor.run.work import execute, ready, start_executor

T = TypeVar("T", Ended, Finished)
#: A task's name, and how its notebook ended, or then the making of its page. If the notebook
#: failed no page is made of it.
Event = tuple[str, Ended | Finished]


class Crew(Protocol):
    """Whoever does the jobs: this machine's processes, or a cluster."""

    @property
    def room(self) -> int:
        """How many jobs may be on their way at once."""

    def start(self, task: PageTask) -> None:
        """Take a task; its events come in time. A failed execution is its last event."""

    def next_event(self) -> Event:
        """The next thing that happened, waiting for it."""


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

    def start(self, task: PageTask) -> None:
        if task.work is None:
            self._make_page(task)
            return
        limit = task.work.job_seconds
        future = self._executors.schedule(execute, args=[task.work], timeout=limit)
        future.add_done_callback(lambda done: self._executed(task, done))

    def next_event(self) -> Event:
        return self.events.get()

    def _executed(self, task: PageTask, done: Future[Ended]) -> None:
        ended = result_of(done, Ended)
        if ended is not None:
            self.events.put((task.name, ended))
            if not ended.failed:
                self._make_page(task)

    def _make_page(self, task: PageTask) -> None:
        future = self._renderers.schedule(finish_here, args=[task])
        future.add_done_callback(lambda done: self._made(task, done))

    def _made(self, task: PageTask, done: Future[Finished]) -> None:
        finished = result_of(done, Finished)
        if finished is not None:
            self.events.put((task.name, finished))


def result_of(done: Future[T], ended: Callable[..., T]) -> T | None:
    """What a process gave, or why it gave nothing; nothing where the job was called off."""
    try:
        return done.result()
    except CancelledError:
        return None
    except ProcessExpired as failure:
        error = (
            f"The process that did it ended by itself ({_how(failure.exitcode)}): most often the "
            "machine had no memory left. Try it again with fewer --workers."
        )
    except TimeoutError:
        error = "The job took longer than it may (--job-seconds) and was ended."
    except Exception as failure:  # told as this job's failure; the others go on
        error = f"{type(failure).__name__}: {failure}"
    return ended(error=error)


def _how(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def processes() -> Any:
    """How processes begin: forked from one that has imported what they need.

    That one begins to import at once, and stays for the next batch of this one. Where nothing
    can be forked, each process imports for itself.
    """
    if cannot_fork():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tymor.run.preloaded"])
    before = dict(os.environ)
    os.environ.update(ONE_THREAD)
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context


@contextmanager
def local_crew(
    rendering: Rendering,
    workers: str,
    executing: int,
    jobs: int,
    told: Mapping[str, str] | None = None,
) -> Iterator[LocalCrew]:
    """The crew for so many jobs, of which so many execute a notebook.

    Kernels are warm, and ``told`` what theirs is to know (see
    :func:`~tymor.run.warm.starter.warm_kernels`; nothing where they are warm already); at the
    end of the block nothing of it is left running.

    Raises
    ------
    TymorError
        ``workers`` is neither ``auto`` nor a number.
    """
    cores = _number_of(workers)
    executors = max(1, min(cores, executing))
    renderers = max(1, min(cores, jobs))
    with (
        warm_kernels(told) if executing and told is not None else nullcontext(),
        process_pool(renderers, start_renderer, rendering) as render_in,
        # Ended before those who make pages: what has just been executed asks for its page.
        process_pool(executors, start_executor) as execute_in,
    ):
        if jobs:
            render_in.schedule(ready)  # while the first notebooks run
        yield LocalCrew(execute_in, render_in, room=2 * (executors + renderers))


@contextmanager
def process_pool(size: int, begin: Callable[..., None], *given: object) -> Iterator[ProcessPool]:
    """So many processes that ``begin`` with this environment and what is ``given``."""
    told = [dict(os.environ), *given]
    pool = ProcessPool(size, initializer=begin, initargs=told, context=processes())
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _number_of(workers: str) -> int:
    """How many processes ``auto`` or a number says."""
    if workers == "auto":  # one more than cores was no quicker, and takes 150 MB with its kernel
        return os.cpu_count() or 1
    if workers.isdecimal() and int(workers) > 0:
        return int(workers)
    raise TymorError(
        f"--workers is {workers!r}; expected auto, a number from 1 on, or dask:tcp://HOST:PORT."
    )
