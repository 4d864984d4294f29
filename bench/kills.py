"""Builds that are killed at random moments and run again: is the result that of an undisturbed one?

The whole process group is killed with SIGKILL, and the next run begins at once.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from measured import tree
from snapshots import File, differing, snapshot
from workload.project import Project

_SEED = 2017
_GRACE_SECONDS = 10


@dataclass(frozen=True)
class Kill:
    """One build that was killed, and the one after it."""

    after_seconds: float
    files_before: int  # that stood below build/TERM when it was killed
    half_written: list[str]  # of those, files in their place with a content they should not have
    differs: list[str]  # after the second build, from the undisturbed one
    temporary: list[str]  # left after the second build
    alive: int  # processes of the killed build that outlived the second one


def kills(project: Project, command: list[str], env: dict[str, str], times: int) -> Iterator[Kill]:
    """Build undisturbed, then kill and build again ``times`` times."""
    started = time.monotonic()
    subprocess.run(command, cwd=project.root, env=env, check=True, capture_output=True)
    seconds = time.monotonic() - started
    whole = snapshot(project.build)
    moments = random.Random(_SEED)
    done = 0
    while done < times:
        shutil.rmtree(project.build)
        after = moments.uniform(0, seconds)
        running = _killed(command, project.root, env, after)
        if running is None:  # it had ended before: another moment
            continue
        left = snapshot(project.build)
        subprocess.run(command, cwd=project.root, env=env, check=True, capture_output=True)
        now = snapshot(project.build)
        alive = len(psutil.wait_procs(running, _GRACE_SECONDS)[1])
        temporary = [name for name in now if Path(name).name.startswith(".")]
        yield Kill(after, len(left), _half(left, whole), differing(now, whole), temporary, alive)
        done += 1


def _killed(
    command: list[str], cwd: Path, env: dict[str, str], after: float
) -> list[psutil.Process] | None:
    """Kill the build after some seconds; the processes it had, or nothing where it had ended."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    running = tree(process.pid)
    if process.poll() is not None:
        return None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def _half(left: dict[str, File], whole: dict[str, File]) -> list[str]:
    """Files in their final place whose content is not that of the undisturbed build."""
    return [
        name for name, file in left.items() if name in whole and whole[name].content != file.content
    ]
