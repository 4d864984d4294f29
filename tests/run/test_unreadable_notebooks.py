"""A badly saved notebook fails alone, or simply works; a page that is not whole is none."""

import codecs
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from projects import edit, mini_project, publication

from tymor.build import build, run_some
from tymor.console.stage_log import StageLog
from tymor.errors import RunFailed
from tymor.options import Options
from tymor.publication import Publication
from tymor.render.compose import read_page
from tymor.run import told
from tymor.run.journal import Journal

pytestmark = pytest.mark.slow

OPTIONS = Options("builtin", "1")
#: The report of which there is one for each bad notebook, beside those on two schools.
REPORT = "business_plan"
SCHOOLS = {"school / 9999001 / public", "school / 9999002 / public"}
#: What is its own in a report's folder: no word stands twice, and no two pages have one address.
_RENAMED = {
    REPORT: "{}",
    "path: business-plan": "path: {}",
    "measures.plan": "measures.{}",
    "  plan:\n": "  {}:\n",
    "  plan_all:\n": "  {}_all:\n",
}

Save = Callable[[Path], None]


class Ran(NamedTuple):
    """One batch of notebooks that are saved badly; what was told of each that failed, by report."""

    own: Publication
    told: Mapping[str, str]

    def states(self) -> dict[str, str]:
        with Journal(self.own.folder / "journal.sqlite") as journal:
            return {name: entry.state for name, entry in journal.jobs.all().items()}

    def page_file(self, report: str) -> Path:
        return self.own.page_file("public", report)


def project_with(folder: Path, notebooks: Mapping[str, Save]) -> Publication:
    """Two schools, and the business plan under the name of each of these notebooks."""
    root = mini_project(folder)
    for name, save in notebooks.items():
        own = root / "notebooks" / name
        shutil.copytree(root / "notebooks" / REPORT, own)
        (own / f"{REPORT}.py").rename(own / f"{name}.py")
        for path in own.iterdir():
            text = path.read_text("utf-8")
            for before, after in _RENAMED.items():
                text = text.replace(before, after.format(name))
            path.write_text(text, "utf-8")
        save(own / f"{name}.py")
    terms = root / "params" / "terms.yml"
    reports = f"reports: [school, {', '.join(notebooks)}]"
    before, last, after = terms.read_text("utf-8").partition("2021-autumn:")  # of no committee
    spring = '  plan_year: "2016/17"\n  reports:'  # which evaluates no plan
    assert spring in before
    both = '  plan_year: "2017/18"\n  evaluated_plan_year: "2016/17"\n  reports:'
    before = before.replace(spring, both)
    terms.write_text(re.sub(r"reports: \[[^]]*\]", reports, before) + last + after, "utf-8")
    return publication(root)


def ran_badly(own: Publication, run: Callable[[], object]) -> Ran:
    """Run a batch of which some fail, and take what is told of them apart."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(RunFailed) as failure:
        patch.setattr(told, "_MOST", 99)
        run()
    parts = re.split(r"(?m)^(\w+)(?= / CSC / public failed in )", str(failure.value))
    return Ran(own, dict(zip(parts[1::2], parts[2::2], strict=True)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A build."""
    notebooks = {save.__name__: save for save in UNREADABLE} | {"ends": in_the_middle("exit()")}
    own = project_with(tmp_path_factory.mktemp("built"), notebooks)
    return ran_badly(own, lambda: build(own, OPTIONS, StageLog.silent()))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run without what surrounds reports."""
    leaving_out = {name: in_the_middle(cell) for name, (cell, _) in LEFT_OUT.items()}
    saved = {save.__name__: save for save in READABLE}
    own = project_with(tmp_path_factory.mktemp("ran"), {**leaving_out, **saved, "raises": RAISES})
    return ran_badly(own, lambda: run_some(own, StageLog.silent(), None, None, OPTIONS))


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


@pytest.mark.parametrize("save", UNREADABLE, ids=lambda save: save.__name__)
def test_an_unreadable_notebook_fails_alone_and_is_told(built: Ran, save: Save) -> None:
    name = save.__name__
    assert f" failed in notebooks/{name}/{name}.py" in built.told[name]
    assert re.search(UNREADABLE[save], built.told[name])
    assert "As executed" not in built.told[name]  # nothing was
    assert built.states()[f"{name} / CSC / public"] == "failed"


def test_all_that_can_be_read_is_done(built: Ran) -> None:
    states = built.states()
    assert {name for name, state in states.items() if state == "done"} == SCHOOLS
    assert len(states) == len(SCHOOLS) + len(built.told)


def with_a_mark(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())


def without_a_head(path: Path) -> None:
    text = path.read_text("utf-8")
    path.write_text(text[text.index("# %% [markdown]") :], "utf-8")


def with_windows_lines(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


READABLE = [with_a_mark, without_a_head, with_windows_lines]


@pytest.mark.parametrize("save", READABLE, ids=lambda save: save.__name__)
def test_a_notebook_saved_another_way_works(ran: Ran, save: Save) -> None:
    name = save.__name__
    assert ran.states()[f"{name} / CSC / public"] == "done"
    assert read_page(ran.page_file(name)).blocks


#: Ways to leave things out in the middle of a notebook, and what is told of them.
LEFT_OUT = {
    "asks_for_its_end": (
        "import sys; sys.exit(0)",
        "SystemExit: the notebook ends itself here",
    ),
    "raises_its_end": ("raise SystemExit", "SystemExit: the notebook ends itself here"),
    "calls_exit": ("exit()", "Kernel died|did not run to its end"),
    "ends_its_process": ("import os; os._exit(0)", "Kernel died"),
    "captures_a_heading": ("%%capture\npage.heading('home.reports')", "of which"),
    "captures_its_end": (
        "%%capture\nimport sys\nsys.exit()",
        "SystemExit: the notebook ends itself here",
    ),
    "shows_in_another_process": (
        "from multiprocessing import get_context\nwith get_context('fork').Pool(1) as pool:\n"
        "    pool.map(page.heading, ['home.reports'])",
        "Only the notebook's own process",
    ),
    "clears_its_output": (
        "page.heading('home.reports')\nfrom IPython.display import clear_output; clear_output()",
        "of which",
    ),
}


def in_the_middle(cell: str, head: str = "# %%") -> Save:
    """Puts a cell behind the one that opens the report."""

    def put(path: Path) -> None:
        text = path.read_text("utf-8")
        middle = text.index("# %%", text.index("report.open("))
        path.write_text(f"{text[:middle]}{head}\n{cell}\n\n{text[middle:]}", "utf-8")

    return put


#: A cell that may raise, and ends the notebook.
RAISES = in_the_middle("import sys; sys.exit(0)", '# %% tags=["raises-exception"]')


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_notebook_that_leaves_things_out_fails(ran: Ran, name: str) -> None:
    assert f" failed in notebooks/{name}/{name}.py" in ran.told[name]
    assert re.search(LEFT_OUT[name][1], ran.told[name])
    assert not ran.page_file(name).exists()


def test_a_page_that_is_not_whole_is_not_made(built: Ran) -> None:
    assert "ends" in built.told
    assert read_page(built.page_file("ends")).report == "not_made"


def test_a_cell_that_may_raise_may_not_end_the_notebook(ran: Ran) -> None:
    assert "SystemExit: the notebook ends itself here" in ran.told["raises"]


def test_what_fails_stops_no_other(ran: Ran) -> None:
    done = {f"{save.__name__} / CSC / public" for save in READABLE} | SCHOOLS
    assert {name for name, state in ran.states().items() if state == "done"} == done
    assert ran.told.keys() == LEFT_OUT.keys() | {"raises"}
