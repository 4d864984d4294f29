"""Priorities of the invented schools, as reviewed in three terms."""

from collections.abc import Iterator, Sequence

import pandas as pd

from tymor.sample.draws import SEED, Draws
from tymor.sample.schools import School
from tymor.sample.words import AREAS, FOCUS, SAID, SUPPORT, WELSH, commented

TERMS = {"2016-autumn": "2016/17", "2017-spring": "2016/17", "2017-summer": "2016/17"}
# How far a priority has come in a term, beside where it stood in spring.
_MOVED = {"autumn": (-1.0, 0.1), "spring": (0.0, 0.0), "summer": (-0.2, 0.9)}
_JUDGEMENTS = ("limited", "satisfactory", "strong", "very_good")
# The chance that work with this judgement is nevertheless on track.
ON_TRACK = {"limited": 0.1, "satisfactory": 0.7, "strong": 1.0, "very_good": 1.0}
_DAYS = {"core": (0.5, 2.0), "enhanced": (2.0, 5.0)}


def school_priorities(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school, term and priority; a school keeps its priorities through the year."""
    rows = [
        row
        for school in schools
        for term, academic_year in TERMS.items()
        if school.open_in(academic_year)
        for row in _of_school(school, term, seed)
    ]
    return pd.DataFrame(rows)


def _of_school(school: School, term: str, seed: int) -> Iterator[dict[str, str | float]]:
    draws = Draws(school.school_id, "priorities", seed=seed)
    # Schools with more learners in hardship are likelier to get enhanced support.
    enhanced = draws.between(0, 1) < 0.02 * school.efsm_pct
    how_many = 2 if school.sector == "nursery" else draws.pick((2, 2, 3))
    areas = list(AREAS)
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
    season = term.partition("-")[2]
    moved = draws.between(*_MOVED[season]) if season != "spring" else 0.0
    judgement = _JUDGEMENTS[min(max(round(start + moved), 0), 3)]
    focus = lasting.pick(FOCUS[area])
    said = draws.pick(SAID[judgement])
    on_track = draws.between(0, 1) < ON_TRACK[judgement]
    agreed = lasting.pick(SUPPORT[support])
    low, high = _DAYS[support]
    return {
        "on_track": "yes" if on_track else "no",
        "judgement": judgement,
        **commented(said, focus),
        "support_agreed": agreed,
        "support_agreed_cy": WELSH[agreed],
        "days": round(2 * draws.between(low, high)) / 2,
    }
