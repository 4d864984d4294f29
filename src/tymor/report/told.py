"""Numbers that remember what they rest on, and what else a sentence claims.

A verb that is given one keeps its claim with the block: ``page.text("gap.narrowed",
points=told.apart(now, before, gap=True), claims=[told.went("narrower", now, before, gap=True)])``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tymor.claims import (
    Apart,
    Claim,
    Counts,
    Given,
    Greatest,
    Listed,
    Most,
    Pair,
    Rows,
    Sums,
    Way,
    Went,
    Worth,
    counted_rows,
)
from tymor.errors import TymorError
from tymor.locale import Number
from tymor.page import Figure
from tymor.report.reading import ReleaseReader


class Reads(Protocol):
    """What rows are counted for: the page."""

    @property
    def release(self) -> ReleaseReader: ...


#: Two figures beside each other, and whether they are gaps.
Beside = tuple[Figure, Figure, bool]


class Whole(int):
    """A whole number, and what it rests on."""

    claim: Claim

    def __new__(cls, number: int, claim: Claim) -> "Whole":
        made = super().__new__(cls, number)
        made.claim = claim
        return made


@dataclass(frozen=True)
class Told(Number):
    """A number at its places, and what it rests on."""

    claim: Claim | None = None


def _pair(one: Figure, other: Figure, gap: bool) -> Pair:
    return Pair(one=one.stated(), other=other.stated(), gap=gap)


def went(way: Way, one: Figure, other: Figure, *, gap: bool = False) -> Claim:
    """That the one figure stands so to the other."""
    return Went(way=way, pair=_pair(one, other, gap))


def apart(one: Figure, other: Figure, *, gap: bool = False) -> Told:
    """How far apart two figures with numbers are, without a sign."""
    pair = _pair(one, other, gap)
    number = abs(pair.rise)
    places = max(one.decimals, other.decimals)
    return Told(number, places, claim=Apart(number=number, pair=pair))


def counts(pairs: Iterable[Beside], *ways: Way) -> Whole:
    """How many of these pairs stand in one of these ways; without ways, how many there are."""
    every = tuple(_pair(*each) for each in pairs)
    number = sum(any(map(pair.is_so, ways)) for pair in every) if ways else len(every)
    return Whole(number, Counts(number=number, ways=ways, pairs=every))


def most(way: Literal["better", "worse"], pair: Beside, among: Iterable[Beside]) -> Claim:
    """That no other pair moved further this way."""
    return Most(way=way, pair=_pair(*pair), among=tuple(_pair(*each) for each in among))


def number_of(figures: Iterable[Figure]) -> Whole:
    """How many figures there are."""
    return counts((each, each, False) for each in figures)


def greatest(
    one: Figure, among: Iterable[Figure], *, least: bool = False, size: bool = False
) -> Claim:
    """That no other figure has a greater value, or a smaller one; or, of ``size``, is larger
    whatever its sign."""
    stated = tuple(each.stated() for each in among)
    return Greatest(one=one.stated(), among=stated, least=least, size=size)


def given(number: float, setting: str, decimals: int = 0) -> Told:
    """A number that nobody counted: a setting, by its name."""
    return Told(number, decimals, claim=Given(number=number, setting=setting))


def worth_of_one(cohort: Figure) -> Told:
    """What one learner of a cohort is worth, in percentage points to one place."""
    if not cohort.value:
        raise TymorError(f"{cohort.measure_id} of {cohort.area_id} has no cohort to speak of.")
    number = round(100 / cohort.value + 1e-9, 1)
    return Told(number, 1, claim=Worth(number=number, cohort=cohort.stated()))


def sums(figures: Iterable[Figure]) -> Told:
    """How much figures with numbers are together."""
    every = list(figures)
    number = sum(each.value or 0 for each in every)
    places = max((each.decimals for each in every), default=0)
    stated = tuple(each.stated() for each in every)
    return Told(round(number, places), places, claim=Sums(number=round(number, places), of=stated))


def rows(page: Reads, table: str, *, column: str = "",
         how: Literal["count", "sum", "different"] = "count", **where: Any) -> Whole:  # fmt: skip
    """How many rows of a table of the release say this: ``rows(page, "support", partner=name)``.

    A condition is what the cells of a column are, or a list of that; "" is an empty cell. With
    ``column`` and ``how="different"`` it is how many different ones there are.
    """
    said = {
        name: tuple(map(str, value)) if isinstance(value, list | tuple | set) else (str(value),)
        for name, value in where.items()
    }
    held = page.release.areas if table == "areas" else page.release.rows(table, *where)
    number = counted_rows(held, said, column, how)
    return Whole(int(number), Rows(number=number, table=table, where=said, column=column, how=how))


def listed(block: str, number: int) -> Whole:
    """How many rows a table or chart of the page has; ``block`` is its id, or the key it is of."""
    return Whole(number, Listed(number=number, block=block.replace(".", "-").replace("_", "-")))
