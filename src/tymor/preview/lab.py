"""A report's notebook in JupyterLab, with the parameters of one page."""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tymor.build import plan_jobs, prepare_release
from tymor.config.environment import PARTNERSHIP_VARIABLE
from tymor.console.stage_log import StageLog
from tymor.errors import TymorError
from tymor.files import to_json, write_if_changed
from tymor.locks import alone
from tymor.plan.frozen import frozen_publication
from tymor.plan.jobs import Job
from tymor.plan.source_notebooks import sources_of
from tymor.preview.asked import Asked, PreviewPublication
from tymor.report.at_desk import told
from tymor.report.preview import LANGUAGE_VARIABLE

#: JupyterLab opens a notebook that is kept as Python as one; jupytext's own command says it so.
_AS_NOTEBOOK = {
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"python": "Jupytext Notebook"}}
}
_SETTINGS = "labconfig/default_setting_overrides.json"
_CONFIG_VARIABLE = "JUPYTER_CONFIG_PATH"


@dataclass(frozen=True)
class Lab:
    """How JupyterLab is started: its command, and what is in its environment beside our own."""

    command: Sequence[str]
    environment: Mapping[str, str]
    notebook: Path

    def run(self) -> None:
        """Start it, and wait until it was ended.

        Raises
        ------
        TymorError
            There is no JupyterLab in this Python.
        """
        if find_spec("jupyterlab") is None:
            raise TymorError(
                f"There is no JupyterLab beside {sys.executable}: pip install jupyterlab"
            )
        subprocess.run(self.command, env={**os.environ, **self.environment}, check=False)


def lab_for(asked: Asked, language: str, log: StageLog) -> Lab:
    """JupyterLab on the notebook of the page that is asked for; its release is prepared first,
    where there is none.

    Raises
    ------
    TymorError
        There is no such page, or the data cannot be prepared.
    """
    own = asked.publication()
    publication = asked.at_desk(own)
    with alone(own):
        releases = prepare_release(own, log)
    job = asked.job_of(plan_jobs(publication, releases, log))
    root = own.config.root.absolute()
    notebook = root / "notebooks" / job.notebook
    settings = publication.folder.absolute() / "jupyter"
    write_if_changed(settings / _SETTINGS, to_json(_AS_NOTEBOOK).encode())
    config = os.pathsep.join(filter(None, (str(settings), os.environ.get(_CONFIG_VARIABLE))))
    environment = {
        _CONFIG_VARIABLE: config,
        PARTNERSHIP_VARIABLE: own.config.partnership_file,
        **({LANGUAGE_VARIABLE: language} if language else {}),
        **told(job.report, _parameters(publication, job)),
    }
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", str(notebook)]
    return Lab(command, environment, notebook)


def _parameters(publication: PreviewPublication, job: Job) -> dict[str, tuple[Any, Any]]:
    """Of each parameter what the notebook's own cell says, and what the plan gives it."""
    folder = frozen_publication(publication).config.root / "notebooks"
    declared = sources_of(publication, [job.notebook], folder)[job.notebook].parameters
    return {
        name: (ast.literal_eval(each.default), job.parameters[name])
        for name, each in declared.items()
        if name in job.parameters
    }
