"""How forked kernels end with their batch, and where stock ones take their place."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

import nbformat
import psutil
import pytest
from kernel_runs import execute_work, gone, make_work, parent_nobody_uses
from long_tests import long_but
from nbclient import NotebookClient
from projects import HELPERS, mini_project, publication

from tymor.build import plan_jobs, prepare_release
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.run.kernel import install_kernelspec
from tymor.run.term import opened_term
from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.starter import WarmParent, cannot_fork, warm_kernels

pytestmark = pytest.mark.skipif(bool(cannot_fork()), reason="kernels are not forked here")


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    with parent_nobody_uses() as started:
        yield started


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


ENDS = [signal.SIGKILL, signal.SIGINT, signal.SIGTERM]


@pytest.mark.parametrize("signal_number", long_but(ENDS, signal.SIGKILL))
def test_no_orphan_when_the_batch_is_ended(
    signal_number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    holder, pids = _start_holder()
    assert all(psutil.pid_exists(pid) for pid in pids)
    holder.send_signal(signal_number)
    holder.wait(20)
    assert gone(pids)
    assert not list(tmp_path.glob("tymor-*"))


def test_a_worker_that_dies_takes_its_kernel_with_it(parent: WarmParent) -> None:
    holder, pids = _start_holder(parent.address)
    assert psutil.Process(pids[0]).ppid() == parent.process.pid
    holder.kill()
    holder.wait(20)
    assert gone(pids)


def test_without_its_parent_a_kernel_ends_and_the_next_is_a_stock_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels() as parent:
        assert parent
        assert "fine" in execute_work(make_work(tmp_path, "fine", 30, {})).printed
        holder, pids = _start_holder(parent.address)
        parent.process.kill()
        parent.process.wait()
        assert gone(pids)
        holder.kill()
        holder.wait()
        who = execute_work(make_work(tmp_path, "who", 30, {}))
        assert int(who.printed.split()[1]) == os.getpid()
    assert [record.getMessage() for record in caplog.records] == [
        "Notebooks run in stock kernels, which start more slowly: "
        "the process to fork ended early, with status -9."
    ]


_RUN_WHO = """
import sys
from pathlib import Path
from kernel_runs import execute_work, make_work
from tymor.run.warm.starter import warm_kernels

folder = Path(sys.argv[1])
folder.mkdir()
with warm_kernels() as parent:
    for _ in range(3):
        ran = execute_work(make_work(folder, "who", 30, {"batch": folder.name}))
        print(parent.process.pid, *ran.printed.split()[:3])
"""


@pytest.mark.long
def test_two_batches_at_once_do_not_mix(tmp_path: Path) -> None:
    batches = {
        name: subprocess.Popen(
            [sys.executable, "-c", _RUN_WHO, str(tmp_path / name)],
            stdout=subprocess.PIPE, text=True, cwd=HELPERS,
        )
        for name in ("north", "south")
    }  # fmt: skip
    kernels = set()
    for name, batch in batches.items():
        lines = [line.split() for line in batch.communicate(timeout=120)[0].splitlines()]
        assert len(lines) == 3
        for parent, printed_name, kernel, kernels_parent in lines:
            assert (printed_name, kernels_parent) == (name, parent)
            kernels.add(kernel)
    assert len(kernels) == 6


def test_a_batch_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    pub = publication(mini_project(tmp_path))
    releases = prepare_release(pub)
    jobs = plan_jobs(pub, releases, StageLog.silent())
    before = set(psutil.Process().children(recursive=True))
    seen: dict[psutil.Process, str] = {}
    with opened_term(pub, jobs, releases, Options("builtin", "2")) as term:
        todo = term.todo()
        with term.crew(todo) as crew:
            for outcome in term.batch.run(todo, crew):
                assert not outcome.failed
                for process in set(psutil.Process().children(recursive=True)) - before:
                    with suppress(psutil.Error):
                        seen[process] = " ".join(process.cmdline())
    names = {process.pid: name for process, name in seen.items()}
    assert any("tymor.run.warm" in name for name in names.values())
    # Python keeps the two that serve it until it ends itself.
    serving = {forkserver._forkserver._forkserver_pid}  # type: ignore[attr-defined]
    left = [pid for pid, name in names.items() if "resource_tracker" not in name]
    assert gone([pid for pid in left if pid not in serving])
    assert SOCKET_VARIABLE not in os.environ


def test_a_parent_with_threads_refuses_and_the_batch_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True)"
    (tmp_path / "sitecustomize.py").write_text(f"{thread}.start()\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels():
        monkeypatch.delenv("PYTHONPATH")
        for _ in range(2):
            ran = execute_work(make_work(tmp_path, "who", 30, {}))
            assert int(ran.printed.split()[1]) == os.getpid()
    assert [record.getMessage() for record in caplog.records] == [
        "Notebooks run in stock kernels, which start more slowly: "
        "the process to fork has 2 threads, not 1."
    ]


def test_macos_gets_stock_kernels_by_policy(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels() as parent:
        assert parent is None
        assert SOCKET_VARIABLE not in os.environ
    assert "macOS" in caplog.text


def test_a_folder_too_deep_for_a_socket_gets_stock_kernels(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("deep" * 25)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with caplog.at_level(logging.WARNING, "tymor.run"), warm_kernels() as parent:
        assert parent is None
        assert execute_work(make_work(tmp_path, "fine", 30, {})).printed == "fine\n"
    assert "could not be started (AF_UNIX path too long)" in caplog.text


# The installed kernelspec


@pytest.mark.parametrize("warm", [False, True])
def test_kernelspec_works_with_nbclient(
    tmp_path: Path, parent: WarmParent, monkeypatch: pytest.MonkeyPatch, warm: bool
) -> None:
    install_kernelspec(tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    if warm:
        monkeypatch.setenv(SOCKET_VARIABLE, parent.address)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import os; print(os.getppid())")]
    )
    NotebookClient(notebook, kernel_name="tymor", timeout=60).execute()
    its_parent = int(notebook.cells[0].outputs[0].text)
    assert its_parent == (parent.process.pid if warm else os.getpid())
