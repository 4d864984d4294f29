"""How long a command takes, and what its whole process tree uses meanwhile."""

import ctypes
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.5
_LOOKING_SHARE = 0.01  # of one core, at the most: what is looked at must not wait for it
_SET_CHILD_SUBREAPER = 36  # of Linux, as is the proportional size of memory
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
    with tempfile.TemporaryDirectory() as folder:
        told, said = Path(folder) / "told.json", Path(folder) / "said.txt"
        with said.open("w", encoding="utf-8") as out:
            waiting = [sys.executable, __file__, str(told), *command]
            process = subprocess.Popen(waiting, cwd=cwd, env=env, stdout=out, stderr=out)
            curve: list[tuple[float, float]] = []
            ended = threading.Event()
            watched = (process.pid, time.monotonic(), curve, ended)
            watcher = threading.Thread(target=_watch, args=watched)
            watcher.start()
            process.wait()
            ended.set()
            watcher.join()
        heard = said.read_text("utf-8")
        if process.returncode:
            raise RuntimeError(
                f"{' '.join(command)} ended with {process.returncode}:\n{heard[-4000:]}"
            )
        took = json.loads(told.read_text("utf-8"))
    stages = {name: float(seconds) for name, seconds in _STAGE.findall(heard)}
    return Measured(took["seconds"], took["busy"], curve, stages)


def wait_for(command: list[str], told: Path) -> int:
    """Run ``command`` and write how long it and all that it began took, in a process of its own.

    What a command does not wait for itself, such as a process that its workers are forked
    from, becomes a child of this process, which waits for it.
    """
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.monotonic()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    busy = used.ru_utime + used.ru_stime
    with suppress(ChildProcessError):
        while True:
            _, _, used = os.wait4(-1, 0)
            busy += used.ru_utime + used.ru_stime
    told.write_text(json.dumps({"seconds": seconds, "busy": busy}), encoding="utf-8")
    return os.waitstatus_to_exitcode(status)


def tree(pid: int) -> list[psutil.Process]:
    """A process and all below it, those that are there still."""
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    return []


def _watch(
    pid: int, started: float, curve: list[tuple[float, float]], ended: threading.Event
) -> None:
    rest = SAMPLE_SECONDS
    while not ended.wait(rest):
        began = time.thread_time()
        held = sum(_pss(process) for process in tree(pid)[1:])  # without the one that waits
        curve.append((time.monotonic() - started, held / 1e6))
        rest = max(SAMPLE_SECONDS, (time.thread_time() - began) / _LOOKING_SHARE)


def _pss(process: psutil.Process) -> int:
    """Bytes held, a page shared by several processes counted in parts."""
    with suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0


if __name__ == "__main__":
    sys.exit(wait_for(sys.argv[2:], Path(sys.argv[1])))
