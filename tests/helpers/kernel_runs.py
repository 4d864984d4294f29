"""Fault notebooks, executed as the batch does, and what they left."""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import psutil

from tymor.plan.cell_places import mark_places
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.starter import WarmParent, warm_kernels
from tymor.run.work import Ended, Work, execute

NOTEBOOKS = Path(__file__).parents[1] / "fault_notebooks"
FAULTS = sorted(path.stem for path in NOTEBOOKS.glob("*.py"))


@dataclass(frozen=True)
class Ran:
    ended: Ended
    kept: Path
    cells: list[dict[str, Any]]  # of code cells: source, execution_count, outputs

    @property
    def printed(self) -> str:
        outputs = [output for cell in self.cells for output in cell["outputs"]]
        return "".join(output.get("text", "") for output in outputs)


@contextmanager
def parent_nobody_uses() -> Iterator[WarmParent]:
    """A parent; a test that wants its kernels sets ``SOCKET_VARIABLE`` itself."""
    with warm_kernels() as started:
        assert started
        del os.environ[SOCKET_VARIABLE]
        yield started
        os.environ[SOCKET_VARIABLE] = started.address


def make_work(folder: Path, name: str, seconds: int, parameters: dict[str, Any]) -> Work:
    (folder / "notebooks").mkdir(exist_ok=True)
    text = (NOTEBOOKS / f"{name}.py").read_text(encoding="utf-8")
    (folder / "notebooks" / f"{name}.py").write_text(text, encoding="utf-8")
    source = folder / f"{name}.ipynb"
    notebook = jupytext.reads(text, fmt="py:percent")
    mark_places(notebook.cells, text)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(notebook, source)
    output = folder / "executed" / f"{name}.ipynb"
    return Work(f"{name}.py", parameters, folder, source, output, folder, "", seconds)


def execute_work(work: Work) -> Ran:
    ended = execute(work)
    notebook = nbformat.read(work.output, as_version=4)
    kept = ("source", "execution_count", "outputs")
    cells = [
        json.loads(json.dumps({key: cell[key] for key in kept}))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    return Ran(ended, work.output, cells)


def comparable(ran: Ran) -> str:
    """Outputs without what no two executions share: numbers of processes and addresses."""
    text = json.dumps(ran.cells, indent=1)
    return re.sub(r"ipykernel_\d+|0x[0-9a-f]+|\bpid \d+|altair-viz-[0-9a-f]{32}", "…", text)


def gone(pids: list[int], seconds: float = 30) -> bool:
    """Whether these processes have ended and were reaped, waiting a little for it."""
    until = time.monotonic() + seconds
    while any(psutil.pid_exists(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
