"""The notebooks as an analyst meets them: opened in Jupyter and run as they stand."""

import json
import shutil
from pathlib import Path

import jupytext
import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from projects import ROOT, copy_project, notebook_file

from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.page import BLOCK_MIME, HEAD_MIME

REPORTS = (
    "region", "authority", "early_warning", "school", "business_plan", "school_pack", "governors",
    "support", "grants", "post16",
)  # fmt: skip
#: What governors are told is a matter of words: four judgements of three priorities.
WITHOUT_CHART = ("governors",)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone in miniature: the bundled data, nothing built yet."""
    root = copy_project(
        tmp_path_factory.mktemp("analyst"), ROOT / "data" / "published", "published"
    )
    shutil.copytree(ROOT / "data" / "sample", root / "data" / "sample")
    return root


@pytest.mark.parametrize("report", REPORTS)
def test_each_notebook_runs_as_it_stands_and_shows_what_it_leaves(
    project: Path, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in (ROOT_VARIABLE, RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)  # a desk, not a batch
    notebook = jupytext.read(notebook_file(project, report))
    folder = str(project / "notebooks" / report)
    NotebookClient(notebook, resources={"metadata": {"path": folder}}).execute()
    shown = [
        output["data"] for cell in notebook.cells for output in cell.get("outputs", [])
        if "data" in output
    ]  # fmt: skip
    heads = [json.loads(data[HEAD_MIME]) for data in shown if HEAD_MIME in data]
    blocks = [(json.loads(data[BLOCK_MIME]), data) for data in shown if BLOCK_MIME in data]
    assert len(heads) == 1
    assert heads[0]["report"] == report
    assert {"heading", "table"} <= {block["kind"] for block, _ in blocks}
    for block, data in blocks:
        preview = data.get("text/html", "") + data.get("image/svg+xml", "")
        assert preview.strip(), block["id"]
    charts = [data for block, data in blocks if block["kind"] == "chart"]
    assert charts or report in WITHOUT_CHART
    assert all("<svg" in data["image/svg+xml"] for data in charts)


def test_plain_papermill_finds_a_reports_modules_and_takes_digits_for_an_area(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in (ROOT_VARIABLE, RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    (project / "notebooks" / "school" / "school_own.py").write_text("SAID = 'own'\n", "utf-8")
    (project / "notebooks" / "for_all.py").write_text("SAID = 'shared'\n", "utf-8")
    notebook = jupytext.read(notebook_file(project, "school"))
    uses = "import for_all, school_own\n(school_own.SAID, for_all.SAID)"
    notebook.cells.append(nbformat.v4.new_code_cell(uses))
    jupytext.write(notebook, tmp_path / "school.ipynb")
    made = papermill.execute_notebook(
        tmp_path / "school.ipynb",
        tmp_path / "made.ipynb",
        {"area": 9990002},  # as ``papermill -p area 9990002`` takes it
        cwd=str(project),
        progress_bar=False,
    )
    heads = [
        json.loads(output["data"][HEAD_MIME])
        for cell in made.cells
        for output in cell.get("outputs", [])
        if HEAD_MIME in output.get("data", {})
    ]
    assert [head["area_id"] for head in heads] == ["9990002"]
    assert made.cells[-1].outputs[0]["data"]["text/plain"] == "('own', 'shared')"


@pytest.mark.parametrize("report", REPORTS)
def test_each_notebook_is_kept_as_text_with_its_parameters_tagged(report: str) -> None:
    notebook = jupytext.read(notebook_file(ROOT, report))
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert json.loads(json.dumps(notebook.metadata))["kernelspec"]["name"] == "python3"
    for name in ("area: str", "term: str", "audience: str"):
        assert name in tagged[0].source
    assert all(len(cell.source.splitlines()) <= 16 for cell in notebook.cells)
