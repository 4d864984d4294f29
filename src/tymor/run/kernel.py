"""The kernel manager that papermill is given: kernels that are warm, private and quick to end.

Free TCP ports are picked before they are used, so two processes that start
kernels at once can pick the same one, and then read each other's messages.
Unix sockets in a folder of the kernel's own cannot collide, and open no port.
"""

import json
import os
import shutil
import sys
import tempfile
import time
import weakref
from pathlib import Path
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type, default

from tymor.files import write_atomic
from tymor.run.warm import SOCKET_VARIABLE

#: The system's limit for the name of a socket, less what is put behind the folder's.
_LONGEST_FOLDER = 80
_RECONNECT_MS = 5
_POLL_SECONDS = 0.005
_PROVISIONER = "tymor-warm"


class PromptClient(AsyncKernelClient):
    """Knows that a kernel is ready by its answer, instead of by 200 ms of silence."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Until one request was answered on both channels, the second with "idle".

        What the kernel sent before is then read and gone, since each channel
        keeps its order.
        """
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while time.monotonic() < until:
            asked = self.kernel_info()
            if await self._answered(asked):
                return
            if not await self._async_is_alive():
                raise RuntimeError("The kernel died before it was ready.")
        raise RuntimeError(f"The kernel was not ready after {timeout:.0f} seconds.")

    wait_for_ready = _async_wait_for_ready

    @default("context")
    def _keen_context(self) -> zmq.asyncio.Context:
        """Sockets that try again at once: the kernel is about to listen."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.reconnect_ivl = _RECONNECT_MS
        return context

    async def _answered(self, asked: str) -> bool:
        try:
            while True:
                reply = await self.get_shell_msg(timeout=1)
                if reply["parent_header"].get("msg_id") == asked:
                    break
            while True:  # lost where the kernel answered before it had heard of our subscription
                told = await self.get_iopub_msg(timeout=0.1)
                idle = told["content"].get("execution_state") == "idle"
                if idle and told["parent_header"].get("msg_id") == asked:
                    break
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class LocalKernelManager(AsyncKernelManager):
    """Warm kernels where a batch runs them, else stock ones; Unix sockets, or TCP on Windows."""

    client_factory = Type(klass=AsyncKernelClient, default_value=PromptClient)

    def __init__(self, **options: object) -> None:
        folder = tempfile.mkdtemp(prefix="tymor-", dir=_folder_of_the_batch())
        if sys.platform != "win32" and len(folder) <= _LONGEST_FOLDER:
            options |= {"transport": "ipc", "ip": str(Path(folder) / "kernel")}
        options["connection_file"] = str(Path(folder) / "kernel.json")
        super().__init__(**options)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """No installed kernelspec is asked: a batch always runs in its own Python."""
        return KernelSpec(**warm_kernelspec())

    async def _async_interrupt_kernel(self) -> None:
        """Not before a shutdown: an idle kernel would only log it, a busy one is killed."""
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    interrupt_kernel = _async_interrupt_kernel

    async def _async_wait(self, pollinterval: float = _POLL_SECONDS) -> None:
        await super()._async_wait(min(pollinterval, _POLL_SECONDS))


def _folder_of_the_batch() -> Path | None:
    """The parent's own folder, which it removes even where this process is killed."""
    address = os.environ.get(SOCKET_VARIABLE)
    folder = Path(address).parent if address else None
    return folder if folder and folder.is_dir() else None


def warm_kernelspec() -> dict[str, Any]:
    """This Python's stock kernel, started by the provisioner of this package."""
    module = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [sys.executable, "-Xfrozen_modules=off", *module],
        "display_name": "Tymor (warm)",
        "language": "python",
        "metadata": {"debugger": True, "kernel_provisioner": {"provisioner_name": _PROVISIONER}},
    }


def install_kernelspec(prefix: Path | None = None) -> Path:
    """Write the kernelspec into ``share/jupyter/kernels/tymor`` of this environment."""
    folder = (prefix or Path(sys.prefix)) / "share" / "jupyter" / "kernels" / "tymor"
    text = json.dumps(warm_kernelspec(), indent=1) + "\n"
    return write_atomic(folder / "kernel.json", text.encode())
