"""Categories of the invented schools, and what these do with each other."""

from collections.abc import Iterator, Sequence

import pandas as pd

from tymor_invented.around.priorities import ACADEMIC_YEAR, TERMS
from tymor_invented.draws import Draws
from tymor_invented.schools.school import School, each_open
from tymor_invented.words import CATEGORY_REASONS, FOCUS, TOGETHER, TOGETHER_OUTCOMES, both

_CAPACITY = ("a", "b", "c", "d")
_SUPPORT = ("green", "yellow", "amber", "red")
#: Nursery schools are in no category.
_NOT_CATEGORISED = ("nursery",)
#: Which way a school's strength goes from one term to the next.
_DRIFT = (-0.7, 0.8)
_GROUP = {"improvement_group": 7, "peer_enquiry": 3}
_WORK_COLUMNS = (
    *("school_id", "academic_year", "kind", "name", "name_cy", "role"),
    *("focus", "focus_cy", "outcome", "outcome_cy", "as_at"),
)
#: When work and strengths were told, and when what had come of them by the year's end was.
_FIRST_TOLD, _LAST_TOLD = "2017-03-17", "2017-07-21"


def categorisation(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, part of the scheme and term in which it came into its category."""
    there = [school for school, _ in each_open(schools, [ACADEMIC_YEAR])]
    rows = [
        row
        for school in there
        if school.sector not in _NOT_CATEGORISED
        for row in _categories(school, seed)
    ]
    return pd.DataFrame(
        rows, columns=["school_id", "term", "part", "category", "reason", "reason_cy"]
    )


def _categories(school: School, seed: int) -> Iterator[dict[str, str]]:
    held: dict[str, str] = {}
    for term, (standards, capacity) in zip(TERMS, _levels(school, seed), strict=True):
        support = _SUPPORT[min(max(round((standards + 2 * capacity) / 3), 0), 3)]
        now = {
            "standards": f"group_{standards + 1}",
            "capacity": _CAPACITY[capacity],
            "support": support,
        }
        reason = Draws(school.school_id, "category", term, seed=seed).pick(
            list(CATEGORY_REASONS[support])
        )
        for part, category in now.items():
            said = (
                both("reason", reason, CATEGORY_REASONS[support])
                if part == "support"
                else {"reason": "", "reason_cy": ""}
            )
            if held.get(part) != category:
                yield {
                    "school_id": school.school_id,
                    "term": term,
                    "part": part,
                    "category": category,
                    **said,
                }
        held = now


def _levels(school: School, seed: int) -> Iterator[tuple[int, int]]:
    """Standards and capacity in each term, from 0 (best) to 3."""
    lasting = Draws(school.school_id, "category", seed=seed)
    standards = 1.0 + 0.7 * lasting.one() + 0.012 * school.efsm_pct
    capacity = 0.6 + 1.0 * lasting.one() + 0.022 * school.efsm_pct
    for term in TERMS:
        yield _between(standards), _between(capacity)
        capacity -= Draws(school.school_id, "capacity", term, seed=seed).between(*_DRIFT)


def _between(level: float) -> int:
    return min(max(round(level), 0), 3)


def collaboration(schools: Sequence[School], number: int, seed: int) -> pd.DataFrame:
    """One row a school, piece of work with others and day on which it was told.

    What came of it is told on the last; ``number`` tells apart those of blocks.
    """
    there = [school for school, _ in each_open(schools, [ACADEMIC_YEAR])]
    kinds = (
        _groups(there, seed),
        _hubs(there, seed),
        _pathfinders(there, seed),
        _peers(there, seed),
    )
    rows = [
        row
        for pieces in kinds
        for nth, piece in enumerate(pieces, start=1 + 100 * number)
        for row in _piece(piece, nth, seed)
    ]
    return pd.DataFrame(rows, columns=list(_WORK_COLUMNS))


_Piece = tuple[str, list[tuple[School, str]]]


def _groups(schools: Sequence[School], seed: int) -> Iterator[_Piece]:
    """Groups of schools of every authority."""
    mixed = _mixed(schools, "improvement_group", seed)
    for some in _cut(mixed, _GROUP["improvement_group"]):
        yield "improvement_group", [(each, "member") for each in some[1:]] + [(some[0], "convenor")]


def _peers(schools: Sequence[School], seed: int) -> Iterator[_Piece]:
    """Rounds of peer enquiry among some of the schools."""
    wanted = _mixed(schools, "peer_enquiry", seed)[: len(schools) // 4]
    for some in _cut(wanted, _GROUP["peer_enquiry"]):
        yield "peer_enquiry", [(each, "enquirer") for each in some[1:]] + [(some[0], "host")]


def _hubs(schools: Sequence[School], seed: int) -> Iterator[_Piece]:
    mixed = _mixed(schools, "hub", seed)
    hubs = len(schools) // 12
    for hub, some in zip(mixed[:hubs], _cut(mixed[hubs:], 4), strict=False):
        yield "hub", [(hub, "hub"), *((each, "partner") for each in some)]


def _pathfinders(schools: Sequence[School], seed: int) -> Iterator[_Piece]:
    """A strong school beside one that needs support most, of the same sector."""
    by_strength = sorted(
        (school for school in schools if school.sector == "primary"),
        key=lambda school: sum(_last(school, seed)),
    )
    pairs = len(by_strength) // 5
    for lead, partner in zip(by_strength[:pairs], reversed(by_strength[-pairs:]), strict=True):
        yield "pathfinder", [(lead, "lead"), (partner, "partner")]


def _last(school: School, seed: int) -> tuple[int, int]:
    *_, last = _levels(school, seed)
    return last


def _mixed(schools: Sequence[School], purpose: str, seed: int) -> list[School]:
    return sorted(schools, key=lambda each: Draws(each.school_id, purpose, seed=seed).between(0, 1))


def _cut(schools: Sequence[School], size: int) -> Iterator[Sequence[School]]:
    """Parts of so many; what is left over at the end is in none."""
    return (schools[at : at + size] for at in range(0, len(schools) - size + 1, size))


def _piece(piece: _Piece, nth: int, seed: int) -> Iterator[dict[str, str]]:
    kind, members = piece
    draws = Draws(kind, str(nth), seed=seed)
    area = draws.pick(list(FOCUS))
    focus = both("focus", draws.pick(list(FOCUS[area])), FOCUS[area])
    outcome = draws.pick(["", *TOGETHER_OUTCOMES])
    came = both("outcome", outcome, {"": "", **TOGETHER_OUTCOMES})
    ((english, welsh),) = TOGETHER[kind].items()
    for school, role in members:
        for day, known in ((_FIRST_TOLD, dict.fromkeys(came, "")), (_LAST_TOLD, came)):
            yield {
                "school_id": school.school_id,
                "academic_year": ACADEMIC_YEAR,
                "kind": kind,
                "name": f"{english} {nth}",
                "name_cy": f"{welsh} {nth}",
                "role": role,
                **focus,
                **known,
                "as_at": day,
            }


def strengths(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a strength that a school can share and day on which it was told: those of the
    stronger schools."""
    rows = [
        row
        for school, _ in each_open(schools, [ACADEMIC_YEAR])
        if sum(_last(school, seed)) <= 2
        for row in _strengths(school, seed)
    ]
    columns = ["school_id", "academic_year", "reform_area", "strength", "strength_cy"]
    return pd.DataFrame(rows, columns=[*columns, "shared_with", "as_at"])


def _strengths(school: School, seed: int) -> Iterator[dict[str, str]]:
    draws = Draws(school.school_id, "strengths", seed=seed)
    areas = list(FOCUS)
    for _ in range(draws.pick((1, 1, 2))):
        area = draws.pick(areas)
        areas.remove(area)
        strength = draws.pick(list(FOCUS[area]))
        shared = draws.pick(("", "0", "1", "2", "4"))
        both_languages = both("strength", strength, FOCUS[area])
        early = shared and str(int(shared) // 2)
        for day, known in ((_FIRST_TOLD, early), (_LAST_TOLD, shared)):
            yield {
                "school_id": school.school_id,
                "academic_year": ACADEMIC_YEAR,
                "reform_area": area,
                **both_languages,
                "shared_with": known,
                "as_at": day,
            }
