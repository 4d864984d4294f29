"""What the person who runs the term may choose."""

from dataclasses import dataclass
from typing import Literal

RendererName = Literal["auto", "builtin", "quarto"]
#: What the workers of a Dask cluster begin with: ``dask:tcp://HOST:PORT``.
DASK = "dask:"


@dataclass(frozen=True)
class Options:
    """``workers`` is ``auto``, a number, or a Dask cluster (:data:`DASK`).

    ``shared`` is where a cluster's workers find what they need and leave what they made: a
    folder or an object store, as fsspec names it. Without it, a folder below ``build/TERM``.
    ``job_seconds`` is the longest that a job may take, ``max_failures`` how many jobs may fail
    before no more are begun. ``strict`` makes an error of what notebooks leave that no page shows.
    ``weaker_protection`` says why rules of protection are weaker than those published last.
    """

    renderer: RendererName = "auto"
    workers: str = "auto"
    job_seconds: int | None = None
    max_failures: int | None = None
    retry_failed: bool = False
    shared: str = ""
    strict: bool = False
    weaker_protection: str = ""
