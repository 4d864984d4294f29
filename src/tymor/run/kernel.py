"""The kernel manager that papermill is given: a stock kernel, reached privately.

Free TCP ports are picked before they are used, so two processes that start
kernels at once can pick the same one, and then read each other's messages.
Unix sockets in a folder of the kernel's own cannot collide, and open no port.
"""

import shutil
import sys
import tempfile
import weakref
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

#: The system's limit for the name of a socket, less what is put behind the folder's.
_LONGEST_FOLDER = 80


class LocalKernelManager(AsyncKernelManager):
    """A stock kernel over Unix sockets, or over TCP where there are none."""

    def __init__(self, **options: object) -> None:
        folder = tempfile.mkdtemp(prefix="tymor-")
        if sys.platform != "win32" and len(folder) <= _LONGEST_FOLDER:
            options |= {"transport": "ipc", "ip": str(Path(folder) / "kernel")}
        options["connection_file"] = str(Path(folder) / "kernel.json")
        super().__init__(**options)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
