"""Post-16 entries by subject: few schools have any, and each of two can subtract itself."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from test_protect import RULES, Counts

from tymor.disclosure.decide import attackers_of, decide, reader_of
from tymor.disclosure.protect import HIDDEN, SHOWN, Cells, protect, with_enough
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.system import COHORT, NUMERATOR


def entries(schools: Mapping[str, Counts]) -> pd.DataFrame:
    """Entries of one subject: a row a school (A1 is of authority A), an authority, and all."""
    rows = [(name, name[0], 0, *counts) for name, counts in schools.items()]
    for name in sorted({name[0] for name in schools}):
        own = [counts for school, counts in schools.items() if school[0] == name]
        rows.append((name, "P", 1, *map(sum, zip(*own, strict=True))))
    rows.append(("P", "", 2, *map(sum, zip(*schools.values(), strict=True))))
    frame = pd.DataFrame(
        rows, columns=["area_id", "parent_id", "level", "numerator", "denominator"]
    )
    told = {"measure_id": "post16_physics_a", "academic_year": "2016/17", "group": "all"}
    return frame.assign(
        **told, phase="post16", cohort=frame["denominator"], fine=True, percentage=True,
        published=True, few_parts=False, most=0, known=HIDDEN, others="",
    )  # fmt: skip


def told(rows: pd.DataFrame, states: np.ndarray) -> set[tuple[str, int, str]]:
    system = reader_of(rows, {}, RULES).system(states, np.ones(len(rows), bool))
    found = everything_found_out(system, attackers_of(rows, RULES))
    return {(str(rows["area_id"].iloc[each.cell]), each.what, each.who) for each in found}


#: Two sixth forms of one authority; of two authorities; and of two that are not all.
SOME = {
    "of one authority": {"A1": (3, 8), "A2": (12, 30), "B1": (9, 40), "C1": (7, 50)},
    "one each": {"A1": (3, 8), "B1": (12, 30)},
    "one each of three": {"A1": (3, 8), "B1": (12, 30), "C1": (9, 21), "C2": (6, 19)},
}


@pytest.mark.parametrize("which", SOME)
def test_what_each_of_two_could_subtract_is_withheld(which: str) -> None:
    rows = entries(SOME[which])
    areas = rows["area_id"]
    few = areas.isin([name for name, (_, size) in SOME[which].items() if size < 10])
    # Each figure for itself: the few are withheld, and the other one with them.
    two = np.where(few | areas.isin(["A2" if "A2" in SOME[which] else "B1"]), HIDDEN, SHOWN)
    other = "A2" if "A2" in SOME[which] else "B1"
    alone = np.where(few, HIDDEN, SHOWN)
    assert ("A1", NUMERATOR, "") in told(rows, alone)
    if other == "B1":  # an authority of one school is that school
        two[areas.isin(["A", "B"])] = HIDDEN
    assert {("A1", NUMERATOR, other), ("A1", COHORT, other)} <= told(rows, two)
    assert ("A1", NUMERATOR, "") not in told(rows, two)
    decided = decide(rows, {}, RULES)
    states = decided.cells["state"].to_numpy()
    assert states[areas == "A1"] == HIDDEN
    assert not told(rows, states)


def test_the_rules_alone_do_not_see_that_a_school_is_its_authority() -> None:
    rows = entries(SOME["one each"])
    cells = Cells(rows, RULES)
    protect(cells)
    by_rule = with_enough(cells)
    assert by_rule[rows["area_id"] == "A"] == HIDDEN
    assert by_rule[rows["area_id"] == "P"] == SHOWN
    assert told(rows, by_rule)
    assert not told(rows, decide(rows, {}, RULES).cells["state"].to_numpy())
