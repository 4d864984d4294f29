"""A notebook in JupyterLab with the parameters of one page: as its kernel sees it."""

import json
import os
from pathlib import Path
from typing import Any

import jupytext
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from projects import TERM, mini_project, notebook_file

from tymor.console.stage_log import StageLog
from tymor.page import HEAD_MIME
from tymor.preview.asked import Asked
from tymor.preview.lab import Lab, lab_for
from tymor.report.at_desk import instead, told


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_project(tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def lab(root: Path) -> Lab:
    return lab_for(Asked(root, TERM, None, "school", "9999002"), "cy", StageLog.silent())


def _outputs(lab: Lab, root: Path) -> list[Any]:
    """What the notebook shows until it is opened, and what its area is then."""
    node = jupytext.read(lab.notebook)
    at = next(n for n, cell in enumerate(node.cells) if "report.open(" in cell.source)
    node.cells = [*node.cells[: at + 1], new_code_cell("print('it is', area)")]
    client = NotebookClient(
        node, kernel_name="python3", resources={"metadata": {"path": str(lab.notebook.parent)}}
    )
    client.execute(env={**os.environ, **lab.environment})
    return [output for cell in node.cells for output in cell.get("outputs", ())]


def test_the_report_is_opened_on_the_area_that_was_asked_for(root: Path, lab: Lab) -> None:
    before = lab.notebook.read_bytes()
    outputs = _outputs(lab, root)
    (head,) = [each.data[HEAD_MIME] for each in outputs if HEAD_MIME in each.get("data", {})]
    assert json.loads(head)["area_id"] == "9999002"
    said = "".join(each.get("text", "") for each in outputs)
    assert "it is 9999002" in said, "later cells say the same"
    assert lab.notebook.read_bytes() == before
    assert lab.notebook == notebook_file(root, "school")


def test_jupyterlab_shows_the_notebook_as_one(lab: Lab) -> None:
    folder = Path(lab.environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    settings = json.loads((folder / "labconfig" / "default_setting_overrides.json").read_bytes())
    assert settings["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"] == {
        "python": "Jupytext Notebook"
    }


def test_what_the_analyst_writes_in_the_cell_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    given = told("school", {"area": ("9990001", "9990002"), "term": (TERM, TERM)})
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert instead("school", {"area": "9990001", "term": TERM})["area"] == "9990002"
    assert instead("school", {"area": "9990003", "term": TERM})["area"] == "9990003"
    assert instead("authority", {"area": "9990001", "term": TERM})["area"] == "9990001"
