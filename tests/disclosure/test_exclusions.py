"""Exclusions and what else is counted beside results: each leak is shown first, then closed."""

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from long_tests import examples
from test_protect import RULES

from tymor.config import Audience
from tymor.disclosure.decide import Decided, attackers_of, cells_of, counts_of, decide, reader_of
from tymor.disclosure.exclusions import TOLD_BY, withheld
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.search import FoundOut
from tymor.disclosure.system import COHORT, NUMERATOR
from tymor.measures.standing import similar_authorities
from tymor.prepare.other_tables import shown_areas, shown_from

YEAR = "2016/17"
FIXED_TERM, PERMANENT = TOLD_BY
EVERY_TABLE = Audience(
    site="all", word="public", school_groups=("all",), tables=(), schools_in_tables=True
)
NO_SCHOOLS = Audience(site="public", word="public", school_groups=("all",), tables=())


def tree(*authorities: int) -> pd.DataFrame:
    """The partnership P, authorities A, B, C ..., and so many schools of each: A0, A1 ..."""
    rows = [("P", "partnership", "")]
    for name, schools in zip("ABCDEF", authorities, strict=False):
        rows += [(name, "local_authority", "P")]
        rows += [(f"{name}{number}", "school", name) for number in range(schools)]
    frame = pd.DataFrame(rows, columns=["area_id", "kind", "parent_id"])
    return frame.assign(pupils=pd.array([pd.NA] * len(rows), "Int64"), efsm_pct=np.nan,
                        closed=False)  # fmt: skip


def excluded(areas: pd.DataFrame, counts: list[int], days_each: float = 1.5) -> pd.DataFrame:
    """Fixed-term exclusions of every school, and no permanent ones; days lost to each."""
    schools = areas.loc[areas["kind"] == "school", "area_id"]
    rows = pd.DataFrame({"area_id": schools, "academic_year": YEAR, "fixed_term": counts})
    rows = rows.assign(permanent=0, days_lost=days_each * rows["fixed_term"])
    return rows.astype({"fixed_term": "Int64", "permanent": "Int64"}).reset_index(drop=True)


def cells(
    areas: pd.DataFrame, exclusions: pd.DataFrame, audience: Audience = EVERY_TABLE
) -> pd.DataFrame:
    return cells_of(counts_of([], exclusions, areas, YEAR), areas, {}, audience, RULES, {})


def of(cells: pd.DataFrame, measure: str = FIXED_TERM) -> pd.DataFrame:
    return cells[cells["measure_id"] == measure].reset_index(drop=True)


def told(rows: pd.DataFrame, states: list[int]) -> set[tuple[str, int, str]]:
    """What the attack finds: the area, what of it, and who can tell."""
    system = reader_of(rows, {}, RULES).system(np.array(states), np.ones(len(rows), bool))
    found: list[FoundOut] = everything_found_out(system, attackers_of(rows, RULES))
    return {(str(rows["area_id"].iloc[each.cell]), each.what, each.who) for each in found}


def states_of(decided: Decided) -> dict[str, int]:
    return dict(zip(decided.cells["area_id"], decided.cells["state"], strict=True))


def hiding(rows: pd.DataFrame, *areas: str) -> list[int]:
    return [HIDDEN if area in areas else SHOWN for area in rows["area_id"]]


def published(counts: list[int]) -> tuple[int | None, ...]:
    """What is shown of the schools of one authority, and of the authority."""
    rows = of(cells(tree(len(counts)), excluded(tree(len(counts)), counts)))
    shown = decide(rows, {}, RULES).cells.set_index("area_id")
    areas = ["A", *(f"A{number}" for number in range(len(counts)))]
    return tuple(
        int(shown["cohort"][area]) if shown["state"][area] == SHOWN else None for area in areas
    )


def test_whoever_knows_the_rules_cannot_tell_that_two_are_one_each() -> None:
    # The rule before withheld 1 to 4 and showed each 0: of two that are 2 together, each is 1.
    assert [each for each in product(range(1, 5), repeat=2) if sum(each) == 2] == [(1, 1)]
    counts = [1, 1, 0, 6, 12, 30]
    now = published(counts)
    assert now == (50, None, None, None, None, None, 30)
    for one in range(5):
        moved = [
            [count + (at == more) - (at == less) for at, count in enumerate(counts)]
            for more, less in product(range(5), repeat=2)
            if more != less and one in (more, less) and counts[less] > 0
        ]
        # Other counts of this school would be published as the very same table.
        assert any(published(each) == now for each in moved), one


def test_no_count_below_5_is_shown_of_any_area() -> None:
    areas = tree(3, 3)
    rows = cells(areas, excluded(areas, [0, 0, 3, 0, 0, 0]))
    found = decide(rows, {}, RULES)
    assert (found.cells["state"] == HIDDEN).all()
    assert set(found.cells["level"]) == {0, 1, 2}


def test_a_total_of_0_tells_each_school_and_is_withheld() -> None:
    areas = tree(4)
    rows = of(cells(areas, excluded(areas, [9, 0, 0, 7])), PERMANENT)
    schools = [f"A{number}" for number in range(4)]
    assert {(area, NUMERATOR, "") for area in schools} <= told(rows, hiding(rows, *schools))
    decided = decide(rows, {}, RULES)
    assert states_of(decided)["A"] == HIDDEN
    assert not told(rows, decided.cells["state"].tolist())


def test_one_that_is_withheld_is_told_by_the_total_and_one_of_two_by_the_other() -> None:
    areas = tree(6)
    rows = of(cells(areas, excluded(areas, [3, 6, 9, 12, 30, 40])))
    assert ("A0", COHORT, "") in told(rows, hiding(rows, "A0"))
    assert ("A0", COHORT, "A1") in told(rows, hiding(rows, "A0", "A1"))
    decided = decide(rows, {}, RULES)
    assert not told(rows, decided.cells["state"].tolist())
    assert states_of(decided)["A5"] == SHOWN


def test_the_days_lost_are_told_as_the_count_is_and_withheld_with_it() -> None:
    areas = tree(6)
    exclusions = excluded(areas, [3, 6, 9, 12, 30, 40])
    rows = of(cells(areas, exclusions))
    assert ("A0", NUMERATOR, "A1") in told(rows, hiding(rows, "A0", "A1"))
    shown = withheld(exclusions, decide(rows, {}, RULES).names())
    assert shown["days_lost"].isna().tolist() == shown["fixed_term"].isna().tolist()
    assert shown["fixed_term"].isna().any()
    assert shown["permanent"].notna().all()  # nothing was decided of these here


def test_where_schools_are_in_no_table_a_total_of_two_is_withheld() -> None:
    """Each of two schools could take its own from it; their authority is all that is shown."""
    areas = tree(2, 5, 5)
    rows = of(cells(areas, excluded(areas, [20, 30] + [10, 20, 30, 5, 6] * 2), NO_SCHOOLS))
    schools = rows.loc[rows["level"] == 0, "area_id"]
    assert ("A0", COHORT, "A1") in told(rows, hiding(rows, *schools))
    decided = decide(rows, {}, RULES)
    found = states_of(decided)
    assert {found[school] for school in schools} == {HIDDEN}
    assert (found["A"], found["P"]) == (HIDDEN, SHOWN)
    assert {found["B"], found["C"]} == {HIDDEN, SHOWN}  # or P less them would be A
    assert not told(rows, decided.cells["state"].tolist())


@settings(deadline=None, max_examples=examples(15))
@given(st.lists(st.integers(0, 12), min_size=7, max_size=7), st.booleans())
def test_nobody_can_tell_a_count_that_is_withheld(counts: list[int], in_tables: bool) -> None:
    areas = tree(4, 3)
    audience = EVERY_TABLE if in_tables else NO_SCHOOLS
    rows = cells(areas, excluded(areas, counts), audience)
    decided = decide(rows, {}, RULES)
    assert not told(rows, decided.cells["state"].tolist())
    shown = decided.cells[decided.cells["state"] == SHOWN]
    assert (shown["cohort"] >= RULES.least_cohort).all()
    assert in_tables or (shown["level"] > 0).all()


def with_rolls(areas: pd.DataFrame, eligible: list[int], pupils: int = 200) -> pd.DataFrame:
    """Schools of 200 pupils, of whom so many are eligible for free school meals."""
    schools = areas["kind"] == "school"
    share = pd.Series(eligible, areas.index[schools]) * 100 / pupils
    held = areas.assign(efsm_pct=share).astype({"pupils": "Int64"})
    held.loc[schools, "pupils"] = pupils
    for level in ("local_authority", "partnership"):
        for at in areas.index[areas["kind"] == level]:
            below = held[held["parent_id"] == areas["area_id"][at]]
            held.loc[at, "pupils"] = below["pupils"].sum() if level == "local_authority" else pd.NA
            held.loc[at, "efsm_pct"] = below["efsm_pct"].mean() if level[0] == "l" else np.nan
    return held


def grants_of(areas: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    learners = rows.set_index("area_id")["numerator"]
    grants = pd.DataFrame({"area_id": areas["area_id"], "allocated_gbp": 1150.0})
    return grants.assign(efsm_learners=grants["area_id"].map(learners).astype("Int64"))


def test_learners_of_grants_go_with_the_share_at_every_level() -> None:
    areas = with_rolls(tree(4, 4), [1, 0, 1, 1, 30, 40, 50, 60])
    rows = of(cells(areas, excluded(areas, [0] * 8)), "efsm_pct")
    # The share of authority A is of 3 learners; the partnership's learners less B's are these.
    alone = hiding(rows, "A", "A0", "A1", "A2", "A3")
    assert ("A", NUMERATOR, "") in told(rows, alone)
    decided = decide(rows, {}, RULES)
    assert not told(rows, decided.cells["state"].tolist())
    found = states_of(decided)
    assert found["A"] == HIDDEN
    assert HIDDEN in (found["B"], found["P"])
    nothing = pd.DataFrame({"area_id": [], "kind": [], "efsm_pct": []})
    tables = {"grants": grants_of(areas, rows), "exclusions": excluded(areas, [0] * 8)}
    shown = shown_from(tables, decided, nothing)["grants"].set_index("area_id")["efsm_learners"]
    assert {area for area in shown.index if pd.isna(shown[area])} == {
        area for area, state in found.items() if state != SHOWN
    }


def test_whoever_knows_the_rolls_can_tell_that_all_of_each_are_eligible() -> None:
    areas = with_rolls(tree(4), [200, 200, 200, 200])
    rows = cells(areas, excluded(areas, [0] * 4))
    rows = rows[rows["measure_id"].isin(["efsm_pct", "pupils"])].reset_index(drop=True)
    shares = of(rows, "efsm_pct")
    how_many = {("A0", NUMERATOR, ""), ("A3", NUMERATOR, "")}
    alone = told(shares, hiding(shares, "A0", "A1", "A2", "A3"))
    assert not how_many & alone  # of more pupils there, and fewer here
    share = (rows["measure_id"] == "efsm_pct") & (rows["level"] == 0)
    assert how_many <= told(rows, [HIDDEN if each else SHOWN for each in share])
    decided = decide(rows, {}, RULES)
    assert not told(rows, decided.cells["state"].tolist())
    rolls = decided.cells[decided.cells["measure_id"] == "pupils"]
    assert (rolls["state"] == SHOWN).all()  # they need not be withheld with it


def test_no_table_tells_the_share_that_is_withheld_of_an_authority() -> None:
    areas = with_rolls(tree(4, 4, 4), [1, 0, 1, 1, *[30, 40, 50, 60] * 2])
    rows = of(cells(areas, excluded(areas, [0] * 12)), "efsm_pct")
    decided = decide(rows, {}, RULES)
    assert "A" in set(similar_authorities(areas)["area_id"])
    seen = shown_areas(areas, decided)
    tables = {"grants": grants_of(areas, rows), "exclusions": excluded(areas, [0] * 12)}
    alike = shown_from(tables, decided, seen)["similar_authorities"]
    hidden = {area for area, state in states_of(decided).items() if state != SHOWN}
    assert "A" in hidden
    assert seen.loc[seen["area_id"].isin(hidden), "efsm_pct"].isna().all()
    assert not hidden & {*alike["area_id"], *alike["similar_id"]}
