"""What the search finds out of small tables, beside all that they could be."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples
from scipy.sparse import csr_array
from test_protect import Counts, authorities, possible, protected, table

from tymor.cache import Cache
from tymor.disclosure import repair, search
from tymor.disclosure.bounds import consistent, narrowed, narrowed_in_whole_numbers
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN
from tymor.disclosure.relations import Related
from tymor.disclosure.repair import everything_found_out, repaired, repaired_for_all
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import ALL, COHORT, NUMERATOR, Reader, System


def reader(rows: pd.DataFrame, interval: int) -> Reader:
    return Reader(rows, Related(), interval)


def found_in(rows: pd.DataFrame, states: list[int], interval: int = 2) -> set[FoundOut]:
    system = reader(rows, interval).system(np.array(states), np.ones(len(rows), bool))
    return set(everything_found_out(system, [*rows["area_id"][rows["level"] == 0]]))


def gone_through(
    schools: list[Counts], states: list[int], known: int | None, interval: int
) -> set[FoundOut]:
    """The same, by going through every table that agrees with what is shown."""
    who = "" if known is None else f"s{known}"
    at = [i for i, state in enumerate(states[:-1]) if state != SHOWN and i != known]
    found = set()
    for i, told in zip(at, possible(schools, states, known), strict=True):
        reached, cohorts = ({counts[which] for counts in told} for which in (0, 1))
        near = span(reached) < (interval if states[i] == HIDDEN else 2)
        if near and not {0, 1} <= reached:
            found.add(FoundOut(i, NUMERATOR, who, span(reached)))
        if states[i] == HIDDEN and span(cohorts) < interval:
            found.add(FoundOut(i, COHORT, who, span(cohorts)))
        if states[i] == HIDDEN and schools[i][1] and all(n == d for n, d in told):
            found.add(FoundOut(i, ALL, who))
    return found


def span(values: set[int]) -> int:
    return max(values) - min(values) + 1


@st.composite
def shown_somehow(draw: st.DrawFn) -> tuple[list[Counts], list[int]]:
    schools = draw(authorities())
    states = []
    for n, d in schools:
        near = [NEAR_ALL] * (d - n <= 1) + [NEAR_NONE] * (n <= 1) if d else []
        states.append(draw(st.sampled_from([SHOWN, HIDDEN, HIDDEN, *near])))
    return schools, [*states, SHOWN]


@settings(deadline=None, max_examples=examples(30))
@given(shown_somehow(), st.integers(2, 4))
def test_what_is_found_out_is_what_no_other_table_denies(
    drawn: tuple[list[Counts], list[int]], interval: int
) -> None:
    schools, states = drawn
    expected = gone_through(schools, states, None, interval)
    by_all = {(each.cell, each.what): each.values for each in expected}
    for known, state in enumerate(states[:-1]):
        if state != SHOWN:
            expected |= {  # a school is told of where it knows more than a reader
                each
                for each in gone_through(schools, states, known, interval)
                if each.values < by_all.get((each.cell, each.what), interval)
            }
    assert found_in(table(schools), states, interval) == expected


@settings(deadline=None, max_examples=examples(30))
@given(shown_somehow(), st.integers(2, 4))
def test_what_is_repaired_tells_nothing(
    drawn: tuple[list[Counts], list[int]], interval: int
) -> None:
    schools, states = drawn
    rows = table(schools)
    asked = np.ones(len(rows), bool)
    names = [f"s{i}" for i in range(len(schools))]
    mended = repaired(reader(rows, interval), np.array(states), names, everything_found_out)
    assert (mended[np.array(states) == HIDDEN] == HIDDEN).all()
    left = everything_found_out(reader(rows, interval).system(mended, asked), names)
    assert not left, (schools, states, mended.tolist(), left)


@settings(deadline=None, max_examples=examples(15))
@given(st.lists(shown_somehow(), min_size=2, max_size=3), st.integers(2, 4))
def test_what_was_worked_out_before_changes_nothing(
    drawn: list[tuple[list[Counts], list[int]]], interval: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        for module in (repair, search):
            patch.setattr(module, "_WIDE", 0)  # an authority's numbers are looked at alone
        cache = Cache(Path(folder))
        for schools, states in [*drawn, *drawn]:
            of, own = reader(table(schools), interval), np.array(states)
            names = [f"s{i}" for i in range(len(schools))]
            anew = repaired(of, own, names, everything_found_out)
            searched = partial(everything_found_out, cache=cache)
            again = repaired(of, own, names, searched, cache=cache)
            assert again.tolist() == anew.tolist()


def test_a_numerator_that_is_one_of_two_is_found_and_mended() -> None:
    rows = table([(2, 4), (30, 30), (20, 30), (25, 40)])
    states = [HIDDEN, NEAR_ALL, SHOWN, SHOWN, SHOWN]  # 32 less all 30, or less all but one
    cohort = FoundOut(0, COHORT)
    assert {e for e in found_in(rows, states, 2) if not e.who} == {cohort}
    told = {e for e in found_in(rows, states, 3) if not e.who}
    assert told == {cohort, FoundOut(0, NUMERATOR, values=2)}
    mended = repaired(reader(rows, 3), np.array(states), [], everything_found_out)
    assert not {e for e in found_in(rows, mended.tolist(), 3) if not e.who}


def test_who_knows_cohorts_can_tell_what_others_cannot() -> None:
    """All but one of nine reached it: two or three of three, to who knows that they are three."""
    rows = table([(2, 3), (6, 6), (20, 30)])
    every, own = np.ones(len(rows), bool), np.array([HIDDEN, HIDDEN, SHOWN, SHOWN])
    anybody, knowing = reader(rows, 3), reader(rows, 3).knowing_cohorts()
    assert not everything_found_out(anybody.system(own, every), [])
    told = everything_found_out(knowing.system(own, every), [])
    assert told == [FoundOut(at, NUMERATOR, values=2) for at in (0, 1)]
    mended = repaired_for_all([knowing, anybody], own, [], everything_found_out)
    for each in (anybody, knowing):
        assert not everything_found_out(each.system(mended, every), [])


def test_of_all_readers_together_nothing_is_asked_twice_and_nothing_left_out() -> None:
    rows = table([(2, 3), (6, 6), (9, 14), (20, 30)])
    every, own = np.ones(len(rows), bool), np.array([HIDDEN, HIDDEN, HIDDEN, SHOWN, SHOWN])
    anybody = reader(rows, 3)
    whole, more = (each.system(own, every) for each in (anybody, anybody.knowing_cohorts()))
    numerators = {*more.cell[more.what == NUMERATOR]}
    beside = whole.beside(more)
    assert numerators == {0, 1, 2} and {*beside.what} == {COHORT}
    assert {*whole.beside(more, [1]).cell[whole.beside(more, [1]).what == NUMERATOR]} == {1}


def test_who_knows_that_nobody_was_there_is_told_nothing_by_it() -> None:
    rows = table([(0, 0), (6, 9), (20, 30)])
    rows = pd.concat([rows, rows.iloc[:1].assign(group="efsm")], ignore_index=True)
    states = np.array([HIDDEN, HIDDEN, SHOWN, HIDDEN, HIDDEN])
    system = reader(rows, 2).knowing_cohorts().system(states, np.ones(len(rows), bool))
    assert {each.cell for each in everything_found_out(system, [])} <= {1}


def test_a_school_that_all_are_of_is_told_nothing_by_what_it_knows_itself() -> None:
    """Of the authority's two schools one has nobody: the authority's figure is the other's own."""
    rows = table([(0, 0), (3, 8)])
    states, every = np.full(len(rows), HIDDEN), np.ones(len(rows), bool)
    told = everything_found_out(reader(rows, 2).knowing_cohorts().system(states, every), ["s1"])
    assert told == []
    # The other school, and everybody, is told where any of it is shown.
    states[-1] = SHOWN
    told = everything_found_out(reader(rows, 2).knowing_cohorts().system(states, every), ["s0"])
    assert {each.cell for each in told} == {1}
    # Who does not know that there is nobody is not told that there is: nor is it by its own.
    states[-1] = HIDDEN
    assert everything_found_out(reader(rows, 2).system(states, every), ["s0", "s1"]) == []


def test_none_or_one_is_enough_and_three_without_none_are_fewer_than_four() -> None:
    states = [HIDDEN, HIDDEN, HIDDEN, SHOWN, SHOWN]
    few = table([(0, 4), (1, 6), (0, 7), (25, 40)])  # 1 of 17 in the three
    assert not {e for e in found_in(few, states, 3) if e.what == NUMERATOR and not e.who}
    near = table([(2, 4), (1, 1), (29, 30), (25, 40)])
    states = [HIDDEN, NEAR_NONE, NEAR_ALL, SHOWN, SHOWN]
    assert FoundOut(0, NUMERATOR, values=3) in found_in(near, states, 4)


def test_what_was_searched_is_known_again_for_the_same_interval_only() -> None:
    rows = table([(2, 4), (6, 12), (20, 30)])
    states, asked = np.array([HIDDEN, HIDDEN, SHOWN, SHOWN]), np.ones(4, bool)
    digests = {
        part.digest()
        for interval in (2, 3, 3)
        for part in reader(rows, interval).system(states, asked).parts()
    }
    assert len(digests) == 2


def test_a_cohort_that_measures_share_is_found_out_of_the_other_one() -> None:
    rows = table([(2, 4), (6, 12), (20, 30), (8, 11), (50, 90)])
    other = rows.assign(measure_id="other", numerator=rows["numerator"] // 2)
    both = pd.concat([rows, other], ignore_index=True)
    hidden = protected([(2, 4), (6, 12), (20, 30), (8, 11), (50, 90)])
    assert not found_in(rows, hidden)
    found = found_in(both, [*hidden, *[SHOWN] * len(other)])
    assert not {each.what for each in found} - {NUMERATOR}  # the cohorts are no secret any more


def test_streams_that_add_up_tell_one_of_the_other() -> None:
    whole = table([(20, 30), (25, 40), (30, 45), (18, 25)])
    english, welsh = whole.assign(measure_id="e"), whole.assign(measure_id="w")
    welsh["denominator"] = welsh["cohort"] = [3, 4, 5, 6, 18]
    english["denominator"] -= welsh["denominator"]
    english["cohort"] = english["denominator"]
    welsh["numerator"] = [1, 2, 3, 4, 10]
    english["numerator"] -= welsh["numerator"]
    rows = pd.concat([whole, english, welsh], ignore_index=True)
    states = np.array([SHOWN] * 10 + [HIDDEN] * 4 + [SHOWN])
    asked = np.ones(len(rows), bool)
    alone = Reader(rows, Related(), 2).system(states, asked)
    tied = Reader(rows, Related(streams={"m": ("e", "w")}), 2).system(states, asked)
    assert COHORT not in {each.what for each in everything_found_out(alone, [])}
    assert COHORT in {each.what for each in everything_found_out(tied, [])}


def two_numbers(low: float, high: float) -> System:
    """One number from 1 to 2, and another: twice the first less three times the other."""
    of_target, nothing = np.array([0]), np.zeros(1)
    return System(
        csr_array([[2.0, -3.0]]), np.array([low]), np.array([high]), np.array([1.0, 0.0]),
        np.array([2.0, 9.0]), np.zeros(2), np.array(["a", "b"], object), csr_array([[1.0, 0.0]]),
        of_target, of_target, np.arange(2), nothing + 1, np.array(["a", "a"], object),
    )  # fmt: skip


def test_what_has_no_world_of_whole_numbers_tells_nothing() -> None:
    """Figures printed elsewhere may be so; where none is found, a solver leaves zeros."""
    one = two_numbers(0.4, 0.6)
    assert narrowed(one) == {} and narrowed_in_whole_numbers(one) is None
    assert narrowed_in_whole_numbers(two_numbers(-1, -1)) == {0: (1.0, 1.0)}


def test_sums_that_contradict_others_by_a_hair_are_given_up() -> None:
    wrong = replace(two_numbers(4 + 2e-7, 9), most=np.array([2.0, 0.0]))
    kept, given_up = consistent(wrong)
    assert given_up == 1 and narrowed(kept) == {}
