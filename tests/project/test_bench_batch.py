"""The bench of a batch: its ways do the same work, and what it measures is measured."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import papermill
import pytest
from projects import publication

from measured import measured
from snapshots import differing, snapshot, written
from tymor.build import prepare_release, run_some
from tymor.console.stage_log import StageLog
from tymor.options import Options
from tymor.page import BLOCK_MIME
from workload.project import HERE, Project, make_project

AREA = "9990001"
HOLDER = """
import subprocess, sys, time
held = bytearray(150_000_000)
for at in range(0, len(held), 4096):
    held[at] = 1
if len(sys.argv) > 1:
    subprocess.run([sys.executable, __file__], check=True)
busy_until = time.process_time() + 0.6
while time.process_time() < busy_until:
    pass
time.sleep(1.2)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("bench") / "project", 11, "report.py")


def shown(notebook: Path, mime: str) -> list[Any]:
    """What a notebook's cells show of one type; it must have 20 cells of code."""
    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    added = {"injected-parameters", "end"}  # by papermill, and by the batch
    written = [cell for cell in code if not added & {*cell.metadata.get("tags", [])}]
    assert len(written) == 20
    outputs = [output for cell in code for output in cell.outputs]
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


@pytest.mark.long
def test_both_notebooks_show_six_charts_and_six_tables(project: Project, tmp_path: Path) -> None:
    options = Options(workers="1")
    [executed] = run_some(publication(project.root), StageLog.silent(), "school", AREA, options)
    kinds = [json.loads(block)["kind"] for block in shown(executed, BLOCK_MIME)]
    assert (kinds.count("chart"), kinds.count("table")) == (6, 6)

    source, plain = tmp_path / "plain.ipynb", tmp_path / "out.ipynb"
    jupytext.write(jupytext.read(HERE / "notebooks" / "plain.py"), source)
    labels = str(project.root / "data" / "labels.csv")
    papermill.execute_notebook(
        source,
        plain,
        {"area": AREA, "language": "cy", "figures": str(project.figures), "labels": labels},
        cwd=str(HERE / "notebooks"),
        progress_bar=False,
    )
    assert len(shown(plain, "image/svg+xml")) == 6
    assert len(shown(plain, "application/vnd.dataresource+json")) == 6


def test_every_area_has_a_report_of_its_own(project: Project) -> None:
    releases = prepare_release(publication(project.root))
    held = set(releases["public"].tables["areas"]["area_id"])
    assert held == set(project.area_ids())
    assert len(held) == project.reports


def test_time_and_memory_are_those_of_the_whole_tree(tmp_path: Path) -> None:
    script = tmp_path / "holder.py"
    script.write_text(HOLDER)
    took = measured([sys.executable, str(script), "twice"], tmp_path, dict(os.environ))
    assert took.busy >= 1.2  # 0.6 s each of a process and its child
    assert took.seconds >= 2.4
    assert took.peak_mb >= 300


def test_what_a_command_leaves_behind_counts_as_its_own(tmp_path: Path) -> None:
    """As the process that a build's workers are forked from, which nobody waits for."""
    busy = "import time\nwhile time.process_time() < 0.8: pass"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    took = measured([sys.executable, "-c", code], tmp_path, dict(os.environ))
    assert took.busy >= 0.8


def test_a_failing_command_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such term')"]
    with pytest.raises(RuntimeError, match="no such term"):
        measured(command, tmp_path, dict(os.environ))


def test_a_snapshot_tells_written_from_differing(tmp_path: Path) -> None:
    for name in ("kept", "again", "other"):
        (tmp_path / name).write_text("before")
    before = snapshot(tmp_path)
    (tmp_path / "again").unlink()
    (tmp_path / "again").write_text("before")
    (tmp_path / "other").write_text("after")
    (tmp_path / "new").write_text("")
    after = snapshot(tmp_path)
    assert sorted(written(before, after)) == ["again", "new", "other"]
    assert differing(before, after) == ["new", "other"]


def test_half_a_notebook_is_no_whole_one(tmp_path: Path) -> None:
    notebook = tmp_path / "a.ipynb"
    notebook.write_text('{"cells": [], "metadata": {"papermill": 1}}')
    whole = snapshot(tmp_path)
    notebook.write_text('{"cells": [], "metadata": {"papermill": 2}}')
    assert differing(whole, snapshot(tmp_path)) == []
    notebook.write_text('{"cells": [')
    assert differing(whole, snapshot(tmp_path)) == ["a.ipynb"]
