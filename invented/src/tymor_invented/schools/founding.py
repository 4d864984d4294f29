"""Invents the schools of a block: size, hardship, name, and the odd opening or closure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tymor_invented.draws import Draws
from tymor_invented.schools.layout import Plot
from tymor_invented.schools.names import Names
from tymor_invented.schools.school import YEAR_GROUPS, School

LEARNERS_PER_SCHOOL = 367
"""On roll, on average: 135,000 in 375 schools."""

# Sizes from the smallest school of a sector to the largest, at even distances.
_SIZES = {
    "nursery": (40, 75, 120),
    "primary": (26, 62, 110, 160, 200, 228, 262, 325, 405, 470, 640),
    "middle": (320, 400, 480),
    "secondary": (480, 700, 840, 930, 1010, 1080, 1150, 1240, 1350, 1500, 1880),
    "through": (520, 900, 1300),
    "special": (45, 110, 190),
    "pru": (18, 34, 60),
}
# What hardship a school has beside its authority's: factor at even distances.
_HARDSHIP = (0.22, 0.4, 0.55, 0.7, 0.82, 0.95, 1.1, 1.3, 1.55, 1.9, 2.6)
_HARDSHIP_OF = {"special": 1.9, "pru": 2.6, "secondary": 0.85}
# Schools that teach through Welsh, and large catchments, are less extreme.
_WELSH_HARDSHIP = 0.62
_WITH_SIXTH_FORM, _WELSH_WITH_SIXTH_FORM = 0.62, 0.95  # of secondary and through schools
_OPENED, _CLOSED = 0.012, 0.018
# With fewer schools an authority might be left without a primary school.
_ENOUGH_TO_CLOSE = 10
_YEARS_OF_CHANGE = (2012, 2013, 2014, 2015, 2016)


def found(block: Sequence[Plot], before: int, names: Names, seed: int) -> list[School]:
    """Schools for the block; ``before`` is the number of those invented already.

    Ids begin with 99, which begins the code of no local authority. The ``pupils`` of
    secondary schools are only their weight until learners have been sent to them.
    """
    raw = [
        _school(plot, f"99{place:05}", names, seed)
        for place, plot in enumerate(block, start=before + 1)
    ]
    here = Counter(school.la_code for school in raw)
    return [
        _with_dates(school, seed) if here[school.la_code] >= _ENOUGH_TO_CLOSE else school
        for school in _to_size(raw)
    ]


def _school(plot: Plot, school_id: str, names: Names, seed: int) -> School:
    draws = Draws(school_id, "school", seed=seed)
    size = _at(_SIZES[plot.sector], draws.between(0, 1))
    chance = draws.between(0, 1)
    if plot.sector == "secondary":  # a catchment of many neighbourhoods
        chance = 0.2 + 0.6 * chance
    hardship = plot.authority.efsm_pct * _at(_HARDSHIP, chance) * _HARDSHIP_OF.get(plot.sector, 1.0)
    if plot.medium == "welsh":
        hardship *= _WELSH_HARDSHIP
    english = draws.between(0, 100) < plot.authority.english_names_pct
    name = names.of(plot.sector, plot.medium, english)
    return School(
        school_id=school_id,
        la_code=plot.authority.la_code,
        sector=plot.sector,
        medium=plot.medium,
        pupils=round(size),
        efsm_pct=round(min(hardship, 78.0), 1),
        name_en=name.en,
        name_cy=name.cy,
        sixth_form=_has_sixth_form(school_id, plot, seed),
    )


def _has_sixth_form(school_id: str, plot: Plot, seed: int) -> bool:
    share = _WELSH_WITH_SIXTH_FORM if plot.medium == "welsh" else _WITH_SIXTH_FORM
    chance = Draws(school_id, "sixth form", seed=seed).between(0, 1)
    return plot.sector in ("secondary", "through") and chance < share


def _at(steps: Sequence[float], place: float) -> float:
    return float(np.interp(place, np.linspace(0, 1, len(steps)), steps))


def _to_size(schools: Sequence[School]) -> list[School]:
    """Primary and secondary schools grown or shrunk so that all rolls come to the average.

    A year group leaves the primary schools as large as it enters the secondary ones.
    """
    rolls: Counter[str] = Counter()
    for school in schools:
        rolls[school.sector] += school.pupils
    others = rolls.total() - rolls["primary"] - rolls["secondary"]
    ratio = YEAR_GROUPS["secondary"] / YEAR_GROUPS["primary"]
    in_primary = (LEARNERS_PER_SCHOOL * len(schools) - others) / (1 + ratio)
    wanted = {"primary": in_primary, "secondary": ratio * in_primary}
    factor = {sector: roll / rolls[sector] for sector, roll in wanted.items()}
    return [
        replace(school, pupils=round(school.pupils * factor.get(school.sector, 1.0)))
        for school in schools
    ]


def _with_dates(school: School, seed: int) -> School:
    draws = Draws(school.school_id, "dates", seed=seed)
    chance, year = draws.between(0, 1), draws.pick(_YEARS_OF_CHANGE)
    if school.sector != "primary" or chance >= _OPENED + _CLOSED:
        return school
    if chance < _OPENED:
        return replace(school, open_from=f"{year}-09-01")
    return replace(school, open_to=f"{year}-08-31")
