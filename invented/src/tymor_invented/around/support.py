"""Support of the invented schools: partners and their days, learning of staff, grants."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from tymor_invented.draws import Draws
from tymor_invented.schools.school import School, each_open
from tymor_invented.words import (
    GRANTS,
    IMPACT,
    PARTNER_INITIALS,
    PARTNER_SURNAMES,
    PROGRAMMES,
    both,
)

_YEARS = ("2015/16", "2016/17")
# When the days used and the pounds spent in a year were told, and about which share of the year's
# they were by then; of other years once, and no day is told.
_TOLD = {"2016/17": {"2017-03-17": (0.5, 0.7), "2017-07-21": (1.0, 1.0)}}
_ONCE = {"": (1.0, 1.0)}
_LEAST_DAYS = {"special": 10, "pru": 10, "secondary": 10, "middle": 10, "through": 16}
_LEAST_DAYS_OF_OTHERS = 7
_SCHOOLS_OF_A_PARTNER = 17
_WORKING_PCT = (30, 40, 50, 60, 80, 100)
# What was allocated for each learner eligible for free meals, and for each learner, in pounds.
_PER_ELIGIBLE = {"2015/16": 1050, "2016/17": 1150}
_PER_LEARNER = 130
# Costs are told of all but one programme, and of some kinds of support: days and pounds a day.
_UNTOLD = "Welsh sabbatical scheme"
_COST_OF_SUPPORT = {"enhanced": (18, 420), "partner": (70, 420), "hub": (10, 350)}
_PROGRAMME_DAYS, _PROGRAMME_DAY = 14, 640
_TOLD_ON = {"2015/16": "2016-07-20", "2016/17": "2017-07-20"}
#: Of those alone a grant can have paid for classes of the Foundation Phase.
_FOUNDATION_PHASE = ("nursery", "primary", "through")
_DEPRIVATION, _IMPROVEMENT = "pupil_deprivation_grant", "education_improvement_grant"


def partner_of(schools: Sequence[School], number: int) -> dict[str, str]:
    """The partner of each school, who has schools of one authority.

    ``number`` tells apart those invented in parts.
    """
    codes = sorted({school.la_code for school in schools})
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    for school in schools:
        place = seen[school.la_code] // _SCHOOLS_OF_A_PARTNER + 10 * number
        seen[school.la_code] += 1
        found[school.school_id] = _name(codes.index(school.la_code), place)
    return found


def _name(authority: int, place: int) -> str:
    initials, surnames = PARTNER_INITIALS, PARTNER_SURNAMES
    first = f"{initials[place % len(initials)]}. " * (1 + place // len(initials))
    return first + surnames[authority % len(surnames)]


def partners(partner_of: Mapping[str, str], seed: int) -> pd.DataFrame:
    """One row a partner and year."""
    working = {name: _working(name, n, seed) for name, n in Counter(partner_of.values()).items()}
    rows = [(name, year, pct) for name, pct in working.items() for year in _YEARS]
    return pd.DataFrame(rows, columns=["partner", "academic_year", "working_pct"])


def _working(name: str, schools: int, seed: int) -> int:
    """Near what so many schools ask for, and now and then well beside it, in per cent."""
    share = Draws("partner", name, seed=seed).between(0.65, 1.35)
    wanted = 100 * schools / _SCHOOLS_OF_A_PARTNER * share
    return min(_WORKING_PCT, key=lambda pct: abs(pct - wanted))


def support(schools: Sequence[School], partner_of: Mapping[str, str], seed: int) -> pd.DataFrame:
    """One row a school, year and day: days of its partner, at least the least allocation mostly."""
    there = each_open(schools, _YEARS)
    return pd.DataFrame(
        [row for school, year in there
         for row in _days(school, year, partner_of[school.school_id], seed)]
    )  # fmt: skip


def _days(school: School, year: str, partner: str, seed: int) -> Iterator[dict[str, str | float]]:
    draws = Draws(school.school_id, "support", year, seed=seed)
    least = _LEAST_DAYS.get(school.sector, _LEAST_DAYS_OF_OTHERS)
    extra = draws.between(2, 8) if draws.between(0, 1) < 0.02 * school.efsm_pct else 0.0
    agreed = least + _half_days(extra)
    used = _half_days(agreed * draws.between(0.72, 1.12))
    for day, share in _TOLD.get(year, _ONCE).items():
        yield {
            "school_id": school.school_id,
            "academic_year": year,
            "partner": partner,
            "days_agreed": agreed,
            "days_used": _half_days(used * draws.between(*share)),
            "as_at": day,
        }


def _half_days(days: float) -> float:
    return round(2 * days) / 2


def professional_learning(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, year and programme that staff took part in."""
    there = each_open(schools, _YEARS)
    return pd.DataFrame([row for school, year in there for row in _learning(school, year, seed)])


def _learning(school: School, year: str, seed: int) -> Iterator[dict[str, str | int]]:
    draws = Draws(school.school_id, "learning", year, seed=seed)
    programmes = list(PROGRAMMES)
    for _ in range(draws.pick((1, 2, 2, 3))):
        programme = draws.pick(programmes)
        programmes.remove(programme)
        impact = draws.pick(("strong", "some", "some", "none", ""))
        participants = 1 + round(draws.between(0, 2 + school.pupils / 150))
        said = IMPACT.get(impact, {"": ""})
        evaluation = draws.pick(list(said)) if impact else ""
        yield {
            "school_id": school.school_id,
            "academic_year": year,
            **both("programme", programme, PROGRAMMES),
            "participants": participants,
            "impact": impact,
            **both("evaluation", evaluation, said),
        }


def grants(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, year, grant and day: what it was allocated and has spent, in pounds.

    What came of a grant is told with the last of a year.
    """
    there = each_open(schools, _YEARS)
    return pd.DataFrame([row for school, year in there for row in _grants(school, year, seed)])


def _grants(school: School, year: str, seed: int) -> Iterator[dict[str, str | float]]:
    eligible = round(school.pupils * school.efsm_pct / 100)
    allocated = {
        _DEPRIVATION: _PER_ELIGIBLE[year] * eligible,
        _IMPROVEMENT: _PER_LEARNER * school.pupils,
    }
    for grant, pounds in allocated.items():
        draws = Draws(school.school_id, grant, year, seed=seed)
        spent = round(pounds * draws.between(0.9, 1.0))
        evaluation = draws.pick(_evaluations(school, grant))
        for day, share in (told := _TOLD.get(year, _ONCE)).items():
            last = day == max(told)
            yield {
                "area_id": school.school_id,
                "academic_year": year,
                "grant": grant,
                "allocated_gbp": pounds,
                "spent_gbp": spent if last else 10 * round(spent * draws.between(*share) / 10),
                **both("evaluation", evaluation if last else "", {"": "", **GRANTS[grant]}),
                "as_at": day,
            }


def _evaluations(school: School, grant: str) -> list[str]:
    """What may be told of a grant to a school of this sector."""
    every = list(GRANTS[grant])
    if school.sector in _FOUNDATION_PHASE:
        return every
    return [said for said in every if "Foundation Phase" not in said]


def costs(la_codes: Sequence[str], seed: int) -> pd.DataFrame:
    """One row an authority, year and programme or kind of support whose cost is told.

    The days of support are known of schools, so that these rows have pounds alone, but of hubs.
    """
    of = {
        **{("programme", name): (_PROGRAMME_DAYS, _PROGRAMME_DAY)
           for name in PROGRAMMES if name != _UNTOLD},
        **{("support", name): told for name, told in _COST_OF_SUPPORT.items()},
    }  # fmt: skip
    return pd.DataFrame(
        [
            {"area_id": code, "academic_year": year, "kind": kind, "name": name,
             **_cost(kind, name, Draws(code, "cost", name, year, seed=seed), *told),
             "as_at": _TOLD_ON[year]}
            for code in la_codes
            for year in _YEARS
            for (kind, name), told in of.items()
        ]
    )  # fmt: skip


def _cost(kind: str, name: str, draws: Draws, days: int, a_day: int) -> dict[str, str | float]:
    given = _half_days(days * draws.between(0.7, 1.3))
    pounds = round(given * a_day * draws.between(0.9, 1.1), -1)
    of_schools = kind == "support" and name != "hub"
    return {"days": "" if of_schools else given, "cost_gbp": int(pounds)}
