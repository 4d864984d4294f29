"""The batch's side: start the parent, hand its address to the workers, end it."""

import logging
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from tymor.run.warm import SOCKET_VARIABLE

log = logging.getLogger("tymor.run")

#: Libraries that start threads when they are imported are told not to.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}

#: Told to the parent where somebody waits for each kernel: then none of it stands back.
WAITED_FOR = {"TYMOR_KERNELS_WAITED_FOR": "1"}

#: How far what gets ready meanwhile stands back behind the check that everything waits for.
BEHIND = 5


def cannot_fork() -> str:
    """Why kernels cannot be forked on this system, or nothing."""
    if not hasattr(os, "fork"):
        return "this system cannot fork a process"
    if sys.platform == "darwin":
        return "macOS ends processes that use its libraries after a fork"
    return ""


def stands_back() -> bool:
    """Whether what runs here gives way to those who wait for its results."""
    return not WAITED_FOR.items() <= os.environ.items()


def let_other_sessions_go_first(niceness: int) -> None:
    """Linux may share its processors out by session: then this one gets less of them."""
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness))


class WarmParent:
    """The running parent process of one batch."""

    def __init__(self, told: Mapping[str, str]) -> None:
        # Ours alone: mode 0700.
        self._folder = tempfile.TemporaryDirectory(prefix="tymor-warm-", ignore_cleanup_errors=True)
        self.address = str(Path(self._folder.name) / "parent")
        with socket.socket(socket.AF_UNIX) as listener:
            # Listening before the parent runs: a worker that is quicker just waits.
            listener.bind(self.address)
            listener.listen(128)
            self.process = subprocess.Popen(
                [sys.executable, "-Xfrozen_modules=off", "-m", __package__, str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **ONE_THREAD, **told},
                pass_fds=[listener.fileno()],
                start_new_session=True,  # Ctrl-C at the terminal is for the batch
            )

    def why_ended(self) -> str:
        """Why there were not only warm kernels, or nothing where the parent still serves."""
        if self.process.poll() is None:
            return ""
        assert self.process.stdout
        why = self.process.stdout.read().decode()
        return why or f"the process to fork ended early, with status {self.process.returncode}"

    def stop(self) -> None:
        """End the parent and every kernel that it still has."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.terminate()  # it may still be getting warm
        self.process.wait()
        self._folder.cleanup()


@contextmanager
def warm_kernels(told: Mapping[str, str] = MappingProxyType({})) -> Iterator[WarmParent | None]:
    """Kernels started in this block, here and in new child processes, are forked warm.

    Where that is not possible they are stock kernels, and one warning says why.

    Parameters
    ----------
    told
        Environment variables for the parent alone: whose settings to read beforehand.
    """
    why = cannot_fork()
    parent = None
    if not why:
        try:
            parent = WarmParent(told)
        except OSError as failure:
            why = f"the process to fork could not be started ({failure})"
    if parent is None:
        _tell(why)
        yield None
        return
    os.environ[SOCKET_VARIABLE] = parent.address
    try:
        yield parent
    finally:
        del os.environ[SOCKET_VARIABLE]
        why = parent.why_ended()
        parent.stop()
        if why:
            _tell(why)


def _tell(why: str) -> None:
    log.warning("Notebooks run in stock kernels, which start more slowly: %s.", why)
