"""Who may write at a time: one build of a term, one publication of a site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tymor.errors import TymorError
from tymor.publication import Publication


@contextmanager
def held(lock: Path, otherwise: str) -> Iterator[None]:
    """Hold a lock file for the block; it is free again when the process ends, however it does.

    Raises
    ------
    TymorError
        Another process holds it; ``otherwise`` says what that means.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    file = FileLock(lock)
    try:
        file.acquire(blocking=False)
    except Timeout:
        raise TymorError(otherwise) from None
    try:
        yield
    finally:
        file.release()


@contextmanager
def alone(publication: Publication) -> Iterator[None]:
    """One build of a term at a time, and none while it is published.

    Raises
    ------
    TymorError
        Another process is building or publishing the same term.
    """
    publication.close_to_others()
    name = publication.name
    told = f"{name} is being built or published by another process: wait for it, or end it."
    with held(publication.folder / ".lock", told):
        yield
