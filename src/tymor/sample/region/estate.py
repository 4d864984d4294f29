"""The schools of a block as arrays, so that all their learners can be placed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tymor.sample.cohorts import YEAR_GROUPS, strength
from tymor.sample.draws import Flags, Floats
from tymor.sample.region.founding import Founded
from tymor.sample.region.stages import SIX_YEARS, Stage
from tymor.sample.schools import School

Ints: TypeAlias = NDArray[np.int64]

# Learners of an authority's average school who have English as an additional language,
# in a Welsh-medium school: this part of them.
_EAL_IN_WELSH = 0.25


@dataclass(frozen=True, slots=True)
class Estate:
    """One place a school in every array. ``authority`` numbers the codes of ``la_codes``."""

    schools: tuple[School, ...]
    la_codes: tuple[str, ...]
    authority: Ints
    year_group: Floats
    welsh: Flags
    dual: Flags
    efsm_share: Floats
    eal_share: Floats
    strength: dict[str, Floats]

    def of_sector(self, *sectors: str) -> Flags:
        return np.array([school.sector in sectors for school in self.schools])

    def open_in(self, first_year: int) -> Flags:
        """Whether each school has learners in the academic year that starts in ``first_year``."""
        academic_year = f"{first_year}/{(first_year + 1) % 100:02}"
        return np.array([school.open_in(academic_year) for school in self.schools])

    def offering(self, stage: Stage, first_year: int) -> Flags:
        return self.of_sector(*stage.sectors) & self.open_in(first_year)


def estate(founded: Founded, seed: int) -> Estate:
    """The block's schools, with what a pupil owes to each in every year."""
    schools = founded.schools
    codes = tuple(dict.fromkeys(school.la_code for school in schools))
    welsh = np.array([school.medium == "welsh" for school in schools])
    eal = np.array([plot.authority.eal_pct / 100 for plot in founded.plots])
    return Estate(
        schools=schools,
        la_codes=codes,
        authority=np.array([codes.index(school.la_code) for school in schools]),
        year_group=np.array([_year_group(school) for school in schools]),
        welsh=welsh,
        dual=np.array([school.medium == "dual" for school in schools]),
        efsm_share=np.array([school.efsm_pct / 100 for school in schools]),
        eal_share=np.where(welsh, _EAL_IN_WELSH * eal, eal),
        strength={year: _strengths(schools, year, seed) for year in SIX_YEARS},
    )


def _year_group(school: School) -> float:
    return school.pupils / YEAR_GROUPS.get(school.sector, np.inf)


def _strengths(schools: Sequence[School], academic_year: str, seed: int) -> Floats:
    return np.array([strength(school, academic_year, seed) for school in schools])
