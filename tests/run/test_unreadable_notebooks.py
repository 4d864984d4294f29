"""A badly saved notebook fails alone, or simply works; a page that is not whole is none."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import edit, mini_project, publication

from tymor.build import build, run_some
from tymor.console.stage_log import StageLog
from tymor.errors import RunFailed
from tymor.options import Options
from tymor.plan.jobs import planned_pages
from tymor.publication import Publication
from tymor.render.compose import read_page
from tymor.run.journal import Journal

OPTIONS = Options("builtin", "1")
#: The notebook that is saved badly, and its jobs among those of the miniature project.
NOTEBOOK = "business_plan/business_plan.py"
JOB = "business_plan / CSC / public"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The business plan and two schools."""
    root = mini_project(tmp_path)
    terms = root / "params" / "terms.yml"
    some = re.sub(
        r"reports: \[[^]]*\]", "reports: [business_plan, school]", terms.read_text("utf-8")
    )
    terms.write_text(some, "utf-8")
    return root


def build_with(root: Path, save: Callable[[Path], None]) -> None:
    save(root / "notebooks" / NOTEBOOK)
    build(publication(root), OPTIONS, StageLog.silent())


def run_with(root: Path, save: Callable[[Path], None]) -> Publication:
    """Only the notebook's own job."""
    save(root / "notebooks" / NOTEBOOK)
    own = publication(root)
    run_some(own, StageLog.silent(), "business_plan", None, OPTIONS)
    return own


def as_windows_1252(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").replace("# %%\n", "# %%\n# Môn\n").encode("cp1252"))


def as_utf16(path: Path) -> None:
    path.write_text(path.read_text("utf-8"), "utf-16")


def as_utf16_without_mark(path: Path) -> None:
    path.write_text(path.read_text("utf-8"), "utf-16-le")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def with_a_torn_head(path: Path) -> None:
    edit(path, "#     name: python3\n", "#     name: {python3\n")


def with_an_open_bracket(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n# %%\nshown = [1,\n2\n", "utf-8")


def with_a_return(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n# %%\nshown = 1\nreturn shown\n", "utf-8")


UNREADABLE = {
    as_windows_1252: r"line \d\d: the byte 0xf4 is not UTF-8 .*save the notebook as UTF-8",
    as_utf16: "line 1: is saved as UTF-16; save it as UTF-8",
    as_utf16_without_mark: "line 1: holds a zero byte; save the notebook as UTF-8",
    emptied: "has no code in it: was it saved whole",
    a_folder: "cannot be read",
    with_a_torn_head: "cannot be read as a notebook",
    with_an_open_bracket: r"cell \d+, line \d+: SyntaxError: '\[' was never closed",
    with_a_return: r"cell \d+, line \d+: SyntaxError: 'return' outside function",
}


@pytest.mark.slow
@pytest.mark.parametrize("save", UNREADABLE, ids=lambda save: save.__name__)
def test_an_unreadable_notebook_fails_alone_and_is_told(
    root: Path, save: Callable[[Path], None]
) -> None:
    with pytest.raises(RunFailed, match=UNREADABLE[save]) as told:
        build_with(root, save)
    assert f"{JOB} failed in notebooks/{NOTEBOOK}" in str(told.value)
    assert "As executed" not in str(told.value)  # nothing was
    own = publication(root)
    with Journal(own.folder / "journal.sqlite") as journal:
        states = {name: entry.state for name, entry in journal.jobs.all().items()}
    assert states.pop(JOB) == "failed"
    assert set(states.values()) == {"done"} and len(states) == len(planned_pages(own)) - 1


def with_a_mark(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())


def without_a_head(path: Path) -> None:
    text = path.read_text("utf-8")
    path.write_text(text[text.index("# %% [markdown]") :], "utf-8")


def with_windows_lines(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


READABLE = [with_a_mark, without_a_head, with_windows_lines]


@pytest.mark.slow
@pytest.mark.parametrize("save", READABLE, ids=lambda save: save.__name__)
def test_a_notebook_saved_another_way_works(root: Path, save: Callable[[Path], None]) -> None:
    own = run_with(root, save)
    assert read_page(own.page_file("public", "business-plan")).blocks


#: Ways to leave things out in the middle of a notebook, and what is told of them.
LEFT_OUT = {
    "import sys; sys.exit(0)": "SystemExit: the notebook ends itself here",
    "raise SystemExit": "SystemExit: the notebook ends itself here",
    "exit()": "Kernel died|did not run to its end",
    "import os; os._exit(0)": "Kernel died",
    "%%capture\npage.heading('home.reports')": "of which",
    "%%capture\nimport sys\nsys.exit()": "SystemExit: the notebook ends itself here",
    "from multiprocessing import get_context\nwith get_context('fork').Pool(1) as pool:\n"
    "    pool.map(page.heading, ['home.reports'])": "Only the notebook's own process",
    "page.heading('home.reports')\nfrom IPython.display import clear_output; clear_output()":
        "of which",
}  # fmt: skip


def in_the_middle(cell: str, head: str = "# %%") -> Callable[[Path], None]:
    """Puts a cell behind the one that opens the report."""

    def put(path: Path) -> None:
        text = path.read_text("utf-8")
        middle = text.index("# %%", text.index("report.open("))
        path.write_text(f"{text[:middle]}{head}\n{cell}\n\n{text[middle:]}", "utf-8")

    return put


@pytest.mark.slow
@pytest.mark.parametrize("cell", LEFT_OUT)
def test_a_notebook_that_leaves_things_out_fails(root: Path, cell: str) -> None:
    with pytest.raises(RunFailed, match=LEFT_OUT[cell]) as told:
        run_with(root, in_the_middle(cell))
    assert f"{JOB} failed in notebooks/{NOTEBOOK}" in str(told.value)
    assert not publication(root).page_file("public", "business-plan").exists()


@pytest.mark.slow
def test_a_page_that_is_not_whole_is_not_made(root: Path) -> None:
    with pytest.raises(RunFailed):
        build_with(root, in_the_middle("exit()"))
    missing = read_page(publication(root).page_file("public", "business-plan"))
    assert missing.report == "not_made"


@pytest.mark.slow
def test_a_cell_that_may_raise_may_not_end_the_notebook(root: Path) -> None:
    ends = in_the_middle("import sys; sys.exit(0)", '# %% tags=["raises-exception"]')
    with pytest.raises(RunFailed, match="SystemExit: the notebook ends itself here"):
        run_with(root, ends)
