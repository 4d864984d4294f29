"""Finding the ``quarto`` command and running it."""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tymor.errors import RendererMissing, TymorError
from tymor.files import write_atomic
from tymor.yaml_files import read_yaml, to_yaml

#: The first whose Typst writes PDF/UA (the option ``pdf-standard``).
OLDEST = (1, 9)
_VERSION = re.compile(r"^\s*(?:typst )?v?(\d+)\.(\d+)(?:\.(\d+))?", re.MULTILINE)
#: Before, Typst refused more than one standard for one file.
SEVERAL_FROM = (0, 15)
#: The one that may not be missing: a report must be accessible before it is archival.
_NEEDED = "ua-1"
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
    found, fault = _on_path()
    if found and fault:
        _log.warning("%s", fault)
    return None if fault else found


def require_quarto() -> Path:
    """The ``quarto`` on the PATH.

    Raises
    ------
    RendererMissing
        There is none, or it is too old; the message says how to get one.
    """
    found, fault = _on_path()
    if fault or found is None:
        raise RendererMissing(f"{fault} {_HOW_TO_GET_IT}")
    return found


def parse_version(printed: str) -> Version | None:
    """The version in what ``--version`` printed; ``None`` where there is none."""
    found = _VERSION.search(printed)
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3] or 0)


def render(projects: Sequence[Path], quarto: Path) -> None:
    """Render every page of these projects in every format that they name.

    They are rendered side by side, one a core: Quarto itself uses one. One that fails is rendered
    again when the others are done: what Quarto keeps for all projects of a user, such as compiled
    styles, another may have been writing.

    Raises
    ------
    TymorError
        Quarto failed also alone; the end of what it said is in the message.
    """
    typst = _typst_version(quarto)
    for project in projects:
        fit_standards(project, typst)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        failed = [*threads.map(lambda project: _fault_of(project, quarto), projects)]
    for project, fault in zip(projects, failed, strict=True):
        if fault and (len(projects) == 1 or (fault := _fault_of(project, quarto))):
            raise TymorError(fault)


def _fault_of(project: Path, quarto: Path) -> str:
    """Render a project; what Quarto said last, where it failed."""
    done = _run(quarto, "render", str(project.resolve()), folder=project)
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    said = "\n".join(f"  {line}" for line in lines[-_LAST_LINES:]) or "  (nothing)"
    return (
        f"`quarto render` failed with exit status {done.returncode} in {project}; "
        f"it said last:\n{said}\n"
        "The project is kept: run the command there to look closer, "
        "or render with --renderer builtin."
    )


def fit_standards(project: Path, typst: tuple[int, int, int] | None) -> None:
    """Leave out of a written project's ``pdf-standard`` what an older Typst would stop at.

    ``typst`` is the version of Quarto's Typst; ``None``, not known, changes nothing.
    """
    path = project / "_quarto.yml"
    config = read_yaml(path)
    options = config["format"]["typst"]
    standards = options.get("pdf-standard")
    if typst is None or typst[:2] >= SEVERAL_FROM or not isinstance(standards, list):
        return
    if len(standards) > 1 and _NEEDED in standards:
        left_out = ", ".join(name for name in standards if name != _NEEDED)
        _tell(".".join(map(str, typst)), left_out)
        options["pdf-standard"] = [_NEEDED]
        write_atomic(path, to_yaml(config).encode("utf-8"))


@cache
def _tell(typst: str, left_out: str) -> None:
    """Once a run, which has a project for each site and language."""
    _log.warning(
        "Typst %s writes one PDF standard at a time: reports are %s, without %s.",
        typst,
        _NEEDED,
        left_out,
    )


def _on_path() -> tuple[Path | None, str]:
    """The ``quarto`` that is there, and why it cannot be used."""
    found = shutil.which("quarto")
    if found is None:
        return None, "There is no `quarto` on the PATH; 1.9 or newer is needed."
    return Path(found), _fault(Path(found))


def _fault(quarto: Path) -> str:
    """Why this Quarto cannot be used, in a sentence."""
    try:
        done = _run(quarto, "--version")
    except TymorError as error:
        return str(error)
    version = parse_version(done.stdout) if done.returncode == 0 else None
    if version is None:
        return f"{quarto} --version did not print a version, but {done.stdout.strip()!r}."
    if version[:2] < OLDEST:
        found, oldest = ".".join(map(str, version)), ".".join(map(str, OLDEST))
        return (
            f"{quarto} is Quarto {found}, too old: only from {oldest} on does its Typst write "
            "PDF/UA, the accessible PDF that every report must be."
        )
    return ""


def _typst_version(quarto: Path) -> Version | None:
    """Which Typst this Quarto brings: releases and conda-forge differ."""
    done = _run(quarto, "typst", "--version")
    return parse_version(done.stdout) if done.returncode == 0 else None


def _run(
    quarto: Path, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """It may not be one that can be started; whatever became of it is told."""
    try:
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
    except OSError as error:
        raise TymorError(
            f"{quarto} cannot be started: {error}. Mend it, or render with --renderer builtin."
        ) from None
