"""Protection by a measure's kind: what is seldom, what is counted from the least on, own limits."""

import pandas as pd
import pytest

from tymor.config.disclosure import HiddenRest, Protection
from tymor.config.measures import Measure
from tymor.config.models import Audience
from tymor.disclosure.decide import cells_of
from tymor.disclosure.protect import HIDDEN, SHOWN, Cells, protect

RULES = Protection(
    least_cohort=5, least_cohort_others=5, least_side=5, near_all=False, interval=2, dominance=10,
    cohorts_known=False,
    rest=HiddenRest(parts=1, learners=1, without_largest=0),
)  # fmt: skip
OPEN = Audience(site="public", word="public", tables=())
AREAS = pd.DataFrame(
    [("CSC", "partnership", "", 100, 20.0, False),
     ("681", "local_authority", "CSC", 100, 20.0, False)],
    columns=["area_id", "kind", "parent_id", "pupils", "efsm_pct", "closed"],
)  # fmt: skip


def states(measure: Measure, *counts: tuple[int, int]) -> tuple[list[int], pd.DataFrame]:
    """How an authority's figures of these counts are shown, each in a year of its own."""
    rows = pd.DataFrame(counts, columns=["numerator", "denominator"]).assign(
        cohort=[d for _, d in counts], area_id="681", measure_id="own", group="all",
        unit=measure.unit, academic_year=[f"20{10 + n}/{11 + n}" for n in range(len(counts))],
    )  # fmt: skip
    cells = cells_of(rows, AREAS, {"own": measure}, OPEN, RULES, {})
    return protect(Cells(cells, RULES)).tolist(), cells


def measure(**said: object) -> Measure:
    return Measure.model_validate({"section": "key_indicators", "phase": "KS4"} | said)


@pytest.mark.parametrize("kind", [{"kind": "rate", "per": 1000}, {"kind": "count"}])
def test_what_happened_seldom_is_told_of_nobody(kind: dict[str, object]) -> None:
    """Of 300 pupils, whatever their number: four exclusions are told as four learners are."""
    found, _ = states(measure(**kind), (4, 300), (5, 300), (400, 300))
    assert found == [HIDDEN, SHOWN, SHOWN]


def test_a_sum_is_counted_from_the_least_that_each_can_have() -> None:
    """On a scale from 100 to 200 a mean of 110 is 10 each: what is above the least tells."""
    own = measure(kind="mean", scale=(100, 200))
    found, cells = states(own, (110 * 10, 10), (150 * 10, 10))
    assert cells["numerator"].tolist() == [100, 500] and set(cells["most"]) == {100}
    assert found == [HIDDEN, SHOWN]


def test_a_measure_has_a_least_cohort_of_its_own() -> None:
    found, _ = states(measure(least_cohort=20), (10, 19), (10, 20))
    assert found == [HIDDEN, SHOWN]
    found, _ = states(measure(), (10, 19), (10, 20))
    assert found == [SHOWN, SHOWN]
