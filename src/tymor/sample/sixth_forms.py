"""Sixth forms of the forty invented schools: entries by grade, and who stayed to the end."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from tymor.sample.draws import Draws, Flags, Floats
from tymor.sample.schools import School

YEARS = ("2014/15", "2015/16", "2016/17")
KEY = ["school_id", "academic_year", "measure_id", "group"]
#: Subjects and how often they are chosen beside each other.
_CHOSEN = {
    "mathematics": 9, "biology": 7, "history": 7, "english": 6, "chemistry": 6, "psychology": 6,
    "geography": 5, "business": 5, "physics": 5, "art_design": 4, "sociology": 4, "cymraeg": 3,
    "religious_studies": 3,
}  # fmt: skip
_FOR_MOST = "welsh_baccalaureate"
_FOR_MOST_SHARE = 0.6
_SUBJECTS_EACH = 3
#: The lowest standing (of a mean of 0 and a deviation of 1) that reaches each grade: a
#: quarter of entries have A* or A, three quarters A* to C, nearly all A* to E.
_REACHES = {"a": 0.67, "c": -0.71, "e": -2.05}
#: A sixth form is as large as this share of a school's roll, in its last year.
_OF_THE_ROLL = 0.055
_MOST_PUPILS = 1000
#: Authorities that sent in who was retained and who completed.
_RETURNED = ("672", "681", "674")


def has_sixth_form(school: School) -> bool:
    """Large secondary and all-through schools, and those that teach through Welsh."""
    through_welsh = school.medium in ("welsh", "dual")
    teaches = school.sector in ("secondary", "through")
    return teaches and (through_welsh or school.pupils >= _MOST_PUPILS)


def post16_outcomes(schools: Sequence[School]) -> pd.DataFrame:
    """Counts of entries, as rows of ``school_outcomes``; a subject nobody sat has none.

    All entries are told by group, those of a subject of all learners only.
    """
    rows = [
        row
        for school in schools
        if has_sixth_form(school)
        for year in YEARS
        for row in _entries(school, year)
    ]
    return pd.DataFrame(rows, columns=[*KEY, "numerator", "denominator"])


def post16_completion(schools: Sequence[School]) -> pd.DataFrame:
    """One row a school, year and group, of the authorities that sent it in."""
    columns = ["school_id", "academic_year", "group", "started", "retained", "completed"]
    rows = []
    for school in schools:
        if has_sixth_form(school) and school.la_code in _RETURNED:
            for year in YEARS:
                draws = Draws(school.school_id, "post16", "kept", year)
                started = _learners(school)
                retained = round(started * draws.between(0.86, 0.97))
                completed = round(retained * draws.between(0.93, 1.0))
                rows.append((school.school_id, year, "all", started, retained, completed))
    return pd.DataFrame(rows, columns=columns)


def _learners(school: School) -> int:
    return round(_OF_THE_ROLL * school.pupils)


def _entries(school: School, year: str) -> Iterator[tuple[str, str, str, str, int, int]]:
    draws = Draws(school.school_id, "post16", year)
    count = _learners(school)
    ability = draws.normal(count)
    groups = _groups(draws, count, school.efsm_pct)
    sat = _subjects(draws, count)
    scores = {name: 0.8 * ability + 0.6 * draws.normal(count) for name in sat}
    for grade, least in _REACHES.items():
        for group, member in groups.items():
            told = [scores[name][taken & member] for name, taken in sat.items()]
            together = np.concatenate(told)
            if len(together):
                yield (school.school_id, year, f"post16_all_{grade}", group,
                       _reached(together, least), len(together))  # fmt: skip
    for subject, taken in sat.items():
        if taken.any():
            for grade, least in _REACHES.items():
                yield (school.school_id, year, f"post16_{subject}_{grade}", "all",
                       _reached(scores[subject][taken], least), int(taken.sum()))  # fmt: skip


def _reached(scores: Floats, least: float) -> int:
    return int((scores >= least).sum())


def _groups(draws: Draws, count: int, efsm_pct: float) -> dict[str, Flags]:
    efsm = draws.uniform(count) < 0.6 * efsm_pct / 100  # fewer of them stay on
    boy = draws.uniform(count) < 0.46
    everyone = np.ones(count, dtype=np.bool_)
    return {"all": everyone, "efsm": efsm, "not_efsm": ~efsm, "boys": boy, "girls": ~boy}


def _subjects(draws: Draws, count: int) -> dict[str, Flags]:
    """Who sits what: the three subjects each likes best, and for most one more."""
    names = list(_CHOSEN)
    liking = np.stack([draws.uniform(count) * (0.5 + 0.1 * _CHOSEN[name]) for name in names])
    third = np.sort(liking, axis=0)[-_SUBJECTS_EACH]
    sat = {name: np.asarray(liking[at] >= third) for at, name in enumerate(names)}
    return sat | {_FOR_MOST: draws.uniform(count) < _FOR_MOST_SHARE}
