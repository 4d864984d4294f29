"""What is told of a figure: at the command line of a built page, in a preview on a click."""

from pathlib import Path

import pytest
from built import BuiltProjects
from projects import TERM, mini_project

from tymor.errors import TymorError
from tymor.preview.explain import explained, figure_at, figures_named, find_page
from tymor.publication import open_publication

PAGE = "authorities/merthyr-tydfil"


@pytest.fixture(scope="module")
def root(built_projects: BuiltProjects, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_projects.copy(mini_project, tmp_path_factory.mktemp("explain") / "project")


def _told(root: Path, figure: str, language: str = "en") -> list[dict[str, str]]:
    made = find_page(open_publication(TERM, None, root), PAGE, "")
    return [dict(lines) for lines in explained(made, figures_named(made.page, figure), language)]


def test_a_figure_is_told_with_what_it_rests_on_and_what_shows_it(root: Path) -> None:
    actual, target = _told(root, "attendance_primary/2015/16")
    assert actual["Figure"] == "Primary attendance: 95.17%"
    assert actual["Definition"].startswith("Half-day sessions attended")
    assert (actual["Numerator"], actual["Denominator"]) == ("75,186", "79,000")
    assert actual["Source"] == "attendance: A miniature, invented"
    assert target["Status"].startswith("no number: ")
    assert target["Denominator"] == "not held"


def test_the_cell_that_is_told_is_the_one_that_shows_the_block(root: Path) -> None:
    (told, *_) = _told(root, "attendance_primary/2015-16")
    file, cell, line, _ = told["Shown by"].replace("; block", ", block").split(", ")
    assert cell.startswith("cell ")
    lines = (root / file).read_text("utf-8").split("\n")
    at = int(line.removeprefix("line "))
    assert "# %%" in lines[at - 2]


def test_words_are_given_in_the_language_that_is_asked_for(root: Path) -> None:
    (told, *_) = _told(root, "attendance_primary/2015/16", "cy")
    assert told["Area"] == "Merthyr Tudful (675)"


def test_a_block_is_asked_for_by_its_id_and_a_page_by_its_address(root: Path) -> None:
    publication = open_publication(TERM, None, root)
    address = f"http://127.0.0.1:8000/cy/{PAGE}/#outcomes-attendance"
    made = find_page(publication, address, "public")
    found = figures_named(made.page, "outcomes-attendance")
    assert found and {block for block, _ in found} == {"outcomes-attendance"}


def test_what_is_clicked_on_is_the_figure_in_that_cell(root: Path) -> None:
    page = find_page(open_publication(TERM, None, root), PAGE, "").page
    table = next(block for block in page.blocks if block.id == "outcomes-attendance")
    first = figures_named(page, table.id)[0][1]
    rows = [figure_at(page, table.id, row, 1) for row in range(5)]
    assert [(table.id, first)] in rows
    assert figure_at(page, table.id, 10_000, 1) == []
    assert figure_at(page, "no-such-block", 0, 0) == []


def test_what_is_not_there_is_told_with_what_is(root: Path) -> None:
    with pytest.raises(TymorError, match=r"shows no figure 'attendance'.*attendance_primary"):
        _told(root, "attendance")
    with pytest.raises(TymorError, match=r"has no page 'merthyr'.*authorities/merthyr-tydfil"):
        find_page(open_publication(TERM, None, root), "merthyr", "")
