"""Learners of the schools of today: who they are, what they reached, how often they were there.

All of it comes counted: a row a school, year, measure and group. Each learner is in every group at
once, so that the groups of a school add up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tymor_invented.draws import Draws, Flags, Floats
from tymor_invented.schools.school import YEAR_GROUPS, School

YEARS = ("2022/23", "2023/24", "2024/25")
#: Half-day sessions of a year.
_SESSIONS = 380
#: From what share of sessions missed on a learner is persistently absent.
_PERSISTENT = 0.1
#: Points of the grades of a GCSE from U to A*.
_POINTS = np.array([0, 16, 22, 28, 34, 40, 46, 52, 58])
#: By measure how its grades lie beside those of others, and how they moved over the years.
_SUBJECTS: Mapping[str, tuple[float, tuple[float, float, float]]] = {
    "ks4_literacy": (5.2, (0.0, 0.05, 0.15)),
    "ks4_numeracy": (4.7, (0.0, 0.1, 0.05)),
    "ks4_science": (4.6, (0.0, 0.0, 0.1)),
    "ks4_skills": (4.9, (0.0, -0.1, -0.05)),
}
#: The other six results of the nine that are counted.
_OTHERS, _OTHER_LEVEL = 6, 5.3
#: Sessions that a learner misses, as a share: the middle of a sector, and its years.
_ABSENT = {"primary": 0.066, "secondary": 0.095, "special": 0.1}
_EASED = (1.12, 1.05, 1.0)


@dataclass(frozen=True)
class Learners:
    """Learners of a school and year: by group, whether each is in it; and what they have."""

    groups: Mapping[str, Flags]
    ability: Floats

    @property
    def size(self) -> int:
        return len(self.ability)

    @property
    def hardship(self) -> Floats:
        """How much harder it is for each, in grades."""
        of = {"efsm": 0.9, "aln": 1.2, "looked_after": 0.8, "young_carer": 0.4}
        return np.asarray(sum(weight * self.groups[name] for name, weight in of.items()))


def learners(school: School, year: str, size: int, purpose: str, seed: int) -> Learners:
    """So many learners; few are looked after or young carers, as it is."""
    draws = Draws(school.school_id, purpose, year, seed=seed)
    efsm = draws.uniform(size) < school.efsm_pct / 100
    girls = draws.uniform(size) < 0.49
    in_special = school.sector == "special"
    aln = draws.uniform(size) < (1.0 if in_special else 0.09 + 0.08 * efsm)
    minority = draws.uniform(size) < 0.11
    groups = {
        "all": np.ones(size, bool),
        "efsm": efsm,
        "not_efsm": ~efsm,
        "girls": girls,
        "boys": ~girls,
        "aln": aln,
        "looked_after": draws.uniform(size) < (0.06 if in_special else 0.018),
        "young_carer": draws.uniform(size) < 0.03,
        "white_british": ~minority,
        "minority_ethnic": minority,
    }
    return Learners(groups, draws.normal(size))


def results(schools: Sequence[School], seed: int) -> pd.DataFrame:
    """One row a school, year, measure and group: the sum of points and the learners."""
    rows: list[tuple[str, str, str, str, int, int]] = []
    for school, place, year in _open(schools, "secondary"):
        own = learners(school, year, round(school.pupils / YEAR_GROUPS["secondary"]), "ks4", seed)
        lasting = 0.35 * Draws(school.school_id, "results", seed=seed).one()
        points = _points(own, lasting, place, Draws(school.school_id, "grades", year, seed=seed))
        rows += [
            (school.school_id, year, measure, group, int(of[who].sum()), int(who.sum()))
            for measure, of in points.items()
            for group, who in own.groups.items()
            if who.any()
        ]
    return _counts(rows)


def _points(own: Learners, lasting: float, place: int, draws: Draws) -> dict[str, np.ndarray]:
    """By measure the points of each learner; Capped 9 is of the nine together."""
    made = {}
    for measure, (level, moved) in _SUBJECTS.items():
        made[measure] = _grades(own, level + lasting + moved[place], draws)
    six = sum(_grades(own, _OTHER_LEVEL + lasting, draws) for _ in range(_OTHERS))
    core = sum(made[name] for name in ("ks4_literacy", "ks4_numeracy", "ks4_science"))
    return {"ks4_capped9": np.asarray(six) + np.asarray(core), **made}


def _grades(own: Learners, level: float, draws: Draws) -> np.ndarray:
    at = level + 1.1 * own.ability + 0.8 * draws.normal(own.size) - own.hardship
    return np.asarray(_POINTS[np.clip(np.rint(at), 0, len(_POINTS) - 1).astype(int)])


def attendance(schools: Sequence[School], seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sessions by school, year and group, and of how many learners a tenth or more was missed."""
    sessions: list[tuple[str, str, str, int, int]] = []
    absent: list[tuple[str, str, str, str, int, int]] = []
    for school, place, year in _open(schools, *_ABSENT):
        own = learners(school, year, school.pupils, "roll", seed)
        missed = _missed(own, school, place, seed)
        often = missed >= _PERSISTENT * _SESSIONS
        for group, who in own.groups.items():
            if number := int(who.sum()):
                there = number * _SESSIONS - int(missed[who].sum())
                sessions.append((school.school_id, year, group, number * _SESSIONS, there))
                name = f"persistent_absence_{school.sector}"
                absent.append((school.school_id, year, name, group, int(often[who].sum()), number))
    columns = ["school_id", "academic_year", "group", "sessions_possible", "sessions_attended"]
    return pd.DataFrame(sessions, columns=columns), _counts(absent)


def _missed(own: Learners, school: School, place: int, seed: int) -> np.ndarray:
    """Sessions that each learner missed: most few, some very many."""
    draws = Draws(school.school_id, "absence", YEARS[place], seed=seed)
    lasting = 1 + 0.12 * Draws(school.school_id, "away", seed=seed).one()
    usual = _ABSENT[school.sector] * _EASED[place] * lasting * (1 + 0.55 * own.groups["efsm"])
    share = usual * (-np.log(1 - draws.uniform(own.size))) ** 1.15
    return np.asarray(np.rint(np.clip(share, 0, 0.9) * _SESSIONS).astype(int))


def _open(schools: Sequence[School], *sectors: str) -> Iterator[tuple[School, int, str]]:
    for school in schools:
        if school.sector in sectors:
            yield from ((school, place, year) for place, year in enumerate(YEARS))


def _counts(rows: list[tuple[str, str, str, str, int, int]]) -> pd.DataFrame:
    names = ["school_id", "academic_year", "measure_id", "group", "numerator", "denominator"]
    return pd.DataFrame(rows, columns=names)
