"""What a notebook leaves that no page shows: what is told of each kind, and where."""

from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from tymor.page import BLOCK_MIME
from tymor.plan.cell_places import PLACE
from tymor.render.unpublished import Unpublished, unpublished
from tymor.run.journal import JobEntry, Journal

FRAME = {"text/html": '<table class="dataframe">', "text/plain": "   a\n0  1"}
SERIES = "0    1\nName: a, dtype: int64"


def result(**data: str) -> NotebookNode:
    shown = {name.replace("__", "/"): value for name, value in data.items()}
    return new_output("execute_result", shown)


def cell(*outputs: NotebookNode, **place: Any) -> NotebookNode:
    return new_code_cell("x", outputs=list(outputs), metadata={PLACE: place} if place else {})


KINDS = [
    (new_output("execute_result", FRAME), "a data frame; show it with page.table"),
    (new_output("display_data", FRAME), "a data frame; show it with page.table"),
    (result(text__plain="Empty DataFrame\nColumns: []"), "a data frame; show it with page.table"),
    (result(text__html="<style>", text__plain="<pandas.io.formats.style.Styler at 0x7f>"),
     "a data frame; show it with page.table"),
    (result(text__html="<div>", text__plain="alt.Chart(...)"), "a chart; show it with page.chart"),
    (new_output("display_data", {"application/vnd.vegalite.v6+json": {}, "text/plain": "<V>"}),
     "a chart; show it with page.chart"),
    (new_output("display_data", {"image/png": "", "text/plain": "<Figure>"}), "a picture; draw it"),
    (result(text__plain=SERIES), "a series; show it with page.table"),
    (result(text__markdown="a", text__plain="<Markdown>"), "words; say them with page.text"),
    (result(text__plain="12.5"), "a value; say it with page.text"),
    (new_output("stream", name="stdout", text="a"), "printed text; say it with page.text"),
    (new_output("error", ename="KeyError", evalue="", traceback=[]), "an error that the notebook"),
]  # fmt: skip


@pytest.mark.parametrize(("output", "told"), KINDS, ids=[told for _, told in KINDS])
def test_each_kind_of_output_says_what_shows_it(output: NotebookNode, told: str) -> None:
    (found,) = unpublished([cell(output, cell=3, line=41)])
    assert found.what.startswith(told)
    assert str(found.place) == "cell 3, line 41"
    assert "12.5" not in found.what  # it may be a closed release's


def test_what_is_published_and_what_went_to_standard_error_is_not_told() -> None:
    block = new_output("display_data", {BLOCK_MIME: "{}", "text/plain": "<a>"})
    assert unpublished([cell(block, new_output("stream", name="stderr", text="a"))]) == ()


def test_each_kind_is_told_once_a_cell() -> None:
    prints = [new_output("stream", name="stdout", text="a")] * 3
    found = unpublished([cell(*prints, result(text__plain="1"), cell=1), cell(*prints, cell=2)])
    assert [(each.cell, each.what.split(";")[0]) for each in found] == [
        (1, "printed text"), (1, "a value"), (2, "printed text")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (new_output("stream", name="stdout", text="a"), 42),
        (result(text__plain="1"), 44),
        (new_output("display_data", FRAME), 41),
    ],
    ids=["print", "value", "display"],
)
def test_the_line_is_that_of_what_left_it(output: NotebookNode, line: int) -> None:
    left = cell(output, cell=3, line=41)
    left["source"] = "for x in y:\n    print(x)\n\nx + 1"
    assert unpublished([left])[0].line == line
    left["source"] = "%%time\nx"
    assert unpublished([left])[0].line == 41


def test_it_is_kept_with_the_job(tmp_path: Path) -> None:
    entry = JobEntry("done", {}, unpublished=(Unpublished("a chart", 2, 7), Unpublished("words")))
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.jobs.write("a", entry)
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert journal.jobs.all() == {"a": entry}
