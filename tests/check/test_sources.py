"""What ``source.yml`` says, what a term may cite of it, and the limit that legends say."""

from dataclasses import replace
from pathlib import Path

import pytest
from pages import figure
from projects import ROOT, mini_project, publication

from tymor.check.data import check
from tymor.inputs import Source
from tymor.inputs.source import read_source
from tymor.inputs.sources import citable, cited
from tymor.page import Column, FigureCell, Row, Table
from tymor.publication import open_publication
from tymor.render.view import view_table

ORIGIN = {"en": "a report", "cy": "adroddiad"}
SOURCE = Source("data/own", {"en": "Own", "cy": "Ein hun"}, origin=ORIGIN, published="2017-09")


@pytest.mark.parametrize(
    ("term", "published", "may"),
    [
        ("2017-summer", "2017-09", True),  # the month in which the term was published
        ("2017-summer", "2017-09-28", True),
        ("2017-summer", "2017-09-29", False),
        ("2017-summer", "2017-10", False),
        ("2017-spring", "2017-09", False),
        ("2017-autumn", "2017-09", True),
        ("2017-autumn", "", False),  # nobody knows whether it was there
    ],
)
def test_a_term_cites_nothing_that_came_after_it(term: str, published: str, may: bool) -> None:
    own = open_publication(term, None, ROOT)
    assert citable(replace(SOURCE, published=published), own) is may


@pytest.mark.parametrize("origin", ["a report", {"en": "a report"}, ""])
def test_what_is_not_told_in_both_languages_is_not_cited(origin: str | dict[str, str]) -> None:
    assert not citable(replace(SOURCE, origin=origin), publication(ROOT))


def test_invented_figures_have_a_title_and_no_publication() -> None:
    languages = publication(ROOT).config.languages
    row = {"title_en": "Own", "title_cy": "Ein hun", "from_en": "a report",
           "from_cy": "adroddiad", "published": "2017-09-28", "invented": False}  # fmt: skip
    assert cited(languages, row)["en"] == "a report; the latest is of 28 September 2017"
    assert cited(languages, row)["cy"] == "adroddiad; 28 Medi 2017 yw dyddiad y diweddaraf"
    assert cited(languages, row | {"published": "2017-09"})["cy"].startswith(
        "adroddiad; Medi 2017 yw"
    )
    assert cited(languages, row | {"invented": True})["en"] == "Own"


@pytest.mark.parametrize(
    ("said", "published"),
    [("2017-09-28", "2017-09-28"), ("2017-09", "2017-09"), ("'2017-09-28'", "2017-09-28")],
)
def test_a_day_or_a_month_is_read(tmp_path: Path, said: str, published: str) -> None:
    (tmp_path / "source.yml").write_text(
        f"title: {{en: A, cy: B}}\nfrom: {{en: C, cy: D}}\npublished: {said}\n", "utf-8"
    )
    source, problems = read_source(tmp_path, "data/own", ("en", "cy"))
    assert problems == []
    assert (source.published, source.origin) == (published, {"en": "C", "cy": "D"})


@pytest.mark.parametrize("said", ["2017-02-30", "'2017-02-30'", "2017", "September", "2017-13"])
def test_no_day_is_one_problem(tmp_path: Path, said: str) -> None:
    (tmp_path / "source.yml").write_text(f"title: {{en: A, cy: B}}\npublished: {said}\n", "utf-8")
    source, (problem,) = read_source(tmp_path, "data/own", ("en", "cy"))
    assert source.published == ""
    assert str(problem).startswith("data/own/source.yml")


def test_a_legend_says_of_what_is_hidden_only_that_it_is() -> None:
    """A number would bound every hidden figure, and be false of some."""
    for status in ("suppressed", "near_all", "near_none"):
        column = Column(key="hidden", label={"en": "Hidden", "cy": "Cudd"})
        cell = FigureCell(figure=figure(None, status))
        table = Table(columns=(column,), rows=(Row(cells=(cell,)),))
        for language, said in (("en", "onfidential"), ("cy", "yfrinachol")):
            words = publication(ROOT).config.languages[language]
            (told,) = view_table(table, words)["statuses"]
            assert said in told["meaning"]
            assert not any(sign.isdigit() for sign in told["meaning"])


def test_a_folder_that_does_not_say_what_it_is_is_told(tmp_path: Path) -> None:
    """Else invented schools would be real ones from one day to the next, and nobody told."""
    root = mini_project(tmp_path)
    own = publication(root)
    assert not [problem for problem in check(own).problems if "source.yml" in str(problem.file)]
    (root / "data" / "mini" / "source.yml").rename(root / "source.yml")  # which nobody reads
    (told,) = (p for p in check(own).problems if "source.yml" in str(p.file))
    assert (str(told.file), told.severity) == ("data/mini/source.yml", "warning")
    assert "published as real ones" in told.message
