"""What ties measures to each other tells of those that are withheld."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_protect import Counts, table
from tiny_release import OWN

from tymor.disclosure.decide import of_nobody, related_of
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.relations import Related, Rows, relate
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.system import COHORT, NUMERATOR, Reader

RELATED = related_of(OWN.config.measures)
#: Of one school: each measure's counts; what is withheld; of which what is found out.
CASES: dict[str, tuple[Mapping[str, Counts], set[str], tuple[str, int]]] = {
    "who reached it reached one of two languages": (
        {"fp_fpoi": (38, 38), "fp_lce": (28, 28), "fp_lcw": (10, 10)},
        {"fp_lce"}, ("fp_lce", NUMERATOR),
    ),
    "of the only language": (
        {"ks2_csi": (12, 12), "ks2_english": (12, 12)}, {"ks2_english"}, ("ks2_english", NUMERATOR),
    ),
    "who reached all parts reached it": (
        {"ks2_csi": (11, 12), "ks2_english": (11, 12), "ks2_mathematics": (12, 12),
         "ks2_science": (12, 12)},
        {"ks2_csi"}, ("ks2_csi", NUMERATOR),
    ),
    "by streams, too": (
        {"fp_fpoi": (14, 15), "fp_lce": (9, 10), "fp_lcw": (5, 5), "fp_md": (15, 15),
         "fp_psd": (15, 15)},
        {"fp_fpoi"}, ("fp_fpoi", NUMERATOR),
    ),
    "a level below of another cohort": (
        {"ks4_l2_inclusive": (0, 12), "ks4_l2_mathematics": (0, 9)},
        {"ks4_l2_inclusive"}, ("ks4_l2_inclusive", NUMERATOR),
    ),
}  # fmt: skip


def cells_of(counts: Mapping[str, Counts]) -> pd.DataFrame:
    """A school's figures."""
    own = [
        table([each]).iloc[:1].assign(measure_id=name, phase="p") for name, each in counts.items()
    ]
    return pd.concat(own, ignore_index=True)


def found(cells: pd.DataFrame, withheld: set[str], related: Related) -> set[tuple[str, int]]:
    states = np.where(cells["measure_id"].isin(withheld), HIDDEN, SHOWN)
    system = Reader(cells, related, 2).system(states, np.ones(len(cells), bool))
    every = everything_found_out(system, [])
    return {(cells["measure_id"].iloc[each.cell], each.what) for each in every}


@pytest.mark.parametrize("case", CASES)
def test_what_ties_measures_gives_a_figure_away(case: str) -> None:
    counts, withheld, told = CASES[case]
    cells = cells_of(counts)
    assert told not in found(cells, withheld, Related())
    assert told in found(cells, withheld, RELATED)


def test_the_only_stream_is_all_of_them() -> None:
    both = {"fp_fpoi": (30, 40), "fp_lce": (20, 25), "fp_lcw": (12, 15)}
    cells = cells_of(both).assign(phase=list(both))
    assert ("fp_lce", COHORT) not in found(cells, {"fp_lce", "fp_lcw"}, RELATED)
    one = {"fp_fpoi": (30, 40), "fp_lce": (32, 40)}
    cells = cells_of(one).assign(phase=list(one))
    assert ("fp_lce", COHORT) not in found(cells, {"fp_lce"}, Related())
    assert ("fp_lce", COHORT) in found(cells, {"fp_lce"}, RELATED)


Levels = tuple[int | None, int | None, int | None, int | None]
_LEVEL = st.one_of(st.none(), st.integers(2, 5))


@given(st.lists(st.tuples(_LEVEL, _LEVEL, _LEVEL, _LEVEL), min_size=1, max_size=12))
def test_what_the_measures_are_said_to_be_is_so_of_any_learners(learners: list[Levels]) -> None:
    """Key Stage 2, of English, Welsh, mathematics and science, as the indicator counts it."""
    names = ("ks2_english", "ks2_cymraeg", "ks2_mathematics", "ks2_science")
    reached = [[(level or 0) >= 4 for level in each] for each in learners]
    csi = sum((e or w) and m and s for e, w, m, s in reached)
    counts = {"ks2_csi": (csi, len(learners))}
    for at, name in enumerate(names):
        if taken := sum(each[at] is not None for each in learners):
            counts[name] = (sum(each[at] for each in reached), taken)
    cells = cells_of(counts)
    n, d = np.arange(len(cells)), len(cells) + np.arange(len(cells))
    true = cells[["numerator", "denominator"]].to_numpy().T.ravel()
    every, so = Rows(), Rows()
    relate(every, cells, (n, d), RELATED)
    relate(so, cells, (n, d), RELATED, true)
    assert so.count == every.count


def rows_of(*told: tuple[str, str, str, str]) -> pd.DataFrame:
    """Counted figures by area, measure, year and group."""
    return pd.DataFrame(told, columns=KEY).assign(
        level=0, parent_id="la", unit="pct", numerator=9, denominator=20, cohort=20
    )


def test_where_nobody_was_there_a_row_of_nobody_stands() -> None:
    rows = rows_of(
        ("a", "ks2_csi", "2015/16", "all"), ("a", "ks2_csi", "2015/16", "efsm"),
        ("a", "ks2_csi", "2016/17", "all"), ("b", "ks2_csi", "2016/17", "all"),
        ("b", "ks2_csi", "2016/17", "efsm"), ("b", "fp_fpoi", "2015/16", "all"),
        ("c", "fp_fpoi", "2016/17", "all"), ("c", "attendance_primary", "2016/17", "all"),
        ("a", "attendance_primary", "2015/16", "all"),
    )  # fmt: skip
    added = of_nobody(rows, OWN.config.measures)
    assert {tuple(each) for each in added[KEY].to_numpy()} == {
        ("a", "ks2_csi", "2016/17", "efsm"),  # nobody eligible
        ("b", "ks2_csi", "2015/16", "all"),  # no learners of this age
        ("b", "ks2_csi", "2015/16", "efsm"),
        ("b", "fp_fpoi", "2016/17", "all"),
    }
    assert not added[["numerator", "denominator", "cohort"]].to_numpy().any()
    assert set(added["unit"]) == {"pct"} and set(added["level"]) == {0}
