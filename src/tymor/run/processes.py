"""How the crew's processes begin: forked from one that has imported what they need."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import Any

from tymor.run.warm.starter import ONE_THREAD, cannot_fork


def processes() -> Any:
    """The way to start them, for a pool of processes.

    The process to fork begins to import at once, and stays for the next batch of this one.
    Where nothing can be forked, each process imports for itself.
    """
    if cannot_fork():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tymor.run.preloaded"])
    with _without_threads():
        forkserver.ensure_running()
    return context


@contextmanager
def _without_threads() -> Iterator[None]:
    """Processes started in this block start no threads by importing a library."""
    before = dict(os.environ)
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
