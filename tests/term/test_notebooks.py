"""The notebooks as an analyst meets them: opened in Jupyter and run as they stand."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import jupytext
import nbformat
import papermill
import pytest
from jupyter_client.manager import start_new_kernel
from long_tests import long_but
from lxml import html as lxml_html
from nbclient import NotebookClient
from projects import ROOT, copy_project, notebook_file

from tymor.config.environment import PARTNERSHIP_VARIABLE, RELEASE_VARIABLE, ROOT_VARIABLE
from tymor.page import BLOCK_MIME, HEAD_MIME

REPORTS = (
    "region", "authority", "early_warning", "school", "business_plan", "school_pack", "governors",
    "support", "grants", "post16", "protection",
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


@pytest.mark.parametrize("report", long_but(REPORTS, "region", "school", "governors"))
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
        assert data["text/html"].startswith('<div class="tymor">'), block["id"]
        assert f"({block['id']})" in data["text/plain"]
    charts = [data for block, data in blocks if block["kind"] == "chart"]
    assert charts or report in WITHOUT_CHART
    assert all("<svg" in data["text/html"] for data in charts)
    every = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [each for each in every if each.get("name") == "stderr"]  # shown in red


@pytest.mark.long
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


# Without anything of ours: what a newcomer's tools do

PLACES = [(place, language) for place in ("root", "own folder") for language in ("en", "cy")]


@pytest.fixture
def school(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The school's notebook as jupytext makes it, in the folder of its text."""
    for variable in (ROOT_VARIABLE, RELEASE_VARIABLE, PARTNERSHIP_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    [text] = (project / "notebooks").rglob("school.py")
    ran("jupytext", "--to", "ipynb", str(text), folder=project)
    return text.with_suffix(".ipynb")


def ran(*command: str, folder: Path) -> None:
    """Run a module's command in a folder; what it says of a failure is this test's."""
    module, *rest = command
    done = subprocess.run(
        [sys.executable, "-m", module, *rest], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def titles(path: Path) -> Sequence[str]:
    """The title of the page in every language, from what a notebook has shown."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    [head] = [output.data[HEAD_MIME] for output in outputs if HEAD_MIME in output.get("data", {})]
    return [*json.loads(head)["title"].values()]


def test_papermill_alone_runs_another_area_though_it_makes_numbers_of_digits(
    project: Path, school: Path
) -> None:
    own = project / "own.ipynb"
    ran("papermill", str(school), str(own), folder=project)
    other = project / "other.ipynb"
    ran("papermill", str(school), str(other), "-p", "area", "9990002", folder=project)
    injected = [cell.source for cell in nbformat.read(other, as_version=4).cells]
    assert "# Parameters\narea = 9990002\n" in injected  # a number, and not its digits
    assert len({*titles(own), *titles(other)}) == 4


@pytest.mark.long
@pytest.mark.parametrize(("place", "language"), PLACES)
def test_nbconvert_alone_shows_the_page_in_the_language_that_is_asked_for(
    project: Path, school: Path, monkeypatch: pytest.MonkeyPatch, place: str, language: str
) -> None:
    monkeypatch.setenv("TYMOR_LANGUAGE", language)
    folder = project if place == "root" else school.parent
    name = str(school.relative_to(folder))
    ran("jupyter", "nbconvert", "--execute", "--to", "html", name, folder=folder)
    page = lxml_html.parse(school.with_suffix(".html")).getroot()
    seen = page.xpath("//div[@class='tymor']/div[@class='blocks']/@lang")
    assert set(seen) == {language}
    assert page.xpath("//div[@class='tymor']//table") and page.xpath("//div[@class='tymor']//svg")


def test_a_stock_kernel_runs_the_cells_one_by_one_as_an_editor_does(school: Path) -> None:
    text = school.with_suffix(".py").read_text("utf-8")
    cells = [part.partition("\n") for part in re.split(r"(?m)^# %%", text)[1:]]
    shown: list[dict[str, str]] = []

    def keep(message: dict[str, dict[str, dict[str, str]]]) -> None:
        if "data" in message["content"]:
            shown.append(message["content"]["data"])

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(school.parent))
    try:
        for head, _, code in cells:
            if "[markdown]" not in head:
                reply = client.execute_interactive(code, output_hook=keep, timeout=120)
                assert reply["content"]["status"] == "ok", reply["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert sum(HEAD_MIME in data for data in shown) == 1
    blocks = [data for data in shown if BLOCK_MIME in data]
    assert len(blocks) > 10
    assert all(data["text/html"] and data["text/plain"] for data in blocks)
