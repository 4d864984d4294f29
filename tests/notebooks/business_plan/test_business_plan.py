"""The business plan's report to the Joint Committee: golden text, and each sentence's bounds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, made_report
from notebook_run import Ran, run_notebook
from projects import ROOT, TERM, publication
from readers import faults_on_paper, faults_on_screen

from plan_actions import is_late, way_moved
from tymor.measures.plan_reviews import newest_reviews

AUTUMN = "2017-autumn"
ON = date(2017, 9, 14)
PAST = pd.Timestamp("2017-07-31")
#: Makes other rows of a table's rows.
Alter = Callable[[pd.DataFrame], pd.DataFrame]


def ran(term: str = TERM, earlier: Alter | None = None, **now: Alter) -> Ran:
    before = {"plan_actions": earlier} if earlier else {}
    return run_notebook("business_plan", "CSC", "public", term=term, now=now, earlier=before)


def of_authorities(**altered: Any) -> Alter:
    """The authorities' own actions of the plan under way, with other values in some columns."""

    def alter(actions: pd.DataFrame) -> pd.DataFrame:
        own = actions["area_id"] != "CSC"
        return actions[own & (actions["plan_year"] == "2017/18")].assign(**altered)

    return alter


def counted(**numbers: int) -> Alter:
    """The grids, with other counts in some columns."""

    def alter(grid: pd.DataFrame) -> pd.DataFrame:
        rows = grid.copy()
        for column, number in numbers.items():
            rows.loc[rows["column"] == column, "count"] = number
        return rows

    return alter


def about(shown: Ran, *ids: str) -> list[str]:
    """The paragraphs whose id begins so."""
    blocks = [block for block in shown.blocks if block.kind == "numbered"]
    return [block.text["en"] for block in blocks if block.id.startswith(ids)]


# The rules


def action(**given: Any) -> pd.DataFrame:
    usual = {"due": PAST, "on_track": "yes", "judgement": "strong"}
    return pd.DataFrame([usual | given]).astype({"due": "datetime64[ns]"})


@pytest.mark.parametrize(
    ("given", "late"),
    [
        ({}, False),
        ({"on_track": "no"}, True),
        ({"judgement": "limited"}, True),
        ({"judgement": "not_due"}, True),
        ({"judgement": "satisfactory"}, False),
        ({"on_track": "no", "due": pd.Timestamp(ON)}, False),  # its day is not over
        ({"on_track": "no", "due": pd.Timestamp("2017-09-13")}, True),
        ({"on_track": "no", "due": pd.NaT}, False),
    ],
)
def test_late_is_past_its_day_and_not_far_enough(given: dict[str, Any], late: bool) -> None:
    assert is_late(action(**given), ON).tolist() == [late]


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ("limited", "satisfactory", "up"),
        ("strong", "strong", "same"),
        ("strong", "satisfactory", "down"),
        ("not_due", "limited", "begun"),
        ("not_due", "not_due", "same"),
        ("strong", "not_due", "down"),
    ],
)
def test_which_way_a_judgement_went(before: str, now: str, way: str) -> None:
    scheme = publication(ROOT).config.plan_scheme("2017/18")
    assert way_moved(before, now, scheme) == way


def test_the_newest_review_that_was_known_counts() -> None:
    days = ["2017-07-14", "2017-11-24", None]
    rows = pd.DataFrame(
        {
            "area_id": "672",
            "plan_year": "2017/18",
            "priority": "1.1",
            "action": [1, 1, 2],
            "judgement": ["limited", "strong", "limited"],
            "reviewed": pd.to_datetime(days),
        }
    )
    at = {
        day: list(newest_reviews(rows, day)["judgement"])
        for day in (date(2017, 7, 13), date(2017, 7, 14), date(2017, 11, 24))
    }
    assert list(at.values()) == [["limited"], ["limited", "limited"], ["strong", "limited"]]


# Sentences, each with its boundaries


@pytest.mark.parametrize(
    ("altered", "late"),
    [
        ({}, "Of the actions with a due date (45), 3 were late on 14 September 2017."),
        (
            {"on_track": "yes", "judgement": "strong"},
            "Of the actions with a due date (45), none was late on 14 September 2017.",
        ),
        (
            {"due": [PAST] + [pd.NaT] * 44, "on_track": "no"},
            "Of the actions with a due date (1), 1 was late on 14 September 2017.",
        ),
        ({"due": pd.NaT}, "No action has a due date, so none can be called late."),
    ],
)
def test_late_none_one_some_and_no_days(altered: dict[str, Any], late: str) -> None:
    shown = ran(plan_actions=of_authorities(**altered))
    assert about(shown, "business-plan-late") == [late]
    number = {"3": 3, "1": 1}.get(late.split(", ")[1][:1], 0)
    listed = [row for row in shown.table("business-plan-late") if any(row[1:])]
    assert len(listed) == number
    assert len(about(shown, "business-plan-recommend-late")) == (number > 0)


@pytest.mark.parametrize(
    ("altered", "next_day"),
    [
        ({}, "Timescale: the next due date is 15 December 2017, when 14 actions are due."),
        ({"due": PAST}, "Timescale: no action is due after 14 September 2017."),
        ({"due": pd.NaT}, "Timescale: no due dates are held."),
    ],
)
def test_the_next_day_is_said_with_how_many_are_due(altered: Any, next_day: str) -> None:
    shown = ran(plan_actions=of_authorities(**altered))
    assert about(shown, "business-plan-timescale") == [next_day]


def test_movement_is_counted_where_an_action_was_reviewed_again() -> None:
    # The region's own have no dates of review, and of the authorities' none is held in spring.
    assert about(ran(), "business-plan-moved") == []
    shown = ran(AUTUMN, plan_actions=of_authorities())
    (sentence,) = about(shown, "business-plan-moved")
    assert sentence.startswith("45 actions were reviewed again since last term: ")
    rows = [row for row in shown.table("business-plan-moved") if any(row[1:])]
    ranks = [
        "Not due to have started",
        "Limited progress",
        "Satisfactory progress",
        "Strong progress",
        "Very good progress",
    ]
    steps = [(ranks.index(was), ranks.index(now)) for _, was, now in rows]
    up = sum(now > was > 0 for was, now in steps)
    down = sum(now < was for was, now in steps)
    begun = sum(was == 0 < now for was, now in steps)
    assert sentence.endswith(
        f"{up} are judged higher, {down} lower, {begun} have begun and {45 - len(rows)} are as "
        "before."
    )
    assert up > 0 and begun > 0


def test_an_action_without_a_judgement_last_term_did_not_move() -> None:
    shown = ran(AUTUMN, plan_actions=of_authorities(), earlier=of_authorities(judgement=""))
    assert shown.block("business-plan-moved") is None
    assert about(shown, "business-plan-moved") == []  # nor that none was reviewed again


def test_that_none_was_reviewed_again_rests_on_the_dates_of_all() -> None:
    dated = of_authorities(reviewed=pd.Timestamp("2017-07-14"))

    def some_undated(actions: pd.DataFrame) -> pd.DataFrame:
        own = dated(actions)
        return own.assign(reviewed=own["reviewed"].where(own["action"] > 1))

    def one_is_new(actions: pd.DataFrame) -> pd.DataFrame:
        return dated(actions).iloc[1:]

    def none_held(actions: pd.DataFrame) -> pd.DataFrame:
        return actions.iloc[:0]

    for earlier in (some_undated, one_is_new, none_held):
        shown = ran(AUTUMN, plan_actions=dated, earlier=earlier)
        assert about(shown, "business-plan-moved") == []
    (said,) = about(ran(AUTUMN, plan_actions=dated, earlier=dated), "business-plan-moved")
    assert said.startswith("No action has been reviewed again since last term")


@pytest.mark.parametrize(
    ("counts", "titles"),
    [
        ({}, ["Priority 3.3 has the most elements with limited progress: 4"]),
        ({"limited": 0}, ["No priority has an element with limited progress"]),
        ({"limited": 1}, ["Priorities 1.1, 1.2,", "most elements with limited progress, each 1"]),
    ],
)
def test_the_chart_says_where_limited_progress_is_most(
    counts: dict[str, int], titles: list[str]
) -> None:
    (chart,) = [block for block in ran(plan=counted(**counts)).blocks if block.kind == "chart"]
    assert chart.title["en"].startswith(titles[0]) and chart.title["en"].endswith(titles[-1])


def test_what_is_asked_of_the_committee_has_a_reason() -> None:
    shown = ran(plan=counted(limited=0, not_on_track=0), plan_actions=of_authorities(due=pd.NaT))
    assert about(shown, "business-plan-recommend") == [
        "The committee is asked to note the progress of the plan's 167 elements."
    ]
    assert about(shown, "business-plan-risk") == [
        "Risk: no element of the plan is said to be off track."
    ]


def test_of_a_plan_that_nobody_judged_nothing_is_said() -> None:
    """Not told is not zero: no element is on track, off track or limited."""

    def unjudged(grid: pd.DataFrame) -> pd.DataFrame:
        rows = grid[~grid["column"].isin(["on_track", "not_on_track"])]
        return rows.assign(count=rows["count"].where(rows["column"] == "elements", 0))

    shown = ran(plan=unjudged, plan_actions=of_authorities(due=pd.NaT))
    tiles = shown.block("business-plan-headlines").items
    assert [tile.figure.measure_id for tile in tiles] == ["elements"]
    assert about(shown, "business-plan-monitoring", "business-plan-risk") == []
    assert about(shown, "business-plan-evaluation") == []
    assert [block.id for block in shown.blocks if block.kind == "chart"] == []


def test_a_plan_before_that_is_not_held_is_not_announced() -> None:
    shown = ran(plan=lambda grid: grid[grid["plan_year"] == "2017/18"])
    assert not any("2016/17" in said for said in about(shown, "business-plan"))
    assert about(shown, "business-plan-issue", "business-plan-papers") == [
        "How far the business plan of 2017/18 has come.",
        "Business plan of 2017/18. The tables can be downloaded from the web page of this report.",
    ]
    (head,) = [block for block in shown.blocks if block.kind == "front_matter"]
    assert [name["en"] for name in head.appendices] == ["Actions of the local authorities"]
    assert shown.block("business-plan-evaluation-grid") is None


def test_elements_that_are_only_counted_are_not_listed() -> None:
    """The print says how many of a priority were judged so, not which."""
    shown = ran()
    (said,) = about(shown, "business-plan-numbers-only")
    assert said.startswith("167 elements are held as counts by priority only")
    assert shown.block("business-plan-actions-all") is None

    def one_is_told(actions: pd.DataFrame) -> pd.DataFrame:
        own = actions[(actions["area_id"] == "CSC") & (actions["plan_year"] == "2017/18")]
        return own.assign(commentary=["Said."] + [""] * 166)

    shown = ran(plan_actions=one_is_told)
    table = shown.block("business-plan-actions-all").table
    heads = [column.label["en"] for column in table.columns]
    assert heads == ["Element", "On track", "Progress", "Commentary"]
    first, row = table.rows
    assert (first.style, first.cells[0].text["en"]) == ("section", "Priority 1.1")
    assert (row.cells[0].text["en"], row.cells[-1].text["en"]) == ("1.1.1", "Said.")
    assert row.cells[-1].lang == "en"


def test_a_total_of_the_printed_grid_that_its_elements_do_not_give_is_told() -> None:
    def other_count(grid: pd.DataFrame) -> pd.DataFrame:
        limited = (grid["column"] == "limited") & (grid["priority"] == "all")
        rows = grid.assign(differs=grid["differs"] | limited)
        return rows.assign(printed_count=rows["printed_count"].mask(limited, 15))

    shown = ran(plan=other_count)
    told = {block.id: block.text["en"] for block in shown.blocks if block.id.startswith("differs")}
    assert list(told) == ["differs-2017-18-not-on-track", "differs-2017-18-limited"]
    of_share, of_count = told.values()
    assert "says 7.74%; counted from its elements it is 7.19%" in of_share
    assert "says 15; counted from its elements it is 14." in of_count


# The report


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_as_it_was(language: str) -> None:
    made = made_report("business_plan", "CSC")
    assert_golden(f"business-plan/{language}.txt", made.text(language))
    assert_golden(f"business-plan/{language}.pdf.txt", made.pdf_text(language))


def test_the_sections_are_those_of_the_committee_format() -> None:
    made = made_report("business_plan", "CSC")
    heads = [b.text["en"] for b in made.page.blocks if b.kind == "heading"]
    assert [head.split(".")[0] for head in heads] == list("12345678")
    letters = [b.label["en"] for b in made.page.blocks if b.kind == "appendix"]
    assert letters == ["Appendix A", "Appendix B"]


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report("business_plan", "CSC")
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []
