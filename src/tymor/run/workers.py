"""What runs in the crew's processes. Each imports only what its own part needs."""

import os
import signal
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tymor.run.page_of_job import Finished, PageTask, Rendering
    from tymor.run.work import Ended, Work

#: This process's own, given when it starts.
_rendering: "Rendering | None" = None


def start_executor(environment: Mapping[str, str]) -> None:
    """Ctrl-C at the terminal is for the batch, which ends its processes in order.

    ``environment`` is the batch's: what this process was forked from may be older.
    """
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def start_renderer(environment: Mapping[str, str], rendering: "Rendering") -> None:
    """Make this process one that finishes pages, with its engines at hand."""
    global _rendering  # noqa: PLW0603  (a worker is a process: it has one)
    start_executor(environment)
    _rendering = rendering
    if rendering.quarto is None:
        from tymor.render import charts, one_page  # noqa: F401

        charts.warm_up()


def ready() -> None:
    """Nothing: the first task of a pool starts its processes."""


def execute_here(work: "Work") -> "Ended":
    from tymor.run.execute import execute

    return execute(work)


def finish_here(task: "PageTask") -> "Finished":
    from tymor.run.page_of_job import finish

    assert _rendering is not None
    return finish(task, _rendering)
