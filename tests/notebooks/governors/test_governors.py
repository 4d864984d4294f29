"""The annual report to governors: the year's judgements, days beside the least, learning."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, MadeReport, assert_golden, bundled_project, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

SCHOOL = "9990023"  # a through school: the highest least allocation
TERMS = ("2016-autumn", "2017-spring", "2017-summer")


@pytest.fixture(scope="module")
def made() -> MadeReport:
    return made_report("governors", SCHOOL, "school")


def with_rows(**tables: pd.DataFrame) -> Ran:
    """The notebook on other rows of some tables."""
    altered: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        name: (lambda _, rows=rows: rows) for name, rows in tables.items()
    }
    return run_notebook("governors", SCHOOL, "school", now=altered)


def test_each_sector_has_its_least_allocation() -> None:
    least = bundled_project().config.support.least_days
    assert least == {
        "nursery": 7,
        "primary": 7,
        "middle": 10,
        "secondary": 10,
        "through": 16,
        "special": 10,
        "pru": 10,
    }


# Sentences and tables, each with its boundaries


def year_of(*judgements: list[str]) -> Ran:
    """A priority for each list, with its judgements in the three terms."""
    rows = [
        {
            "school_id": SCHOOL,
            "term": term,
            "priority": number,
            "reform_area": "teaching",
            "support": "core",
            "on_track": "yes" if number > 1 else "",
            "judgement": judgement,
            "commentary": f"Seen in {term}.",
            "support_agreed": "",
            "days": 1.5,
        }
        for number, own in enumerate(judgements, start=1)
        for term, judgement in zip(TERMS, own, strict=True)
    ]
    columns = [
        "school_id",
        "term",
        "priority",
        "reform_area",
        "support",
        "on_track",
        "judgement",
        "commentary",
        "support_agreed",
        "days",
    ]
    rows.reverse()  # in whatever order they are held
    return with_rows(school_priorities=pd.DataFrame(rows, columns=columns))


def test_the_year_is_told_in_counts_that_add_up() -> None:
    ran = year_of(
        ["limited", "", "strong"],
        ["strong"] * 3,
        ["strong", "", "limited"],
        ["strong", "limited", "strong"],
        ["", "", "limited"],
        [""] * 3,
    )
    assert ran.said()[:2] == [
        "Of 4 priorities that can be compared, the progress judged went up from the first "
        "judgement of the year to the last on 1, stayed the same on 2 and went down on 1.",
        "A further 2 could not be compared, having been judged in fewer than two terms.",
    ]
    progress = ran.table("governors-progress")
    assert [row[-1] for row in progress] == [
        "Up 2 steps",
        "The same",
        "Down 2 steps",
        "The same",
        "Not judged twice",
        "Not judged twice",
    ]
    assert progress[0][:4] == ["1. Teaching", "Limited progress", "Not judged", "Strong progress"]


def test_what_was_found_last_stands_beside_the_days_of_the_whole_year() -> None:
    ran = year_of(["limited", "", "strong"], ["strong"] * 3)
    assert ran.table("governors-found") == [
        ["1. Teaching", "Not said", "Seen in 2017-summer.", "not_available", "4.5"],
        ["2. Teaching", "On track", "Seen in 2017-summer.", "not_available", "4.5"],
    ]
    note = ran.block("governors-found").note["en"]
    assert "the two need not add up" in note  # nor do the days of the improvement partner below
    found = ran.block("governors-found").table.rows[0].cells
    assert found[2].lang == "en"


def test_what_each_judgement_means_is_said_criterion_by_criterion() -> None:
    ran = year_of(["limited", "", "strong"])
    meanings = ran.table("governors-meanings")
    assert [row[0] for row in meanings] == [
        "Very good progress",
        "Strong progress",
        "Satisfactory progress",
        "Limited progress",
    ]
    assert meanings[0][1:] == [
        "Addressed in all respects",
        "No aspect is left",
        "Very good impact",
        "Very good",
        "Not defined",
    ]
    # How far: in many respects, where the plan's own scheme says the majority.
    assert meanings[2][1:] == [
        "Addressed in many respects",
        "A few important aspects are left",
        "Not yet strong enough",
        "Not defined",
        "Significant work is still to be done",
    ]
    assert meanings[3][4] == "Not yet shown strongly enough"
    in_welsh = ran.table("governors-meanings", "cy")
    assert in_welsh[1][3:5] == ["Effaith gadarnhaol", "Da"]


def test_the_five_questions_are_those_of_the_guidance_in_their_order() -> None:
    asked = year_of().block("enquiry-questions-questions").questions
    assert [text["en"].split(":")[0] for text in asked] == [
        "How does the school itself evaluate the aspect under discussion?",
        "How does the school know",
        "What is being done now, or is planned, about any issues?",
        "How does the school evaluate whether its plans succeed?",
        "Which support does the school need?",
    ]
    assert asked[4]["cy"] == "Pa gymorth sydd ei angen ar yr ysgol?"


def test_one_priority_is_said_as_one() -> None:
    ran = year_of(["limited", "satisfactory", "satisfactory"])
    assert ran.said()[0] == (
        "The progress judged went up from the first judgement of the year to the last on the one "
        "priority."
    )
    assert ran.said("cy")[0].endswith("a'r olaf yn achos yr unig flaenoriaeth.")
    went = [ran.table("governors-progress", language)[0][-1] for language in LANGUAGES]
    assert went == ["Up 1 step", "I fyny 1 cam"]


def test_a_school_without_priorities_says_so() -> None:
    ran = year_of()
    assert ran.said()[0] == "No priorities of this school are recorded for 2016/17."
    ids = {block.id for block in ran.blocks}
    assert (
        not {"governors-priorities", "governors-progress", "governors-found", "governors-meanings"}
        & ids
    )


def supported(*rows: tuple[str, float | None, float | None]) -> Ran:
    """Year, days agreed, days used; each of a partner of its own."""
    frame = pd.DataFrame(rows, columns=["academic_year", "days_agreed", "days_used"])
    frame = frame.assign(partner=[f"A. {n}" for n in range(len(rows))])
    return with_rows(support=frame.astype({"days_agreed": float, "days_used": float}))


def about_support(ran: Ran) -> list[str]:
    said = [b for b in ran.blocks if b.kind == "text" and b.id.startswith("school-support")]
    return [block.text["en"] for block in said]


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (18.5, "That is 2.5 days more than the minimum allocation for a school of its kind, 16.0"),
        (16.0, "That is exactly the minimum allocation for a school of its kind, 16.0 days."),
        (16.04, "That is exactly the minimum allocation for a school of its kind, 16.0 days."),
        (15.5, "That is 0.5 days fewer than the minimum allocation for a school of its kind, 16.0"),
    ],
)
def test_days_used_stand_beside_the_least_allocation(used: float, said: str) -> None:
    ran = supported(("2016/17", 17.0, used), ("2015/16", 30.0, 30.0), ("2017/18", 9.0, 9.0))
    first, second = about_support(ran)
    assert first == f"Of 17.0 days of support agreed for the year, {used:.1f} were used."
    assert second.startswith(said)
    tiles = [item.figure.value for item in ran.block("governors-days").items]
    assert tiles == [17.0, round(used, 1), 16.0]
    assert [row[0] for row in ran.table("governors-partners")] == ["2015/16", "2016/17"]


def test_days_of_two_partners_are_added() -> None:
    ran = supported(("2016/17", 10.0, 9.0), ("2016/17", 6.0, 7.0))
    assert about_support(ran)[0].startswith("Of 16.0 days of support agreed")
    assert ran.table("governors-partners") == [
        ["2016/17", "A. 0", "10", "9"],
        ["2016/17", "A. 1", "6", "7"],
    ]


@pytest.mark.parametrize("rows", [(), (("2015/16", 8.0, 8.0),), (("2016/17", None, None),)])
def test_a_year_without_support_says_so(rows: Any) -> None:
    ran = supported(*rows)
    assert about_support(ran) == ["No support is recorded for 2016/17."]
    assert ran.block("governors-days") is None
    assert ran.block("governors-partners") is None


def test_days_agreed_stand_alone_where_nobody_wrote_down_those_used() -> None:
    ran = supported(("2016/17", 8.0, None))
    assert about_support(ran) == ["No support is recorded for 2016/17."]
    tiles = [item.figure.value for item in ran.block("governors-days").items]
    assert tiles == [8.0, 16.0]
    assert ran.table("governors-partners") == [["2016/17", "A. 0", "8", "not_available"]]


def learnt(*rows: tuple[str, int, str]) -> Ran:
    frame = pd.DataFrame(rows, columns=["programme", "participants", "impact"])
    own = frame.assign(evaluation="", academic_year="2016/17")
    return with_rows(professional_learning=own)


def test_impact_is_counted_and_what_is_not_evaluated_is_said() -> None:
    ran = learnt(("One", 3, ""), ("Two", 2, "strong"))
    said = [s for s in ran.said() if "rogramme" in s]
    assert said == [
        "Staff took part in 2 programmes of professional learning, 5 places in all.",
        "For one programme a strong impact is recorded.",
        "One programme has not been evaluated yet.",
    ]
    assert any(said.startswith("Cymerodd staff ran mewn 2 raglen") for said in ran.said("cy"))
    assert ran.table("governors-programmes") == [
        ["Two", "2", "Strong impact", "not_available"],
        ["One", "3", "Not evaluated yet", "not_available"],
    ]
    colours = [row.cells[2].colour for row in ran.block("governors-programmes").table.rows]
    assert colours == ["green", None]


def test_a_school_whose_staff_took_part_in_nothing_says_so() -> None:
    ran = learnt()
    assert any(s.startswith("No professional learning of the school's staff") for s in ran.said())
    assert ran.block("governors-programmes") is None


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
