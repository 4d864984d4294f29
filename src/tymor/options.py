"""What the person who runs the term may choose."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from tymor.errors import TymorError

RendererName = Literal["auto", "builtin", "quarto"]


@dataclass(frozen=True)
class Limits:
    """How far a batch goes: a job's and a cell's seconds, and how many jobs may fail."""

    job_seconds: int | None = None
    cell_seconds: int = 600
    failures: int | None = None


@dataclass(frozen=True)
class Options:
    """``workers`` is ``auto``, a number, or a Dask cluster: ``dask:tcp://HOST:PORT``.

    ``shared`` is where a cluster's workers find what they need and leave what they made: a
    folder or an object store, as fsspec names it. Without it, a folder below ``build/TERM``.
    ``strict`` makes an error of what notebooks leave that no page shows.
    """

    renderer: RendererName = "auto"
    workers: str = "auto"
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    shared: str = ""
    strict: bool = False


def renderer_named(name: str) -> RendererName:
    """A renderer by the name that was asked for.

    Raises
    ------
    TymorError
        There is none of that name.
    """
    known: tuple[RendererName, ...] = get_args(RendererName)
    for renderer in known:
        if renderer == name:
            return renderer
    raise TymorError(f"No renderer {name!r}; expected one of {', '.join(known)}.")
