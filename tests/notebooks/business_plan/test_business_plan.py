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

from plan_actions import history, way_moved
from plan_success import verdict
from shared.late_actions import is_late
from tymor.measures.plan_reviews import newest_reviews
from tymor.page import Figure

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
        ({}, "Of 45 elements with a due date, 3 were late on 14 September 2017."),
        (
            {"on_track": "yes", "judgement": "strong"},
            "Of 45 elements with a due date, none was late on 14 September 2017.",
        ),
        (
            {"due": [PAST] + [pd.NaT] * 44, "on_track": "no"},
            "Of 1 element with a due date, 1 was late on 14 September 2017.",
        ),
        ({"due": pd.NaT}, "No element has a due date, so none can be called late."),
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
        ({}, "The next due date is 15 December 2017, when 14 elements are due."),
        ({"due": PAST}, "No element is due after 14 September 2017."),
        ({"due": pd.NaT}, "No due dates are held."),
    ],
)
def test_the_next_day_is_said_with_how_many_are_due(altered: Any, next_day: str) -> None:
    shown = ran(plan_actions=of_authorities(**altered))
    assert about(shown, "business-plan-timescale") == [next_day]


def test_movement_is_counted_where_an_action_was_reviewed_again() -> None:
    # The region's own have no dates of review, and of the authorities' none is held in spring.
    assert about(ran(), "business-plan-moved") == []
    shown = ran(AUTUMN, plan_actions=of_authorities())
    sentence, begun = about(shown, "business-plan-moved")
    assert sentence.startswith("45 elements were reviewed again since last term")
    assert begun.endswith("newly begun.")
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
        f"the judgement is higher on {up}, lower on {down or 'none'} "
        f"and as before on {45 - len(rows)}."
    )
    assert up > 0 and begun > 0


def test_of_which_actions_the_day_of_review_is_held_is_said() -> None:
    shown = ran()  # the region's own have none, those of the authorities have
    assert about(shown, "business-plan-reviews") == [
        "Of the elements of the plan and of the local authorities' own parts, the day of the last "
        "review is held for 45; for 166 it is not, and nothing is said here of their reviews."
    ]
    assert about(ran(plan_actions=of_authorities()), "business-plan-reviews") == []
    never = ran(plan_actions=of_authorities(reviewed=pd.NaT, on_track="", judgement=""))
    (said,) = about(never, "business-plan-reviews")
    assert said.startswith("Of 45 elements no review is held")


def test_each_action_has_the_day_of_its_own_last_review() -> None:
    days = {term: {row[-1] for row in ran(term).table("business-plan-local-all") if any(row[1:])}
            for term in (TERM, AUTUMN)}  # fmt: skip
    assert days == {TERM: {"14 July 2017"}, AUTUMN: {"24 November 2017"}}
    of_region = [block for block in ran().blocks if block.id == "not-held-actions-all"]
    assert "the day of its last review" in of_region[0].text["en"]


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
    assert said.startswith("No element has been reviewed again since last term")


@pytest.mark.parametrize(
    ("counts", "titles"),
    [
        (
            {},
            ["3.3 Federation and governance has the most elements with limited progress: 4"],
        ),
        ({"limited": 0}, ["No priority has an element with limited progress"]),
        ({"limited": 1}, ["14 priorities have the most elements with limited progress, each 1"]),
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
        "Members are asked to note the progress of the plan's 167 elements."
    ]
    assert about(shown, "business-plan-risk") == ["No element of the plan is said to be off track."]


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
        "This report tells the committee how far the business plan of 2017/18 has come.",
        "The background paper is the business plan of 2017/18. The tables can be downloaded from "
        "the web page of this report.",
    ]
    (head,) = [block for block in shown.blocks if block.kind == "front_matter"]
    assert [name["en"] for name in head.appendices] == [
        "Every element of the plan",
        "Elements of the local authorities",
    ]
    assert shown.block("business-plan-evaluation-grid") is None


def test_elements_that_are_only_counted_are_not_listed() -> None:
    """The print says how many of a priority were judged so, not which."""
    shown = ran(plan_actions=of_authorities())
    (said,) = about(shown, "business-plan-numbers-only")
    assert said.startswith("167 elements are held as counts by priority only")
    assert shown.block("business-plan-actions-all") is None

    def one_is_told(actions: pd.DataFrame) -> pd.DataFrame:
        own = actions[(actions["area_id"] == "CSC") & (actions["plan_year"] == "2017/18")]
        bare = own.assign(title="", title_cy="", lead="", on_track="", judgement="")
        return bare.assign(commentary=["Said."] + [""] * 165, commentary_cy="", heading="")

    shown = ran(plan_actions=one_is_told)
    (said,) = about(shown, "business-plan-numbers-only")
    assert said.startswith("165 elements are held as counts by priority only")
    table = shown.block("business-plan-actions-all").table
    assert [column.label["en"] for column in table.columns] == ["Element", "Commentary"]
    first, row = table.rows
    named = "1.1 Identifying Vulnerable Learners"
    assert (first.style, first.cells[0].text["en"]) == ("section", named)
    assert (row.cells[0].text["en"], row.cells[-1].text["en"]) == ("1.1.1", "Said.")
    assert row.cells[-1].lang == "en"


def test_each_action_of_the_list_stands_under_its_heading_with_its_state() -> None:
    shown = ran()
    rows = shown.table("business-plan-actions-all")
    assert sum(any(row[1:]) for row in rows) == 166
    assert [row[1] for row in rows].count("No") == 13
    heads = [row[0] for row in rows if not any(row[1:])]
    assert heads[0] == "1.1 Identifying Vulnerable Learners"
    own_name = "3.1 Workforce: 3.1b Complete online PLP and share"
    assert own_name in heads  # a heading with a name of its own, under the grid's priority
    of_grid = [row[0] for row in shown.table("business-plan-monitoring-grid")]
    assert [head for head in heads if not head.startswith(tuple(of_grid))] == []
    assert "2.1 Improve the quality of teaching, learning and assessment" in heads  # one without
    assert not any(head.startswith("2.1c") for head in heads)
    (said,) = shown.said(ids="not-held-actions-all")
    assert said == (
        "These 5 are held of none of the elements below: the judgement; its milestone; its "
        "success criterion; the evidence; "
        "the day of its last review."
    )


def test_of_the_plan_before_a_judgement_is_shown_where_it_is_held() -> None:
    rows = ran().table("business-plan-ended-all")
    told = {row[0].partition(" ")[0]: row[1] for row in rows if any(row[1:])}
    assert len(told) == 29
    assert list(told.values()).count("Not held") == 15
    of_the_grid = ("2.2.2", "2.2.3", *(f"3.1.{number}" for number in range(1, 6)))
    assert {told[each] for each in of_the_grid} == {"Noteworthy progress"}
    assert told["2.3.2"] == "Carried forward" and told["2.3.3"] == "Noteworthy progress"


def test_a_priority_without_a_name_is_called_by_its_number() -> None:
    shown = ran(plan_priorities=lambda names: names.iloc[:0])
    (chart,) = [block for block in shown.blocks if block.kind == "chart"]
    assert chart.title["en"].startswith("Priority 3.3 has the most elements")
    assert shown.table("business-plan-monitoring-grid")[0][0] == "Priority 1.1"
    assert about(shown, "business-plan-own-names") == []


def test_names_that_the_plan_does_not_print_are_told() -> None:
    (said,) = about(ran(), "business-plan-own-names")
    assert said.endswith(
        ": 3.1 Workforce; 3.2 Leadership programmes; 3.3 Federation and governance."
    )


def test_where_printed_grid_and_list_differ_is_a_table() -> None:
    rows = ran().table("unlike-2017-18")
    assert rows[0] == ["1.1 Identifying Vulnerable Learners", "Elements", "3", "4"]
    assert rows[-3:] == [
        ["All priorities", "Elements", "167", "166"],
        ["All priorities", "On track", "155", "153"],
        ["All priorities", "Not on track", "12", "13"],
    ]

    def alike(grid: pd.DataFrame) -> pd.DataFrame:
        return grid.assign(differs=False)

    assert ran(plan=alike).block("unlike-2017-18") is None


def test_a_percentage_of_the_printed_grid_that_its_counts_do_not_give_is_told() -> None:
    shown = ran()
    told = {block.id: block.text["en"] for block in shown.blocks if block.id.startswith("differs")}
    assert list(told) == ["differs-2017-18-not-on-track"]
    (of_share,) = told.values()
    assert "says 7.74%; worked out from its counts it is 7.19%" in of_share


def test_each_judgement_is_defined_by_four_criteria_in_both_languages() -> None:
    shown = ran()
    for language, undefined in (("en", "Not defined"), ("cy", "Heb ei ddiffinio")):
        rows = shown.table("business-plan-definitions", language)
        assert [len(row) for row in rows] == [5] * 5
        assert [cell for row in rows for cell in row].count(undefined) == 3


def test_milestones_due_next_are_those_of_the_next_day() -> None:
    shown = ran()
    rows = [row for row in shown.table("business-plan-due-next") if any(row[1:])]
    assert len(rows) == 14
    assert all(row[1].startswith("15 December 2017: ") for row in rows)
    assert ran(plan_actions=of_authorities(due=PAST)).block("business-plan-due-next") is None


def test_judgements_are_shown_review_by_review_where_there_were_several() -> None:
    assert ran().block("business-plan-history-all") is None  # one review was known in summer
    shown = ran(AUTUMN)
    rows = [row for row in shown.table("business-plan-history-all") if any(row[1:])]
    assert len(rows) == 45
    first = rows[0]
    assert first[1].startswith("14 July 2017: ") and first[2].startswith("24 November 2017: ")


def reviewed(*judged: tuple[str, str]) -> pd.DataFrame:
    action = {"area_id": "681", "plan_year": "2017/18", "priority": "1.1", "action": 1}
    frame = pd.DataFrame([action | {"reviewed": day, "judgement": how} for day, how in judged])
    return frame.astype({"reviewed": "datetime64[us]"})


def test_the_last_reviews_are_shown_in_their_order_and_one_is_no_history() -> None:
    page: Any = ran().names["page"]
    days = [f"2017-0{month}-01" for month in range(1, 7)]
    several = reviewed(*((day, "strong") for day in reversed(days)))
    action = several.iloc[:1]
    (row,) = history(page, action, several, "business_plan", 4).to_dict("records")
    told = [row[f"review_{nth}"].text["en"] for nth in range(1, 5)]
    assert [each.partition(":")[0] for each in told] == [
        "1 March 2017", "1 April 2017", "1 May 2017", "1 June 2017",
    ]  # fmt: skip
    for few in (reviewed(("2017-01-01", "strong")), several.iloc[:0]):
        assert history(page, action, few, "business_plan", 4).empty
    undated = reviewed(("2017-01-01", "strong"), ("NaT", "limited"))
    assert history(page, action, undated, "business_plan", 4).empty
    assert history(page, action, reviewed(*((d, "") for d in days)), "business_plan", 4).empty


# Success criteria


@pytest.mark.parametrize(
    ("measure", "target", "value", "status", "told"),
    [
        ("ks2_csi", 90.0, 90.0, "counted", "met"),
        ("ks2_csi", 90.0, 89.9, "counted", "not_met"),
        ("gap_ks2_csi", -12.0, -12.0, "counted", "met"),
        ("gap_ks2_csi", -12.0, -12.1, "counted", "not_met"),
        ("gap_ks2_csi", -12.0, 12.1, "counted", "not_met"),
        ("ks2_csi", 90.0, None, "not_verified", "not_yet"),
        ("ks2_csi", 90.0, None, "suppressed", "withheld"),
        ("ks2_csi", 90.0, None, "near_all", "withheld"),
    ],
)
def test_a_criterion_judges_itself(
    measure: str, target: float, value: float | None, status: Any, told: str
) -> None:
    config = publication(ROOT).config
    figure = Figure(
        area_id="681", measure_id=measure, academic_year="2016/17", kind="actual", value=value,
        unit="pct", decimals=1, status=status, label={"en": "A", "cy": "A"},
    )  # fmt: skip
    assert verdict(config.measures[measure], target, figure) == told
    assert verdict(config.measures[measure], target, None) == "not_yet"


def test_a_criterion_is_judged_from_the_figure_that_is_shown() -> None:
    shown = ran()
    table = shown.block("business-plan-success").table
    rows = [row.cells for row in table.rows if row.style == "body"]
    assert len(rows) == 15
    figures = [row[5].figure for row in rows if row[5].kind == "figure"]
    assert {figure.academic_year for figure in figures} == {"2016/17"}
    counted = [row[6].text["en"] for row in rows]
    met, not_met, not_yet = (counted.count(name) for name in ("Met", "Not met", "Not known yet"))
    assert not_yet == 5 and met + not_met == len(figures) == 10
    assert about(shown, "business-plan-success-counted") == [
        f"15 success criteria are judged by a measure. By the figures held, {met} are met and "
        f"{not_met} are not; of 5 it is not known yet."
    ]

    def withheld(rows: pd.DataFrame) -> pd.DataFrame:
        hidden = rows["measure_id"] == "ks2_csi"
        status = rows["status"].astype("str").mask(hidden, "suppressed")
        return rows.assign(value=rows["value"].mask(hidden), status=status, signal="none")

    hidden = ran(figures=withheld)
    counted_too, not_said, _ = about(hidden, "business-plan-success")
    assert counted_too.startswith("10 success criteria are judged by a measure. ")
    assert not_said.startswith("Of 5 success criteria it is not said whether they are met")
    cells = [row.cells[5] for row in hidden.block("business-plan-success").table.rows]
    assert not [c for c in cells if c.kind == "figure" and c.figure.status == "counted"
                and c.figure.measure_id == "ks2_csi"]  # fmt: skip


def test_without_criteria_nothing_is_said_of_them() -> None:
    shown = ran(plan_actions=of_authorities(measure_id=""))
    assert about(shown, "business-plan-success") == []
    assert shown.block("business-plan-success") is None


def test_comments_of_a_web_form_are_paragraphs_and_lists() -> None:
    shown = ran()
    rows = shown.block("business-plan-local-all").table.rows
    formatted = [cell for row in rows for cell in row.cells if cell.kind == "prose"]
    assert formatted
    for cell in formatted:
        assert [piece.kind for piece in cell.pieces["cy"]] == ["paragraph", "list"]
        assert "<" not in cell.text["en"]


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
    assert letters == ["Appendix A", "Appendix B", "Appendix C"]


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report("business_plan", "CSC")
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []


def test_late_actions_that_are_said_to_be_on_track_are_told_as_both() -> None:
    both = of_authorities(due=PAST, on_track="yes", judgement="not_due")
    told = ran(plan_actions=both)
    assert told.said(ids="late-actions-on-track")[0].startswith(
        "45 late elements are said to be on"
    )
    assert {row[3] for row in told.table("business-plan-late") if row[3]} == {"Yes"}
    none = of_authorities(due=PAST, on_track="no", judgement="limited")
    assert ran(plan_actions=none).said(ids="late-actions-on-track") == []


def test_a_criterion_that_aims_elsewhere_than_the_areas_own_target_says_so() -> None:
    told = ran(AUTUMN)
    criteria = told.names["criteria"]
    held = criteria.dropna(subset=["own_target"])
    other = sum(row.aim.value != row.own_target.value for row in held.itertuples())
    assert 0 < other <= len(held) < len(criteria)
    assert told.said(ids="business-plan-success-other-target")[0].startswith(
        f"{other} criteria aim"
    )
    assert "Not set" in {row[4] for row in told.table("business-plan-success")}


def test_an_authority_tells_of_its_late_actions_beside_all_on_track() -> None:
    both = of_authorities(due=PAST, on_track="yes", judgement="not_due")
    told = run_notebook("authority", "681", now={"plan_actions": both})
    assert "all of which are said to be on track" in told.said(ids="scrutiny-plan-actions")[0]
    assert told.said(ids="scrutiny-plan-late")[0].startswith("9 of these elements were late on")
    assert told.said(ids="late-actions-on-track")[0].startswith("9 late elements are said to be on")
