"""Support of the invented schools: partners and their days, learning of staff, grants."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.sample.draws import SEED, Draws
from tymor.sample.schools import School
from tymor.sample.words import (
    GRANT_SAID,
    IMPACT_SAID,
    PARTNER_INITIALS,
    PARTNER_SURNAMES,
    PROGRAMMES,
    WELSH,
)  # fmt: skip

YEARS = ("2015/16", "2016/17")
LEAST_DAYS = {"special": 10, "pru": 10, "secondary": 10, "middle": 10, "through": 16}
_LEAST_DAYS_OF_OTHERS = 7
_SCHOOLS_OF_A_PARTNER = 17
_WORKING_PCT = (30, 40, 50, 60, 80, 100)
# What was allocated for each learner eligible for free meals, in pounds.
_PER_LEARNER = {"2015/16": 1050, "2016/17": 1150}
_DEPRIVATION, _IMPROVEMENT = "pupil_deprivation_grant", "education_improvement_grant"


@dataclass(frozen=True, slots=True)
class Partners:
    """Who is the partner of which school, and how much of full time each works."""

    of_school: dict[str, str]
    working_pct: dict[str, int]


def partners_of(schools: Sequence[School], number: int = 0, seed: int = SEED) -> Partners:
    """A partner has schools of one authority; ``number`` tells apart those invented in parts."""
    codes = sorted({school.la_code for school in schools})
    seen: Counter[str] = Counter()
    of_school: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    for school in schools:
        place = seen[school.la_code] // _SCHOOLS_OF_A_PARTNER
        seen[school.la_code] += 1
        name = _name(codes.index(school.la_code), place + 10 * number)
        of_school[school.school_id] = name
        sizes[name] += 1
    return Partners(of_school, {name: _working(name, size, seed) for name, size in sizes.items()})


def _name(authority: int, place: int) -> str:
    initials, surnames = PARTNER_INITIALS, PARTNER_SURNAMES
    first = f"{initials[place % len(initials)]}. " * (1 + place // len(initials))
    return first + surnames[authority % len(surnames)]


def _working(name: str, schools: int, seed: int) -> int:
    """Near what so many schools ask for, and now and then well beside it."""
    wanted = (
        100
        * schools
        / _SCHOOLS_OF_A_PARTNER
        * Draws("partner", name, seed=seed).between(0.65, 1.35)
    )
    return min(_WORKING_PCT, key=lambda pct: abs(pct - wanted))


def partners(held: Partners) -> pd.DataFrame:
    """One row a partner and year."""
    rows = [(name, year, pct) for name, pct in held.working_pct.items() for year in YEARS]
    return pd.DataFrame(rows, columns=["partner", "academic_year", "working_pct"])


def support(schools: Sequence[School], held: Partners, seed: int = SEED) -> pd.DataFrame:
    """One row a school and year: days of its partner, at least the least allocation mostly."""
    return pd.DataFrame(
        [
            _days(school, year, held.of_school[school.school_id], seed)
            for school in schools
            for year in YEARS
            if school.open_in(year)
        ]
    )


def _days(school: School, year: str, partner: str, seed: int) -> dict[str, str | float]:
    draws = Draws(school.school_id, "support", year, seed=seed)
    least = LEAST_DAYS.get(school.sector, _LEAST_DAYS_OF_OTHERS)
    extra = draws.between(2, 8) if draws.between(0, 1) < 0.02 * school.efsm_pct else 0.0
    agreed = least + _half_days(extra)
    return {
        "school_id": school.school_id,
        "academic_year": year,
        "partner": partner,
        "days_agreed": agreed,
        "days_used": _half_days(agreed * draws.between(0.72, 1.12)),
    }


def _half_days(days: float) -> float:
    return round(2 * days) / 2


def professional_learning(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school, year and programme that staff took part in."""
    return pd.DataFrame(
        [
            row
            for school in schools
            for year in YEARS
            if school.open_in(year)
            for row in _learning(school, year, seed)
        ]
    )


def _learning(school: School, year: str, seed: int) -> Iterator[dict[str, str | int]]:
    draws = Draws(school.school_id, "learning", year, seed=seed)
    programmes = list(PROGRAMMES)
    for _ in range(draws.pick((1, 2, 2, 3))):
        programme = draws.pick(programmes)
        programmes.remove(programme)
        impact = draws.pick(("strong", "some", "some", "none", ""))
        participants = 1 + round(draws.between(0, 2 + school.pupils / 150))
        evaluation = draws.pick(IMPACT_SAID[impact]) if impact else ""
        yield {
            "school_id": school.school_id,
            "academic_year": year,
            "programme": programme,
            "programme_cy": WELSH[programme],
            "participants": participants,
            "impact": impact,
            "evaluation": evaluation,
            "evaluation_cy": WELSH[evaluation] if evaluation else "",
        }


def grants(schools: Sequence[School], seed: int = SEED) -> pd.DataFrame:
    """One row a school, year and grant: what it was allocated and has spent, in pounds."""
    return pd.DataFrame(
        [
            _grant(school, year, grant, seed)
            for school in schools
            for year in YEARS
            if school.open_in(year)
            for grant in (_DEPRIVATION, _IMPROVEMENT)
        ]
    )


def _grant(school: School, year: str, grant: str, seed: int) -> dict[str, str | float]:
    draws = Draws(school.school_id, grant, year, seed=seed)
    learners = round(school.pupils * school.efsm_pct / 100)
    per_head = _PER_LEARNER[year] * learners
    allocated = per_head if grant == _DEPRIVATION else 130 * school.pupils
    spent = round(allocated * draws.between(0.9, 1.0))
    evaluation = draws.pick(GRANT_SAID[grant])
    return {
        "area_id": school.school_id,
        "academic_year": year,
        "grant": grant,
        "allocated_gbp": allocated,
        "spent_gbp": spent,
        "evaluation": evaluation,
        "evaluation_cy": WELSH[evaluation],
    }
