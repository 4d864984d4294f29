"""Small tables, protected, and then attacked by going through all that they could be."""

from collections.abc import Collection, Iterator

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples

from tymor.config.disclosure import HiddenRest, Protection
from tymor.disclosure.decide import decide
from tymor.disclosure.names import Rule
from tymor.disclosure.protect import (
    HIDDEN,
    NEAR_ALL,
    NEAR_NONE,
    SHOWN,
    Cells,
    protect,
    with_enough,
)
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import NUMERATOR, System

RULES = Protection(
    least_cohort=5,
    of_small_cohorts=("key_indicators",),
    least_cohort_others=10,
    least_side=10,
    near_all=True,
    rest=HiddenRest(parts=3, learners=10, without_largest=5),
    interval=3,
    cohorts_known=True,
)
Counts = tuple[int, int]  # who reached it, of how many


def table(schools: list[Counts], fine: bool = False) -> pd.DataFrame:
    """One measure and year of an authority's schools, and of the authority."""
    whole = (sum(n for n, _ in schools), sum(d for _, d in schools))
    rows = [(f"s{number}", "la", 0, *each) for number, each in enumerate(schools)]
    frame = pd.DataFrame(
        [*rows, ("la", "", 1, *whole)],
        columns=["area_id", "parent_id", "level", "numerator", "denominator"],
    )
    told = {"measure_id": "m", "academic_year": "y", "group": "all", "phase": "p"}
    return frame.assign(
        **told,
        cohort=frame["denominator"],
        fine=fine,
        others="",
        percentage=True,
        published=True,
        few_parts=False,
        most=0,
        known=HIDDEN,
    )


def protected(schools: list[Counts]) -> list[int]:
    state: list[int] = decide(table(schools), {}, RULES).cells["state"].tolist()
    return state


def could_be(state: int, counts: Counts, total: Counts) -> Iterator[Counts]:
    """What a reader, who knows of nothing but the total, holds possible of a school."""
    n, d = counts
    if state == SHOWN:
        yield n, d
    elif state == NEAR_ALL:
        yield from ((d - 1, d), (d, d))
    elif state == NEAR_NONE:
        yield from ((0, d), (1, d))
    else:
        for size in range(total[1] + 1):
            yield from ((reached, size) for reached in range(min(size, total[0]) + 1))


def possible(
    schools: list[Counts], states: list[int], known: int | None, *, sizes: bool = False
) -> list[set[Counts]]:
    """What each school that is not shown has in any table that agrees with what is shown.

    ``known`` is a school that knows its own row; ``sizes``: also to who knows every cohort.
    """
    total = (sum(n for n, _ in schools), sum(d for _, d in schools))
    unknown = [i for i, s in enumerate(states[:-1]) if s != SHOWN and i != known]
    rest = (
        total[0] - sum(n for i, (n, _) in enumerate(schools) if i not in unknown),
        total[1] - sum(d for i, (_, d) in enumerate(schools) if i not in unknown),
    )
    options = [
        {
            (n, d)
            for n, d in could_be(states[i], schools[i], rest)
            if not sizes or d == schools[i][1]
        }
        for i in unknown
    ]
    found = []
    for at, own in enumerate(options):
        left = {rest}
        for other in (*options[:at], *options[at + 1 :]):
            left = {
                (n - m, d - e)
                for n, d in left
                for m, e in other
                if 0 <= n - m <= d - e  # as many may have reached it as are left
            }
        found.append(own & left)
    return found


@st.composite
def authorities(draw: st.DrawFn) -> list[Counts]:
    sizes = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))
    return [(draw(st.integers(0, size)), size) for size in sizes]


@settings(deadline=None, max_examples=examples(25))
@given(authorities())
def test_no_reader_and_no_school_can_tell_another_ones_figure(schools: list[Counts]) -> None:
    states = protected(schools)
    if states[-1] != SHOWN:
        return  # the total is not known
    hidden = [i for i, state in enumerate(states[:-1]) if state != SHOWN]
    for known in (None, *range(len(schools))):
        others = [i for i in hidden if i != known]
        to_who_knows_sizes = possible(schools, states, known, sizes=True)
        for school, told, reached in zip(
            others, possible(schools, states, known), to_who_knows_sizes, strict=True
        ):
            assert len(told) > 1, (states, known, school)
            assert any(n < d for n, d in told), (states, known, school)
            assert any(n > 0 for n, _ in told), (states, known, school)
            assert len(reached) > 1 or not schools[school][1], (states, known, school)


def test_nothing_is_hidden_where_nothing_needs_to_be() -> None:
    assert protected([(20, 30), (25, 40), (10, 12)]) == [SHOWN] * 4


def test_what_is_all_or_none_is_told_as_nearly_so() -> None:
    schools = [(30, 30), (29, 30), (28, 29), (40, 40), (20, 30), (1, 20), (0, 25), (1, 30), (0, 40)]
    near = [NEAR_ALL] * 4, SHOWN, [NEAR_NONE] * 4
    assert protected(schools) == [*near[0], near[1], *near[2], SHOWN]


def test_a_small_cohort_takes_the_smallest_others_with_it() -> None:
    states = protected([(2, 4), (6, 12), (20, 30), (8, 11), (50, 90)])
    assert states == [HIDDEN, HIDDEN, SHOWN, HIDDEN, SHOWN, SHOWN]


def test_an_authority_with_no_others_is_hidden_itself() -> None:
    assert protected([(2, 4), (6, 12)]) == [HIDDEN] * 3


# Which rule withholds what


def with_rules(frame: pd.DataFrame, rules: Protection = RULES) -> dict[tuple[str, str], str]:
    """By area and group, the rule that withholds the figure; of those shown, nothing."""
    cells = Cells(frame, rules)
    protect(cells)
    with_enough(cells)
    names = zip(frame["area_id"], frame["group"], strict=True)
    return {name: Rule(why).named for name, why in zip(names, cells.why, strict=True)}


def of_schools(schools: list[Counts]) -> list[str]:
    """The rules of the schools of an authority, and its own last."""
    return list(with_rules(table(schools)).values())


def test_what_is_shown_has_no_rule_and_what_is_near_neither() -> None:
    assert of_schools([(20, 30), (25, 40), (10, 12)]) == [""] * 4
    schools = [(30, 30), (29, 30), (28, 29), (40, 40), (20, 30), (1, 20), (0, 25), (1, 30), (0, 40)]
    assert of_schools(schools) == [""] * 10


def test_a_small_cohort_and_those_withheld_beside_it_have_rules_of_their_own() -> None:
    rules = of_schools([(2, 4), (6, 12), (20, 30), (8, 11), (50, 90)])
    assert rules == ["small_cohort", "rest", "", "rest", "", ""]
    assert of_schools([(2, 4), (6, 12)]) == ["small_cohort", "rest", "rest"]


def test_what_would_be_certain_is_withheld_by_the_attack() -> None:
    # Two are given as all or all but one; with the total a reader would know that both are all.
    rows = table([(30, 30), (40, 40), (20, 30), (25, 40)])
    assert of_schools([(30, 30), (40, 40), (20, 30), (25, 40)]) == [""] * 5
    cells = decide(rows, {}, RULES).cells
    assert set(cells["rule"]) == {"", "attack"}
    assert ((cells["rule"] == "attack") == (cells["state"] == HIDDEN)).all()


def test_a_school_that_has_closed_is_withheld_as_such_and_not_for_its_size() -> None:
    frame = table([(2, 4), (6, 12), (20, 30), (8, 11), (50, 90)])
    frame.loc[0, "published"] = False
    assert with_rules(frame)["s0", "all"] == "closed"


def test_a_figure_of_few_schools_is_withheld_as_such() -> None:
    frame = table([(20, 30), (25, 40), (10, 12)])
    frame.loc[3, "few_parts"] = True
    assert with_rules(frame)["la", "all"] == "few_schools"


def of_one_school(efsm: Counts, everyone: Counts) -> dict[str, str]:
    """A school's figures of all learners and of those eligible, with no area above."""
    frame = table([efsm, everyone]).iloc[:2].assign(area_id="s", group=["efsm", "all"])
    return {group: rule for (_, group), rule in with_rules(frame).items()}


def test_few_on_one_side_is_a_rule_and_one_that_tells_of_the_other_side_another() -> None:
    assert of_one_school((10, 20), (25, 50)) == {"efsm": "", "all": ""}
    assert of_one_school((4, 9), (25, 50)) == {"efsm": "small_side", "all": ""}
    assert of_one_school((20, 41), (25, 50)) == {"efsm": "small_side", "all": ""}
    # The others are all of them: 15 of 15.
    assert of_one_school((10, 20), (25, 35)) == {"efsm": "both_sides", "all": ""}


def test_all_and_none_at_once_is_withheld_as_such() -> None:
    loose = RULES.model_copy(update={"least_cohort": 1, "least_cohort_others": 1})
    frame = table([(1, 2), (20, 30), (25, 40), (10, 12)])
    assert with_rules(frame, loose)["s0", "all"] == "near"


@settings(deadline=None, max_examples=examples(25))
@given(authorities())
def test_whatever_is_withheld_has_a_rule_and_nothing_else_has(schools: list[Counts]) -> None:
    cells = Cells(table(schools), RULES)
    assert ((protect(cells) == HIDDEN) == (cells.why != Rule.NONE)).all()


def test_what_the_attack_needs_withheld_has_that_rule() -> None:
    cells = table([(20, 30), (25, 40), (10, 12)]).assign(unit="pct")
    calls: list[int] = []

    def finds_the_first_once(system: System, schools: Collection[str]) -> list[FoundOut]:
        calls.append(1)
        return [FoundOut(0, NUMERATOR, "")] if len(calls) == 1 else []

    decided = decide(cells, {}, RULES, finds_the_first_once).cells
    withheld = decided["state"] == HIDDEN
    assert withheld.any()
    assert set(decided.loc[withheld, "rule"]) == {"attack"}
    assert set(decided.loc[~withheld, "rule"]) == {""}
