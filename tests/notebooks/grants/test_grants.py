"""Grants: who sees what of them, golden text for each audience, bounds of each sentence."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from browser import needs_browser
from made_report import LANGUAGES, assert_golden, bundled_project, made_report
from opened_report import blocks_left, opened, sentences
from readers import faults_on_paper, faults_on_screen

from tymor.report import grant_sentences
from tymor.report.grants import Grants

PDG, YEAR = "pupil_deprivation_grant", "2016/17"
MADE = {
    "region": ("grants", "CSC", "public"),
    "region-inside": ("grants", "CSC", "partnership"),
    "authority": ("grants_authority", "681", "public"),
    "authority-inside": ("grants_authority", "681", "authority"),
    "school": ("grants_school", "9990002", "school"),
}


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Cardiff's grants with some columns altered, and what is shown from then on."""

    def grants(**columns: Any) -> tuple[Grants, list[dict[str, Any]]]:
        page = opened(monkeypatch, "grants_authority", "681", "authority")
        own = Grants.of(page)
        return replace(own, rows=own.rows.assign(**columns)), blocks_left(monkeypatch)

    return grants


def spent(grants: Grants) -> None:
    grant_sentences.spent(grants.page, grants, YEAR)


def test_a_sentence_a_grant_and_one_on_each_learner(altered: Any) -> None:
    grants, left = altered()
    spent(grants)
    assert sentences(left) == [
        "Pupil Deprivation Grant, 2016/17: £887,800 was allocated and £834,233 spent (94.0%).",
        "That is £1,153 for each of the 770 learners now eligible for free school meals.",
        "Education Improvement Grant, 2016/17: £535,210 was allocated and £509,261 spent (95.2%).",
    ]
    assert round(887_800 / 770) == 1153


@pytest.mark.parametrize(
    ("columns", "said", "each"),
    [
        ({"spent_gbp": float("nan")}, "what was spent is not told yet.", True),
        ({"allocated_gbp": 0.0}, "£0 was allocated; what was spent is not told yet.", True),
        ({"efsm_learners": pd.NA}, "spent (94.0%).", False),
        ({"efsm_learners": 0}, "spent (94.0%).", False),
        ({"efsm_learners": 1}, "That is £887,800 for the 1 learner now eligible", True),
    ],
)
def test_what_is_not_told_is_not_worked_out(
    altered: Any, columns: dict[str, Any], said: str, each: bool
) -> None:
    grants, left = altered(**columns)
    spent(grants)
    told = sentences(left)
    assert any(said in sentence for sentence in told)
    assert any(sentence.startswith("That is") for sentence in told) is each


def test_an_amount_for_each_learner_is_hidden_where_they_are_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pentre'r Wennol has 4 of them: its authority sees its grants, and not for each."""
    inside = Grants.of(opened(monkeypatch, "grants_authority", "673", "authority"))
    each = inside.figure("9990034", PDG, YEAR, "per_learner")
    assert each is not None
    assert (each.value, each.status) == (None, "suppressed")
    own = Grants.of(opened(monkeypatch, "grants_school", "9990034", "school"))
    told = own.figure("9990034", PDG, YEAR, "per_learner")
    assert told is not None and told.value == 4600 / 4


def test_the_public_sees_sums_and_no_school(monkeypatch: pytest.MonkeyPatch) -> None:
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
