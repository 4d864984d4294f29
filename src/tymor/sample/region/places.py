"""Which school a learner goes to, phase after phase.

Most stay where they are while their school teaches the next phase; most of a primary
school then go to the same secondary school of the authority, Welsh stream to Welsh
stream where there is one.
"""

import numpy as np

from tymor.sample.draws import Draws, Flags, Floats
from tymor.sample.region.estate import Estate, Ints
from tymor.sample.region.stages import STAGES

NOWHERE = -1

_MOVE = 0.05  # who changes school although the old one would do
_ELSEWHERE = 0.15  # who does not go where most of the primary school go
_LEAVE_WELSH = 0.08  # who goes on through English at secondary school
_UNLIKELY_AT_PRU = 0.0  # ability above which a learner is not sent to a PRU


def places(
    land: Estate, home: Ints, welsh: Flags, ability: Floats, year: int, draws: Draws
) -> list[Ints]:
    """The school of every learner at each stage; ``home`` is that of the first."""
    feeder = draws.uniform(len(land.schools))[home]
    found = [home]
    for stage in STAGES[1:]:
        count = len(home)
        going = draws.uniform(count)
        chance = np.where(draws.uniform(count) < _ELSEWHERE, draws.uniform(count), feeder)
        stream = welsh & (draws.uniform(count) >= _LEAVE_WELSH)
        open_then = land.offering(stage, year + stage.years_after)
        common = open_then & ~land.of_sector("special", "pru")
        before = found[-1]
        fits = open_then[before] & ~land.of_sector("pru")[before]
        apart = land.of_sector("special")[before]
        stays = fits & ((going >= _MOVE) | apart | (stage.name == "KS4"))
        now = np.where(stays, before, _dealt(land, common, before, stream, chance))
        if stage.name == "KS2":
            now = _to_some(land, "middle", open_then, now, draws.uniform(count), ~apart)
        if stage.name == "KS4":
            weaker = (ability < _UNLIKELY_AT_PRU) & ~apart
            now = _to_some(land, "pru", open_then, now, draws.uniform(count), weaker)
        found.append(now)
    return found


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
    land: Estate, sector: str, open_then: Flags, now: Ints, chance: Floats, may: Flags
) -> Ints:
    """Some of an authority's learners to its schools of a sector, as many as these hold."""
    result = now.copy()
    authority = land.authority[now]
    for school in np.flatnonzero(land.of_sector(sector) & open_then):
        who = may & (authority == land.authority[school]) & ~land.welsh[now]
        share = land.year_group[school] / max(int(who.sum()), 1)
        result[who & (chance < share)] = school
        # The next school's learners are taken from the rest.
        chance = np.where(chance < share, 1.0, chance - share)
    return result
