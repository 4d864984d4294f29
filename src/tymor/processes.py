"""Work that is shared by as many processes as there are processors."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from os import sched_getaffinity

from tymor.errors import TymorError


@contextmanager
def crew(many: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes for so many things; nothing where there is one to do, or one to do it with.

    Raises
    ------
    TymorError
        One of them was ended from outside.
    """
    many = min(many, len(sched_getaffinity(0)))
    if many < 2:
        yield None
        return
    with ProcessPoolExecutor(many, mp_context=get_context("spawn")) as processes:
        try:
            yield processes
        except BrokenProcessPool:
            raise TymorError(
                "A process that did part of the work was ended from outside, perhaps for want of "
                "memory. Nothing is lost: give it more, and run the command again."
            ) from None
