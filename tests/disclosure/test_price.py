"""What is withheld of small tables, beside the least that could be."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_protect import RULES, Counts, table

from tymor.disclosure.again import shown_again
from tymor.disclosure.decide import attackers_of, decide, readers_of
from tymor.disclosure.protect import HIDDEN, SCHOOL, SHOWN, Cells, protect, with_enough
from tymor.disclosure.repair import everything_found_out, prices


class Table:
    """A table that can be shown in any way, and what each way tells."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._cells, self._readers = Cells(rows, RULES), readers_of(rows, {}, RULES)
        self._schools = attackers_of(rows, RULES)
        self._price = prices(rows)
        self.own = protect(self._cells).copy()
        self.decided = decide(rows, {}, RULES).cells["state"].to_numpy()

    def tells(self, states: np.ndarray) -> bool:
        """Whether a reader, or a school, can tell anything that these states withhold."""
        every = np.ones(len(states), bool)
        systems = (reader.system(states, every) for reader in self._readers)
        return any(everything_found_out(each, self._schools) for each in systems)

    def _keeps_rules(self, states: np.ndarray) -> bool:
        self._cells.state = states.copy()
        return bool((with_enough(self._cells) == states).all())

    def cheapest(self) -> np.ndarray:
        """The cheapest states that keep the rules and tell nothing, by going through all."""
        free = np.flatnonzero(self.own != HIDDEN)
        patterns = np.array(list(product((False, True), repeat=len(free))))
        cost = patterns @ self._price[free]
        decided = cost[(patterns == (self.decided[free] == HIDDEN)).all(axis=1)][0]
        for at in np.argsort(cost, kind="stable"):
            if cost[at] >= decided - 1e-9:
                break
            states = self.own.copy()
            states[free[patterns[at]]] = HIDDEN
            if self._keeps_rules(states) and not self.tells(states):
                return states
        return self.decided


@st.composite
def schools(draw: st.DrawFn, least: int, most: int) -> list[Counts]:
    small, large = st.integers(1, 6), st.integers(10, 30)
    sizes = draw(st.lists(st.one_of(small, large, large), min_size=least, max_size=most))
    return [(draw(st.integers(0, size)), size) for size in sizes]


@st.composite
def an_authority(draw: st.DrawFn) -> pd.DataFrame:
    return table(draw(schools(3, 6)))


@st.composite
def two_measures(draw: st.DrawFn) -> pd.DataFrame:
    """Two measures of the same learners."""
    own = draw(schools(3, 4))
    other = [(draw(st.integers(0, size)), size) for _, size in own]
    return pd.concat([table(own), table(other).assign(measure_id="o")], ignore_index=True)


@st.composite
def two_authorities(draw: st.DrawFn) -> pd.DataFrame:
    """Two authorities, and the partnership that they make up."""
    parts = []
    for name in ("la", "lb"):
        rows = table(draw(schools(2, 3))).replace({"la": name})
        below = rows["level"] == SCHOOL
        rows.loc[below, "area_id"] = name + rows.loc[below, "area_id"]
        rows.loc[~below, "parent_id"] = "p"
        parts.append(rows)
    whole = pd.concat([rows[-1:] for rows in parts])
    counts = whole[["numerator", "denominator", "cohort"]].sum()
    top = parts[0][-1:].assign(area_id="p", parent_id="", level=2, **counts)
    return pd.concat([*parts, top], ignore_index=True)


@pytest.mark.long
def test_what_is_withheld_is_little_more_than_must_be() -> None:
    beside: list[tuple[int, int]] = []

    @settings(deadline=None, derandomize=True, max_examples=100, phases=[Phase.generate])
    @given(st.one_of(an_authority(), two_measures(), two_authorities()))
    def compare(rows: pd.DataFrame) -> None:
        table = Table(rows)
        assert not table.tells(table.decided)
        by_rule = (table.own == HIDDEN).sum()
        ways = table.decided, table.cheapest()
        beside.append(tuple(int((way == HIDDEN).sum() - by_rule) for way in ways))

    compare()
    withheld, must_be = map(sum, zip(*beside, strict=True))
    assert withheld <= 1.1 * must_be, (withheld, must_be)


def test_what_is_shown_again_tells_no_cohort_of_others() -> None:
    """Four schools' points are withheld, of one too many; but three cohorts, of none too many."""
    sizes = [9, 9, 30, 12, 45]
    share = table([(size // 2, size) for size in sizes], fine=True)
    points = table([(50 * size, size) for size in sizes], fine=True)
    rows = pd.concat([share, points.assign(measure_id="o", percentage=False)], ignore_index=True)
    cells, schools = Cells(rows, RULES), attackers_of(rows, RULES)
    readers = readers_of(rows, {}, RULES)
    own = protect(cells).copy()
    cells.state[[2, 8, 9]] = HIDDEN
    state = shown_again(cells, own, readers, schools)
    assert state.tolist() == [HIDDEN] * 3 + [SHOWN] * 3 + [HIDDEN] * 3 + [SHOWN] * 3
    for reader in readers:
        system = reader.system(state, np.ones(len(rows), bool))
        assert not everything_found_out(system, schools)
