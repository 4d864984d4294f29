"""Sentences by rule: each direction, the boundaries between them, and both languages."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import figure
from projects import ROOT, publication

from shared import narrative
from shared.direction import direction, how_many, learners_apart
from tymor.better import Better
from tymor.locale import Number
from tymor.page import Figure, Status
from tymor.report import told

CONFIG = publication(ROOT).config
AUTHORITY = SimpleNamespace(kind="local_authority")


@dataclass
class Spoken:
    """What a page was told to say, with the real words of both languages."""

    config: Any = CONFIG
    area: Any = field(default_factory=lambda: AUTHORITY)
    said: list[dict[str, str]] = field(default_factory=list)

    def say(self, key: str, values: Any = None) -> dict[str, str]:
        filled = {
            name: Number(value.value or 0, value.decimals, "")
            if isinstance(value, Figure)
            else value
            for name, value in (values or {}).items()
        }
        return CONFIG.languages.say(key, **filled)

    def text(self, key: str, *, id: str, **values: Any) -> None:
        self.said.append(self.say(key, values))


def pct(value: float | None, status: Status = "verified", **more: Any) -> Figure:
    return figure(value, status, decimals=1, **more)


@pytest.mark.parametrize(
    ("now", "before", "better", "way"),
    [
        (pct(80.1), pct(80.0), "higher", "up"),
        (pct(80.0), pct(80.0), "higher", "equal"),
        (pct(79.9), pct(80.0), "higher", "down"),
        (pct(-9.9), pct(-10.0), "nearer_zero", "narrower"),
        (pct(-10.0), pct(-10.0), "nearer_zero", "equal"),
        (pct(10.0), pct(-10.0), "nearer_zero", "equal"),  # as wide, the other way round
        (pct(-10.1), pct(-10.0), "nearer_zero", "wider"),
        (pct(8.1), pct(8.0), "lower", "up"),  # which way, not whether that is better
        (pct(None, "suppressed"), pct(80.0), "higher", "suppressed"),
        (pct(80.0), pct(None, "suppressed"), "higher", "suppressed"),
        (pct(None, "suppressed"), pct(None, "not_published"), "higher", "suppressed"),
        (pct(None, "not_published"), pct(80.0), "higher", "not_published"),
        (pct(None, "not_verified"), pct(80.0), "higher", "not_verified"),
        (pct(None, "not_applicable"), pct(80.0), "higher", "not_applicable"),
        (pct(None, "not_available"), pct(80.0), "higher", "not_held"),
        (None, pct(80.0), "higher", "not_held"),
        (None, None, "higher", "not_held"),
    ],
)
def test_directions(now: Figure | None, before: Figure | None, better: Better, way: str) -> None:
    assert direction(now, before, better) == way


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1))
def test_a_direction_is_that_of_what_is_shown(now: Any, before: Any) -> None:
    way = direction(pct(float(now)), pct(float(before)))
    assert way == ("up" if now > before else "down" if now < before else "equal")
    assert told.apart(pct(float(now)), pct(float(before))).value == float(abs(now - before))


@pytest.mark.parametrize(("cohort", "points"), [(1, 100.0), (6, 16.7), (8, 12.5), (40, 2.5)])
def test_what_one_learner_is_worth(cohort: int, points: float) -> None:
    size = pct(float(cohort)).model_copy(update={"kind": "count"})
    assert told.worth_of_one(size).value == points


def test_a_change_in_learners() -> None:
    assert learners_apart(pct(75.0), pct(62.5), 8) == 1
    assert learners_apart(pct(75.0), pct(75.0), 8) == 0


def said_of(now: Figure | None, before: Figure | None) -> list[dict[str, str]]:
    page = Spoken()
    narrative.moved(page, now, before, id="x")  # type: ignore[arg-type]
    return page.said


def test_sentences_say_both_figures_and_the_distance() -> None:
    (said,) = said_of(pct(81.5), pct(80.0, academic_year="2015/16"))
    moved = " rose by 1.5 percentage points between 2015/16 and 2016/17, from 80.0 to 81.5."
    assert said["en"].endswith(moved)
    assert said["cy"].startswith("Rhwng 2015/16 a 2016/17, cododd ")
    assert said["cy"].endswith(" o 80.0 i 81.5, sef 1.5 pwynt canran.")
    (gap,) = said_of(pct(-9.0, measure_id="gap_ks2_csi"), pct(-8.0, measure_id="gap_ks2_csi"))
    assert "widened by 1.0 percentage points" in gap["en"]


@pytest.mark.parametrize(("now", "before"), [(-7.9, 7.3), (7.3, -7.9), (5.0, -5.0)])
def test_a_gap_that_changed_sides_is_not_said_to_be_wider_or_the_same(
    now: float, before: float
) -> None:
    (gap,) = said_of(pct(now, measure_id="gap_ks2_csi"), pct(before, measure_id="gap_ks2_csi"))
    assert "has changed sides: it was" in gap["en"]
    assert not any(word in gap["en"] for word in ("widened", "narrowed", "the same"))
    assert ", trodd " in gap["cy"]


@pytest.mark.parametrize(
    ("status", "english"),
    [("suppressed", "confidential"), ("not_verified", "2016/17 had not been verified"),
     ("not_published", "2016/17 had not been published"),
     ("not_applicable", "does not apply to 2016/17"), ("not_available", "not held")],
)  # fmt: skip
def test_a_sentence_without_a_number_says_why(status: Status, english: str) -> None:
    (said,) = said_of(pct(None, status, label={"en": "M", "cy": "M"}), pct(80.0))
    assert english in said["en"]
    without_year = [text.replace("2016/17", "") for text in said.values()]
    assert not any(character.isdigit() for text in without_year for character in text)
    assert said_of(None, None) == []


def test_what_is_measured_of_a_group_is_no_label() -> None:
    before = pct(80.0, group="efsm", academic_year="2015/16")
    (said,) = said_of(pct(81.5, group="efsm"), before)
    assert " among learners eligible for free school meals rose by 1.5 " in said["en"]
    assert " ymhlith dysgwyr sy'n gymwys i gael prydau ysgol am ddim o 80.0 " in said["cy"]


@pytest.mark.parametrize(
    ("pupils", "status", "spoken"),
    [(8, "counted", True), (100, "counted", True), (101, "counted", False),
     (None, "suppressed", False)],
)  # fmt: skip
def test_caution_is_for_small_cohorts(pupils: Any, status: Status, spoken: bool) -> None:
    page = Spoken()
    cohort = figure(pupils, status, kind="count", unit="count", decimals=0)
    narrative.cohort_caution(page, cohort, id="x")  # type: ignore[arg-type]
    assert bool(page.said) is spoken
    if pupils == 8:
        assert "8 learners, so one learner is worth 12.5" in page.said[0]["en"]
        assert "8 dysgwr" in page.said[0]["cy"]


@pytest.mark.parametrize(
    ("number", "english"),
    [(0, "No school is"), (1, "1 school is"), (2, "2 schools are"), (6, "6 schools are")],
)
def test_no_school_one_school_and_more(number: int, english: str) -> None:
    page = Spoken()
    narrative.schools_counted(page, "moved.schools", number, id="x")  # type: ignore[arg-type]
    assert page.said[0]["en"].startswith(english)
    assert (how_many(number) == "none") == (str(number) not in page.said[0]["cy"])
