"""Year groups: learners who end the Foundation Phase together and grow up together.

A learner keeps one number, one ability and one sex through all phases, so that
progress between key stages can be matched. A few arrive late, and a few leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tymor_invented.draws import Draws, Flags, Floats
from tymor_invented.learners.places import NOWHERE, Intake, places
from tymor_invented.learners.stages import FIRST_BORN, LAST_BORN, STAGES
from tymor_invented.schools.estate import Estate, Ints

# The share of a year group that is there from this stage on (else from the first), and
# the share that leaves after it (else after the last).
_ARRIVING = (0.92, 0.96, 0.985, 1.0)
_LEAVING = (0.025, 0.055, 0.075, 1.0)
# Eight in a hundred of a year group arrive after its first stage: so more are born to it.
_BORN = 1 / 0.92
_LOOKED_AFTER = 0.012
_BOYS = 0.512
_WELSH_IN_DUAL = 0.45  # of the learners of a dual-stream school


@dataclass(frozen=True, slots=True)
class YearGroup:
    """One place a learner. ``school[stage]`` is where the learner is assessed, or -1.

    ``need`` and ``talent`` order learners by how likely they have additional
    learning needs, or are more able and talented.
    """

    number: Ints
    boy: Flags
    stream_welsh: Flags
    ability: Floats
    eligible: Floats
    eal: Flags
    lac: Flags
    need: Floats
    talent: Floats
    school: tuple[Ints, ...]


def year_groups(land: Estate, block: int, seed: int) -> dict[int, YearGroup]:
    """The year groups seen in six years, by the year in which they begin their last FP year."""
    return {year: _year_group(land, block, year, seed) for year in range(FIRST_BORN, LAST_BORN + 1)}


def _year_group(land: Estate, block: int, year: int, seed: int) -> YearGroup:
    draws = Draws("born", str(block), str(year), seed=seed)
    intake = Intake.of(_born(land, year, draws) if land.whole else _seats(land, year, draws))
    home, count = intake.home, len(intake.home)
    welsh = land.welsh[home] | (land.dual[home] & (draws.uniform(count) < _WELSH_IN_DUAL))
    ability = draws.normal(count)
    here = _present(draws.uniform(count), draws.uniform(count))
    boy = draws.uniform(count) < _BOYS
    schools = places(land, intake, welsh, ability, year, draws)
    if land.whole:
        schools = [np.where(there, at, NOWHERE) for there, at in zip(here, schools, strict=True)]
    return YearGroup(
        number=_numbers(block, year, count),
        boy=boy,
        stream_welsh=welsh,
        ability=ability,
        eligible=draws.uniform(count),
        eal=draws.uniform(count) < land.eal_share[home],
        lac=draws.uniform(count) < _LOOKED_AFTER,
        need=0.8 * draws.normal(count) - 0.6 * ability + 0.15 * boy,
        talent=0.6 * draws.normal(count) + 0.8 * ability,
        school=tuple(schools),
    )


def _born(land: Estate, year: int, draws: Draws) -> Sequence[Ints]:
    """How many begin at each school; every open school has at least two.

    The learners of schools that are not open (yet, or any more) are at the authority's others.
    """
    wobble = _wobble(land, draws)
    first = STAGES[0].offered(land, year)
    ever = land.year_group * land.of_sector(*STAGES[0].sectors)
    demand = np.bincount(land.authority, ever)
    room = np.maximum(np.bincount(land.authority, ever * first), 1)
    return [_sizes(land.year_group * wobble * _BORN * (demand / room)[land.authority], first)]


def _seats(land: Estate, year: int, draws: Draws) -> Sequence[Ints]:
    """How many each school has at each stage, wherever they come from; at least two."""
    return [
        _sizes(land.year_group * _wobble(land, draws), stage.offered(land, year))
        for stage in STAGES
    ]


def _wobble(land: Estate, draws: Draws) -> Floats:
    return np.asarray(0.88 + 0.24 * draws.uniform(len(land.schools)))


def _sizes(expected: Floats, where: Flags) -> Ints:
    size = np.maximum(2, np.floor(expected + 0.5))
    return np.where(where, size, 0).astype(np.int64)


def _present(coming: Floats, going: Floats) -> list[Flags]:
    since = np.searchsorted(_ARRIVING, coming, side="right")
    until = np.maximum(since, np.searchsorted(_LEAVING, going, side="right"))
    return [(since <= stage) & (stage <= until) for stage in range(len(STAGES))]


def _numbers(block: int, year: int, count: int) -> Ints:
    """A number no other learner has: the block, the year group and a place in it."""
    return (block * 100 + year % 100) * 100_000 + np.arange(count, dtype=np.int64)
