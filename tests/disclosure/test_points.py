"""Means of points: of a sum that few learners make up, one who knows one can tell another's."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_protect import RULES, Counts, table

from tymor.config.measures import Measure
from tymor.disclosure.protect import HIDDEN, SHOWN, Cells, of_few_points, protect, with_enough
from tymor.disclosure.relations import Related
from tymor.disclosure.system import Reader

MOST = 464
HELD = RULES.model_copy(update={"dominance": 10})
#: Ten learners, of whom one has points; of whom one has few; and as they mostly are.
ONE_HAS, ONE_LACKS = [400, *[0] * 9], [10, *[MOST] * 9]
USUAL = [300, 350, 280, 400, 410, 120, 90, 333, 362, 318]


def nearest(points: list[int]) -> int:
    """How near somebody who knows one learner's points can come to another's: what all the others
    have, or lack, is how far his best guesses are from it.
    """
    whole, lacking = sum(points), MOST * len(points) - sum(points)
    return min(
        min(whole - own - other, lacking - (MOST - own) - (MOST - other))
        for own, other in permutations(points, 2)
    )


def few(points: list[int]) -> bool:
    n, d = np.array([sum(points)]), np.array([len(points)])
    return bool(of_few_points(n, d, np.array([MOST]), HELD)[0])


def test_the_points_of_the_only_one_who_has_any_are_told_and_then_withheld() -> None:
    assert (nearest(ONE_HAS), nearest(ONE_LACKS)) == (0, 0)
    assert nearest(USUAL) > MOST / 10
    shown = [(3000, 10), (9000, 30), (9000, 30), (9000, 30), (9000, 30)]
    for points, state in ((ONE_HAS, HIDDEN), (ONE_LACKS, HIDDEN), (USUAL, SHOWN)):
        rows = of_points([(sum(points), len(points)), *shown], fine=True)
        assert protect(Cells(rows, RULES))[0] == SHOWN  # ten learners are enough for a percentage
        assert protect(Cells(rows, HELD))[0] == state


@given(st.lists(st.integers(0, MOST), min_size=5, max_size=9))
@example(ONE_HAS)
@example(USUAL)
@example([MOST, MOST, 46, *[0] * 7])
@example([MOST, MOST, 47, *[0] * 7])
def test_what_is_shown_is_no_near_guess_of_any_learner(points: list[int]) -> None:
    assert few(points) or nearest(points) >= MOST / 10


def of_points(schools: list[Counts], fine: bool = False) -> pd.DataFrame:
    return table(schools, fine).assign(percentage=False, most=MOST)


def enough(rows: pd.DataFrame) -> np.ndarray:
    cells = Cells(rows, HELD)
    protect(cells)
    return with_enough(cells)


def test_what_is_withheld_is_together_no_sum_of_few_points_either() -> None:
    rows = of_points([(0, 4), (10, 6), (200, 8), (5000, 20), (9000, 30), (9000, 31)])
    by_cohort = enough(rows.assign(most=0)).tolist()
    assert by_cohort == [*[HIDDEN] * 3, *[SHOWN] * 4]
    hidden = rows[np.array(by_cohort) == HIDDEN]
    assert hidden["numerator"].sum() < 2.1 * MOST  # whoever subtracts sees it
    held = enough(rows)
    assert held.tolist() == [*[HIDDEN] * 4, *[SHOWN] * 3]


def test_a_reader_knows_the_most_that_all_of_a_cohort_can_have() -> None:
    rows = of_points([(4 * MOST, 4), (2000, 6), (3000, 8)])
    reader = Reader(rows, Related(), 2)
    world = reader.truth.copy()
    world[reader.n[0]] += 1
    world[reader.n[1]] -= 1
    assert (reader.matrix @ reader.truth <= reader.high).all()
    assert not (reader.matrix @ world <= reader.high).all()


def test_a_measure_of_points_says_its_scale() -> None:
    told = {"section": "wider_measures", "phase": "KS4"}
    assert Measure(kind="mean", scale=(0, MOST), **told).most == MOST
    for wrong in ({"kind": "mean"}, {"scale": (0, MOST)}, {"kind": "mean", "scale": (MOST, 0)}):
        with pytest.raises(ValueError, match="scale is"):
            Measure.model_validate(told | wrong)
