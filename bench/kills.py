"""Builds that are killed at random moments and run again: is the result that of an undisturbed one?

The whole process group is killed with SIGKILL, and the next run begins at once.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from measured import tree
from snapshots import File, differing, snapshot, written
from workload.project import Project

_SEED = 2017
_GRACE_SECONDS = 10


#: What remembers when files were written, for the next run: no output, and never twice the same.
_MEMORY = (".lock", "journal.sqlite", "audit/kept/", "audit/clean.json")


@dataclass(frozen=True)
class Kill:
    """One build that was killed, and the one after it."""

    after_seconds: float
    done_before: int  # jobs that the journal said were done when it was killed
    half_written: list[str]  # files in their place with a content they should not have
    differs: list[str]  # outputs after the second build that are not the undisturbed one's
    left_over: list[str]  # files after the second build that the undisturbed one has not
    twice: int  # jobs that are in the journal more than once
    undone: int  # jobs that are not in it as done
    redone: int  # notebooks that were executed again although their jobs were done
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
        if running is not None:  # else it had ended before: another moment
            left, before = snapshot(project.build), _states(project.build)
            subprocess.run(command, cwd=project.root, env=env, check=True, capture_output=True)
            alive = len(psutil.wait_procs(running, _GRACE_SECONDS)[1])
            yield _compared(project, after, before, (left, whole), alive)
            done += 1


def _compared(
    project: Project,
    after: float,
    before: list[tuple[str, str]],
    snapshots: tuple[dict[str, File], dict[str, File]],
    alive: int,
) -> Kill:
    """What the second build made of what the first one left; ``snapshots``: left, undisturbed."""
    left, whole = snapshots
    now, states = snapshot(project.build), _states(project.build)
    executed = [name for name in written(left, now) if name.startswith("notebooks/executed/")]
    done_before = sum(state == "done" for _, state in before)
    return Kill(
        after_seconds=after,
        done_before=done_before,
        half_written=[n for n in _outputs(differing(left, whole)) if n in left and n in whole],
        differs=_outputs(differing(now, whole)),
        left_over=_outputs(sorted(now.keys() - whole.keys())),
        twice=len(states) - len({name for name, _ in states}),
        undone=project.reports - sum(state == "done" for _, state in states),
        redone=len(executed) - (project.reports - done_before),
        alive=alive,
    )


def _outputs(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(_MEMORY)]


def _states(build: Path) -> list[tuple[str, str]]:
    """Each job of the journal and its state, read from a copy: the journal stays as it was left."""
    with tempfile.TemporaryDirectory() as copy:
        for part in build.glob("journal.sqlite*"):
            shutil.copy(part, copy)
        if not (journal := Path(copy) / "journal.sqlite").exists():
            return []
        database = sqlite3.connect(journal)
        try:
            rows = database.execute("SELECT name, entry FROM jobs").fetchall()
        except sqlite3.OperationalError:  # killed before its tables were there
            rows = []
        database.close()
    return [(name, json.loads(entry)["state"]) for name, entry in rows]


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
