"""The report on support: priorities by area of reform, days, improvement partners' load."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, MadeReport, assert_golden, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

import support_figures as figures
from partner_load import load_of, to_move
from tymor.config import Span
from tymor.page import FigureCell, TableBlock

NORM = Span(least=14, most=20)
REPORTS = (("support", "CSC", "partnership"), ("authority_support", "681", "authority"))


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report[0])
def made(request: pytest.FixtureRequest) -> MadeReport:
    return made_report(*request.param)


def with_rows(of: tuple[str, str, str] = REPORTS[0], **tables: pd.DataFrame) -> Ran:
    """The notebook on other rows of some tables, and without those of the others."""
    altered: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        name: (lambda rows: rows.iloc[:0]) for name in ("school_priorities", "support", "partners")
    }
    altered |= {name: (lambda _, rows=rows: rows) for name, rows in tables.items()}
    report, area, audience = of
    return run_notebook(report, area, audience, now=altered)


# The rules


@pytest.mark.parametrize(
    ("schools", "load"),
    [
        (0.0, "below"),
        (13.9, "below"),
        (14.0, "within"),
        (20.0, "within"),
        (20.1, "above"),
        (float("nan"), "unknown"),
    ],
)
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


# Schools on and off track


def reviewed(*rows: tuple[str, int, str, str, str]) -> pd.DataFrame:
    """Priorities: school, number, term, support and whether on track."""
    names = ["school_id", "priority", "term", "support", "on_track"]
    return pd.DataFrame(rows, columns=names).assign(
        reform_area="teaching", judgement="strong", days=1.0
    )


NOW, BEFORE = "2017-summer", "2017-spring"
TRACKED = reviewed(
    ("9990014", 1, NOW, "core", "yes"), ("9990014", 2, NOW, "core", "no"),
    ("9990015", 1, NOW, "enhanced", "yes"), ("9990015", 1, BEFORE, "core", "yes"),
    ("9990016", 1, NOW, "core", ""), ("9990016", 1, BEFORE, "core", ""),
)  # fmt: skip


def test_a_school_is_off_track_where_one_of_its_priorities_is() -> None:
    of_schools = figures.by_school(TRACKED[TRACKED["term"] == NOW].assign(moved=None))
    assert of_schools["state"].tolist() == ["off", "on", "unsaid"]
    assert of_schools[["priorities", "on_track", "not_on_track"]].to_numpy().tolist() == [
        [2, 1, 1], [1, 1, 0], [1, 0, 0],
    ]  # fmt: skip


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report[0])
def test_schools_on_and_off_track_are_listed_or_counted(report: tuple[str, str, str]) -> None:
    ran = with_rows(report, school_priorities=TRACKED)
    (off,) = ran.said(ids="support-schools-told-off")
    assert off.startswith("Of the 2 schools asked, 1 has")
    (moved,) = ran.said(ids="support-schools-told-moved")
    assert "Of the 2 schools whose support is known in both terms, 1 moved from core" in moved
    named = "support-schools-listed" in ran.ids
    assert named == (report[0] == "authority_support")
    if not named:
        assert ran.table("support-schools-counted")[-1] == ["Total", "3", "1", "1", "1", "1", "0"]


# Sentences, each with its boundaries


def partners(*rows: tuple[str, float, int, float | None], in_all: int = 0) -> Ran:
    """Partners of one authority: name, per cent of full time, schools, days agreed; each has
    ``in_all`` schools more elsewhere."""
    frame = pd.DataFrame(rows, columns=["partner", "working_pct", "schools", "days_agreed"])
    schools = frame["schools"] + in_all
    full = (100 * schools / frame["working_pct"].where(frame["working_pct"] > 0)).round(1)
    agreed = frame["days_agreed"].astype(float)
    return with_rows(
        partners=frame.assign(
            academic_year="2016/17",
            la_code="681",
            schools_in_all=schools,
            full_time_schools=full,
            days_agreed=agreed,
            days_used=agreed,
        )
    )


def test_each_partner_out_of_balance_has_its_sentence() -> None:
    ran = partners(("A. Low", 60, 8, 60.0), ("A. High", 100, 23, 90.0), ("A. Mid", 100, 17, 80.0))
    assert ran.said()[:6] == [
        "There are 3 improvement partners. Counted as at full time, the norm of 14 to 20 schools "
        "has 1 within it, 1 below it and 1 above it.",
        "A. High has 23 schools at 100% of full time, where the norm is 14.0 to 20.0. At full time "
        "that would be 23.0, which is above the norm.",
        "3 schools fewer would bring A. High within the norm.",
        "A. Low has 8 schools at 60% of full time, where the norm is 8.4 to 12.0. At full time "
        "that would be 13.3, which is below the norm.",
        "1 school more would bring A. Low within the norm.",
        "Counted as at full time, most days are agreed with the schools of A. Low, 100.0, and "
        "fewest with those of A. Mid, 80.0.",
    ]
    welsh = ran.said("cy")
    assert welsh[0].startswith("Y norm yw rhwng 14 a 20 o ysgolion. O'r 3 phartner gwella")
    assert "byddai hynny'n 13.3, sydd islaw'r norm." in welsh[3]


def test_the_table_and_the_chart_of_partners_have_the_most_schools_first() -> None:
    ran = partners(("A. Low", 60, 8, 60.0), ("A. High", 100, 23, 90.0))
    shown = [
        ["A. High", "100", "23", "14.0 to 20.0", "23", "Above the norm", "90", "90", "90"],
        ["A. Low", "60", "8", "8.4 to 12.0", "13.3", "Below the norm", "60", "60", "100"],
    ]
    assert ran.table("support-partners") == ran.table("support-loads") == shown
    assert ran.block("support-loads").title["en"] == (
        "Neither of 2 improvement partners is within the norm"
    )
    labels = [
        row["label"]
        for rows in ran.block("support-loads").spec["en"]["datasets"].values()
        for row in rows
        if "label" in row
    ]
    assert labels == ["23.0 ▲", "13.3 ▼"]


def test_of_partners_with_schools_elsewhere_no_days_at_full_time_are_told() -> None:
    ran = partners(("A. Low", 60, 8, 60.0), ("A. High", 100, 17, 90.0), in_all=1)
    heads = [column.label["en"] for column in ran.block("support-partners").table.columns]
    assert heads[2:4] == ["Schools here", "Schools in all"]
    assert "Days agreed, as at full time" not in heads
    assert not any("most days are agreed" in said for said in ran.said())


def test_one_partner_is_compared_with_nobody() -> None:
    ran = partners(("A. Only", 50, 8, None))
    assert ran.said()[:1] == [
        "There is one improvement partner who, counted as at full time, is within the norm of 14 "
        "to 20 schools."
    ]
    assert ran.block("support-days-apart") is ran.block("support-loads") is None


def test_a_partner_whose_time_is_not_known_is_counted_apart() -> None:
    ran = partners(("A. Unknown", 0, 8, 50.0))
    assert ran.said()[:1] == ["Of 1 it is not known how much of full time they work."]
    assert ran.block("support-loads") is None
    assert ran.table("support-partners") == [
        [
            "A. Unknown",
            "0",
            "8",
            "0.0 to 0.0",
            "not_available",
            "Not known",
            "50",
            "50",
            "not_available",
        ],
    ]


def test_the_share_within_the_norm_is_of_those_whose_time_is_known() -> None:
    ran = partners(
        ("A. Unknown", 0, 8, 50.0), ("B. Known", 100, 16, 50.0), ("C. Known", 100, 15, 50.0)
    )
    assert ran.block("support-loads").title["en"] == (
        "2 of 2 improvement partners are within the norm"
    )


def given(*used: float, of: tuple[str, str, str] = REPORTS[0]) -> Ran:
    """Primary schools of one authority that have used so many days; the least is 7 of each."""
    school_ids = ["9990010", "9990011", "9990012"]
    frame = pd.DataFrame({"school_id": school_ids[: len(used)], "days_used": used})
    return with_rows(
        of, support=frame.assign(academic_year="2016/17", partner="A.", days_agreed=8.0)
    )


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
    ran = given(*used)
    assert ran.said()[1].startswith(said)
    below = sorted(days for days in used if days < 7)
    assert [float(row[3]) for row in ran.table("support-days-below")] == below
    number = f"{len(used)}"
    (authority, whole) = ran.table("support-days-by-authority")
    assert (
        authority[1:]
        == whole[1:]
        == [number, f"{8 * len(used)}", f"{sum(used):g}", f"{7 * len(used)}", f"{len(below)}"]
    )


def priorities(*rows: tuple[str, str, str]) -> Ran:
    """Area of reform, whether on track, judgement; each of a school of its own."""
    frame = pd.DataFrame(rows, columns=["reform_area", "on_track", "judgement"])
    ids = [f"S{n}" for n in range(len(rows))]
    return with_rows(
        school_priorities=frame.assign(
            school_id=ids, term="2017-summer", priority=1, support="core", days=1.5
        )
    )


def test_areas_with_as_many_priorities_are_all_named() -> None:
    ran = priorities(("teaching", "yes", "limited"), ("curriculum", "no", "limited"))
    assert ran.said()[:2] == [
        "2 schools have priorities this term, 2 in all.",
        "The areas of reform with most of them are “Curriculum” and “Teaching”, with 1 each.",
    ]
    title = ran.block("support-judged").title
    assert title["en"].endswith(" in “Curriculum” and “Teaching”, on 1 priority each")
    assert title["cy"].startswith("Ym meysydd “Cwricwlwm” ac “Addysgu” ")


def test_areas_of_reform_stand_in_their_order_and_below_them_all_of_them() -> None:
    ran = priorities(
        ("teaching", "yes", "limited"), ("curriculum", "no", "strong"), ("teaching", "", "")
    )
    assert ran.table("support-reform") == [
        ["Curriculum", "1", "1", "1", "0", "0", "1", "1.5"],
        ["Teaching", "2", "2", "2", "0", "1", "0", "3"],
        ["All areas", "3", "3", "3", "0", "1", "1", "4.5"],
    ]
    styles = [row.style for row in ran.block("support-reform").table.rows]
    assert styles == ["body", "body", "total"]


def test_without_limited_progress_the_chart_says_so() -> None:
    ran = priorities(("teaching", "yes", "strong"), ("teaching", "", ""))
    chart = ran.block("support-judged-none-limited")
    assert chart.title["en"] == "No priority is judged to have made limited progress"
    assert ran.table(chart.id)[-1] == ["All areas", "0", "1", "0", "0", "1"]
    assert ran.said()[2:5] == [
        "Enhanced support is given for none of them.",
        "The one priority asked about is on track.",
        "Of 1 priority judged, progress is limited on none.",
    ]


def test_what_nobody_was_asked_is_not_zero() -> None:
    ran = priorities(("teaching", "", ""))
    ids = [block.id for block in ran.blocks]
    assert ids[ids.index("support-enhanced") + 1] == "support-reform"


def test_one_school_is_said_as_one() -> None:
    ran = priorities(("teaching", "yes", "strong"))
    assert ran.said()[0].startswith("1 school has priorities this term, 1 in all.")
    assert ran.said("cy")[0].startswith("Mae gan 1 ysgol flaenoriaethau")


def test_of_what_is_not_held_nothing_is_said() -> None:
    ran = with_rows()
    assert {block.id for block in ran.blocks if block.id.startswith("support")} == {
        "support-invented"
    }


# The report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(made: MadeReport, language: str) -> None:
    name = f"support/{made.page.report}-{language}"
    assert_golden(f"{name}.txt", made.text(language))
    assert_golden(f"{name}-pdf.txt", made.pdf_text(language))


def test_only_those_of_the_audience_may_read_it(made: MadeReport) -> None:
    assert made.page.site in {"partnership", "authority/cardiff"}
    names = [
        c.text["en"]
        for b in made.page.blocks
        if isinstance(b, TableBlock)
        for r in b.table.rows
        for c in r.cells
        if not isinstance(c, FigureCell)
    ]
    of_others = "A. Hebog" in names
    assert of_others == (made.page.audience == "partnership")


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
