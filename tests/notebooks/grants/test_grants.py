"""Grants: who sees what of them, golden text for each audience, bounds of each sentence."""

from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, bundled_project, made_report
from notebook_run import Ran, run_notebook
from readers import faults_on_paper, faults_on_screen

MADE = {
    "region": ("grants", "CSC", "public"),
    "region-inside": ("grants", "CSC", "partnership"),
    "authority": ("grants_authority", "681", "public"),
    "authority-inside": ("grants_authority", "681", "authority"),
    "school": ("grants_school", "9990002", "school"),
}


def altered(**columns: Any) -> Ran:
    """What Cardiff's notebook leaves with some columns of the grants altered."""
    alter = {"grants": lambda rows: rows.assign(**columns)}
    return run_notebook("grants_authority", "681", "authority", now=alter)


def of_grants(ran: Ran) -> list[str]:
    return ran.said(ids=("grants-spent", "grants-each"))


def test_a_sentence_a_grant_and_one_on_each_learner() -> None:
    assert of_grants(altered()) == [
        "In 2016/17, £887,800 of the Pupil Deprivation Grant was allocated and £834,233 of that "
        "was spent (94.0%).",
        "That is £1,153 for each of the 770 learners eligible for free school meals.",
        "In 2016/17, £535,210 of the Education Improvement Grant was allocated and £509,261 of "
        "that was spent (95.2%).",
    ]
    assert round(887_800 / 770) == 1153


@pytest.mark.parametrize(
    ("columns", "told", "each"),
    [
        ({"spent_gbp": float("nan")}, "what was spent is not told yet.", True),
        ({"allocated_gbp": 0.0}, "was allocated; what was spent is not told yet.", True),
        ({"efsm_learners": pd.NA}, "spent (94.0%).", False),
        ({"efsm_learners": 0}, "spent (94.0%).", False),
        ({"efsm_learners": 1}, "That is £887,800 for the 1 learner eligible", True),
    ],
)
def test_what_is_not_told_is_not_worked_out(columns: dict[str, Any], told: str, each: bool) -> None:
    sentences = of_grants(altered(**columns))
    assert any(told in sentence for sentence in sentences)
    assert any(sentence.startswith("That is") for sentence in sentences) is each


def test_without_an_allocation_there_is_no_chart() -> None:
    assert "grants-areas-chart" in altered().ids
    assert "grants-areas-chart" not in altered(allocated_gbp=0.0).ids


def test_what_only_the_second_language_has_is_an_evaluation_too() -> None:
    rows = altered(evaluation="", evaluation_cy="Da iawn.").block("grants-evaluations").table.rows
    shown = [cells[-1] for cells in (row.cells for row in rows if row.style == "body")]
    assert {(cell.text["en"], cell.lang) for cell in shown} == {("Da iawn.", "cy")}


def test_without_a_grant_it_says_so() -> None:
    none = {"grants": lambda rows: rows[:0]}
    ran = run_notebook("grants_school", "9990002", "school", now=none)
    assert ran.ids[0] == "grants-none"
    assert not [each for each in ran.ids if each.startswith(("grants-by", "grants-areas"))]


def each_learner(ran: Ran, table: str, area_id: str) -> tuple[float | None, str]:
    """The amount for each learner in the first row of the area, and its status."""
    last = [row.cells[-1] for row in ran.block(table).table.rows if row.style != "section"]
    figure = next(cell.figure for cell in last if cell.figure.area_id == area_id)
    return figure.value, figure.status


def test_an_amount_for_each_learner_is_told_to_who_knows_the_learners() -> None:
    """Pentre'r Wennol has 4 of them, of whom its authority and the school know."""
    inside = run_notebook("grants_authority", "673", "authority")
    table = "grants-areas-pupil-deprivation-grant"
    assert each_learner(inside, table, "9990034") == (4600 / 4, "counted")
    own = run_notebook("grants_school", "9990034", "school")
    assert each_learner(own, "grants-by-year", "9990034") == (4600 / 4, "counted")


def test_a_grant_that_is_not_for_these_learners_has_no_amount_for_each() -> None:
    ran = run_notebook("grants", "CSC", "partnership")
    rows = [row[-1] for row in ran.table("grants-by-year")]
    other = [row[0] for row in ran.table("grants-by-year")].index("Education Improvement Grant")
    assert set(rows[other + 1 :]) == {"not_applicable"}


def test_the_public_sees_sums_and_no_school() -> None:
    held = pd.read_parquet(bundled_project().release_folder("public") / "grants.parquet")
    assert set(held["area_id"]) == {"CSC", "672", "673", "674", "675", "681"}
    public = made_report(*MADE["authority"])
    assert not any(b.id in ("grants-evaluations", "grants-areas-chart") for b in public.page.blocks)
    inside = made_report(*MADE["authority-inside"])
    assert {"grants-evaluations", "grants-areas-chart"} <= {b.id for b in inside.page.blocks}


def test_areas_stand_largest_first_above_the_whole() -> None:
    page = made_report(*MADE["region"]).page
    (table,) = [b.table for b in page.blocks if b.id == "grants-areas-pupil-deprivation-grant"]
    amounts = [row.cells[1].figure.value for row in table.rows]
    assert amounts[:-1] == sorted(amounts[:-1], reverse=True)
    assert amounts[-1] == sum(amounts[:-1])
    assert table.rows[-1].style == "total"


@pytest.mark.parametrize("name", MADE)
def test_each_audience_reads_what_it_did(name: str) -> None:
    made = made_report(*MADE[name])
    for language in LANGUAGES:
        assert_golden(f"grants/{name}.{language}.txt", made.text(language))
        assert_golden(f"grants/{name}.{language}.pdf.txt", made.pdf_text(language))


@pytest.mark.browser
@needs_browser
def test_a_reader_finds_everything_on_a_phone_and_on_a_desk() -> None:
    made = made_report(*MADE["authority-inside"])
    assert faults_on_screen(made) == {}
    assert faults_on_paper(made) == []


def test_a_special_school_is_told_no_outcome_that_does_not_fit_it() -> None:
    ran = run_notebook("grants_school", "9990008", "school")
    assert "grants-outcomes-heading" not in ran.ids
    assert not {each for each in ran.ids if each.startswith(("gap-", "grants-outcomes"))}
    (said,) = ran.said(ids="school-unfit")
    assert "do not fit a school of this kind" in said
