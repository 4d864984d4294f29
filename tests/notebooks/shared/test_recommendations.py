"""A report opens with what its committee asked: since, answered, open, overdue."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import ROOT, publication
from written_page import Written, written

from shared.recommendations import open_with_recommendations

#: Of the authority's own committee, whose last report was written on 2017-03-03, and the one of
#: this term on 2017-09-15.
ROW = {
    "committee": "scrutiny", "area_id": "681", "asked": "2017-03-14", "number": 1,
    "asked_by": "The committee", "asked_by_cy": "Y pwyllgor", "recommendation": "Do it.",
    "recommendation_cy": "Gwnewch hynny.", "due": None, "answered": None, "status": "open",
    "answer": "", "answer_cy": "", "invented": False,
}  # fmt: skip
ANSWERED = {"status": "accepted", "answer": "Yes.", "answer_cy": "Ie."}
NONE = (
    "No recommendation that the Children and Young People Scrutiny Committee made by 15 September "
    "2017 is held."
)
LATER = {**ANSWERED, "answered": "2017-10-20"}
EARLIER = {**ANSWERED, "asked": "2016-12-06", "answered": "2017-02-10"}


def told(folder: Path, *rows: dict[str, Any], **more: Any) -> Written:
    """What the report says of these recommendations, each told apart by its number."""
    held: list[dict[str, Any]] = []
    for number, row in enumerate(rows, 1):
        each = ROW | {"number": number} | row
        days = {name: pd.Timestamp(each[name]) for name in ("asked", "due", "answered")}
        held.append(each | days)
    with written(folder, {"recommendations": held} if held else {}, **more) as it:
        open_with_recommendations(it.page)
    return it


def test_the_days_of_the_authoritys_committee_are_those_of_this_test() -> None:
    own = publication(ROOT).config.committees["scrutiny"].of("681").terms
    assert [str(own[term].written) for term in ("2017-spring", "2017-summer")] == [
        "2017-03-03",
        "2017-09-15",
    ]


def test_asked_since_answered_open_and_overdue_are_counted_apart(tmp_path: Path) -> None:
    it = told(
        tmp_path, EARLIER, {**ANSWERED, "answered": "2017-06-09"}, {"due": "2017-09-14"},
        {"due": "2017-12-12"}, {"asked": "2017-09-26"},
    )  # fmt: skip
    assert it.said() == [
        "Since the last report to it, written on 3 March 2017, the Children and Young People "
        "Scrutiny Committee has made 3 recommendations.",
        "1 recommendation has been answered in that time.",
        "2 are still open.",
        "The answer to 1 recommendation was overdue when this report was written, on "
        "15 September 2017.",
    ]
    rows = it.table("recommendations")
    assert [row[0] for row in rows if len(row) > 1 and row[1] == ""] == [
        "Overdue",
        "Open",
        "Answered",
    ]
    assert rows[-1][1:] == [
        "14 March 2017 (The committee)",
        "not_available",
        "Accepted, 9 June 2017",
        "Yes.",
    ]
    assert it.said("cy")[0].startswith("Ers yr adroddiad diwethaf iddo, a ysgrifennwyd ar 3 Mawrth")


def test_what_is_answered_after_the_report_was_written_is_open_in_it(tmp_path: Path) -> None:
    said = told(tmp_path, {**LATER, "due": "2017-09-15"}).said()
    assert said[1:] == [
        "No recommendation has been answered in that time.",
        "1 is still open.",
        "No answer was overdue when this report was written, on 15 September 2017.",
    ]


def test_that_none_is_overdue_is_said_only_where_each_has_a_day(tmp_path: Path) -> None:
    said = told(tmp_path, {"due": "2017-12-12"}, {}).said()
    assert said[-1] == "2 are still open."


def test_what_the_last_report_told_is_not_told_again(tmp_path: Path) -> None:
    it = told(tmp_path, EARLIER)
    assert it.said() == [
        "No new recommendation of the Children and Young People Scrutiny Committee is held since "
        "the last report to it, written on 3 March 2017.",
        "No recommendation has been answered in that time.",
        "No recommendation is open.",
    ]
    assert not [block for block in it.blocks if block.kind == "table"]


@pytest.mark.parametrize(
    "other", [{"committee": "joint_committee"}, {"area_id": "672"}, {"asked": "2017-09-16"}]
)
def test_recommendations_of_others_and_later_ones_are_not_told(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    it = told(tmp_path, other)
    assert it.said() == [NONE]
    assert len(it.blocks) == 1


def test_that_a_committee_has_recommended_nothing_is_said_of_that_committee(tmp_path: Path) -> None:
    it = told(tmp_path, {"area_id": "675"})  # another authority's committee has
    assert it.said() == [NONE]
    assert it.said("cy") == [
        "Nid oes cofnod o unrhyw argymhelliad a wnaeth y Pwyllgor Craffu Plant a "
        "Phobl Ifanc hyd at 15 Medi 2017."
    ]


def test_to_readers_who_are_told_of_no_recommendations_nothing_is_said(tmp_path: Path) -> None:
    assert told(tmp_path).blocks == []


def test_invented_ones_are_called_so(tmp_path: Path) -> None:
    first = told(tmp_path, {"invented": True}).blocks[0]
    assert first.id == "recommendations-invented"
    assert told(tmp_path / "real", {}).blocks[0].id != first.id


def test_an_answer_that_is_still_to_come_is_not_answered_yet(tmp_path: Path) -> None:
    it = told(tmp_path, {"due": "2017-12-12"}, {**ANSWERED, "answered": "2017-06-09", "answer": "",
                                                "answer_cy": ""})  # fmt: skip
    (_, still), (_, answered) = (
        [row[-2:] for row in it.table("recommendations", "cy")][at : at + 2] for at in (0, 2)
    )
    assert still == ["Heb ei ateb eto", "Heb ei ateb eto"]
    assert answered == ["Derbyniwyd, 9 Mehefin 2017", "not_available"]
