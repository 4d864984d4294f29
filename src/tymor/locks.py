"""Who may write at a time: one build of a term, one publication of a site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tymor.errors import TymorError
from tymor.fingerprints import code_at_start
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
    except OSError as failure:
        raise TymorError(
            f"{lock} cannot be used as a lock ({failure.strerror}): take away what stands there."
        ) from None
    try:
        yield
    finally:
        file.release()


@contextmanager
def alone(publication: Publication) -> Iterator[None]:
    """One command at a time works on a term, be it building or publishing it.

    Raises
    ------
    TymorError
        Another process is at work on the same term.
    """
    code_at_start()
    publication.close_to_others()
    name = publication.name
    told = f"Another process is at work on {name}: wait for it, or end it."
    with held(publication.folder / ".lock", told):
        yield
