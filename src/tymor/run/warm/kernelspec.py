"""The kernelspec ``tymor``, for papermill, nbclient and JupyterLab."""

import json
import sys
from pathlib import Path
from typing import Any

from tymor.files import write_atomic

PROVISIONER = "tymor-warm"


def warm_kernelspec() -> dict[str, Any]:
    """This Python's stock kernel, started by the provisioner of this package."""
    module = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [sys.executable, "-Xfrozen_modules=off", *module],
        "display_name": "Tymor (warm)",
        "language": "python",
        "metadata": {"debugger": True, "kernel_provisioner": {"provisioner_name": PROVISIONER}},
    }


def install_kernelspec(prefix: Path | None = None) -> Path:
    """Write the kernelspec into ``share/jupyter/kernels/tymor`` of this environment."""
    folder = (prefix or Path(sys.prefix)) / "share" / "jupyter" / "kernels" / "tymor"
    text = json.dumps(warm_kernelspec(), indent=1) + "\n"
    return write_atomic(folder / "kernel.json", text.encode())
