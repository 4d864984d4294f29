"""How many schools of which kind and language stand where.

The codes of the authorities are real. The other numbers of ``data/authorities.csv`` are rounded
guesses at how they differ (many small Welsh-medium schools in one, more hardship in another):
enough for invented schools to be spread sensibly, and no statement about any of them.

Schools are invented in blocks of a few hundred, each with its own learners, so
that the memory needed does not grow with the region. A block lies in one consortium.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.errors import TymorError
from tymor_invented.schools.names import MOST_NAMES
from tymor_invented.words import DATA

FEWEST = 40
_HOME = "CSC"  # the consortium that is invented where only one is wanted
# From here on one consortium would be implausibly full, so that all Wales is invented.
_ALL_WALES_FROM = 750
_BLOCK = 400

SECTOR_SHARES: Mapping[str, float] = {
    "secondary": 0.135,
    "primary": 0.775,
    "special": 0.038,
    "through": 0.018,
    "pru": 0.016,
    "nursery": 0.013,
    "middle": 0.005,
}
# Sectors in which schools teach through Welsh as the authority's schools do.
_BILINGUAL = ("primary", "secondary", "through")


@dataclass(frozen=True, slots=True)
class Authority:
    """``schools`` is a weight; the others are shares in per cent.

    ``welsh_pct`` and ``dual_pct`` are of schools, ``efsm_pct`` and ``eal_pct`` of learners;
    ``english_names_pct`` is the share of schools with an English name of their own.
    """

    la_code: str
    consortium: str
    schools: int
    welsh_pct: float
    dual_pct: float
    efsm_pct: float
    eal_pct: float
    english_names_pct: float


AUTHORITIES = tuple(
    Authority(*row)
    for row in pd.read_csv(DATA / "authorities.csv", dtype={"la_code": "str"}).itertuples(
        index=False
    )
)


@dataclass(frozen=True, slots=True)
class Plot:
    """Room for one school."""

    authority: Authority
    sector: str
    medium: str


def blocks(schools: int) -> list[tuple[Plot, ...]]:
    """Room for ``schools`` schools, in the five home authorities or in all of Wales.

    Raises
    ------
    TymorError
        Fewer schools than every authority needs, or more than there are names for.
    """
    if not FEWEST <= schools <= MOST_NAMES:
        raise TymorError(
            f"A region of {schools:,} schools cannot be invented; expected from {FEWEST} to "
            f"{MOST_NAMES:,}. Ask for another number with --schools."
        )
    home = [authority for authority in AUTHORITIES if authority.consortium == _HOME]
    places = list(AUTHORITIES) if schools > _ALL_WALES_FROM else home
    numbers = shared_out(schools, [authority.schools for authority in places])
    of_authority = dict(zip(places, numbers, strict=True))
    sectors, media = _Carried(), _Carried()
    return [
        tuple(plot for authority, room in part for plot in _plots(authority, room, sectors, media))
        for consortium in dict.fromkeys(authority.consortium for authority in places)
        for part in _parts([a for a in places if a.consortium == consortium], of_authority)
    ]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """``total`` in whole numbers as near to the weights as they allow (largest remainder)."""
    exact = [total * weight / sum(weights) for weight in weights]
    given = [int(share) for share in exact]
    nearest = sorted(range(len(exact)), key=lambda at: given[at] - exact[at])
    for at in nearest[: total - sum(given)]:
        given[at] += 1
    return given


def _parts(
    places: Sequence[Authority], of_authority: Mapping[Authority, int]
) -> Iterator[list[tuple[Authority, int]]]:
    """The consortium's schools in blocks that each hold a part of every authority."""
    total = sum(of_authority[authority] for authority in places)
    parts = max(1, round(total / _BLOCK))
    for part in range(parts):
        yield [(authority, (of_authority[authority] + part) // parts) for authority in places]


class _Carried:
    """Shares out whole numbers again and again; what rounding took is given the next time."""

    def __init__(self) -> None:
        self._owed: dict[str, float] = {}

    def split(self, total: int, shares: Mapping[str, float]) -> dict[str, int]:
        due = {
            name: total * share / sum(shares.values()) + self._owed.get(name, 0.0)
            for name, share in shares.items()
        }
        given = {name: max(0, int(share)) for name, share in due.items()}
        while (over := sum(given.values()) - total) != 0:
            step = 1 if over < 0 else -1
            most = max(
                (name for name in due if given[name] + step >= 0),
                key=lambda name: step * (due[name] - given[name]),
            )
            given[most] += step
        self._owed |= {name: due[name] - given[name] for name in due}
        return given


def _plots(authority: Authority, room: int, sectors: _Carried, media: _Carried) -> Iterator[Plot]:
    """Every authority has a secondary school, so that its learners have somewhere to go."""
    needed = {"secondary": 1, "primary": 1}
    numbers = sectors.split(room - sum(needed.values()), _less(SECTOR_SHARES, needed, room))
    for sector in SECTOR_SHARES:
        number = numbers[sector] + needed.get(sector, 0)
        for medium, schools in _media(authority, sector, number, media).items():
            yield from [Plot(authority, sector, medium)] * schools


def _less(shares: Mapping[str, float], given: Mapping[str, int], room: int) -> dict[str, float]:
    """The shares of what is left when some schools are given beforehand."""
    return {
        sector: max(share * room - given.get(sector, 0), 0.0) for sector, share in shares.items()
    }


def _media(authority: Authority, sector: str, number: int, media: _Carried) -> dict[str, int]:
    if sector not in _BILINGUAL:
        return {"english": number}
    shares = {
        "english": 100 - authority.welsh_pct - authority.dual_pct,
        "welsh": authority.welsh_pct,
        "dual": authority.dual_pct,
    }
    owed_apart = {f"{sector} {medium}": share for medium, share in shares.items()}
    split = media.split(number, owed_apart)
    return {name.split()[1]: schools for name, schools in split.items()}
