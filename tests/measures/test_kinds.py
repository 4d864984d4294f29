"""What follows from a measure's kind: its value, its ends, which way is better, and its signals."""

from typing import Any

import pandas as pd
import pytest
from checking import VOCABULARY
from pydantic import ValidationError

from tymor.config.measures import Measure
from tymor.inputs.contracts.contract import Check, Known
from tymor.inputs.contracts.tables import contract_of
from tymor.measures.frame import as_figures
from tymor.measures.outcomes import gaps, value_of
from tymor.measures.signals import with_signals
from tymor.measures.standing import quartiles


def measure(**said: Any) -> Measure:
    return Measure.model_validate({"section": "key_indicators", "phase": "KS4"} | said)


MEASURES = {
    "share": measure(),
    "capped9": measure(kind="mean", scale=(0, 540)),
    "absence": measure(better="lower"),
    "exclusions": measure(kind="rate", per=1000, better="lower"),
    "moves": measure(kind="count", better="neither"),
    "lost": measure(kind="average", scale=(0, 190), better="lower"),
    "middle": measure(kind="median", better="neither"),
    "gap_capped9": measure(of="capped9", between=("efsm", "not_efsm"), unit="points"),
}

TO_ONE_PLACE = dict.fromkeys(MEASURES, 1)


def test_of_what_is_not_said_the_kind_tells() -> None:
    told = {name: (each.kind, each.unit, each.better) for name, each in MEASURES.items()}
    assert told["share"] == ("percentage", "pct", "higher")
    assert told["capped9"] == ("mean", "points", "higher")
    assert told["exclusions"] == ("rate", "rate", "lower")
    assert told["lost"] == ("average", "days", "lower")
    assert told["gap_capped9"] == ("gap", "points", "nearer_zero")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kind": "means"}, "Input should be 'percentage'"),
        ({"better": "more"}, "Input should be 'higher'"),
        ({"unit": "points"}, "unit is 'points'; expected pct of a measure of the kind percentage"),
        ({"kind": "mean"}, "scale is missing"),
        ({"scale": (0, 9)}, "scale is said of no measure of the kind percentage"),
        ({"kind": "mean", "scale": (9, 0)}, "expected the least first"),
        ({"kind": "rate"}, "per is said of a rate"),
        ({"per": 1000}, "per is said of a rate"),
        ({"of": "share"}, "of and between are said of a gap"),
        ({"between": ("a", "b")}, "of and between are said of a gap"),
        ({"least_cohort": 0}, "greater than or equal to 1"),
    ],
)
def test_what_does_not_go_together_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        measure(**said)


def test_each_kind_makes_its_own_value() -> None:
    """3,555 points of 10 learners are 355.5 each; 12 exclusions of 480 pupils 25 in 1,000."""
    rows = pd.DataFrame(
        [("share", 12, 480), ("capped9", 3555, 10), ("exclusions", 12, 480), ("moves", 12, 480),
         ("lost", 25, 10), ("share", 0, 0), ("capped9", None, 10)],
        columns=["measure_id", "numerator", "denominator"],
    ).astype({"numerator": "Int64", "denominator": "Int64"})  # fmt: skip
    found = value_of(rows, MEASURES, TO_ONE_PLACE)
    assert found[:5].tolist() == [2.5, 355.5, 25.0, 12.0, 2.5] and found[5:].isna().all()
    assert value_of(rows, MEASURES)[:5].tolist() == [2.5, 355.5, 25.0, 12.0, 2.5]


def test_a_gap_of_a_mean_is_in_its_points() -> None:
    rows = pd.DataFrame(
        [("681", "capped9", "2016/17", "efsm", 3000, 10, 10),
         ("681", "capped9", "2016/17", "not_efsm", 7100, 20, 20)],
        columns=["area_id", "measure_id", "academic_year", "group", "numerator", "denominator",
                 "cohort"],
    )  # fmt: skip
    (gap,) = gaps(rows, MEASURES, TO_ONE_PLACE).to_dict("records")
    assert (gap["value"], gap["unit"], gap["cohort"]) == (-55.0, "points", 10)
    assert gaps(rows.iloc[:0], MEASURES, TO_ONE_PLACE).empty
    assert gaps(rows, {"capped9": MEASURES["capped9"]}, TO_ONE_PLACE).empty


@pytest.mark.parametrize(
    ("name", "last", "now", "target", "signal"),
    [
        ("absence", 9.0, 8.0, 8.0, "met"),
        ("absence", 9.0, 8.5, 8.0, "improved"),
        ("absence", 8.0, 9.0, 8.0, "none"),
        ("moves", 9.0, 9.0, 9.0, "none"),
        ("capped9", 350.0, 355.0, 360.0, "improved"),
    ],
)
def test_signals_are_by_what_is_better(
    name: str, last: float, now: float, target: float, signal: str
) -> None:
    rows = pd.DataFrame(
        [("2015/16", "actual", last), ("2016/17", "actual", now), ("2016/17", "target", target)],
        columns=["academic_year", "kind", "value"],
    ).assign(area_id="CSC", measure_id=name, group="all", status="verified", decimals=1)
    assert with_signals(as_figures(rows), MEASURES)["signal"].tolist()[1] == signal


def test_of_absence_the_lowest_quarter_is_the_best() -> None:
    from tymor.measures.signals import goodness

    values = [4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]
    for name, first in (("absence", 1), ("share", 4)):
        rows = pd.DataFrame({"measure_id": name, "value": values})
        assert quartiles(goodness(rows, MEASURES), [rows["measure_id"]])[0] == first
    neither = pd.DataFrame({"measure_id": "moves", "value": values})
    assert quartiles(goodness(neither, MEASURES), [neither["measure_id"]]).isna().all()


def broken(table: str, **cells: Any) -> set[str]:
    """The rules that a row of a table breaks, of those that hang on its measure."""
    from dataclasses import replace

    known = Known(replace(VOCABULARY, measures=MEASURES))
    rows = pd.DataFrame([cells])
    rules: list[Check] = [
        rule for rule in contract_of(table, known).rules if {*rule.needs} <= {*cells}
    ]
    return {rule.name for rule in rules if not all(rule.test(rows))}


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "rules"),
    [
        ("share", 31, 30, {"numerator_over_denominator"}),
        ("share", 30, 30, set()),
        ("capped9", 10_665, 30, set()),
        ("capped9", 16_201, 30, {"sum_off_scale"}),
        ("exclusions", 40, 30, set()),
        ("lost", 5_701, 30, {"sum_off_scale"}),
        ("middle", 3, 30, {"not_counted"}),
        ("gap_capped9", 3, 30, {"not_counted"}),
    ],
)
def test_counts_of_schools_are_held_against_the_kind(
    name: str, numerator: int, denominator: int, rules: set[str]
) -> None:
    cells = {"measure_id": name, "numerator": numerator, "denominator": denominator}
    assert broken("school_outcomes", **cells) == rules


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [("share", 100.1, False), ("share", 100.0, True), ("capped9", 355.7, True),
     ("capped9", 540.1, False), ("capped9", -0.1, False), ("exclusions", 140.0, True),
     ("exclusions", -1.0, False), ("moves", 240.0, True), ("gap_capped9", -120.0, True)],
)  # fmt: skip
def test_printed_values_and_targets_are_held_against_the_kind(
    name: str, value: float, good: bool
) -> None:
    for table in ("published_outcomes", "targets"):
        assert ("range" not in broken(table, measure_id=name, value=value)) == good
