"""What surrounds a site's reports is made where something changed, and only there."""

from itertools import product
from pathlib import Path

import pytest
from built import BuiltProjects, build_quietly
from long_tests import long_but
from projects import change_a_cell, edit, mini_project, publication

from tymor.options import Options
from tymor.publication import Publication
from tymor.run import term
from tymor.run.term import TermRun

OPTIONS = Options("builtin", "1")


@pytest.fixture
def root(built_projects: BuiltProjects, tmp_path: Path) -> Path:
    return built_projects.copy(mini_project, tmp_path / "project")


def built(root: Path) -> Publication:
    return build_quietly(root, OPTIONS)


def test_where_nothing_changed_no_page_of_any_site_is_read_or_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not(*_: object) -> None:
        raise AssertionError("nothing has changed")

    for name in ("read_page", "standing_pages", "write_common", "write_data"):
        monkeypatch.setattr(term, name, must_not)
    built(root)


LOST = [
    "site/public/en/index.html",
    "site/public/cy/methods/index.html",
    "site/public/index.html",
    "site/public/assets/site.css",
    "site/public/data/figures.csv",
    "site/public/data/areas.csv",
    "pages/public/page.json",
    "pages/public/methods/page.json",
]
#: One of each folder, either lost or torn.
FEW = [(LOST[1], "lost"), (LOST[3], "torn"), (LOST[4], "lost"), (LOST[6], "torn")]


@pytest.mark.parametrize(("lost", "how"), long_but(product(LOST, ("lost", "torn")), *FEW))
def test_what_is_lost_or_torn_is_made_again(root: Path, lost: str, how: str) -> None:
    file = publication(root).folder / lost
    before = file.read_bytes()
    if how == "torn":
        file.write_bytes(b"")
    else:
        file.unlink()
    built(root)
    assert file.read_bytes() == before


def home_of(own: Publication) -> str:
    return (own.site_folder("public") / "en" / "index.html").read_text("utf-8")


@pytest.mark.long
def test_a_name_a_word_and_a_setting_reach_the_home_page(root: Path) -> None:
    assert "Ysgol Arall" not in home_of(publication(root))
    change_a_cell(root, "schools", lambda row: row["school_id"] == "9999002", name_en="Ysgol Arall")
    assert "Ysgol Arall" in home_of(built(root))
    words = root / "params" / "words" / "en.yml"
    edit(words, "How the figures are made", "How each figure is made")
    assert "How each figure is made" in home_of(built(root))
    edit(root / "params" / "partnership.yml", "Miniature Consortium", "Another Consortium")
    assert "Miniature Consortium" not in home_of(built(root))


@pytest.mark.long
def test_only_the_site_that_something_changed_of_is_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    as_it_is = TermRun._surrounding

    def noted(self: TermRun, site: term.Site, not_made: set[str]) -> list[term.Page]:
        made.append(site.name)
        return as_it_is(self, site, not_made)

    monkeypatch.setattr(TermRun, "_surrounding", noted)
    built(root)
    assert made == []
    change_a_cell(
        root, "school_outcomes",
        lambda row: (row["school_id"], row["academic_year"], row["group"], row["measure_id"])
        == ("9999001", "2016/17", "efsm", "fp_fpoi"),
        numerator="3",
    )  # fmt: skip
    built(root)
    assert made == ["public"]
