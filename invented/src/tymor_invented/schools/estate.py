"""The schools of a block as arrays, so that all their learners can be placed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tymor_invented.draws import Draws, Flags, Floats
from tymor_invented.schools.layout import AUTHORITIES
from tymor_invented.schools.school import School

Ints: TypeAlias = NDArray[np.int64]

# Learners of an authority's average school who have English as an additional language,
# in a Welsh-medium school: this part of them.
_EAL_IN_WELSH = 0.25
# What a learner owes to the authority and to the kind of school, on the scale of ability.
_LA_STRENGTH = {"672": 0.02, "681": 0.05, "675": -0.12, "674": -0.07, "673": 0.18}
_SECTOR_STRENGTH = {"special": -2.4, "pru": -1.7}


@dataclass(frozen=True, slots=True)
class Estate:
    """One place a school in every array. ``authority`` numbers the codes of ``la_codes``.

    Where it is not ``whole``, the authorities have more schools, of which nothing is told:
    learners come from these and leave to them.
    """

    schools: tuple[School, ...]
    la_codes: tuple[str, ...]
    authority: Ints
    year_group: Floats
    welsh: Flags
    dual: Flags
    efsm_share: Floats
    eal_share: Floats
    strength: dict[str, Floats]
    whole: bool

    @property
    def school_ids(self) -> list[str]:
        return [school.school_id for school in self.schools]

    @property
    def sixth_form(self) -> Flags:
        return np.array([school.sixth_form for school in self.schools])

    def of_sector(self, *sectors: str) -> Flags:
        return np.array([school.sector in sectors for school in self.schools])

    def open_in(self, first_year: int) -> Flags:
        """Whether each school has learners in the academic year that starts in ``first_year``."""
        academic_year = f"{first_year}/{(first_year + 1) % 100:02}"
        return np.array([school.open_in(academic_year) for school in self.schools])


def estate(
    schools: Sequence[School], years: Sequence[str], seed: int, *, whole: bool = True
) -> Estate:
    """The block's schools, with what a learner owes to each in every academic year."""
    codes = tuple(dict.fromkeys(school.la_code for school in schools))
    eal_pct = {authority.la_code: authority.eal_pct for authority in AUTHORITIES}
    welsh = np.array([school.medium == "welsh" for school in schools])
    eal = np.array([eal_pct[school.la_code] / 100 for school in schools])
    return Estate(
        schools=tuple(schools),
        la_codes=codes,
        authority=np.array([codes.index(school.la_code) for school in schools]),
        year_group=np.array([school.year_group for school in schools]),
        welsh=welsh,
        dual=np.array([school.medium == "dual" for school in schools]),
        efsm_share=np.array([school.efsm_pct / 100 for school in schools]),
        eal_share=np.where(welsh, _EAL_IN_WELSH * eal, eal),
        strength={
            year: np.array([_strength(school, year, seed) for school in schools]) for year in years
        },
        whole=whole,
    )


def _strength(school: School, academic_year: str, seed: int) -> float:
    """What a learner owes to the school, the authority and the year."""
    lasting = 0.22 * Draws(school.school_id, "strength", seed=seed).one()
    of_the_year = 0.10 * Draws(school.school_id, "strength", academic_year, seed=seed).one()
    hardship = -0.008 * (school.efsm_pct - 20)
    place = _LA_STRENGTH.get(school.la_code, 0.0) + _SECTOR_STRENGTH.get(school.sector, 0.0)
    return lasting + of_the_year + hardship + place
