"""Post-16: golden text, what was not collected, and the bounds of each sentence."""

from dataclasses import replace
from typing import Any

import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, made_report
from opened_report import blocks_left, opened, sentences
from readers import faults_on_paper, faults_on_screen

from tymor.report import post16_sentences
from tymor.report.entries import Entries

TERM, YEAR = "2017-autumn", "2016/17"
MADE = {"region": ("post16", "CSC"), "cardiff": ("post16_authority", "681"),
        "merthyr": ("post16_authority", "675")}  # fmt: skip


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An authority's entries; rows of one measure and year altered, or all of them left out."""

    def entries(area: str = "681", **change: Any) -> tuple[Entries, list[dict[str, Any]]]:
        page = opened(monkeypatch, "post16_authority", area, term=TERM)
        own = Entries.of(page, [page.area])
        measure, year = change.pop("measure", ""), change.pop("year", YEAR)
        rows = tuple(
            {**row, **change}
            if row["measure_id"].startswith(measure) and row["academic_year"] == year and change
            else row
            for row in own.figures.rows
        )
        figures = replace(own.figures, rows=rows)
        return replace(own, figures=figures), blocks_left(monkeypatch)

    return entries


def summary(entries: Entries) -> None:
    post16_sentences.summary(entries.page, entries, entries.page.area)


def test_shares_rest_on_entries_and_the_newest_stands_beside_the_year_before(altered: Any) -> None:
    entries, left = altered()
    summary(entries)
    said, moved = sentences(left)
    assert said.startswith("Of 495 entries in Cardiff, 26.3% had A* to A, 78.4% A* to C and")
    assert moved.endswith("up 2.0 percentage points since 2015/16, from 76.4% to 78.4%.")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (78.4, "unchanged since 2015/16"),
        (80.0, "down 1.6 percentage points since 2015/16"),
        (78.3, "up 0.1 percentage points since 2015/16"),
    ],
)
def test_equal_up_and_down(altered: Any, value: float, said: str) -> None:
    entries, left = altered(measure="post16_all_c", year="2015/16", value=value)
    summary(entries)
    assert said in sentences(left)[1]


def test_hidden_and_missing_entries_give_no_number(altered: Any) -> None:
    entries, left = altered(
        measure="post16_all", value=float("nan"), status="suppressed", denominator=float("nan")
    )
    summary(entries)
    assert sentences(left) == [
        "No entries of Cardiff were collected for 2016/17, or too few to be shown."
    ]
    assert [c.figure.status for c in entries.by_area().rows[0].cells[1:]] == ["suppressed"] * 4  # type: ignore[union-attr]


def test_an_authority_that_told_nothing_says_not_collected(altered: Any) -> None:
    entries, left = altered("675")
    summary(entries)
    post16_sentences.programmes(entries.page, entries)
    assert sentences(left) == [
        "No entries of Merthyr Tydfil were collected for 2016/17, or too few to be shown.",
        "Retention and completion for 2016/17 were not collected.",
    ]
    (row,) = entries.by_area().rows
    assert {cell.text["en"] for cell in row.cells[1:]} == {"Not collected"}  # type: ignore[union-attr]


def test_what_one_entry_is_worth_is_said_of_the_smallest_subject(altered: Any) -> None:
    entries, left = altered()
    post16_sentences.smallest_subject(entries.page, entries)
    assert sentences(left) == [
        "The fewest entries shown: Religious studies, 7. One entry there is worth 14.3 "
        "percentage points."
    ]
    entries, left = altered(measure="post16_", denominator=101.0)
    post16_sentences.smallest_subject(entries.page, entries)
    assert left == []


def test_a_chart_needs_two_bars_and_says_where_they_are_equal(altered: Any) -> None:
    entries, left = altered()
    area = entries.page.area
    bars = [(entries.subject_name(n), entries.share(area, "c", n)) for n in entries.subjects]
    table, nothing = entries.by_subject(area), (area.name, None)
    post16_sentences.chart(entries.page, entries, bars[:1], table, nothing)
    assert left == []
    post16_sentences.chart(entries.page, entries, bars, table, nothing)
    post16_sentences.chart(entries.page, entries, [bars[0], bars[0]], table, nothing)
    titles = [block["title"]["en"] for block in left]
    assert titles == ["A* to C: from 68.1% (Biology) to 92.9% (Art and design)",
                      "A* to C: 92.9% everywhere"]  # fmt: skip


def test_collected_from_none_one_and_some(monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(monkeypatch, "post16", "CSC", term=TERM)
    told = [each for each in page.children() if each.id != "675"]
    missing = [each for each in page.children() if each.id == "675"]
    left = blocks_left(monkeypatch)
    for areas in (missing, told[:1], told):
        post16_sentences.collected(page, Entries.of(page, areas))
    assert sentences(left) == [
        "Entries for 2016/17 were collected from 0 of 1 local authorities.",
        "Not collected from: Merthyr Tydfil.",
        "Entries for 2016/17 were collected from 1 of 1 local authorities.",
        "Entries for 2016/17 were collected from 4 of 4 local authorities.",
    ]


@pytest.mark.parametrize("name", MADE)
def test_each_report_is_as_it_was(name: str) -> None:
    made = made_report(*MADE[name], term=TERM)
    for language in LANGUAGES:
        assert_golden(f"post16/{name}.{language}.txt", made.text(language))
        assert_golden(f"post16/{name}.{language}.pdf.txt", made.pdf_text(language))


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report(*MADE["region"], term=TERM)
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []
