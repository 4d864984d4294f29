"""What a worker is given to execute one job, and what it tells when it has ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The longest that one cell may take.
CELL_SECONDS = 600


@dataclass(frozen=True)
class Work:
    """What a worker needs to execute one job; paths are absolute.

    It holds no :class:`~tymor.plan.jobs.Job`: a worker that unpickled one would
    import all that planning needs, which is a second and 60 MB more.
    """

    notebook: str
    parameters: Mapping[str, Any]
    root: Path
    source: Path
    output: Path
    release: Path
    partnership: str
    cell_seconds: int = CELL_SECONDS
    job_seconds: int | None = None  # the longest the whole job may take; no limit


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a notebook ended; ``error`` is empty where it succeeded."""

    seconds: float
    cell: int | None = None
    line: int | None = None
    error: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.error)
