"""Quotas always fit together, and the picking meets them to the learner."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tymor_invented.learners.attain import cover
from tymor_invented.learners.quotas import nearest_pair, quotas, spread
from tymor_invented.learners.stages import STAGES, Stage

WANTED = {
    **{f"fp_{name}": value for name, value in {"lce": 89.33, "lcw": 93.01, "md": 91.54}.items()},
    **{
        f"ks2_{n}": v for n, v in {"english": 91.48, "cymraeg": 94.09, "mathematics": 92.18}.items()
    },
    **{
        f"ks3_{n}": v for n, v in {"english": 91.27, "cymraeg": 94.66, "mathematics": 90.71}.items()
    },
    **{
        f"ks4_l2_{n}": v for n, v in {"english": 71.1, "cymraeg": 77.5, "mathematics": 66.5}.items()
    },
    **{"fp_fpoi": 88.6, "ks2_csi": 90.21, "ks3_csi": 87.89, "ks4_l2_inclusive": 60.9},
    **{"gap_fp_fpoi": -12.6, "gap_ks2_csi": -13.8, "gap_ks3_csi": -20.8},
    **{"gap_ks4_l2_inclusive": -29.9, "ks4_l1": 95.42, "gap_ks4_l1": -6.86},
}
four = st.lists(st.integers(0, 3000), min_size=4, max_size=4).map(np.array)


def test_spread_by_hand() -> None:
    even = np.array([1, 1, 1, 1])
    none, most = np.zeros(4, dtype=int), np.full(4, 3)
    assert spread(6, even, none, most).sum() == 6
    assert spread(4, np.array([2, 1, 1, 0]), none, most).tolist() == [2, 1, 1, 0]
    # The first would get five of ten but holds three: the others take what is over.
    assert spread(10, np.array([5, 3, 1, 1]), none, most).tolist() == [3, 3, 2, 2]
    assert spread(99, even, none, most).tolist() == [3, 3, 3, 3]


@given(st.integers(0, 9000), four, four, four)
def test_spread_keeps_its_bounds_and_its_total(
    total: int, weights: np.ndarray, low: np.ndarray, room: np.ndarray
) -> None:
    given_out = spread(total, weights, low, low + room)
    assert (given_out >= low).all()
    assert (given_out <= low + room).all()
    assert given_out.sum() == min(max(total, low.sum()), (low + room).sum())


def test_the_nearest_pair_by_hand() -> None:
    # 80 of 100 reach it; 40 points fewer of the 20 eFSM learners: 48 % and 88 %.
    efsm, others = nearest_pair(0.80, -0.40, 20, 80)
    assert (efsm, others) == (10, 71)  # 81 %, and 50.0 less 88.75 is -38.75


@given(st.floats(0, 1), st.floats(-0.4, 0.1), st.integers(0, 400), st.integers(0, 2000))
def test_the_nearest_pair_exists(share: float, gap: float, efsm: int, others: int) -> None:
    reached = nearest_pair(share, gap, efsm, others)
    assert 0 <= reached[0] <= efsm
    assert 0 <= reached[1] <= others


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@given(sizes=st.tuples(*[st.integers(0, high) for high in (4000, 900, 1200, 200)]).map(np.array))
def test_quotas_fit_together_for_any_cohort(stage: Stage, sizes: np.ndarray) -> None:
    short = quotas(stage, sizes, WANTED)
    assert (short.overall >= 0).all()
    assert (short.overall <= sizes).all()
    for name, missed in short.subjects.items():
        assert (missed >= 0).all(), name
        assert (missed <= short.overall).all(), name
    needed = (short.language, short.subjects[stage.number], short.subjects[stage.third])
    assert (np.sum(needed, axis=0) >= short.overall).all()
    assert (np.array(needed) <= short.overall).all()
    assert (short.lower <= short.subjects[stage.third]).all()


def test_quotas_of_a_large_cohort_are_the_printed_shares() -> None:
    sizes = np.array([6700, 1400, 1800, 300])
    for stage in STAGES:
        short = quotas(stage, sizes, WANTED)
        reached = 100 * (1 - short.overall.sum() / sizes.sum())
        assert reached == pytest.approx(WANTED[stage.overall], abs=0.03)
        share = 100 * (1 - short.overall / np.maximum(sizes, 1))
        assert (share[2:] < share[:2].min()).all()
        taken = sizes[[1, 3]].sum()
        cymraeg = 100 * (1 - short.subjects[stage.languages[1]].sum() / taken)
        assert cymraeg == pytest.approx(WANTED[stage.measure(stage.languages[1])], abs=0.05)


@given(st.data())
def test_cover_gives_everyone_a_miss_and_every_subject_its_number(data: st.DataObject) -> None:
    learners = data.draw(st.integers(0, 40))
    room = np.array(data.draw(st.lists(st.integers(0, learners), min_size=3, max_size=3)))
    room[0] = max(room[0], min(learners, learners - room[1:].sum()))
    scores = np.random.default_rng(learners).normal(size=(learners, 3))
    missed = cover(scores, room)
    assert missed.any(axis=1).all()
    assert missed.sum(axis=0).tolist() == room.tolist()


def test_cover_takes_the_weakest_subject_first() -> None:
    scores = np.array([[0.1, 0.9, 0.8], [0.2, 0.3, 0.7], [0.6, 0.5, 0.4]])
    missed = cover(scores, np.array([1, 1, 2]))
    # The second learner's weakest subject is full when their turn comes.
    assert missed.tolist() == [
        [True, False, False],
        [False, True, True],
        [False, False, True],
    ]
