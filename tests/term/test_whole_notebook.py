"""What stands in a notebook is on its page or is told: Markdown cells, frames, charts, prints."""

import io
from pathlib import Path

import pytest
from built import BuiltProjects
from lxml import html
from projects import mini_project, publication
from prose_samples import EVERY_KIND, cell
from rich.console import Console

from tymor.build import build, run_some, why_each
from tymor.console.stage_log import StageLog
from tymor.errors import AuditFailed, PlanError, RunFailed, TymorError
from tymor.options import Options
from tymor.page import Heading, Numbered, Prose
from tymor.prose.tree import plain
from tymor.publish.switch import publish
from tymor.render.compose import read_page
from tymor.report import opening
from tymor.report.prose import show_prose

pytestmark = pytest.mark.slow

LENIENT, STRICT = Options("builtin", "1"), Options("builtin", "2", strict=True)
#: Two schools run this notebook.
LEFT = """\
# %%
import pandas as pd

frame = pd.DataFrame({"a": [1]})
frame

# %%
frame;

# %%
for each in (1, 2):
    print(each)
None

"""
NUMBERED = cell("cy", "Un.\n\n- pwynt\n\nDau.") + cell("en", "One.\n\n- point\n\nTwo.")


def notebook(root: Path, name: str) -> Path:
    (found,) = (root / "notebooks").rglob(f"{name}.py")
    return found


def put_in(path: Path, text: str, below: str) -> None:
    """Put cells into a notebook before the next cell below some words."""
    before = path.read_text("utf-8")
    at = before.index("# %%", before.index(below))
    path.write_text(before[:at] + text + before[at:], "utf-8")


def line_of(path: Path, words: str) -> int:
    return path.read_text("utf-8").split("\n").index(words) + 1


def cell_of(path: Path, line: int) -> int:
    """The cell of a line, counted from 1 and without those of prose."""
    above = path.read_text("utf-8").split("\n")[:line]
    return sum(each.startswith("# %%") and "[markdown]" not in each for each in above)


def built(root: Path, options: Options) -> str:
    """Build, and give what was said."""
    told = io.StringIO()
    build(publication(root), options, StageLog(Console(file=told, width=200)))
    return told.getvalue()


@pytest.fixture(scope="module")
def root(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which two notebooks have prose, and one leaves things that no page shows."""
    made = built_projects.copy(mini_project, tmp_path_factory.mktemp("prose") / "project")
    put_in(notebook(made, "school"), EVERY_KIND + LEFT, below="report.open(")
    put_in(notebook(made, "business_plan"), NUMBERED, below='page.section("background")')
    return made


@pytest.fixture(scope="module")
def first(root: Path) -> str:
    return built(root, LENIENT)


def told_of_school(root: Path) -> list[str]:
    school = notebook(root, "school")
    place = school.relative_to(root).as_posix()
    frame, printed = line_of(school, "frame"), line_of(school, "    print(each)")
    left = {frame: "a data frame; show it with page.table", printed: "printed text; say it"}
    return [f"{place}, cell {cell_of(school, at)}, line {at}: {what}" for at, what in left.items()]


def test_what_no_page_shows_is_told_once_for_all_areas(root: Path, first: str) -> None:
    assert "Warning: notebooks left 2 outputs that no page shows:" in first
    for line in told_of_school(root):
        assert first.count(line) == 1


def test_a_build_with_nothing_to_do_tells_it_again(root: Path, first: str) -> None:
    again = built(root, LENIENT)
    assert "0 notebooks of 5" in again
    assert again[again.index("Warning:") :].startswith(first[first.index("Warning:") :][:200])


def test_strict_makes_an_error_of_it_and_lets_nothing_be_published(root: Path, first: str) -> None:
    assert publish(publication(root))
    for _ in range(2):  # building twice is no way round it
        with pytest.raises(RunFailed, match="With --strict this is an error") as failure:
            build(publication(root), STRICT, StageLog.silent())
        assert all(line in str(failure.value) for line in told_of_school(root))
    with pytest.raises((AuditFailed, TymorError), match="audit"):
        publish(publication(root))
    built(root, LENIENT)
    assert publish(publication(root))


@pytest.mark.long
def test_strict_is_for_one_report_as_well(root: Path, first: str) -> None:
    log = StageLog.silent()
    with pytest.raises(RunFailed, match="With --strict this is an error"):
        run_some(publication(root), log, "school", "9999001", STRICT)
    assert run_some(publication(root), log, "business_plan", None, STRICT)


# Prose


def test_prose_is_on_the_page_where_it_stands_in_both_languages(root: Path, first: str) -> None:
    own = publication(root)
    blocks = read_page(own.page_file("public", "schools/9999001")).blocks[:5]
    assert [(each.kind, each.id) for each in blocks] == [
        ("prose", "how-to-read-this-report-the-key-indicators-come"),
        ("heading", "what-the-figures-rest-on"),
        ("prose", "figures-are-of-the-welsh-government-questions-go"),
        ("heading", "which-schools"),
        ("prose", blocks[4].id),
    ]
    assert isinstance(blocks[1], Heading) and blocks[1].text == {
        "en": "What the figures rest on",
        "cy": "Ar beth y mae'r ffigurau'n seiliedig",
    }
    for language, words in {
        "en": "Every child counts.",
        "cy": "Mae pob plentyn yn cyfrif.",
    }.items():
        site = own.site_folder("public") / language / "schools" / "9999001"
        page = html.parse(site / "index.html").getroot()
        assert words in page.xpath("string(//main//blockquote)")
        listed = page.xpath("//nav[@class='contents']//a/@href")
        assert "#what-the-figures-rest-on" in listed and "#which-schools" not in listed


def test_paragraphs_of_a_committees_report_have_numbers(root: Path, first: str) -> None:
    blocks = read_page(publication(root).page_file("public", "business-plan")).blocks
    numbered = [block for block in blocks if isinstance(block, Numbered | Prose)]
    at = next(number for number, block in enumerate(numbered) if isinstance(block, Prose))
    first_one, second = numbered[at], numbered[at + 1]
    assert isinstance(first_one, Prose) and isinstance(second, Prose)
    assert [plain(each.pieces["cy"]) for each in (first_one, second)] == ["Un. pwynt", "Dau."]
    assert first_one.id == "one-point"
    section, _, before = numbered[at - 1].number.partition(".")
    following = [f"{section}.{int(before) + number}" for number in (1, 2, 3)]
    assert [each.number for each in numbered[at : at + 3]] == following


@pytest.mark.long
def test_a_failure_below_prose_has_the_line_of_the_analysts_file(root: Path, first: str) -> None:
    path = notebook(root, "business_plan")
    kept = path.read_text("utf-8")
    put_in(path, "# %%\nwrong = 1 / 0\n\n", below="# - point")
    place, line = path.relative_to(root).as_posix(), line_of(path, "wrong = 1 / 0")
    number = path.read_text("utf-8")[: path.read_text("utf-8").index("wrong")].count("# %%\n") + 1
    with pytest.raises(RunFailed, match="ZeroDivisionError") as failure:
        built(root, LENIENT)
    path.write_text(kept, "utf-8")
    assert f"failed in {place}, cell {number}, line {line}" in str(failure.value)


@pytest.mark.long
def test_prose_above_the_page_is_a_failure_at_its_line(root: Path, first: str) -> None:
    path = notebook(root, "business_plan")
    kept = path.read_text("utf-8")
    path.write_text(kept.replace("# %% tags=", NUMBERED + "# %% tags=", 1), "utf-8")
    line = line_of(path, "# Un.")
    with pytest.raises(RunFailed, match=r"must stand below the cell with report\.open") as failure:
        built(root, LENIENT)
    path.write_text(kept, "utf-8")
    assert f"business_plan.py, line {line}" in str(failure.value)


def test_faults_of_all_notebooks_are_told_before_anything_runs(root: Path, first: str) -> None:
    paths = [notebook(root, name) for name in ("school", "region")]
    kept = {path: path.read_text("utf-8") for path in paths}
    for path in kept:
        put_in(path, cell("en", "# Title\n\n<br>"), below="report.open(")
    with pytest.raises(PlanError, match="Nothing was started; mend these first") as failure:
        built(root, LENIENT)
    for path, text in kept.items():
        line = line_of(path, "# # Title")
        place = path.relative_to(root).as_posix()
        assert f"{place}, line {line}: a heading of level 1" in str(failure.value)
        assert f"{place}, line {line + 2}: raw HTML" in str(failure.value)
        path.write_text(text, "utf-8")


def test_a_note_changed_is_a_notebook_changed(root: Path, first: str) -> None:
    path = notebook(root, "region")
    kept = path.read_text("utf-8")
    put_in(path, "# %% [markdown]\n# A note\n\n", below="report.open(")
    reasons = why_each(publication(root), LENIENT, StageLog.silent())
    path.write_text(kept, "utf-8")
    assert [why for job, why in reasons if job.report == "region"] == ["changed: notebook"]


def test_without_a_page_there_is_nowhere_to_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "opened", [])
    with pytest.raises(TymorError, match=r"must stand below the cell with report\.open"):
        show_prose(en="a", cy="b")
