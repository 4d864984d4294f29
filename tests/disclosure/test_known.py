"""What was published before stays shown, and is known to whoever attacks."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from long_tests import examples
from test_protect import RULES, Counts, authorities, table
from test_search import found_in
from test_two_sixth_forms import entries, told

from tymor.disclosure.decide import decide
from tymor.disclosure.known import known_of, with_known
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN
from tymor.disclosure.system import NUMERATOR

SCHOOLS = [(2, 4), (6, 12), (8, 13), (10, 14), (40, 60)]


def shown(rows: pd.DataFrame, *which: int, state: int = SHOWN) -> pd.DataFrame:
    """As a publication before showed these."""
    return rows.iloc[list(which)][[*KEY, "numerator", "denominator"]].assign(state=state)


def decided(known: pd.DataFrame) -> list[int]:
    rows = table(SCHOOLS).sort_values(KEY, ignore_index=True)
    rows = rows.assign(known=known_of(rows, known), unit="pct")
    return decide(rows, {}, RULES).cells.set_index("area_id")["state"].to_dict()


def test_what_was_shown_stays_shown_and_others_hide_what_is_hidden() -> None:
    first = decided(shown(table(SCHOOLS)))
    assert [first[f"s{i}"] for i in range(5)] == [HIDDEN, HIDDEN, HIDDEN, SHOWN, SHOWN]
    then = decided(shown(table(SCHOOLS), 1))
    assert then["s1"] == SHOWN
    assert [then[f"s{i}"] for i in (0, 2, 3)] == [HIDDEN] * 3
    assert not found_in(table(SCHOOLS), [then[f"s{i}"] for i in range(5)] + [then["la"]])


def test_two_publications_together_would_tell_what_neither_does() -> None:
    rows = table(SCHOOLS)
    one = [HIDDEN, HIDDEN, HIDDEN, SHOWN, SHOWN, SHOWN]
    other = [HIDDEN, SHOWN, SHOWN, HIDDEN, HIDDEN, SHOWN]
    assert not found_in(rows, one)
    assert not found_in(rows, other)
    assert found_in(rows, with_known(np.array(other), np.array(one)).tolist())


def test_a_figure_with_other_numbers_was_not_shown() -> None:
    rows = table(SCHOOLS)
    before = shown(rows, 1, 2)
    before["numerator"] += [1, 0]
    assert known_of(rows, before).tolist() == [HIDDEN, HIDDEN, SHOWN, HIDDEN, HIDDEN, HIDDEN]


def test_one_that_is_printed_elsewhere_was() -> None:
    rows = table(SCHOOLS)
    unsaid = pd.array([pd.NA], dtype="Int64")
    printed = shown(rows, 5).assign(numerator=unsaid, denominator=unsaid)
    assert known_of(rows, printed).tolist() == [HIDDEN] * 5 + [SHOWN]


def test_of_what_was_shown_twice_the_more_exact_counts() -> None:
    rows = table([(12, 12), (11, 12), (1, 12), (6, 12)])
    near = [shown(rows, 0, 1, state=NEAR_ALL), shown(rows, 2, 3, state=NEAR_NONE)]
    before = pd.concat([*near, shown(rows, 0)])
    # The last one was nearly none then, and is not now: it has other numbers.
    assert known_of(rows, before).tolist() == [SHOWN, NEAR_ALL, NEAR_NONE, HIDDEN, HIDDEN]


def again(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells as they are decided, and decided anew when these were published."""
    first = decide(rows, {}, RULES).cells
    published = first[first["state"] != HIDDEN]
    then = decide(rows.assign(known=known_of(rows, published)), {}, RULES).cells
    return first, then


@settings(deadline=None, max_examples=examples(25))
@given(authorities())
def test_what_is_published_again_shows_no_less_and_tells_nothing(schools: list[Counts]) -> None:
    rows = table(schools).sort_values(KEY, ignore_index=True).assign(unit="pct")
    first, then = again(rows)
    kept = first["state"] != HIDDEN
    assert then["state"][kept].tolist() == first["state"][kept].tolist()
    left = found_in(rows, then["state"].tolist(), RULES.interval)
    assert {each for each in left if each.values == 1} == set()


def test_what_was_published_as_nearly_all_is_hidden_by_others() -> None:
    """Two are short of one each: their sum would tell so, and neither can be taken back."""
    rows = entries({"A1": (42, 43), "A2": (17, 18), "B1": (30, 50), "C1": (20, 41)})
    near = rows["area_id"].isin(["A1", "A2"])
    before = np.where(near, NEAR_ALL, SHOWN)
    assert {(name, NUMERATOR, "") for name in ("A1", "A2")} <= told(rows, before)
    rows = rows.assign(known=np.where(near, NEAR_ALL, HIDDEN), unit="pct")
    cells = decide(rows, {}, RULES).cells
    assert (cells["state"][near] == NEAR_ALL).all()
    of_these = {each for each in told(rows, cells["state"].to_numpy()) if each[0] in ("A1", "A2")}
    assert of_these == set()
