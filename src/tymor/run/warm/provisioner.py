"""Jupyter's side: the kernel provisioner ``tymor-warm``."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from tymor.run.warm import SOCKET_VARIABLE
from tymor.run.warm.messages import Inbox, send

#: A parent that is still importing answers within this; else a stock kernel is started.
_PATIENCE_SECONDS = 60
_STOCK_MODULE = "ipykernel_launcher"


class Refused(OSError):
    """The parent would not, or could not, give a kernel."""


class WarmProcess:
    """A forked kernel, in the manner of :class:`subprocess.Popen`.

    It is the parent's child, not ours, so its end is heard over the link, and
    signals go over it: only the parent knows whose the number still is.
    """

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: Mapping[str, Any]) -> None:
        self._inbox = Inbox()
        self._link = socket.socket(socket.AF_UNIX)
        self.returncode: int | None = None
        try:
            self._link.settimeout(_PATIENCE_SECONDS)
            self._link.connect(address)
            send(self._link, request)
            self.pid = self._first_answer()
        except BaseException:
            self._link.close()
            raise

    def _first_answer(self) -> int:
        while not self._inbox.closed:
            for message in self._inbox.read(self._link):
                if "pid" in message:
                    return int(message["pid"])
                raise Refused(message["refused"])
        raise Refused("the process to fork has ended")

    def poll(self) -> int | None:
        """The exit status, or nothing while the kernel runs."""
        self._listen(block=False)
        return self.returncode

    def wait(self) -> int:
        while self.returncode is None:
            self._listen(block=True)
        return self.returncode

    def _listen(self, *, block: bool) -> None:
        if self.returncode is None:
            self._link.settimeout(None if block else 0)
            for message in self._inbox.read(self._link):
                self.returncode = message.get("exit")
            if self._inbox.closed and self.returncode is None:
                self.returncode = -9  # the parent died, and its kernels with it
            if self.returncode is not None:
                self._link.close()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            self._link.settimeout(None)
            send(self._link, {"signal": int(number)})

    def close(self) -> None:
        """Give the kernel up: the parent ends it if it still runs."""
        self._link.close()


class WarmProvisioner(LocalProvisioner):
    """Asks the batch's parent for a kernel; where there is none, launches a stock one.

    At an analyst's desk there is no parent, on purpose: a restarted kernel must
    see the code that was edited a moment ago.
    """

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        address = os.environ.get(SOCKET_VARIABLE)
        if address is None or _STOCK_MODULE not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            process = WarmProcess(address, _request(cmd, **kwargs))
        except OSError as failure:
            self.log.info("A stock kernel was started: %s.", failure)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        self.pid = process.pid
        self.pgid = None  # so that signals go through the process above
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        if isinstance(self.process, WarmProcess):
            self.process.close()
            self.process = None
        await super().cleanup(restart)


def _request(
    cmd: list[str], *, env: Mapping[str, str], cwd: str | None = None, **_: Any
) -> dict[str, Any]:
    arguments = cmd[cmd.index(_STOCK_MODULE) + 1 :]
    kept = {name: value for name, value in env.items() if name != SOCKET_VARIABLE}
    return {"argv": arguments, "env": kept, "cwd": cwd or str(Path.cwd())}
