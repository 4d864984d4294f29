"""Post-16: golden text, what was not collected, and the bounds of each sentence."""

import re
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from bundled import SAMPLE, table
from made_report import LANGUAGES, assert_golden, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

from tymor.measures.pupils.entries import SUBJECTS

TERM, YEAR = "2017-autumn", "2016/17"
MADE = {"region": ("post16", "CSC"), "cardiff": ("post16_authority", "681"),
        "merthyr": ("post16_authority", "675")}  # fmt: skip
NOTHING = "No entries of {} were collected for 2016/17."
HIDDEN = (
    "The grades of entries of {} for 2016/17 cannot be told, as figures of them are confidential."
)


@pytest.fixture(scope="module")
def sat() -> pd.DataFrame:
    """Cardiff's entries of the newest year: one row an entry, and which grades it reaches."""
    results = pd.read_parquet(SAMPLE / "results.parquet")
    of_cardiff = results["school_id"].isin(schools_of("681"))
    rows = results[of_cardiff & (results["phase"] == "post16") & (results["academic_year"] == YEAR)]
    reached = {grade: rows["grade"].le(grade) | rows["grade"].eq("A*") for grade in ("A", "C")}
    return rows[["subject"]].assign(a=reached["A"], c=reached["C"])


@pytest.fixture(scope="module")
def by_subject(sat: pd.DataFrame) -> pd.DataFrame:
    """The subjects that a page may show: entries, and how many of them reach C."""
    subjects = sat.groupby("subject")["c"].agg(entries="size", c="sum")
    return subjects[subjects.index.isin(SUBJECTS) & (subjects["entries"] >= 5)]


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


def altered(area: str = "681", *, measure: str = "", year: str = YEAR, **change: Any) -> Ran:
    """What an authority's notebook leaves; rows of measures that begin so and a year altered."""

    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        named = rows["measure_id"].str.startswith(measure or "post16")
        hit = named & (rows["academic_year"] == year)
        return rows.assign(**{name: rows[name].mask(hit, to) for name, to in change.items()})

    return run_notebook("post16_authority", area, term=TERM, now={"figures": alter})


def test_shares_rest_on_entries_and_the_newest_stands_beside_the_year_before(
    sat: pd.DataFrame, c_before: float
) -> None:
    now, moved = altered().said(ids=("post16-summary", "post16-moved"))
    grade_a, grade_c = (pct(sat[grade].sum(), len(sat)) for grade in ("a", "c"))
    assert now.startswith(
        f"Of {len(sat)} entries in Cardiff, {grade_a}% had A* to A, {grade_c}% A* to C and"
    )
    points = round(grade_c - c_before, 1)
    went = f"{'rose' if points > 0 else 'fell'} by {abs(points)} percentage points"
    assert points != 0
    years = "between 2015/16 and 2016/17"
    assert moved.endswith(f"{went} {years}, from {c_before}% to {grade_c}%.")


@pytest.mark.parametrize(
    ("above_now", "told"),
    [
        (0.0, "in 2016/17, the same as in 2015/16"),
        (1.6, "fell by 1.6 percentage points between 2015/16 and 2016/17"),
        (-0.1, "rose by 0.1 percentage points between 2015/16 and 2016/17"),
    ],
)
def test_equal_up_and_down(sat: pd.DataFrame, above_now: float, told: str) -> None:
    value = round(pct(sat["c"].sum(), len(sat)) + above_now, 1)
    left = altered(measure="post16_all_c", year="2015/16", value=value)
    assert told in left.said(ids="post16-moved")[0]


def test_hidden_entries_give_no_number() -> None:
    left = altered(measure="post16_all", value=float("nan"), status="suppressed", denominator=pd.NA)
    assert left.said(ids=("post16-none-told", "post16-summary")) == [HIDDEN.format("Cardiff")]
    newest = left.block("post16-by-year").table.rows[0].cells
    assert [cell.figure.status for cell in newest[1:]] == ["suppressed"] * 4


def test_an_authority_that_told_nothing_says_so() -> None:
    left = altered("675")
    assert left.said(ids="post16") == [
        NOTHING.format("Merthyr Tydfil"),
        "Retention and completion for 2016/17 were not collected.",
    ]
    assert not {"post16-by-year", "post16-by-subject", "post16-chart"} & {*left.ids}


def test_what_one_entry_is_worth_is_said_of_the_smallest_subject(by_subject: pd.DataFrame) -> None:
    rows = altered().block("post16-by-subject").table.rows
    told = {cell.figure.value for row in rows for cell in row.cells if cell.kind == "figure"}
    fewest, next_one = by_subject.loc[by_subject["entries"].isin(told), "entries"].nsmallest(2)
    assert fewest < next_one
    said = altered().said(ids="post16-smallest")[0]
    assert (
        f", {fewest}, so that one entry there is worth {pct(1, fewest)} percentage points." in said
    )
    assert altered(denominator=101).said(ids="post16-smallest") == []


def test_a_chart_says_where_its_bars_are_equal(by_subject: pd.DataFrame) -> None:
    rows = altered().block("post16-by-subject").table.rows
    told = {cell.figure.value for row in rows for cell in row.cells if cell.kind == "figure"}
    every = (pct(row["c"], row["entries"]) for _, row in by_subject.iterrows())
    reached = sorted(value for value in every if value in told)
    title = altered().block("post16-chart").title["en"]
    assert re.fullmatch(
        rf"A\* to C, of what can be shown: from {reached[0]}% \(.+\) to {reached[-1]}% \(.+\)",
        title,
    )
    left = altered(value=92.9, status="counted")
    assert left.block("post16-chart-equal").title["en"] == "A* to C: 92.9% everywhere"


def test_a_chart_needs_two_bars() -> None:
    def only_biology(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["measure_id"].str.contains("_all_|biology")]

    left = run_notebook("post16_authority", "681", term=TERM, now={"figures": only_biology})
    assert len(left.block("post16-by-subject").table.rows) == 2
    assert "post16-chart" not in left.ids


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        ((), ["none of 5", "No entries were collected from 5 local authorities: Bridgend"]),
        (("681",), ["1 of 5", "No entries were collected from 4 local authorities: Bridgend"]),
        (
            ("672", "673", "674", "681"),
            ["4 of 5", "No entries were collected from Merthyr Tydfil."],
        ),
        (("672", "673", "674", "675", "681"), ["5 of 5"]),
    ],
)
def test_collected_from_none_one_some_and_all(areas: tuple[str, ...], told: list[str]) -> None:
    def sent_in_by(rows: pd.DataFrame) -> pd.DataFrame:
        own = rows[rows["area_id"] == "681"]
        return pd.concat([own.assign(area_id=area) for area in areas] or [own[:0]])

    left = run_notebook("post16", "CSC", term=TERM, now={"figures": sent_in_by})
    sentences = left.said(ids=("post16-collected", "post16-missing"))
    assert len(sentences) == len(told)
    assert all(part in sentence for part, sentence in zip(told, sentences, strict=True))


def test_each_range_of_grades_and_each_programme_says_how_it_went() -> None:
    assert len(altered().said(ids="post16-went")) == 4
    region = run_notebook("post16", "CSC", term=TERM).said(ids="post16-went")
    assert [
        said.endswith("in each of the 3 local authorities that can be compared.") for said in region
    ] == [True] * 2


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
