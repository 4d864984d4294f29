"""One job: papermill, a real kernel, and what became of it."""

import logging
import os
import time
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import write_ipynb

from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.run.papermill_engine import ENGINE, without_chance
from tymor.run.work import Ended, Work


def execute(work: Work) -> Ended:
    """Execute one notebook. A failed one is kept, with a link to the failing cell."""
    os.environ[RELEASE_VARIABLE] = str(work.release)
    os.environ[ROOT_VARIABLE] = str(work.root)
    os.environ[PARTNERSHIP_VARIABLE] = work.partnership
    logging.getLogger("papermill").setLevel(logging.ERROR)
    work.output.parent.mkdir(parents=True, exist_ok=True)
    work.output.unlink(missing_ok=True)  # an old result must not pass for this one
    notebook = work.root / "notebooks" / work.notebook
    started = time.monotonic()
    cell: int | None = None
    line: int | None = None
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
            cwd=str(notebook.parent),  # so that it can import the modules of its own folder
        )
    except PapermillExecutionError as failure:
        cell = int(failure.exec_count) if failure.exec_count else None
        line = _line_of(notebook, failure.source)
        error = f"{failure.ename}: {failure.evalue}"
        _without_chance(work.output)  # papermill has marked the cell, in cells with random ids
    except Exception as failure:  # a kernel that died is this job's failure, not the batch's
        error = f"{type(failure).__name__}: {failure}"
    seconds = time.monotonic() - started
    return Ended(seconds=seconds, cell=cell, line=line, error=error)


def _without_chance(output: Path) -> None:
    notebook = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
    write_ipynb(without_chance(notebook), str(output))


def _line_of(notebook: Path, cell_source: str) -> int | None:
    """The line of the jupytext file where a cell begins, to send the analyst to."""
    at = notebook.read_text(encoding="utf-8").find(cell_source)
    return None if at < 0 else notebook.read_text(encoding="utf-8").count("\n", 0, at) + 1
