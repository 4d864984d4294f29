"""Post-16: golden text, what was not collected, and the bounds of each sentence."""

from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

TERM, YEAR = "2017-autumn", "2016/17"
MADE = {"region": ("post16", "CSC"), "cardiff": ("post16_authority", "681"),
        "merthyr": ("post16_authority", "675")}  # fmt: skip
NOTHING = "No entries of {} were collected for 2016/17, or too few to be shown."


def altered(area: str = "681", *, measure: str = "", year: str = YEAR, **change: Any) -> Ran:
    """What an authority's notebook leaves; rows of measures that begin so and a year altered."""

    def alter(rows: pd.DataFrame) -> pd.DataFrame:
        named = rows["measure_id"].str.startswith(measure or "post16")
        hit = named & (rows["academic_year"] == year)
        return rows.assign(**{name: rows[name].mask(hit, to) for name, to in change.items()})

    return run_notebook("post16_authority", area, term=TERM, now={"figures": alter})


def test_shares_rest_on_entries_and_the_newest_stands_beside_the_year_before() -> None:
    now, moved = altered().said(ids=("post16-summary", "post16-moved"))
    assert now.startswith("Of 495 entries in Cardiff, 26.3% had A* to A, 78.4% A* to C and")
    assert moved.endswith("up 2.0 percentage points since 2015/16, from 76.4% to 78.4%.")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (78.4, "unchanged since 2015/16"),
        (80.0, "down 1.6 percentage points since 2015/16"),
        (78.3, "up 0.1 percentage points since 2015/16"),
    ],
)
def test_equal_up_and_down(value: float, told: str) -> None:
    left = altered(measure="post16_all_c", year="2015/16", value=value)
    assert told in left.said(ids="post16-moved")[0]


def test_hidden_entries_give_no_number() -> None:
    left = altered(measure="post16_all", value=float("nan"), status="suppressed", denominator=pd.NA)
    assert left.said(ids=("post16-none-told", "post16-summary")) == [NOTHING.format("Cardiff")]
    newest = left.block("post16-by-year").table.rows[0].cells
    assert [cell.figure.status for cell in newest[1:]] == ["suppressed"] * 4


def test_an_authority_that_told_nothing_says_so() -> None:
    left = altered("675")
    assert left.said(ids="post16") == [
        NOTHING.format("Merthyr Tydfil"),
        "Retention and completion for 2016/17 were not collected.",
    ]
    assert not {"post16-by-year", "post16-by-subject", "post16-chart"} & {*left.ids}


def test_what_one_entry_is_worth_is_said_of_the_smallest_subject() -> None:
    assert altered().said(ids="post16-smallest") == [
        "The fewest entries shown: Religious studies, 7. One entry there is worth 14.3 "
        "percentage points."
    ]
    assert altered(denominator=101).said(ids="post16-smallest") == []


def test_a_chart_says_where_its_bars_are_equal() -> None:
    title = altered().block("post16-chart").title["en"]
    assert title == "A* to C: from 68.1% (Biology) to 92.9% (Art and design)"
    left = altered(value=92.9)
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
        ((), ["0 of 5", "Not collected from: Bridgend, "]),
        (("681",), ["1 of 5", "Not collected from: Bridgend, "]),
        (("672", "673", "674", "681"), ["4 of 5", "Not collected from: Merthyr Tydfil."]),
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
