"""The first half of a job: its notebook executed, in a process that imports no more than that."""

import logging
import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tymor.plan.cell_places import Place, place_of
from tymor.run.journal import Ended

#: A line of the cell in a traceback, as IPython and as our own errors write it.
_LINE_OF_CELL = re.compile(r"^(?:Cell In\s?\[(\d+)\], |  )line (\d+)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


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
    cell_seconds: int = 600  # the longest that one cell may take
    job_seconds: int | None = None  # the longest the whole job may take; no limit


def start_executor(environment: Mapping[str, str]) -> None:
    """Ctrl-C at the terminal is for the batch, which ends its processes in order.

    ``environment`` is the batch's: what this process was forked from may be older.
    """
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def ready() -> None:
    """Nothing: the first task of a pool starts its processes."""


def execute(work: Work) -> Ended:
    """Execute one notebook. A failed one is kept, with a link to the failing cell."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
    from tymor.run.papermill_engine import ENGINE

    os.environ[RELEASE_VARIABLE] = str(work.release)
    os.environ[ROOT_VARIABLE] = str(work.root)
    os.environ[PARTNERSHIP_VARIABLE] = work.partnership
    logging.getLogger("papermill").setLevel(logging.ERROR)
    work.output.parent.mkdir(parents=True, exist_ok=True)
    work.output.unlink(missing_ok=True)  # an old result must not pass for this one
    own_folder = (work.root / "notebooks" / work.notebook).parent
    started = time.monotonic()
    place = Place()
    error = ""
    try:
        papermill.execute_notebook(
            str(work.source),
            str(work.output),
            parameters=dict(work.parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            execution_timeout=work.cell_seconds,
            kernel_manager_class="tymor.run.kernel.LocalKernelManager",
            progress_bar=False,
            cwd=str(own_folder),  # so that it can import the modules of its own folder
        )
    except PapermillExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
        place = _kept(work.output, failure.exec_count)
    except Exception as failure:  # a kernel that died is this job's failure, not the batch's
        error = f"{type(failure).__name__}: {failure}"
    seconds = time.monotonic() - started
    return Ended(seconds=seconds, cell=place.cell, line=place.line, error=error)


def _kept(output: Path, executed: int | None) -> Place:
    """Where the cell that failed stands in the analyst's file; its notebook is kept as it is.

    ``executed`` is that cell's number among those that were executed.
    """
    import nbformat
    from papermill.iorw import write_ipynb

    from tymor.run.papermill_engine import without_chance

    notebook = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
    # papermill has marked the cell, in cells with random ids
    write_ipynb(without_chance(notebook), str(output))
    failed = (c for c in notebook.cells if executed and c.get("execution_count") == executed)
    return next(map(_line_that_failed, failed), Place())


def _line_that_failed(cell: Mapping[str, Any]) -> Place:
    """The line of a cell that its traceback names; its first one where that names none."""
    place = place_of(cell)
    if place.cell is None:  # it was put there behind the analyst's own
        return place
    told = "\n".join(
        "\n".join(output.get("traceback", ()))
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    )
    named = _LINE_OF_CELL.findall(_COLOURS.sub("", told))
    own = str(cell.get("execution_count"))
    lines = [int(line) for number, line in named if number in ("", own)]
    return replace(place, line=place.line + lines[-1] - 1) if place.line and lines else place
