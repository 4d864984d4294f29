"""The process that forks kernels: one thread, one loop, until its starter is gone."""

import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]

from tymor.run.warm.child import become_kernel
from tymor.run.warm.messages import Inbox, Request, send

#: Not to be handled between the fork and the child's own handlers.
_HELD_BACK = {signal.SIGTERM, signal.SIGINT}


def too_many_threads() -> str:
    """Why this process must not fork, or nothing.

    A fork copies only the thread that calls it: a lock that another one holds
    would stay locked in the child for good.
    """
    threads: int = psutil.Process().num_threads()
    return f"the process to fork has {threads} threads, not 1" if threads > 1 else ""


@dataclass
class _Link:
    """One client and its kernel; ``pid`` is 0 until there is one, and after its end."""

    socket: socket.socket
    inbox: Inbox = field(default_factory=Inbox)
    pid: int = 0


class Parent:
    """Forks a kernel for each link, tells its end, and ends all when the starter goes.

    Parameters
    ----------
    listener
        A listening Unix socket in a folder that only this user can enter.
    lifeline
        A pipe that nobody writes to: its end is the starter's.
    """

    def __init__(self, listener: socket.socket, lifeline: int) -> None:
        self._links: list[_Link] = []
        self._over = False
        self._listener = listener
        self._lifeline = lifeline
        self._children_ended, self._wakeup = socket.socketpair()
        for each in (self._listener, self._children_ended, self._wakeup):
            each.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._watch(listener, self._accept)
        self._watch(self._children_ended, self._tell_ends)
        self._watch(lifeline, self._stop)

    def serve(self) -> None:
        """Until the starter is gone or this process is told to end."""
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the loop up
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's to handle
        try:
            while not self._over:
                for key, _ in self._selector.select():
                    key.data()
        finally:
            for link in self._links:
                self._signal(link, signal.SIGKILL)
            for link in self._links:
                if link.pid:
                    os.waitpid(link.pid, 0)

    def _watch(self, source: socket.socket | int, heard: Callable[[], None]) -> None:
        self._selector.register(source, selectors.EVENT_READ, heard)

    def _stop(self) -> None:
        self._over = True

    def _accept(self) -> None:
        with suppress(BlockingIOError, ConnectionError):
            connected, _ = self._listener.accept()
            connected.setblocking(True)
            link = _Link(connected)
            self._links.append(link)
            self._watch(connected, lambda: self._hear(link))

    def _hear(self, link: _Link) -> None:
        for message in link.inbox.read(link.socket):
            if "signal" in message:
                self._signal(link, message["signal"])
            else:
                self._fork(link, Request(**message))
        if link.inbox.closed:
            self._selector.unregister(link.socket)
            self._signal(link, signal.SIGKILL)
            link.socket.close()
            if not link.pid:
                self._links.remove(link)

    def _fork(self, link: _Link, request: Request) -> None:
        why = too_many_threads()
        if why:
            _tell(link, {"refused": why})
            return
        parent = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
        pid = os.fork()
        if pid == 0:
            become_kernel(request, parent, self._leave_everything)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
        link.pid = pid
        _tell(link, {"pid": pid})

    def _leave_everything(self) -> None:
        """In the child: close what belongs to the parent, and handle signals as any process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
        self._selector.close()
        os.close(self._lifeline)
        links = [link.socket for link in self._links]
        for each in (self._listener, self._children_ended, self._wakeup, *links):
            each.close()

    def _tell_ends(self) -> None:
        with suppress(BlockingIOError):
            self._children_ended.recv(4096)
        for link in [each for each in self._links if each.pid]:
            ended = os.waitid(os.P_PID, link.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None:
                self._bury(link, ended)

    def _bury(self, link: _Link, ended: os.waitid_result) -> None:
        """End what a kernel left running, while its number cannot be another's; then reap it."""
        self._signal(link, signal.SIGKILL)
        os.waitpid(link.pid, 0)
        link.pid = 0
        normal = ended.si_code == os.CLD_EXITED
        _tell(link, {"exit": ended.si_status if normal else -ended.si_status})
        if link.inbox.closed:
            self._links.remove(link)

    def _signal(self, link: _Link, number: int) -> None:
        """To the kernel and its subprocesses: it leads a process group of its own."""
        if link.pid:
            try:
                os.killpg(link.pid, number)
            except ProcessLookupError:  # so young that it does not lead one yet
                os.kill(link.pid, number)


def _tell(link: _Link, message: dict[str, object]) -> None:
    with suppress(OSError):  # a client that is gone need not be told
        send(link.socket, message)
