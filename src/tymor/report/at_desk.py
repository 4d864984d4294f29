"""What `tymor open` gave a notebook at a desk: the parameters of the page that was asked for.

They stand in the environment, so that nobody writes into the analyst's file. As papermill's do,
they take the place of what the cell tagged ``parameters`` says; what an analyst then writes there
instead is what counts.
"""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from tymor.config.environment import PARAMETERS_VARIABLE


def told(report: str, parameters: Mapping[str, tuple[Any, Any]]) -> Mapping[str, str]:
    """What is put into the environment: of each parameter what the notebook's own cell says, and
    what it is to be."""
    return {PARAMETERS_VARIABLE: json.dumps({"report": report, "parameters": parameters})}


def instead(report: str, named: Mapping[str, str]) -> dict[str, str]:
    """The parameters that a report is opened with, where it was called with what its cell says.

    The notebook's own variables are set alike, so that its later cells say the same.
    """
    given = json.loads(os.environ.get(PARAMETERS_VARIABLE) or "{}")
    if given.get("report") != report:
        return dict(named)
    _set_variables(given["parameters"])
    own = {name: pair for name, pair in given["parameters"].items() if name in named}
    changed = {name: str(to) for name, (said, to) in own.items() if named[name] == str(said)}
    return {**named, **changed}


def _set_variables(parameters: Mapping[str, tuple[Any, Any]]) -> None:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:  # no notebook
        return
    for name, (said, to) in parameters.items():
        if shell.user_ns.get(name) == said and to != said:
            shell.user_ns[name] = to
            print(f"{name} = {to!r}   (as tymor open was asked; the cell says {said!r})")
