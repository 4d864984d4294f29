"""Forked kernels beside stock ones: real notebooks, real faults, no trace left behind."""

import asyncio
import json
import logging
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import psutil
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from projects import mini_project, publication

from tymor.build import plan_jobs, prepare_release
from tymor.plan import Job
from tymor.run import engine
from tymor.run.execute import Outcome, Work, execute
from tymor.run.kernel import LocalKernelManager
from tymor.run.pool import run as run_batch
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.kernelspec import install_kernelspec
from tymor.run.warm.starter import WarmParent, cannot_fork, warm_kernels
from tymor.stage_log import StageLog

pytestmark = pytest.mark.skipif(bool(cannot_fork()), reason="kernels are not forked here")

NOTEBOOKS = Path(__file__).parent / "fault_notebooks"
FAULTS = sorted(path.stem for path in NOTEBOOKS.glob("*.py"))


@dataclass(frozen=True)
class Ran:
    outcome: Outcome
    cells: list[dict[str, Any]]  # of code cells: source, execution_count, outputs

    @property
    def printed(self) -> str:
        outputs = [output for cell in self.cells for output in cell["outputs"]]
        return "".join(output.get("text", "") for output in outputs)


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    """One parent for the module; :func:`run` chooses whether a notebook may use it."""
    with warm_kernels() as started:
        assert started
        del os.environ[SOCKET_VARIABLE]
        yield started
        os.environ[SOCKET_VARIABLE] = started.address


@pytest.fixture
def run(tmp_path: Path, parent: WarmParent, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Execute a notebook of ``fault_notebooks`` as the batch does, warm or stock."""

    def go(name: str, *, warm: bool = True, seconds: int = 30, **parameters: Any) -> Ran:
        if warm:
            monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
        else:
            monkeypatch.delenv(SOCKET_VARIABLE, raising=False)
        return _execute(_work(tmp_path, name, seconds, parameters))

    return go


def _work(folder: Path, name: str, seconds: int, parameters: dict[str, Any]) -> Work:
    (folder / "notebooks").mkdir(exist_ok=True)
    text = (NOTEBOOKS / f"{name}.py").read_text(encoding="utf-8")
    (folder / "notebooks" / f"{name}.py").write_text(text, encoding="utf-8")
    source = folder / f"{name}.ipynb"
    nbformat.write(jupytext.reads(text, fmt="py:percent"), source)
    job = Job("fault", name, "public", f"{name}.py", name, parameters)
    output = folder / "executed" / f"{name}.ipynb"
    return Work(job, folder, source, output, folder, "", cell_seconds=seconds)


def _execute(work: Work) -> Ran:
    outcome = execute(work)
    notebook = nbformat.read(work.output, as_version=4)
    kept = ("source", "execution_count", "outputs")
    cells = [
        json.loads(json.dumps({key: cell[key] for key in kept}))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    return Ran(outcome, cells)


def _comparable(ran: Ran) -> str:
    """Outputs without what no two executions share: numbers of processes and addresses."""
    text = json.dumps(ran.cells, indent=1)
    return re.sub(r"ipykernel_\d+|0x[0-9a-f]+|\bpid \d+|altair-viz-[0-9a-f]{32}", "…", text)


def _gone(pids: list[int], seconds: float = 10) -> bool:
    """Whether these processes have ended and were reaped, waiting a little for it."""
    until = time.monotonic() + seconds
    while any(psutil.pid_exists(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


# The same as a stock kernel


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in ("who", "endless_output")])
def test_each_notebook_ends_as_in_a_stock_kernel(run: Run, name: str) -> None:
    seconds = 3 if name == "slow" else 30
    stock, warm = run(name, warm=False, seconds=seconds), run(name, seconds=seconds)
    assert _comparable(warm) == _comparable(stock)
    told = [(each.outcome.error, each.outcome.cell, each.outcome.line) for each in (warm, stock)]
    assert told[0] == told[1]


def test_reports_are_the_same_cell_by_cell(
    tmp_path: Path, parent: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    pub = publication(mini_project(tmp_path))
    _, releases = prepare_release(pub)
    jobs = plan_jobs(pub, releases, StageLog.silent())
    one_each = {job.notebook: job for job in jobs}
    assert len(one_each) >= 4
    for job in one_each.values():
        source = pub.folder / "notebooks" / "source" / f"{Path(job.notebook).stem}.ipynb"
        release = pub.release_folder(job.audience)
        work = Work(
            job, pub.config.root, source, tmp_path / "out.ipynb", release,
            pub.config.partnership_file,
        )  # fmt: skip
        monkeypatch.delenv(SOCKET_VARIABLE, raising=False)
        stock = _execute(work)
        monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
        warm = _execute(work)
        assert not stock.outcome.error and not warm.outcome.error
        assert warm.cells == stock.cells


# It is forked, and a kernel of its own


def test_kernel_is_a_child_of_the_parent_and_leaves_no_zombie(
    run: Run, parent: WarmParent
) -> None:
    _, pid, its_parent, *_ = run("who", batch="a").printed.split()
    assert int(its_parent) == parent.process.pid
    assert _gone([int(pid)])
    assert psutil.Process(parent.process.pid).children() == []


def test_random_numbers_differ_between_kernels(run: Run) -> None:
    first, second = (run("who").printed.split()[2:] for _ in range(2))
    assert len(first) == 4 and not set(first) & set(second)


def test_parent_has_one_thread_and_its_folder_is_private(parent: WarmParent) -> None:
    assert psutil.Process(parent.process.pid).num_threads() == 1
    folder = Path(parent.address).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# Faults: what is told, and the next job


@pytest.mark.parametrize(
    ("name", "error", "cell", "line"),
    [
        ("slow", "CellTimeoutError: A cell timed out", 2, 5),
        ("raises", "ZeroDivisionError: division by zero", 2, 7),
        ("exits", "SystemExit: told to stop", 1, 2),
        ("killed", "DeadKernelError: Kernel died", 2, 5),
        ("out_of_memory", "MemoryError", 2, 9),
    ],
)
def test_a_fault_is_told_kept_and_stays_alone(
    run: Run, name: str, error: str, cell: int, line: int
) -> None:
    failed = run(name, seconds=3 if name == "slow" else 30)
    assert failed.outcome.error.startswith(error)
    assert (failed.outcome.cell, failed.outcome.line) == (cell, line)
    kept = failed.outcome.output.read_text(encoding="utf-8")
    assert "papermill-error-cell" in kept
    assert "never" not in failed.printed
    assert run("fine").printed == "fine\n"


def test_endless_output_is_stopped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "OUTPUT_LIMIT_BYTES", 5_000_000)
    for warm in (False, True):
        failed = run("endless_output", warm=warm)
        assert failed.outcome.error.startswith("TooMuchOutput: The notebook printed more than 5")
        assert failed.outcome.seconds < 20
        assert len(failed.printed) <= 5_000_000
    assert run("fine").printed == "fine\n"


def test_a_thread_left_running_does_not_hold_the_job_up(run: Run) -> None:
    ran = run("thread_left")
    assert not ran.outcome.error
    assert ran.outcome.seconds < 8
    assert run("fine").printed == "fine\n"


def test_a_subprocess_left_running_is_ended(run: Run) -> None:
    ran = run("subprocess_left")
    assert _gone([int(ran.printed.split()[1])])


def test_an_interrupt_reaches_the_cell(
    parent: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in ("import time; time.sleep(60)", "1 + 1")]
    )
    NotebookClient(
        notebook, kernel_manager_class=LocalKernelManager, kernel_name="python3", timeout=1,
        interrupt_on_timeout=True, allow_errors=True,
    ).execute()  # fmt: skip
    assert notebook.cells[0].outputs[0].ename == "KeyboardInterrupt"
    assert notebook.cells[1].outputs[0].data["text/plain"] == "2"


# Ends: of the worker, the parent, the batch

_HOLD_A_KERNEL = """
import asyncio, os, sys, time
from tymor.run.kernel import LocalKernelManager
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.starter import warm_kernels

async def hold():
    manager = LocalKernelManager()
    await manager.start_kernel()
    return manager

if sys.argv[1:]:
    os.environ[SOCKET_VARIABLE] = sys.argv[1]
    manager = asyncio.run(hold())
    print(manager.provisioner.pid, flush=True)
    time.sleep(600)
with warm_kernels() as parent:
    manager = asyncio.run(hold())
    print(manager.provisioner.pid, parent.process.pid, flush=True)
    time.sleep(600)
"""


def _start_holder(*arguments: str) -> tuple[subprocess.Popen[str], list[int]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD_A_KERNEL, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    return holder, [int(pid) for pid in holder.stdout.readline().split()]


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_orphan_when_the_batch_is_ended(signal_number: int) -> None:
    holder, pids = _start_holder()
    assert all(psutil.pid_exists(pid) for pid in pids)
    holder.send_signal(signal_number)
    holder.wait(20)
    assert _gone(pids)


def test_a_worker_that_dies_takes_its_kernel_with_it(parent: WarmParent) -> None:
    holder, pids = _start_holder(parent.address)
    assert psutil.Process(pids[0]).ppid() == parent.process.pid
    holder.kill()
    holder.wait(20)
    assert _gone(pids)


def test_without_its_parent_a_kernel_ends_and_the_next_is_a_stock_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels() as parent:
        assert parent
        assert "fine" in _execute(_work(tmp_path, "fine", 30, {})).printed
        holder, pids = _start_holder(parent.address)
        parent.process.kill()
        parent.process.wait()
        assert _gone(pids)
        holder.kill()
        holder.wait()
        who = _execute(_work(tmp_path, "who", 30, {}))
        assert int(who.printed.split()[1]) == os.getpid()
    assert [record.getMessage() for record in caplog.records] == [
        "Notebooks run in stock kernels, which start more slowly: "
        "the process to fork ended early, with status -9."
    ]


def test_a_parent_with_threads_refuses_and_the_batch_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True)"
    (tmp_path / "sitecustomize.py").write_text(f"{thread}.start()\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels():
        monkeypatch.delenv("PYTHONPATH")
        for _ in range(2):
            ran = _execute(_work(tmp_path, "who", 30, {}))
            assert int(ran.printed.split()[1]) == os.getpid()
    assert [record.getMessage() for record in caplog.records] == [
        "Notebooks run in stock kernels, which start more slowly: "
        "the process to fork has 2 threads, not 1."
    ]
