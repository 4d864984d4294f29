"""Pupils: who is in a school's year group, and how able each is.

Ability is on a scale where most pupils of one school lie within two of each
other. It has no meaning outside the simulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tymor.sample.draws import SEED, Draws, Flags, Floats
from tymor.sample.schools import School

_LA_STRENGTH = {"672": 0.02, "681": 0.05, "675": -0.12, "674": -0.07, "673": 0.18}
_SECTOR_STRENGTH = {"special": -2.4, "pru": -1.7}
GIRLS_AHEAD = 0.28
SHARE_OF_BOYS = 0.512
# In a dual-stream school, the share of pupils taught through Welsh.
WELSH_SHARE = {"english": 0.0, "welsh": 1.0, "dual": 0.45}
# The year groups a school's roll is spread over (nursery classes and sixth
# forms are smaller than the others, hence the parts).
YEAR_GROUPS = {
    "primary": 7.5,
    "middle": 5.0,
    "secondary": 5.7,
    "through": 13.6,
    "special": 13.0,
    "pru": 6.0,
}


@dataclass(frozen=True, slots=True)
class Cohort:
    """The pupils assessed at one phase in one year, of all schools together.

    Arrays run in step: one place a pupil. ``noise`` names a column of chance
    for each subject.
    """

    school: tuple[str, ...]
    efsm: Flags
    boy: Flags
    welsh: Flags
    ability: Floats
    noise: dict[str, Floats]


def cohort(
    schools: Sequence[School], phase: str, academic_year: str, subjects: Sequence[str]
) -> Cohort:
    """All pupils of ``schools`` who reach the end of ``phase`` in the year."""
    parts = [_of_school(school, phase, academic_year, subjects) for school in schools]
    return Cohort(
        school=tuple(school_id for part in parts for school_id in part.school),
        efsm=np.concatenate([part.efsm for part in parts]),
        boy=np.concatenate([part.boy for part in parts]),
        welsh=np.concatenate([part.welsh for part in parts]),
        ability=np.concatenate([part.ability for part in parts]),
        noise={name: np.concatenate([part.noise[name] for part in parts]) for name in subjects},
    )


def _of_school(school: School, phase: str, academic_year: str, subjects: Sequence[str]) -> Cohort:
    draws = Draws(school.school_id, phase, academic_year)
    size = max(2, round(school.pupils / YEAR_GROUPS[school.sector] * draws.between(0.88, 1.12)))
    boy = draws.uniform(size) < SHARE_OF_BOYS
    return Cohort(
        school=(school.school_id,) * size,
        efsm=draws.uniform(size) < school.efsm_pct / 100,
        boy=boy,
        welsh=draws.uniform(size) < WELSH_SHARE[school.medium],
        ability=draws.normal(size) - GIRLS_AHEAD * boy + strength(school, academic_year),
        noise={name: draws.normal(size) for name in subjects},
    )


def strength(school: School, academic_year: str, seed: int = SEED) -> float:
    """What a pupil owes to the school, the authority and the year."""
    lasting = 0.22 * Draws(school.school_id, "strength", seed=seed).one()
    of_the_year = 0.10 * Draws(school.school_id, "strength", academic_year, seed=seed).one()
    hardship = -0.008 * (school.efsm_pct - 20)
    place = _LA_STRENGTH.get(school.la_code, 0.0) + _SECTOR_STRENGTH.get(school.sector, 0.0)
    return lasting + of_the_year + hardship + place
