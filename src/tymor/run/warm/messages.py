"""What is said on a kernel's link: one JSON object a line.

To the parent: one :class:`Request`, then ``{"signal": 2}`` as often as wanted.
From it: ``{"pid": 4711}`` or ``{"refused": "why"}``, and at the end
``{"exit": 0}``. A link that closes early ends the kernel, so a worker that dies
takes its kernel with it.
"""

import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """What a stock launch would have been: arguments, environment, folder."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str


def send(link: socket.socket, message: Mapping[str, Any]) -> None:
    link.sendall(json.dumps(message).encode() + b"\n")


@dataclass
class Inbox:
    """Puts lines together from what a socket gives."""

    _rest: bytes = b""
    closed: bool = field(default=False, init=False)

    def read(self, link: socket.socket) -> Iterator[dict[str, Any]]:
        """The messages that are there; waits only if the socket does."""
        try:
            arrived = link.recv(65536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:  # the other side died with something unread
            arrived = b""
        self.closed = not arrived
        *lines, self._rest = (self._rest + arrived).split(b"\n")
        for line in lines:
            yield json.loads(line)
