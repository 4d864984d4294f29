"""The same batch on a Dask cluster: a real scheduler, two worker processes, one of them killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from built import BuiltProjects, contents
from projects import mini_project, publication

from tymor.build import build
from tymor.console.stage_log import StageLog
from tymor.errors import TymorError
from tymor.options import Options


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = _start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port),
                       "--no-dashboard")  # fmt: skip
    workers = [
        _start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard",
               "--no-nanny", "--local-directory", str(tmp_path / f"worker-{number}"))
        for number in range(2)
    ]  # fmt: skip
    yield Cluster(address, workers)
    for process in [*workers, scheduler]:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in [*workers, scheduler]:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_lost_workers_jobs_run_elsewhere_and_the_result_is_the_same(
    cluster: Cluster, tmp_path: Path, built_projects: BuiltProjects
) -> None:
    here = publication(built_projects.copy(mini_project, tmp_path / "here"))
    there = publication(mini_project(tmp_path / "there"))
    shared = (tmp_path / "shared").as_uri()
    killed = _kill_when_busy(cluster.workers[0])
    next(killed)
    options = Options("builtin", f"dask:{cluster.address}", shared=shared)
    build(there, options, StageLog.silent())
    assert next(killed)
    assert contents(there) == contents(here)
    assert not list((tmp_path / "shared" / "results").iterdir())


def _kill_when_busy(worker: subprocess.Popen[bytes]) -> Iterator[bool]:
    """A thread that kills the worker once it has a kernel; in the end, whether it did."""
    import threading

    done = threading.Event()

    def watch() -> None:
        process = psutil.Process(worker.pid)
        while not done.is_set():
            kernels = [p for child in process.children() for p in child.children()]
            if kernels:
                os.killpg(worker.pid, signal.SIGKILL)
                done.set()
            time.sleep(0.02)

    threading.Thread(target=watch, daemon=True).start()
    yield True
    yield done.wait(1)


def test_no_cluster_is_told(tmp_path: Path) -> None:
    own = publication(mini_project(tmp_path))
    options = Options("builtin", f"dask:tcp://127.0.0.1:{_free_port()}")
    with pytest.raises(TymorError, match="No Dask scheduler answers"):
        build(own, options, StageLog.silent())
