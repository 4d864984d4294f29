"""Priorities of the invented schools, as reviewed in three terms and twice in each."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor_invented.draws import Draws
from tymor_invented.schools.school import School, each_open
from tymor_invented.words import FOCUS, FOUND, SUPPORT, both, commentary

ACADEMIC_YEAR = "2016/17"
TERMS = ("2016-autumn", "2017-spring", "2017-summer")
#: When each half of a term is reviewed.
_REVIEWED = {
    "2016-autumn": ("2016-10-20", "2016-12-14"),
    "2017-spring": ("2017-02-16", "2017-03-28"),
    "2017-summer": ("2017-05-25", "2017-07-12"),
}
# How far a priority has come in a term, beside where it stood in spring.
_MOVED = {"2016-autumn": (-1.0, 0.1), "2017-summer": (-0.2, 0.9)}
_JUDGEMENTS = ("limited", "satisfactory", "strong", "very_good")
# The chance that work with this judgement is nevertheless on track.
_ON_TRACK = {"limited": 0.1, "satisfactory": 0.7, "strong": 1.0, "very_good": 1.0}
_DAYS = {"core": (0.5, 2.0), "enhanced": (2.0, 5.0)}
_SAID = ("on_track", "judgement", "commentary", "commentary_cy")
_COLUMNS = ("school_id", "term", "half", "priority", *_SAID, "reviewed")


def school_priorities(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, term and priority; a school keeps its priorities through the year."""
    return pd.DataFrame(
        [
            row
            for school, _ in each_open(schools, [ACADEMIC_YEAR])
            for term in TERMS
            for row in _of_school(school, term, seed)
        ]
    )


def _of_school(school: School, term: str, seed: int) -> Iterator[dict[str, str | float]]:
    draws = Draws(school.school_id, "priorities", seed=seed)
    # Schools with more learners in hardship are likelier to get enhanced support.
    enhanced = draws.between(0, 1) < 0.02 * school.efsm_pct
    how_many = 2 if school.sector == "nursery" else draws.pick((2, 2, 3))
    areas = list(FOCUS)
    for priority in range(1, how_many + 1):
        area = draws.pick(areas)
        areas.remove(area)
        support = "enhanced" if enhanced and priority == 1 else "core"
        yield {
            "school_id": school.school_id,
            "term": term,
            "priority": str(priority),
            "reform_area": area,
            "support": support,
            **_review(school, term, (priority, area, support), seed),
        }


def _review(
    school: School, term: str, work: tuple[int, str, str], seed: int
) -> dict[str, str | float]:
    """How far the school had come: mostly a step beyond the term before, or level.

    ``work`` is the number of the priority, its area and the level of support.
    """
    priority, area, support = work
    lasting = Draws(school.school_id, "priority", str(priority), seed=seed)
    draws = Draws(school.school_id, "priority", str(priority), term, seed=seed)
    start = 1.25 + 0.75 * lasting.one() - (0.7 if support == "enhanced" else 0.0)
    moved = draws.between(*_MOVED[term]) if term in _MOVED else 0.0
    judgement = _JUDGEMENTS[min(max(round(start + moved), 0), 3)]
    found = _found(judgement, area, lasting.pick(list(FOCUS[area])), draws)
    agreed = lasting.pick(list(SUPPORT[support]))
    days = round(2 * draws.between(*_DAYS[support])) / 2
    return {**found, **both("support_agreed", agreed, SUPPORT[support]), "days": days}


def _found(judgement: str, area: str, focus: str, draws: Draws) -> dict[str, str]:
    said = draws.pick(list(FOUND[judgement]))
    return {
        "on_track": "yes" if draws.between(0, 1) < _ON_TRACK[judgement] else "no",
        "judgement": judgement,
        **commentary(judgement, said, area, focus),
    }


def half_term_reviews(priorities: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row a half term and priority with enhanced support.

    At the end of a term the review is the one that ``priorities`` tell; at its middle the
    priority stands where the term before left it, or where this one will.
    """
    enhanced = priorities[priorities["support"] == "enhanced"].copy()
    enhanced["order"] = enhanced["term"].map(term_order)
    key = ["school_id", "priority"]
    ordered = enhanced.sort_values([*key, "order"])
    ordered["before"] = ordered.groupby(key)["judgement"].shift().fillna(ordered["judgement"])
    held: list[Any] = ordered.to_dict("records")
    rows = [_half(row, half, seed) for row in held for half in (1, 2)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _half(row: dict[str, str], half: int, seed: int) -> dict[str, str | int]:
    key = {name: row[name] for name in ("school_id", "term", "priority")}
    said = _at_middle(row, seed) if half == 1 else {name: row[name] for name in _SAID}
    return {**key, "half": half, **said, "reviewed": _REVIEWED[row["term"]][half - 1]}


def _at_middle(row: dict[str, str], seed: int) -> dict[str, str]:
    draws = Draws(row["school_id"], "half", row["priority"], row["term"], seed=seed)
    judgement = draws.pick((row["before"], row["judgement"]))
    lasting = Draws(row["school_id"], "priority", row["priority"], seed=seed)
    lasting.one()  # how strong the work is; what it is about comes next, as in the term's review
    area = row["reform_area"]
    return _found(judgement, area, lasting.pick(list(FOCUS[area])), draws)
