"""What is known of the invented schools from outside: exclusions, inspections, risk."""

from collections.abc import Sequence

import pandas as pd

from tymor.sample.draws import SEED, Draws
from tymor.sample.priorities import TERMS
from tymor.sample.schools import School

YEARS = ("2014/15", "2015/16", "2016/17")
# Fixed-term exclusions of a hundred pupils in a year; days of each.
_PER_HUNDRED = {"nursery": 0.0, "primary": 0.5, "special": 2.0, "pru": 30.0}
_PER_HUNDRED_OF_OTHERS = 5.0
_JUDGEMENTS = ("unsatisfactory", "adequate", "good", "excellent")
_FOLLOW_UP = {"unsatisfactory": ("significant_improvement", "special_measures"),
              "adequate": ("review", "none")}  # fmt: skip
_CYCLE = 6  # years from one inspection to the next
_TERM_OF_MONTH = {1: "spring", 2: "spring", 3: "spring", 5: "summer", 6: "summer",
                  10: "autumn", 11: "autumn"}  # fmt: skip
#: What is judged term by term; other indicators are computed from other tables.
_JUDGED = ("finance", "governance", "leadership")


def exclusions(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school and year."""
    return pd.DataFrame(
        [
            _excluded(school, year, seed)
            for school in schools
            for year in YEARS
            if school.open_in(year)
        ]
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


def inspections(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school: its last inspection; one that opened lately has not had any."""
    return pd.DataFrame(
        [_inspected(school, seed) for school in schools if school.open_in("2016/17")]
    )


def _inspected(school: School, seed: int) -> dict[str, str]:
    draws = Draws(school.school_id, "inspection", seed=seed)
    year, month = draws.pick(range(2011, 2017)), draws.pick(sorted(_TERM_OF_MONTH))
    if school.open_from > f"{year}":
        blank = {"inspected": "", "performance": "", "prospects": ""}
        return {"school_id": school.school_id} | blank | {"follow_up": "none", "due": ""}
    strength = 2.1 + 0.7 * draws.one() - 0.01 * school.efsm_pct
    performance = _JUDGEMENTS[min(max(round(strength), 0), 3)]
    prospects = _JUDGEMENTS[min(max(round(strength + draws.between(-0.3, 0.8)), 0), 3)]
    return {
        "school_id": school.school_id,
        "inspected": f"{year}-{month:02}-{1 + round(draws.between(0, 27)):02}",
        "performance": performance,
        "prospects": prospects,
        "follow_up": draws.pick(_FOLLOW_UP.get(performance, ("none",))),
        "due": f"{year + _CYCLE}-{_TERM_OF_MONTH[month]}",
    }


def risk(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school, term and judged indicator: from none (0) to high (3)."""
    rows = []
    for school in schools:
        for indicator in _JUDGED:
            lasting = Draws(school.school_id, "risk", indicator, seed=seed).one()
            for term, year in TERMS.items():
                if school.open_in(year):
                    now = Draws(school.school_id, "risk", indicator, term, seed=seed).one()
                    level = min(max(round(0.4 + 0.8 * lasting + 0.4 * now), 0), 3)
                    rows.append((school.school_id, term, indicator, level))
    return pd.DataFrame(rows, columns=["school_id", "term", "indicator", "level"])
