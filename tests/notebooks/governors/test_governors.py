"""The annual report to governors: the year's judgements, days beside the least, learning."""

from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from desk import desk_page
from made_report import LANGUAGES, MadeReport, assert_golden, bundled_project, made_report
from readers import faults_on_paper, faults_on_screen

from tymor.report.learning import Learning
from tymor.report.priorities import Priorities
from tymor.report.priority_year import PriorityYear, steps, way
from tymor.report.school_support import SchoolSupport, beside

SCHOOL = "9990023"  # a through school: the highest least allocation
RANK = {"very_good": 4, "strong": 3, "satisfactory": 2, "limited": 1}
TERMS = ("2016-autumn", "2017-spring", "2017-summer")


@pytest.fixture(scope="module")
def made() -> MadeReport:
    return made_report("governors", SCHOOL, "school")


# The rules


@pytest.mark.parametrize(
    ("judgements", "moved", "went"),
    [
        (["limited", "satisfactory", "strong"], 2, "up"),
        (["strong", "limited", "strong"], 0, "same"),
        (["very_good", "", "satisfactory"], -2, "down"),
        (["", "", "strong"], None, "not_compared"),
        (["", "", ""], None, "not_compared"),
        ([], None, "not_compared"),
    ],
)
def test_a_year_goes_from_its_first_judgement_to_its_last(
    judgements: list[str], moved: int | None, went: str
) -> None:
    assert steps(judgements, RANK) == moved
    assert way(moved) == went


@pytest.mark.parametrize(
    ("value", "least", "where"),
    [(7.0, 7, "equal"), (7.04, 7.0, "equal"), (6.9, 7, "below"), (0.0, 7, "below"),
     (7.1, 7, "above")],
)  # fmt: skip
def test_days_are_compared_as_they_are_shown(value: float, least: float, where: str) -> None:
    assert beside(value, least) == where


def test_each_sector_has_its_least_allocation() -> None:
    least = bundled_project().config.support.least_days
    assert least == {
        "nursery": 7, "primary": 7, "middle": 10, "secondary": 10, "through": 16, "special": 10,
        "pru": 10,
    }  # fmt: skip


# Sentences, each with its boundaries


def year_of(*judgements: list[str]) -> PriorityYear:
    """A priority for each list, with its judgements in the three terms."""
    rows = [
        {"school_id": SCHOOL, "term": term, "priority": number, "reform_area": "teaching",
         "support": "core", "on_track": "yes", "judgement": judgement, "commentary": "Seen.",
         "support_agreed": "", "days": 1.5}
        for number, own in enumerate(judgements, start=1)
        for term, judgement in zip(TERMS, own, strict=True)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["school_id", "term", "priority", "reform_area", "support",
                                        "on_track", "judgement", "commentary", "support_agreed",
                                        "days"])  # fmt: skip
    return PriorityYear(Priorities(desk_page("governors", SCHOOL, "school"), frame), frame)


def test_the_year_is_told_in_counts_that_add_up() -> None:
    own = year_of(["limited", "", "strong"], ["strong"] * 3, ["strong", "", "limited"],
                  ["", "", "limited"])  # fmt: skip
    own.summary()
    assert own.page.said("en") == [
        "Of 3 priorities that can be compared, the progress judged went up over the year on 1, "
        "stayed the same on 1 and went down on 1.",
        "Judged in fewer than two terms, and so not compared: 1.",
    ]
    table = own.table()
    assert table is not None
    went = [row.cells[-1].text["en"] for row in table.rows]  # type: ignore[union-attr]
    assert went == ["Up 2 steps", "The same", "Down 2 steps", "Not judged twice"]
    found = own.found()
    assert found is not None
    assert {row.cells[-1].figure.value for row in found.rows} == {4.5}  # type: ignore[union-attr]
    assert found.rows[0].cells[2].lang == "en"  # type: ignore[union-attr]
    assert found.rows[0].cells[3].lang is None  # type: ignore[union-attr]


def test_one_priority_is_said_as_one() -> None:
    own = year_of(["limited", "satisfactory", "satisfactory"])
    own.summary()
    assert own.page.said("en")[0].startswith("Of 1 priority, the progress judged went up")
    assert own.page.said("cy")[0].startswith("O blith 1 flaenoriaeth, cododd")
    table = own.table()
    assert table is not None
    assert table.rows[0].cells[-1].text == {"en": "Up 1 step", "cy": "I fyny 1 cam"}  # type: ignore[union-attr]


def test_a_school_without_priorities_says_so() -> None:
    own = year_of()
    own.summary()
    assert own.page.said("en") == ["No priorities of this school are recorded for 2016/17."]
    assert own.table() is None
    assert own.found() is None


def supported(*rows: tuple[str, float | None, float | None]) -> SchoolSupport:
    """Year, days agreed, days used; each of a partner of its own."""
    frame = pd.DataFrame(rows, columns=["academic_year", "days_agreed", "days_used"])
    frame = frame.assign(partner=[f"A. {n}" for n in range(len(rows))])
    return SchoolSupport(desk_page("governors", SCHOOL, "school"), frame)


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (18.5, "That is 2.5 days more than the least allocation for a school of its kind, 16.0"),
        (16.0, "That is exactly the least allocation for a school of its kind, 16.0 days."),
        (15.5, "That is 0.5 days fewer than the least allocation for a school of its kind, 16.0"),
    ],
)
def test_days_used_stand_beside_the_least_allocation(used: float, said: str) -> None:
    own = supported(("2016/17", 17.0, used), ("2015/16", 30.0, 30.0))
    own.summary()
    first, second = own.page.said("en")
    assert first == f"Of 17.0 days of support agreed for the year, {used} were used."
    assert second.startswith(said)
    assert [figure.value for figure in own.figures()] == [17.0, used, 16.0]


def test_days_of_two_partners_are_added() -> None:
    own = supported(("2016/17", 10.0, 9.0), ("2016/17", 6.0, 7.0))
    own.summary()
    assert own.page.said("en")[0].startswith("Of 16.0 days of support agreed")
    table = own.table()
    assert table is not None
    assert len(table.rows) == 2


@pytest.mark.parametrize("rows", [(), (("2015/16", 8.0, 8.0),), (("2016/17", None, None),)])
def test_a_year_without_support_says_so(rows: Any) -> None:
    own = supported(*rows)
    own.summary()
    assert own.page.said("en") == ["No support is recorded for 2016/17."]
    assert own.figures() == []


def learnt(*rows: tuple[str, int, str]) -> Learning:
    frame = pd.DataFrame(rows, columns=["programme", "participants", "impact"])
    return Learning(desk_page("governors", SCHOOL, "school"), frame.assign(evaluation=""))


def test_impact_is_counted_and_what_is_not_evaluated_is_said() -> None:
    own = learnt(("One", 2, "strong"), ("Two", 3, ""))
    own.summary()
    assert own.page.said("en") == [
        "Staff took part in 2 programmes of professional learning, 5 places in all.",
        "Programmes by impact: strong 1, some 0, none 0, not evaluated yet 1.",
    ]
    assert own.page.said("cy")[0].startswith("Cymerodd staff ran mewn 2 raglen")


def test_a_school_whose_staff_took_part_in_nothing_says_so() -> None:
    own = learnt()
    own.summary()
    assert own.page.said("en")[0].startswith("No professional learning of the school's staff")
    assert own.table() is None


# The report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_what_the_golden_ones_say(made: MadeReport, language: str) -> None:
    assert_golden(f"governors/{language}.txt", made.text(language))
    assert_golden(f"governors/{language}-pdf.txt", made.pdf_text(language))


def test_it_stands_in_the_schools_own_site(made: MadeReport) -> None:
    assert (made.page.site, made.page.path) == (f"school/{SCHOOL}", "governors")


@pytest.mark.browser
@needs_browser
def test_it_can_be_read_on_a_phone_and_on_a_desk(made: MadeReport) -> None:
    assert faults_on_screen(made) == {}


def test_it_can_be_read_on_paper(made: MadeReport) -> None:
    assert faults_on_paper(made) == []
