"""A page in the browser that is made anew when a file of it is saved, by a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from previews import Looking, looking_at
from projects import TERM, edit, mini_project, notebook_file
from rich.console import Console

from tymor.preview.asked import Asked, NoSuchPage
from tymor.preview.loop import open_preview

pytestmark = pytest.mark.slow

PAGE = "{language}/authorities/merthyr-tydfil/"
EN, CY = PAGE.format(language="en"), PAGE.format(language="cy")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_project(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def looking(root: Path) -> Iterator[Looking]:
    with looking_at(root, "authority", "merthyr-tydfil") as looking:
        assert looking.next_end().state == "made"
        yield looking


def _end_with(notebook: Path, code: str) -> str:
    """Put a cell behind a notebook's own; what it was before is returned."""
    before = notebook.read_text("utf-8")
    notebook.write_text(f"{before}\n# %%\n{code}\n", "utf-8")
    return before


def test_what_is_saved_stands_in_the_page_in_both_languages(root: Path, looking: Looking) -> None:
    assert "Merthyr" in looking.get(EN)
    _end_with(notebook_file(root, "authority"), 'page.text(en="New words.", cy="Geiriau newydd.")')
    assert looking.next_end().state == "made"
    assert "New words." in looking.get(EN)
    assert "Geiriau newydd." in looking.get(CY)


def test_words_that_are_saved_stand_in_the_page(root: Path, looking: Looking) -> None:
    edit(root / "params" / "words" / "en.yml", "Download this report (PDF)", "Take this (PDF)")
    assert looking.next_end().state == "made"
    assert "Take this (PDF)" in looking.get(EN)


def test_a_failure_stands_above_the_page_of_before_until_it_is_mended(
    root: Path, looking: Looking
) -> None:
    notebook = notebook_file(root, "authority")
    before = _end_with(notebook, "wrong = 1\nwrong.nothing")
    line = len(before.split("\n")) + 3
    assert looking.next_end().state == "failed"
    page = looking.get(EN)
    assert 'data-state="failed"' in page
    assert "notebooks/authority/authority.py, cell " in page
    assert f"line {line}: wrong.nothing" in page
    assert "AttributeError: &#39;int&#39; object has no attribute &#39;nothing&#39;" in page
    assert "New words." in page, "the page of before stays below"
    notebook.write_text(before, "utf-8")
    assert looking.next_end().state == "made"
    assert "AttributeError" not in looking.get(EN)


def test_a_fault_of_the_settings_is_told_with_all_that_is_wrong(
    root: Path, looking: Looking
) -> None:
    report = root / "notebooks" / "authority" / "report.yml"
    before = report.read_text("utf-8")
    report.write_text(before.replace("area:", "arae:"), "utf-8")
    assert looking.next_end().state == "failed"
    assert "notebooks/authority/report.yml" in looking.get(EN)
    report.write_text(before, "utf-8")
    assert looking.next_end().state == "made"


def test_data_that_is_saved_is_prepared_anew(root: Path, looking: Looking) -> None:
    file = root / "data" / "mini" / "schools.csv"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    now = looking.next_end()
    assert now.state == "made" and now.made
    assert "prepare" in now.made.seconds


def test_the_pdf_is_there_when_it_is_asked_for(looking: Looking) -> None:
    made = looking.preview.board.now.made
    assert made is not None
    assert looking.status(made.pdfs["cy"].lstrip("/")) == 200


def test_nothing_of_the_preview_is_in_what_is_published(root: Path, looking: Looking) -> None:
    assert "_preview" in looking.get(EN)
    built = looking.preview.desk.site
    assert built is not None
    files = [path for path in built.rglob("*.html") if path.is_file()]
    assert files and not any("_preview" in path.read_text("utf-8") for path in files)
    assert not (root / "build" / "2017-summer" / "journal.sqlite").exists()
    assert not any((root / "site").iterdir())


def test_only_this_computer_is_answered(looking: Looking) -> None:
    assert looking.status(EN) == 200
    assert looking.status(EN, Host="elsewhere.example") == 403


def test_a_notebook_that_does_not_end_is_ended_by_the_next_save(
    root: Path, looking: Looking
) -> None:
    notebook = notebook_file(root, "authority")
    before = _end_with(notebook, "while True: pass")
    now = looking.preview.board.now
    while now.state != "making":
        now = looking.preview.board.after(now.number, 10)
    notebook.write_text(before, "utf-8")
    assert looking.next_end().state == "made"


def test_a_page_that_is_not_there_is_told_and_nothing_is_served(root: Path) -> None:
    asked = Asked(root, TERM, None, "authority", "nowhere")
    with (
        open_preview(asked, 0, "", Console(quiet=True)) as preview,
        pytest.raises(NoSuchPage, match=r"authority has no page on 'nowhere': 675\."),
    ):
        preview.follow()
