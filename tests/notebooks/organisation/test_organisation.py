"""The organisation's indicators: each sentence and table rests on rows, and nothing is zero
because it is not held."""

from typing import Any

import pandas as pd
import pytest
from bundled import PUBLISHED, table
from on_page import run_on
from opened_report import blocks_left, opened, sentences

from tymor.report.reading import ReleaseReader

ROW = {
    "area_id": "CSC", "indicator": "reviews", "section": "Staff", "section_cy": "Staff",
    "label": "Reviews done", "label_cy": "Adolygiadau", "year": "2016/17", "value": 81.0,
    "unit": "pct", "bound": "", "target": float("nan"), "published": "2017-09", "source": "Papers",
    "source_cy": "Papurau", "invented": False,
}  # fmt: skip
NONE = float("nan")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the report leaves of these rows."""
    page = opened(monkeypatch, "organisation", "CSC")
    left = blocks_left(monkeypatch)

    def run(*rows: dict[str, Any]) -> list[dict[str, Any]]:
        held = pd.DataFrame([ROW | row for row in rows])
        monkeypatch.setattr(ReleaseReader, "table", lambda *_: held)
        left.clear()
        run_on(page, "organisation")
        return left

    return run


def rows_of(left: list[dict[str, Any]], language: str = "en") -> list[list[Any]]:
    """The cells of every table's rows: words, or values."""
    return [
        [c["text"][language] if c["kind"] == "text" else (c.get("figure") or c)["value"]
         for c in row["cells"]]
        for block in left if block["kind"] == "table" for row in block["table"]["rows"]
    ]  # fmt: skip


def test_what_is_not_held_is_named_and_is_not_zero(shown: Any) -> None:
    left = shown({}, {"indicator": "sublet", "label": "Income of a sublet", "value": NONE})
    assert sentences(left)[:2] == [
        "A value is held for 1 indicator of the organisation's own work.",
        "No value is held for one more, Income of a sublet, which is not to say that it is zero.",
    ]
    assert rows_of(left)[1] == ["Income of a sublet", "2016/17", None, "per cent"]


@pytest.mark.parametrize(
    ("rows", "is_said"),
    [
        ([{}], True),
        ([{}, {"indicator": "budget", "unit": "gbp", "value": NONE}], True),
        ([{}, {"indicator": "budget", "unit": "gbp", "value": 0.0}], False),
    ],
)
def test_a_budget_that_is_not_held_is_said_to_be_not_held(
    shown: Any, rows: list[dict[str, Any]], is_said: bool
) -> None:
    said = [each for each in sentences(shown(*rows)) if each.startswith("No budget")]
    assert bool(said) == is_said


def test_zero_is_a_value(shown: Any) -> None:
    left = shown({"value": 0.0})
    assert rows_of(left) == [["Reviews done", "2016/17", 0.0, "per cent"]]
    assert not [said for said in sentences(left) if said.startswith("No value")]


@pytest.mark.parametrize(
    ("value", "target", "said"),
    [
        (81.0, 81.0, "1 indicator has both a value and a target, and it reached the target."),
        (81.0, 81.1, "1 indicator has both a value and a target, and it did not reach the target."),
        (81.0, NONE, None),
        (NONE, 81.0, None),
    ],
)
def test_targets_are_counted_where_there_is_a_value(
    shown: Any, value: float, target: float, said: str | None
) -> None:
    left = shown({"value": value, "target": target})
    assert [each for each in sentences(left) if "target" in each] == ([said] if said else [])


def test_years_are_compared_where_both_are_there(shown: Any) -> None:
    left = shown({"year": "2015/16", "value": 79.5}, {}, {"indicator": "other", "year": "2014/15"})
    assert rows_of(left) == [
        ["Reviews done", "2016/17", 81.0, "per cent", 79.5, 1.5],
        ["Reviews done", "2014/15", 81.0, "per cent", None, None],
    ]
    (compared,) = [each for each in sentences(left) if "the year before, too" in each]
    assert compared.startswith("1 indicator has a value of the year before, too")
    assert "1 rose" in compared
    apart = shown({"year": "2014/15", "value": 79.5}, {})
    assert not [said for said in sentences(apart) if "year before" in said]


def test_what_has_no_year_is_a_number_and_no_years_figure(shown: Any) -> None:
    left = shown({"year": "", "bound": "over"}, {"indicator": "other"})
    first = next(block for block in left if block["kind"] == "table")["table"]["rows"][0]["cells"]
    assert first[1]["text"]["cy"] == "Heb ei nodi"
    assert first[2]["kind"] == "number" and first[4]["text"]["en"] == "More than the value shown"


def test_every_printed_number_is_bundled_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(monkeypatch, "organisation", "CSC")
    left = blocks_left(monkeypatch)
    run_on(page, "organisation")
    rows = table(PUBLISHED, "organisation")
    assert len(rows) == 47 and rows["indicator"].nunique() == 47
    assert rows.loc[rows["value"] == "", "indicator"].tolist() == [
        "budget",
        "income_sublet",
        "peer_enquiries",
        "pathfinder_pairings",
    ]
    assert [row[0] for row in rows_of(left)] == list(rows["label"].unique())
    assert [row[0] for row in rows_of(left, "cy")] == list(rows["label_cy"].unique())
    values = {row[0]: row[2] for row in rows_of(left)}
    assert values["Secondary advisers appointed, full-time equivalent"] == 1.4
    assert values["Added income from a sublet"] is None


def test_the_tables_are_of_one_partnership() -> None:
    assert set(table(PUBLISHED, "organisation")["area_id"]) == {"CSC"}
    assert set(table(PUBLISHED, "key_tasks")["area_id"]) == {"CSC"}
    assert len(table(PUBLISHED, "key_tasks")) == 53
