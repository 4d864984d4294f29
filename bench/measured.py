"""How long a command takes, and what its whole process tree uses meanwhile."""

import os
import re
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.5
_STAGE = re.compile(r"^(\w+) .* (\d+\.\d) s$", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """One command, from its start to its end."""

    seconds: float
    busy: float  # seconds of processor, of the whole tree
    memory_mb: list[tuple[float, float]]  # (seconds since the start, PSS of the whole tree)
    stages: dict[str, float] = field(default_factory=dict)  # as Tymor tells them

    @property
    def peak_mb(self) -> float:
        return max((held for _, held in self.memory_mb), default=0.0)


def measured(command: list[str], cwd: Path, env: dict[str, str]) -> Measured:
    """Run ``command``; raise with the end of what it said where it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=said, stderr=said)
        curve: list[tuple[float, float]] = []
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, started, curve, ended))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        said.seek(0)
        told = said.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{told[-4000:]}")
    stages = {name: float(took) for name, took in _STAGE.findall(told)}
    return Measured(seconds, used.ru_utime + used.ru_stime, curve, stages)


def tree(pid: int) -> list[psutil.Process]:
    """A process and all below it, those that are there still."""
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    return []


def _watch(
    pid: int, started: float, curve: list[tuple[float, float]], ended: threading.Event
) -> None:
    while not ended.wait(SAMPLE_SECONDS):
        held = sum(_pss(process) for process in tree(pid))
        curve.append((time.monotonic() - started, held / 1e6))


def _pss(process: psutil.Process) -> int:
    """Bytes held, a page shared by several processes counted in parts."""
    with suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0
