"""The report on support: priorities by area of reform, days, improvement partners' load."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from desk import desk_page
from made_report import LANGUAGES, MadeReport, assert_golden, made_report
from readers import faults_on_paper, faults_on_screen

from tymor.config import Span
from tymor.page import FigureCell, TableBlock
from tymor.report.days_given import DaysGiven
from tymor.report.deployment import Deployment
from tymor.report.load import load_of, to_move
from tymor.report.reform import Reform

NORM = Span(least=14, most=20)
REPORTS = (("support", "CSC", "partnership"), ("authority_support", "681", "authority"))


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report[0])
def made(request: pytest.FixtureRequest) -> MadeReport:
    return made_report(*request.param)


# The rules


@pytest.mark.parametrize(
    ("schools", "load"),
    [(0.0, "below"), (13.9, "below"), (14.0, "within"), (20.0, "within"), (20.1, "above"),
     (None, "unknown")],
)  # fmt: skip
def test_a_load_is_within_the_norm_from_its_least_to_its_most(schools: Any, load: str) -> None:
    assert load_of(schools, NORM) == load


@pytest.mark.parametrize(
    ("schools", "working_pct", "moves"),
    [
        (8, 60, 1),  # 8.4 to 12
        (9, 60, 0),
        (12, 60, 0),
        (13, 60, -1),
        (14, 100, 0),
        (20, 100, 0),
        (21, 100, -1),
        (0, 100, 14),
        (3, 5, -2),  # 0.7 to 1
        (3, 4, 0),  # 0.56 to 0.8: no whole school lies within
    ],
)
def test_how_many_schools_bring_a_partner_within_the_norm(
    schools: int, working_pct: float, moves: int
) -> None:
    assert to_move(schools, working_pct, NORM) == moves


# Sentences, each with its boundaries


def partners(*rows: tuple[str, float, int, float | None]) -> Deployment:
    """Partners of one authority: name, per cent of full time, schools, days agreed."""
    frame = pd.DataFrame(rows, columns=["partner", "working_pct", "schools", "days_agreed"])
    full = (100 * frame["schools"] / frame["working_pct"].where(frame["working_pct"] > 0)).round(1)
    days = frame["days_agreed"] * 100 / frame["working_pct"].where(frame["working_pct"] > 0)
    frame = frame.assign(schools_here=frame["schools"], full_time_schools=full,
                         days_used=frame["days_agreed"], full_time_days=days)  # fmt: skip
    return Deployment(desk_page("support", "CSC", "partnership"), frame)


def test_each_partner_out_of_balance_has_its_sentence() -> None:
    own = partners(("A. Low", 60, 8, 60.0), ("A. High", 100, 23, 90.0), ("A. Mid", 100, 17, 80.0))
    own.summary()
    english = own.page.said("en")
    assert english[0] == (
        "There are 3 improvement partners. Counted as at full time, the norm is from 14 to 20 "
        "schools: within it 1, below it 1, above it 1."
    )
    assert english[1] == (
        "A. Low has 8 schools at 60% of full time, where the norm is 8.4 to 12.0. At full time "
        "that would be 13.3: below the norm."
    )
    assert english[2] == "1 school more would bring A. Low within the norm."
    assert english[3].endswith("At full time that would be 23.0: above the norm.")
    assert english[4] == "3 schools fewer would bring A. High within the norm."
    assert english[5] == (
        "Counted as at full time, most days are agreed with the schools of A. Low, 100.0, and "
        "fewest with those of A. Mid, 80.0."
    )
    welsh = own.page.said("cy")
    assert welsh[0].startswith("Mae 3 phartner gwella.")
    assert "13.3 fyddai hynny: islaw'r norm." in welsh[1]


def test_one_partner_is_compared_with_nobody() -> None:
    own = partners(("A. Only", 50, 8, None))
    own.summary()
    assert own.page.said("en") == [
        "There is 1 improvement partner. Counted as at full time, the norm is from 14 to 20 "
        "schools: within it 1, below it 0, above it 0."
    ]


def test_a_partner_whose_time_is_not_known_is_counted_apart() -> None:
    own = partners(("A. Unknown", 0, 8, 50.0))
    own.summary()
    assert own.page.said("en") == ["Of 1 it is not known how much of full time they work."]
    assert own.chart_rows().empty
    cells = own.table().rows[0].cells
    assert any(isinstance(c, FigureCell) and c.figure.status == "not_available" for c in cells)


def given(*rows: tuple[str, float, float]) -> DaysGiven:
    """School, days agreed, days used; the least allocation of each is 7."""
    page = desk_page("support", "CSC", "partnership")
    frame = pd.DataFrame(rows, columns=["school_id", "days_agreed", "days_used"])
    frame = frame.assign(least_days=7.0, apart=frame["days_used"] - 7.0)
    return DaysGiven(page, frame, page.schools())


@pytest.mark.parametrize(
    ("used", "said"),
    [
        ((7.0,), "None of the schools (1) has used fewer"),
        ((6.5, 7.0), "1 of 2 schools has used fewer"),
        ((6.5, 5.0, 9.0), "2 of 3 schools have used fewer"),
    ],
)
def test_schools_below_their_least_allocation_are_counted(
    used: tuple[float, ...], said: str
) -> None:
    own = given(*((f"999000{n}", 8.0, days) for n, days in enumerate(used, start=1)))
    own.summary()
    assert own.page.said("en")[1].startswith(said)
    table = own.by_school(only_below=True)
    below = sum(days < 7 for days in used)
    assert (0 if table is None else len(table.rows)) == below


def priorities(*rows: tuple[str, str, str]) -> Reform:
    """Area of reform, whether on track, judgement; each of a school of its own."""
    frame = pd.DataFrame(rows, columns=["reform_area", "on_track", "judgement"])
    frame = frame.assign(school_id=[f"S{n}" for n in range(len(rows))], support="core", days=1.5)
    return Reform(desk_page("support", "CSC", "partnership"), frame)


def test_areas_with_as_many_priorities_are_all_named() -> None:
    own = priorities(("teaching", "yes", "limited"), ("curriculum", "no", "limited"))
    own.summary()
    assert own.page.said("en")[0] == (
        "2 schools have priorities this term, 2 in all. The area of reform with most: "
        "Curriculum; Teaching (1)."
    )
    key, values = own.limited()
    assert key == "support.judged"
    assert own.page.say(f"{key}.title", values)["en"].endswith("in: Curriculum; Teaching (1)")


def test_without_limited_progress_the_chart_says_so() -> None:
    own = priorities(("teaching", "yes", "strong"), ("teaching", "", ""))
    assert own.limited()[0] == "support.judged_none_limited"
    cells = own.chart_table().rows[-1].cells[1:]
    assert [c.figure.value for c in cells if isinstance(c, FigureCell)] == [0, 1, 0, 0, 1]
    own.summary()
    assert own.page.said("en")[1:] == [
        "Enhanced support is given for 0 of them.",
        "Of the priorities that were asked about (1), 0 are not on track.",
        "Of the priorities that were judged (1), limited progress is judged on 0.",
    ]


def test_what_nobody_was_asked_is_not_zero() -> None:
    own = priorities(("teaching", "", ""))
    assert not own.has_judgements
    own.summary()
    assert own.page.said("en")[1:] == ["Enhanced support is given for 0 of them."]


def test_the_share_within_the_norm_is_of_those_whose_time_is_known() -> None:
    own = partners(("A. Unknown", 0, 8, 50.0), ("B. Known", 100, 16, 50.0))
    said = own.page.say("support.loads.title", own.counts())
    assert said["en"] == "1 of 1 improvement partners is within the norm"


def test_one_school_is_said_as_one() -> None:
    own = priorities(("teaching", "yes", "strong"))
    own.summary()
    assert own.page.said("en")[0].startswith("1 school has priorities this term, 1 in all.")
    assert own.page.said("cy")[0].startswith("Mae gan 1 ysgol flaenoriaethau")
    none = replace(own, rows=own.rows.iloc[:0])
    assert none.areas == []


# The report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(made: MadeReport, language: str) -> None:
    name = f"support/{made.page.report}-{language}"
    assert_golden(f"{name}.txt", made.text(language))
    assert_golden(f"{name}-pdf.txt", made.pdf_text(language))


def test_only_those_of_the_audience_may_read_it(made: MadeReport) -> None:
    assert made.page.site in {"partnership", "authority/cardiff"}
    names = [c.text["en"] for b in made.page.blocks if isinstance(b, TableBlock)
             for r in b.table.rows for c in r.cells if not isinstance(c, FigureCell)]  # fmt: skip
    of_others = "A. Hebog" in names
    assert of_others == (made.page.audience == "partnership")


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
