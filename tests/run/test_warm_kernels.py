"""Forked kernels beside stock ones: real notebooks and real faults."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from kernel_runs import FAULTS, Ran, comparable, execute_work, gone, make_work, parent_nobody_uses
from long_tests import long_but
from nbclient import NotebookClient
from projects import mini_project, publication

from tymor.build import plan_jobs, prepare_release
from tymor.console.stage_log import StageLog
from tymor.run import papermill_engine as engine
from tymor.run.kernel import LocalKernelManager
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.starter import BEHIND, WarmParent, cannot_fork
from tymor.run.work import Work

pytestmark = pytest.mark.skipif(bool(cannot_fork()), reason="kernels are not forked here")

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    with parent_nobody_uses() as started:
        yield started


@pytest.fixture
def run(tmp_path: Path, parent: WarmParent, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Execute a notebook of ``fault_notebooks`` as the batch does, warm or stock."""

    def go(name: str, *, warm: bool = True, seconds: int = 30, **parameters: Any) -> Ran:
        if warm:
            monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
        else:
            monkeypatch.delenv(SOCKET_VARIABLE, raising=False)
        return execute_work(make_work(tmp_path, name, seconds, parameters))

    return go


# The same as a stock kernel


COMPARED = [name for name in FAULTS if name not in ("who", "endless_output")]


@pytest.mark.parametrize("name", long_but(COMPARED, "exits", "fine", "killed", "raises", "state"))
def test_each_notebook_ends_as_in_a_stock_kernel(run: Run, name: str) -> None:
    seconds = 3 if name == "slow" else 30
    stock, warm = run(name, warm=False, seconds=seconds), run(name, seconds=seconds)
    assert comparable(warm) == comparable(stock)
    told = [(each.ended.error, each.ended.cell, each.ended.line) for each in (warm, stock)]
    assert told[0] == told[1]


@pytest.mark.long
def test_reports_are_the_same_cell_by_cell(
    tmp_path: Path, parent: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    pub = publication(mini_project(tmp_path))
    releases = prepare_release(pub)
    jobs = plan_jobs(pub, releases, StageLog.silent())
    one_each = {job.notebook: job for job in jobs}
    assert len(one_each) >= 4
    for job in one_each.values():
        source = pub.folder / "notebooks" / "source" / f"{Path(job.notebook).stem}.ipynb"
        release = pub.release_folder(job.audience)
        work = Work(
            job.notebook, job.parameters, pub.config.root, source, tmp_path / "out.ipynb", release,
            pub.config.partnership_file,
        )  # fmt: skip
        monkeypatch.delenv(SOCKET_VARIABLE, raising=False)
        stock = execute_work(work)
        monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
        warm = execute_work(work)
        assert not stock.ended.error and not warm.ended.error
        assert warm.cells == stock.cells


# It is forked, and a kernel of its own


def test_kernel_is_a_child_of_the_parent_and_leaves_no_zombie(run: Run, parent: WarmParent) -> None:
    _, pid, its_parent, *_ = run("who", batch="a").printed.split()
    assert int(its_parent) == parent.process.pid
    assert gone([int(pid)])
    assert psutil.Process(parent.process.pid).children() == []


def test_random_numbers_differ_between_kernels(run: Run) -> None:
    first, second = (run("who").printed.split()[2:] for _ in range(2))
    assert len(first) == 4 and not set(first) & set(second)


def test_parent_has_one_thread_and_its_folder_is_private(parent: WarmParent) -> None:
    assert psutil.Process(parent.process.pid).num_threads() == 1
    folder = Path(parent.address).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_parent_stands_back_behind_what_is_checked_meanwhile(run: Run, parent: WarmParent) -> None:
    run("who")  # it is there
    assert psutil.Process(parent.process.pid).nice() == psutil.Process().nice() + BEHIND


# Faults: what is told, and the next job


@pytest.mark.parametrize(
    ("name", "error", "cell", "line"),
    [
        ("slow", "CellTimeoutError: A cell timed out", 2, 7),
        ("raises", "ZeroDivisionError: division by zero", 2, 8),
        ("exits", "SystemExit: told to stop", 1, 2),
        ("leaves_quietly", "SystemExit: the notebook ends itself here", 2, 7),
        ("killed", "DeadKernelError: Kernel died", 2, 8),
        ("out_of_memory", "MemoryError", 2, 10),
    ],
)
def test_a_fault_is_told_kept_and_stays_alone(
    run: Run, name: str, error: str, cell: int, line: int
) -> None:
    failed = run(name, seconds=3 if name == "slow" else 30)
    assert failed.ended.error.startswith(error)
    assert (failed.ended.cell, failed.ended.line) == (cell, line)
    kept = failed.kept.read_text(encoding="utf-8")
    assert "papermill-error-cell" in kept
    assert "never" not in failed.printed
    assert run("fine").printed == "fine\n"


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize(
    ("length", "error"),
    [
        (100, "TooMuchOutput: The notebook printed more than 5,000,000 bytes."),
        # So fast that the kernel has no time to send what it gathers.
        (100_000, "TooMuchMemory: The kernel held more than 600,000,000 bytes of memory."),
    ],
)
def test_endless_output_is_stopped(
    run: Run, monkeypatch: pytest.MonkeyPatch, warm: bool, length: int, error: str
) -> None:
    monkeypatch.setattr(engine, "OUTPUT_LIMIT_BYTES", 5_000_000)
    monkeypatch.setattr(engine, "KERNEL_LIMIT_BYTES", 600_000_000)
    failed = run("endless_output", warm=warm, length=length)
    assert failed.ended.error == error
    assert failed.ended.cell == 2  # as JupyterLab counts them, without papermill's own
    assert len(failed.printed) <= 5_000_000
    assert run("fine").printed == "fine\n"


def test_a_thread_left_running_does_not_hold_the_job_up(run: Run) -> None:
    ran = run("thread_left")
    assert not ran.ended.error
    assert ran.ended.seconds < 8
    assert run("fine").printed == "fine\n"


def test_a_subprocess_left_running_is_ended(run: Run) -> None:
    ran = run("subprocess_left")
    assert gone([int(ran.printed.split()[1])])


def test_an_interrupt_reaches_the_cell(parent: WarmParent, monkeypatch: pytest.MonkeyPatch) -> None:
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
