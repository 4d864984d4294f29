"""What is known of the invented schools from outside: exclusions, inspections, risk."""

from collections.abc import Sequence

import pandas as pd

from tymor_invented.around.priorities import ACADEMIC_YEAR, TERMS
from tymor_invented.draws import Draws
from tymor_invented.learners.printed import YEARS
from tymor_invented.schools.school import School, each_open

# Fixed-term exclusions of a hundred pupils in a year; days of each.
_PER_HUNDRED = {"nursery": 0.0, "primary": 0.5, "special": 2.0, "pru": 30.0}
_PER_HUNDRED_OF_OTHERS = 5.0
_JUDGEMENTS = ("unsatisfactory", "adequate", "good", "excellent")
_FOLLOW_UP = {
    "unsatisfactory": ("significant_improvement", "special_measures"),
    "adequate": ("review", "none"),
}
_CYCLE = 6  # years from one inspection to the next
_INSPECTED_IN = (1, 2, 3, 5, 6, 10, 11)  # months
#: What is judged term by term; other indicators are computed from other tables.
_JUDGED = ("finance", "governance", "leadership", "staffing")
#: What is counted term by term: the mean, how far schools lie apart in it, and a school's terms.
_COUNTED = {
    "staff_absence": (4.5, 1.7, 1.2),
    "vacancies": (3.0, 5.0, 3.0),
    "deficit": (-0.5, 2.2, 0.5),
}
#: The same of kinds of school that set each learner targets of their own, in per cent.
_OWN_TARGETS = {"special": (82.0, 6.0, 4.0), "pru": (72.0, 6.0, 5.0)}
_HEADS_LEAVING = 0.06  # of all schools in a term


def exclusions(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school and year."""
    return pd.DataFrame(
        [_excluded(school, year, seed) for school, year in each_open(schools, YEARS)]
    )


def _excluded(school: School, year: str, seed: int) -> dict[str, str | float]:
    draws = Draws(school.school_id, "exclusions", year, seed=seed)
    rate = _PER_HUNDRED.get(school.sector, _PER_HUNDRED_OF_OTHERS)
    hardship = 0.5 + school.efsm_pct / 40
    fixed = round(school.pupils / 100 * rate * hardship * draws.between(0.5, 1.5))
    permanent = round(fixed / 90 * draws.between(0, 1.6))
    return {
        "school_id": school.school_id,
        "academic_year": year,
        "fixed_term": fixed,
        "permanent": permanent,
        "days_lost": round(2 * fixed * draws.between(1.2, 2.6)) / 2,
    }


def inspections(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school: its last inspection; one that opened lately has not had any."""
    there = each_open(schools, [ACADEMIC_YEAR])
    return pd.DataFrame([_inspected(school, seed) for school, _ in there])


def _inspected(school: School, seed: int) -> dict[str, str]:
    draws = Draws(school.school_id, "inspection", seed=seed)
    year, month = draws.pick(range(2011, 2017)), draws.pick(_INSPECTED_IN)
    if school.open_from > f"{year}":
        blank = {"inspected": "", "performance": "", "prospects": ""}
        return {"school_id": school.school_id} | blank | {"follow_up": "none", "due": ""}
    strength = 2.1 + 0.7 * draws.one() - 0.01 * school.efsm_pct
    performance = _JUDGEMENTS[min(max(round(strength), 0), 3)]
    prospects = _JUDGEMENTS[min(max(round(strength + draws.between(-0.3, 0.8)), 0), 3)]
    season = "spring" if month < 4 else "summer" if month < 9 else "autumn"
    return {
        "school_id": school.school_id,
        "inspected": f"{year}-{month:02}-{1 + round(draws.between(0, 27)):02}",
        "performance": performance,
        "prospects": prospects,
        "follow_up": draws.pick(_FOLLOW_UP.get(performance, ("none",))),
        "due": f"{year + _CYCLE}-{season}",
    }


def risk(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, term and judged indicator: from none (0) to high (3)."""
    rows = [
        (school.school_id, term, indicator, level)
        for school, _ in each_open(schools, [ACADEMIC_YEAR])
        for indicator in _JUDGED
        for term, level in _levels(school, indicator, seed).items()
    ]
    return pd.DataFrame(rows, columns=["school_id", "term", "indicator", "level"])


def risk_readings(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, term and counted indicator; a headship is vacant for terms on end."""
    rows = [
        (school.school_id, term, indicator, reading)
        for school, _ in each_open(schools, [ACADEMIC_YEAR])
        for indicator, readings in _readings(school, seed).items()
        for term, reading in zip(TERMS, readings, strict=True)
    ]
    return pd.DataFrame(rows, columns=["school_id", "term", "indicator", "reading"])


def _readings(school: School, seed: int) -> dict[str, list[float]]:
    spreads = dict(_COUNTED)
    if school.sector in _OWN_TARGETS:
        spreads["individual_targets"] = _OWN_TARGETS[school.sector]
    told = {
        indicator: _around(Draws(school.school_id, indicator, seed=seed), *spread)
        for indicator, spread in spreads.items()
    }
    draws, vacant, terms = Draws(school.school_id, "headship", seed=seed), 0, []
    for _ in TERMS:
        vacant = vacant + 1 if draws.between(0, 1) < (0.6 if vacant else _HEADS_LEAVING) else 0
        terms.append(float(vacant))
    return {**told, "head_vacancy": terms}


def _around(draws: Draws, mean: float, apart: float, moves: float) -> list[float]:
    """A reading a term, from 0 to 100."""
    lasting = mean + apart * draws.one()
    return [round(min(max(lasting + moves * draws.one(), 0.0), 100.0), 1) for _ in TERMS]


def _levels(school: School, indicator: str, seed: int) -> dict[str, int]:
    lasting = Draws(school.school_id, "risk", indicator, seed=seed).one()
    now = {
        term: Draws(school.school_id, "risk", indicator, term, seed=seed).one() for term in TERMS
    }
    return {
        term: min(max(round(0.4 + 0.8 * lasting + 0.4 * own), 0), 3) for term, own in now.items()
    }
