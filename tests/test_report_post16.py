"""Post-16: golden text, what was not collected, and the bounds of each sentence."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from bundled import SAMPLE, table
from made_report import LANGUAGES, assert_golden, made_report
from opened_report import blocks_left, opened, sentences
from readers import faults_on_paper, faults_on_screen

from tymor.measures.pupils.entries import SUBJECTS
from tymor.report import post16_sentences
from tymor.report.entries import Entries

TERM, YEAR = "2017-autumn", "2016/17"
MADE = {"region": ("post16", "CSC"), "cardiff": ("post16_authority", "681"),
        "merthyr": ("post16_authority", "675")}  # fmt: skip


@pytest.fixture(scope="module")
def sat() -> pd.DataFrame:
    """Cardiff's entries of the newest year: one row an entry, and which grades it reaches."""
    results = pd.read_parquet(SAMPLE / "results.parquet")
    of_cardiff = results["school_id"].isin(schools_of("681"))
    rows = results[of_cardiff & (results["phase"] == "post16") & (results["academic_year"] == YEAR)]
    reached = {grade: rows["grade"].le(grade) | rows["grade"].eq("A*") for grade in ("A", "C")}
    return rows[["subject"]].assign(a=reached["A"], c=reached["C"])


@pytest.fixture(scope="module")
def c_before() -> float:
    """Cardiff's share of A* to C in the year before, which came counted."""
    rows = table(SAMPLE, "school_outcomes")
    own = rows[
        rows["school_id"].isin(schools_of("681"))
        & (rows["measure_id"] == "post16_all_c")
        & (rows["academic_year"] == "2015/16")
        & (rows["group"] == "all")
    ]
    return pct(own["numerator"].astype(int).sum(), own["denominator"].astype(int).sum())


def schools_of(la_code: str) -> list[str]:
    rows = table(SAMPLE, "schools")
    return rows.loc[rows["la_code"] == la_code, "school_id"].tolist()


def pct(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


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


def test_shares_rest_on_entries_and_the_newest_stands_beside_the_year_before(
    altered: Any, sat: pd.DataFrame, c_before: float
) -> None:
    entries, left = altered()
    summary(entries)
    said, moved = sentences(left)
    grade_a, grade_c = (pct(sat[grade].sum(), len(sat)) for grade in ("a", "c"))
    assert said.startswith(
        f"Of {len(sat)} entries in Cardiff, {grade_a}% had A* to A, {grade_c}% A* to C and"
    )
    points = round(grade_c - c_before, 1)
    went = f"{'up' if points > 0 else 'down'} {abs(points)} percentage points"
    assert points != 0
    assert moved.endswith(f"{went} since 2015/16, from {c_before}% to {grade_c}%.")


@pytest.mark.parametrize(
    ("above_now", "said"),
    [
        (0.0, "unchanged since 2015/16"),
        (1.6, "down 1.6 percentage points since 2015/16"),
        (-0.1, "up 0.1 percentage points since 2015/16"),
    ],
)
def test_equal_up_and_down(altered: Any, sat: pd.DataFrame, above_now: float, said: str) -> None:
    value = round(pct(sat["c"].sum(), len(sat)) + above_now, 1)
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


def test_what_one_entry_is_worth_is_said_of_the_smallest_subject(
    altered: Any, sat: pd.DataFrame
) -> None:
    entries, left = altered()
    post16_sentences.smallest_subject(entries.page, entries)
    numbers = sat["subject"].value_counts()
    shown = numbers[numbers.index.isin(SUBJECTS) & (numbers >= 5)].sort_values()
    name = entries.subject_name(shown.index[0])["en"]
    assert shown.iloc[0] < shown.iloc[1]
    assert sentences(left) == [
        f"The fewest entries shown: {name}, {shown.iloc[0]}. One entry there is worth "
        f"{pct(1, shown.iloc[0])} percentage points."
    ]
    entries, left = altered(measure="post16_", denominator=101.0)
    post16_sentences.smallest_subject(entries.page, entries)
    assert left == []


def test_a_chart_needs_two_bars_and_says_where_they_are_equal(
    altered: Any, sat: pd.DataFrame
) -> None:
    entries, left = altered()
    area = entries.page.area
    bars = [(entries.subject_name(n), entries.share(area, "c", n)) for n in entries.subjects]
    table, nothing = entries.by_subject(area), (area.name, None)
    post16_sentences.chart(entries.page, entries, bars[:1], table, nothing)
    assert left == []
    post16_sentences.chart(entries.page, entries, bars, table, nothing)
    post16_sentences.chart(entries.page, entries, [bars[0], bars[0]], table, nothing)
    titles = [block["title"]["en"] for block in left]
    by_subject = sat.groupby("subject")["c"].agg(["sum", "size"])
    held = by_subject[by_subject.index.isin(SUBJECTS) & (by_subject["size"] >= 5)]
    reached = {
        subject: pct(row["sum"], row["size"]) for subject, row in held.sort_index().iterrows()
    }
    low, high = min(reached, key=lambda s: reached[s]), max(reached, key=lambda s: reached[s])
    named = {subject: entries.subject_name(subject)["en"] for subject in (low, high)}
    assert titles == [
        f"A* to C: from {reached[low]}% ({named[low]}) to {reached[high]}% ({named[high]})",
        f"A* to C: {reached['art_design']}% everywhere",
    ]


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
