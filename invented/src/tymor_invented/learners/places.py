"""Which school a learner goes to, phase after phase.

Most stay where they are while their school teaches the next phase; most of a primary
school then go to the same secondary school of the authority, Welsh stream to Welsh
stream where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from tymor_invented.draws import Draws, Flags, Floats
from tymor_invented.learners.stages import STAGES, Stage
from tymor_invented.schools.estate import Estate, Ints

NOWHERE = -1

_MOVE = 0.05  # who changes school although the old one would do
_ELSEWHERE = 0.15  # who does not go where most of the primary school go
_LEAVE_WELSH = 0.08  # who goes on through English at secondary school
_UNLIKELY_AT_PRU = 0.0  # ability above which a learner is not sent to a PRU


@dataclass(frozen=True, slots=True)
class Intake:
    """One place a learner: the first school, and the stage at which it is reached.

    ``seats`` is how many each school has, by stage, as far as learners come to it.
    """

    home: Ints
    since: Ints
    seats: Sequence[Ints]

    @classmethod
    def of(cls, seats: Sequence[Ints]) -> Self:
        """As many learners for each stage as it has seats."""
        homes = [np.repeat(np.arange(len(of_stage)), of_stage) for of_stage in seats]
        since = np.repeat(np.arange(len(seats)), [len(home) for home in homes])
        return cls(np.concatenate(homes), since, seats)


def places(
    land: Estate, intake: Intake, welsh: Flags, ability: Floats, year: int, draws: Draws
) -> list[Ints]:
    """The school of every learner at each stage, or -1.

    Where the schools are not the whole, each has as many learners as it has seats. Those
    who are there already come first, then those from other schools; who finds no seat leaves.
    The first of a learner's schools is taken up only where a seat is left.
    """
    feeder = draws.uniform(len(land.schools))[intake.home]
    found = [np.where(intake.since == 0, intake.home, NOWHERE)]
    for number, stage in enumerate(STAGES[1:], start=1):
        before = found[-1]
        now = np.where(intake.since == number, intake.home, NOWHERE)
        here = np.flatnonzero(before != NOWHERE)
        learners = (before[here], welsh[here], ability[here], feeder[here])
        now[here] = _next(land, stage, stage.offered(land, year), learners, draws)
        found.append(now if land.whole else _seated(now, before, intake.seats[number], draws))
    return found


def _next(
    land: Estate,
    stage: Stage,
    offered: Flags,
    learners: tuple[Ints, Flags, Floats, Floats],
    draws: Draws,
) -> Ints:
    before, welsh, ability, feeder = learners
    count = len(before)
    going = draws.uniform(count)
    chance = np.where(draws.uniform(count) < _ELSEWHERE, draws.uniform(count), feeder)
    stream = welsh & (draws.uniform(count) >= _LEAVE_WELSH)
    common = offered & ~land.of_sector("special", "pru")
    fits = offered[before] & ~land.of_sector("pru")[before]
    apart = land.of_sector("special")[before]
    stays = fits & ((going >= _MOVE) | apart | (stage.name == "KS4"))
    now = np.where(stays, before, _dealt(land, common, before, stream, chance))
    if stage.name == "KS2":
        now = _to_some(land, "middle", offered, now, draws.uniform(count), ~apart)
    if stage.name == "KS4":
        weaker = (ability < _UNLIKELY_AT_PRU) & ~apart
        now = _to_some(land, "pru", offered, now, draws.uniform(count), weaker)
    return now


def _dealt(land: Estate, taking: Flags, before: Ints, welsh: Flags, chance: Floats) -> Ints:
    """A school of the same authority and, if possible, of the same stream.

    The schools of an authority lie on a line, each as long as its year group;
    ``chance`` (0 to 1) is a point on it. So equal chances come to one school.
    """
    result = before.copy()
    authority = land.authority[before]
    for place in range(len(land.la_codes)):
        for stream in (False, True):
            who = (authority == place) & (welsh == stream)
            local = taking & (land.authority == place)
            fitting = local & (land.welsh | land.dual if stream else ~land.welsh)
            schools = np.flatnonzero(fitting if fitting.any() else local)
            ends = np.cumsum(land.year_group[schools])
            at = np.searchsorted(ends, chance[who] * ends[-1], side="right")
            result[who] = schools[np.minimum(at, len(schools) - 1)]
    return result


def _to_some(
    land: Estate, sector: str, offered: Flags, now: Ints, chance: Floats, may: Flags
) -> Ints:
    """Some of an authority's learners to its schools of a sector, as many as these hold."""
    result = now.copy()
    authority = land.authority[now]
    for school in np.flatnonzero(land.of_sector(sector) & offered):
        who = may & (authority == land.authority[school]) & ~land.welsh[now]
        share = land.year_group[school] / max(int(who.sum()), 1)
        result[who & (chance < share)] = school
        # The next school's learners are taken from the rest.
        chance = np.where(chance < share, 1.0, chance - share)
    return result


def _seated(now: Ints, before: Ints, seats: Ints, draws: Draws) -> Ints:
    """Where each learner is: at the school they go to, or nowhere if it is full."""
    turn = np.where(now == before, 0, np.where(before == NOWHERE, 2, 1))
    order = np.lexsort((draws.uniform(len(now)), turn, now))
    in_turn = now[order]
    place = np.arange(len(now)) - np.searchsorted(in_turn, in_turn)
    result = np.full_like(now, NOWHERE)
    result[order] = np.where(place < seats[in_turn], in_turn, NOWHERE)
    return result
