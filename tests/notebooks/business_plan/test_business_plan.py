"""The business plan's report to the Joint Committee: golden text, and each sentence's bounds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, made_report
from opened_report import blocks_left, opened, sentences
from projects import ROOT, publication
from readers import faults_on_paper, faults_on_screen

from tymor.measures.plan_reviews import newest_reviews
from tymor.report import plan_sentences
from tymor.report.plan import PlanGrid
from tymor.report.plan_actions import PlanActions, is_late, way_moved

AUTUMN = "2017-autumn"
AREAS = ["672", "673", "674", "675", "681"]
ON = date(2017, 9, 14)


def action(**given: Any) -> dict[str, Any]:
    return {"due": pd.Timestamp("2017-07-31"), "on_track": "yes", "judgement": "strong"} | given


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
    assert is_late(action(**given), ON) is late


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
        {"area_id": "672", "plan_year": "2017/18", "priority": "1.1", "action": [1, 1, 2],
         "judgement": ["limited", "strong", "limited"], "reviewed": pd.to_datetime(days)}
    )  # fmt: skip
    at = {day: list(newest_reviews(rows, day)["judgement"]) for day in (
        date(2017, 7, 13), date(2017, 7, 14), date(2017, 11, 24))}  # fmt: skip
    assert list(at.values()) == [["limited"], ["limited", "limited"], ["strong", "limited"]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Which sentences a rule says of actions that were altered first."""

    def sentences_of(rule: Any, area_ids: list[str] = AREAS, **altered: Any) -> list[str]:
        page = opened(monkeypatch, "business_plan", "CSC")
        actions = PlanActions.of(page, "2017/18", area_ids)
        left = blocks_left(monkeypatch)
        rule(page, replace(actions, rows=actions.rows.assign(**altered)))
        return sentences(left)

    return sentences_of


def test_late_none_one_some_and_no_days(said: Any) -> None:
    late = plan_sentences.late_sentence
    past = pd.Timestamp("2017-07-31")
    assert said(late)[0].startswith("Of the actions with a due date (45), 3 were late on")
    (none,) = said(late, on_track="yes", judgement="strong")
    assert none == "Of the actions with a due date (45), none was late on 14 September 2017."
    due = [past] + [pd.NaT] * 44
    assert said(late, due=due, on_track="no") == [
        "Of the actions with a due date (1), 1 was late on 14 September 2017."
    ]
    assert said(late, due=pd.NaT)[0].startswith("No action has a due date")
    assert said(late, ["CSC"])[0].startswith("No action has a due date")


def test_the_next_day_is_said_with_how_many_are_due(said: Any) -> None:
    (some,) = said(plan_sentences.timescale)
    assert some == "Timescale: the next due date is 15 December 2017, when 14 actions are due."
    (none,) = said(plan_sentences.timescale, due=pd.Timestamp("2017-07-31"))
    assert none == "Timescale: no action is due after 14 September 2017."
    assert said(plan_sentences.timescale, due=pd.NaT) == ["Timescale: no due dates are held."]


def test_movement_is_counted_where_an_action_was_reviewed_again(
    said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = plan_sentences.moves_sentence
    # The region's own have no dates of review, and of the authorities' none is held in spring.
    assert said(moved, ["CSC", *AREAS]) == said(moved) == []
    page = opened(monkeypatch, "business_plan", "CSC", term=AUTUMN)
    actions = PlanActions.of(page, "2017/18", AREAS)
    moves = {way: len(found) for way, found in actions.moves().items()}
    assert sum(moves.values()) == 45
    assert moves["up"] > 0 and moves["begun"] > 0
    left = blocks_left(monkeypatch)
    plan_sentences.moves_sentence(page, actions)
    (sentence,) = sentences(left)
    assert sentence == (
        f"45 actions were reviewed again since last term: {moves['up']} are judged higher, "
        f"{moves['down']} lower, {moves['begun']} have begun and {moves['same']} are as before."
    )
    table = actions.moved_table()
    moved = [row for row in table.rows if row.style == "body"]
    assert len(moved) == 45 - moves["same"]


@pytest.fixture
def grid(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plan's grid with the counts of some columns replaced."""

    def altered(**counts: int) -> tuple[PlanGrid, list[dict[str, Any]]]:
        plan = PlanGrid.of(opened(monkeypatch, "business_plan", "CSC"), "2017/18")
        rows = plan.rows.copy()
        for column, count in counts.items():
            rows.loc[rows["column"] == column, "count"] = count
        return replace(plan, rows=rows), blocks_left(monkeypatch)

    return altered


def test_the_chart_says_where_limited_progress_is_most(grid: Any) -> None:
    titles = []
    for counts in ({}, {"limited": 0}, {"limited": 1}):
        plan, left = grid(**counts)
        plan_sentences.progress_chart(plan.page, plan)
        titles.append(left[0]["title"]["en"])
    one, none, equal = titles
    assert one == "Priority 3.3 has the most elements with limited progress: 4"
    assert none == "No priority has an element with limited progress"
    assert equal.startswith("Priorities 1.1, 1.2,")
    assert equal.endswith("have the most elements with limited progress, each 1")


def test_what_is_asked_of_the_committee_has_a_reason(grid: Any) -> None:
    plan, left = grid(limited=0)
    actions = PlanActions.of(plan.page, "2017/18", ["CSC"])  # no days, so none late
    plan_sentences.recommendations(plan.page, plan, actions)
    assert sentences(left) == [
        "The committee is asked to note the progress of the plan's 167 elements."
    ]
    plan, left = grid(not_on_track=0)
    plan_sentences.off_track(plan.page, plan)
    assert sentences(left) == ["Risk: no element of the plan is said to be off track."]


def test_of_a_plan_that_nobody_judged_nothing_is_said(grid: Any) -> None:
    """Not told is not zero: no element is on track, off track or limited."""
    plan, left = grid()
    held = plan.rows["column"] == "elements"
    plan = replace(plan, rows=plan.rows[held])
    actions = PlanActions.of(plan.page, "2017/18", ["CSC"])
    plan_sentences.summary(plan.page, plan, actions)
    plan_sentences.off_track(plan.page, plan)
    plan_sentences.progress_chart(plan.page, plan)
    assert [figure.measure_id for figure in plan_sentences.headlines(plan)] == ["elements"]
    said = sentences(left)
    assert said[0].startswith("No action has a due date")
    assert len(said) == 1  # and of the actions, that none has a due date
    assert [block["kind"] for block in left if block["kind"] == "chart"] == []


def test_a_plan_before_that_is_not_held_is_not_announced(grid: Any) -> None:
    plan, left = grid()
    nothing = replace(plan, year="2016/17", rows=plan.rows.iloc[:0])
    plan_sentences.issue(plan.page, plan, nothing)
    plan_sentences.papers(plan.page, plan, nothing)
    plan_sentences.evaluation(plan.page, nothing)
    assert len(sentences(left)) == 2
    assert not any("2016/17" in sentence for sentence in sentences(left))


def test_an_action_without_a_judgement_last_term_did_not_move(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = opened(monkeypatch, "business_plan", "CSC", term=AUTUMN)
    actions = PlanActions.of(page, "2017/18", AREAS)
    unjudged = replace(actions, earlier=actions.earlier.assign(judgement=""))
    assert sum(map(len, unjudged.moves().values())) == 0


def test_that_none_was_reviewed_again_rests_on_the_dates_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = opened(monkeypatch, "business_plan", "CSC", term=AUTUMN)
    left = blocks_left(monkeypatch)
    actions = PlanActions.of(page, "2017/18", AREAS)
    dated = replace(actions, rows=actions.rows.dropna(subset="reviewed"))
    still = replace(dated, earlier=dated.rows)
    undated = still.earlier.assign(reviewed=still.earlier["reviewed"].where(still.rows.index > 3))
    for own in (
        replace(still, earlier=undated),
        replace(still, earlier=still.earlier.iloc[1:]),  # one is new: it was reviewed
        replace(still, earlier=still.earlier.iloc[:0]),
    ):
        plan_sentences.moves_sentence(page, own)
    assert sentences(left) == []
    plan_sentences.moves_sentence(page, still)
    (said,) = sentences(left)
    assert said.startswith("No action has been reviewed again since last term")


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


def test_elements_that_are_only_counted_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The print says how many of a priority were judged so, not which."""
    page = opened(monkeypatch, "business_plan", "CSC")
    own = PlanActions.of(page, "2017/18", ["CSC"])
    assert (len(own), len(own.described())) == (167, 0)
    left = blocks_left(monkeypatch)
    plan_sentences.background(page, PlanGrid.of(page, "2017/18"), own)
    assert sentences(left)[1].startswith("167 elements are held as counts by priority only")
    told = replace(own, rows=own.rows.assign(commentary=["Said."] + [""] * 166))
    assert len(told.described()) == 1
    table = told.described().table()
    assert [row.cells[0].text["en"] for row in table.rows] == ["Priority 1.1", "1.1.1"]
    assert table.rows[1].cells[-1].lang == "en"  # type: ignore[union-attr]


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report("business_plan", "CSC")
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []
