"""What chance leaves of a share of few learners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tymor.chance import limits_around, range_of
from tymor.claims import Beyond, Chanced, Stated

COHORTS = st.integers(1, 400)


def stated(value: float, kind: str = "actual", area: str = "a") -> Stated:
    return Stated(
        area_id=area, measure_id="m", academic_year="2016/17", group="all", kind=kind, value=value
    )


def case(reached: int, learners: int, beside: float) -> Chanced:
    share = round(100 * reached / learners, 2)
    return Chanced(
        one=stated(share), cohort=stated(learners, "count"), other=stated(beside, area="b")
    )


@given(COHORTS, st.data(), st.sampled_from([80.0, 95.0, 99.8]))
def test_a_range_is_that_of_wilson(learners: int, data: st.DataObject, level: float) -> None:
    reached = data.draw(st.integers(0, learners))
    expected = binomtest(reached, learners).proportion_ci(level / 100, method="wilson")
    found = range_of(round(100 * reached / learners, 2), learners, level)
    assert found == pytest.approx((100 * expected.low, 100 * expected.high), abs=1e-6)


@given(COHORTS, st.data(), st.floats(1, 99))
def test_outside_the_funnel_is_whose_range_leaves_the_middle_out(
    learners: int, data: st.DataObject, middle: float
) -> None:
    value = 100 * data.draw(st.integers(0, learners)) / learners
    least, most = range_of(value, learners, 99.8)
    low, high = limits_around(middle, learners, 99.8)
    if min(abs(value - end) for end in (low, high)) > 1e-6 and low > 0 and high < 100:
        assert (low < value < high) == (least < middle < most)


def test_what_is_claimed_of_chance_is_worked_out_again() -> None:
    cases = (case(4, 28, 84.56), case(27, 28, 84.56), case(28, 28, 60.0))
    assert [each.lies(95) for each in cases] == ["below", "within", "above"]
    for ways, number in [((), 3), (("below",), 1), (("above", "below"), 2), (("within",), 1)]:
        assert Beyond(number=number, level=95, ways=ways, cases=cases).follows()
        assert not Beyond(number=number + 1, level=95, ways=ways, cases=cases).follows()
    other = cases[0].model_copy(update={"one": stated(82.14)})
    assert not Beyond(number=1, level=95, ways=("below",), cases=(other, *cases[1:])).follows()


def test_of_what_is_not_known_nothing_is_said() -> None:
    unknown = case(4, 28, 84.56).model_copy(update={"cohort": stated(0, "count")})
    assert unknown.lies(95) == "unknown"
    assert Beyond(number=0, level=95, cases=(unknown,)).follows()
