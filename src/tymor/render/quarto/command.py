"""Finding the ``quarto`` command and running it."""

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path

from tymor.errors import RendererMissing, TymorError
from tymor.render.quarto.standards import fit_standards

#: The first whose Typst writes PDF/UA (the option ``pdf-standard``).
OLDEST = (1, 9)
_VERSION = re.compile(r"^\s*(?:typst )?v?(\d+)\.(\d+)(?:\.(\d+))?", re.MULTILINE)
#: How much of Quarto's output an error repeats.
_LAST_LINES = 30
_HOW_TO_GET_IT = (
    "Quarto comes from conda-forge: `conda env create -f environment.yml`, then "
    "`conda activate tymor` (pip cannot install it). Or use --renderer builtin, "
    "which needs nothing more."
)

Version = tuple[int, int, int]

_log = logging.getLogger(__name__)


def find_quarto() -> Path | None:
    """The ``quarto`` on the PATH, if it is one that can be used.

    One that is too old counts as none, and why is logged as a warning.
    """
    found = _on_path()
    if found is None:
        return None
    fault = _fault(found)
    if fault:
        _log.warning("%s", fault)
        return None
    return found


def require_quarto() -> Path:
    """The ``quarto`` on the PATH.

    Raises
    ------
    RendererMissing
        There is none, or it is too old; the message says how to get one.
    """
    found = _on_path()
    if found is None:
        raise RendererMissing(
            f"There is no `quarto` on the PATH; 1.9 or newer is needed. {_HOW_TO_GET_IT}"
        )
    fault = _fault(found)
    if fault:
        raise RendererMissing(f"{fault} {_HOW_TO_GET_IT}")
    return found


def parse_version(printed: str) -> Version | None:
    """The version in what ``--version`` printed; ``None`` where there is none."""
    found = _VERSION.search(printed)
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3] or 0)


def render(project: Path, quarto: Path) -> None:
    """Render every page of a project in every format it names.

    Raises
    ------
    TymorError
        Quarto failed; the end of what it said is in the message.
    """
    fit_standards(project, _typst_version(quarto))
    done = _run_to_render(quarto, "render", str(project.resolve()), folder=project)
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        said = "\n".join(f"  {line}" for line in lines[-_LAST_LINES:]) or "  (nothing)"
        raise TymorError(
            f"`quarto render` failed with exit status {done.returncode} in {project}; "
            f"it said last:\n{said}\n"
            "The project is kept: run the command there to look closer, "
            "or render with --renderer builtin."
        )


def _on_path() -> Path | None:
    found = shutil.which("quarto")
    return Path(found) if found else None


def _fault(quarto: Path) -> str | None:
    """Why this Quarto cannot be used, in a sentence; ``None`` where it can."""
    try:
        done = _run(quarto, "--version")
    except OSError as error:
        return f"{quarto} cannot be started: {error}."
    version = parse_version(done.stdout) if done.returncode == 0 else None
    if version is None:
        return f"{quarto} --version did not print a version, but {done.stdout.strip()!r}."
    if version[:2] < OLDEST:
        found, oldest = ".".join(map(str, version)), ".".join(map(str, OLDEST))
        return (
            f"{quarto} is Quarto {found}, too old: only from {oldest} on does its Typst write "
            "PDF/UA, the accessible PDF that every report must be."
        )
    return None


def _typst_version(quarto: Path) -> Version | None:
    """Which Typst this Quarto brings: releases and conda-forge differ."""
    done = _run_to_render(quarto, "typst", "--version")
    return parse_version(done.stdout) if done.returncode == 0 else None


def _run_to_render(
    quarto: Path, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """It was there when the build began; whatever became of it is told."""
    try:
        return _run(quarto, *arguments, folder=folder)
    except OSError as error:
        raise TymorError(
            f"{quarto} cannot be started: {error}. Mend it, or render with --renderer builtin."
        ) from None


def _run(
    quarto: Path, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(quarto), *arguments],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
