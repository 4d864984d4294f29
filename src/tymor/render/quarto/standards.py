"""Which PDF standards a Quarto's Typst can write together."""

import logging
from functools import cache
from pathlib import Path

from tymor.files import write_atomic
from tymor.yaml_files import read_yaml, to_yaml

#: Before, Typst refused more than one standard for one file.
SEVERAL_FROM = (0, 15)
#: The one that may not be missing: a report must be accessible before it is archival.
_NEEDED = "ua-1"

_log = logging.getLogger(__name__)


def fit_standards(project: Path, typst: tuple[int, int, int] | None) -> None:
    """Leave out of a project's ``pdf-standard`` what an older Typst would stop at.

    Parameters
    ----------
    project
        A written project; its ``_quarto.yml`` is rewritten where that is needed.
    typst
        The version of Quarto's Typst; ``None``, not known, changes nothing.
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
