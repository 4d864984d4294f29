"""Numbers that remember what they rest on, and what else a sentence claims.

A verb that is given one keeps its claim with the block: ``page.text("gap.narrowed",
points=told.apart(now, before, better), claims=[told.went("narrower", now, before, better)])``,
where ``better`` is which way their measure is (``page.config.measures[name].better``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pandas as pd

from tymor.better import Better
from tymor.claimed_rows import counted_rows, fitting, gone
from tymor.claims import (
    Apart,
    Beyond,
    Brings,
    Chanced,
    Claim,
    Counts,
    Given,
    Greatest,
    Limit,
    Listed,
    Most,
    Named,
    Pair,
    PartOf,
    Rows,
    Share,
    Step,
    Sums,
    Twice,
    Way,
    Went,
    Worth,
    counted_pairs,
)
from tymor.claims import beyond as among_chanced
from tymor.config import Config
from tymor.config.area_slices import area_column
from tymor.config.settings import setting_of
from tymor.errors import TymorError
from tymor.locale import Number
from tymor.measures.as_known import DATED, SUPERSEDED
from tymor.page import Figure, Text
from tymor.report.bilingual import in_every
from tymor.report.reading import ReleaseReader


class Reads(Protocol):
    """What is counted for: the page."""

    @property
    def release(self) -> ReleaseReader: ...

    @property
    def earlier(self) -> ReleaseReader | None: ...

    @property
    def config(self) -> Config: ...


#: Two figures beside each other, and which way their measure is better.
Beside = tuple[Figure, Figure, Better]
#: In its place, where two figures are compared as numbers: which is higher, whatever is better.
PLAIN: Better = "higher"


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


def _pair(one: Figure, other: Figure, better: Better) -> Pair:
    return Pair(one=one.stated(), other=other.stated(), better=better)


def went(way: Way, one: Figure, other: Figure, better: Better = PLAIN) -> Claim:
    """That the one figure stands so to the other."""
    return Went(way=way, pair=_pair(one, other, better))


def apart(one: Figure, other: Figure, better: Better = PLAIN) -> Told:
    """How far apart two figures with numbers are, without a sign; gaps, in size."""
    pair = _pair(one, other, better)
    number = abs(pair.rise)
    places = max(one.decimals, other.decimals)
    return Told(number, places, claim=Apart(number=number, pair=pair))


def counts(
    pairs: Iterable[Beside], *ways: Way, areas: bool = False, earlier: bool = False
) -> Whole:
    """How many of these pairs stand in one of these ways; without ways, how many there are.

    With ``areas`` it is of how many areas they are; with ``earlier`` the other figure of each
    pair is as the release of the term before has it.
    """
    every = tuple(_pair(*each) for each in pairs)
    if earlier:
        then = {"earlier": True}
        every = tuple(
            each.model_copy(update={"other": each.other.model_copy(update=then)}) for each in every
        )
    number = counted_pairs(every, ways, areas=areas)
    return Whole(number, Counts(number=number, ways=ways, areas=areas, pairs=every))


#: A share of learners, how many they are, and the figure that it stands beside.
ShareBeside = tuple[Figure, Figure, Figure]


def beyond(
    cases: Iterable[ShareBeside], level: float, *ways: Literal["above", "below", "within"]
) -> Whole:
    """How many shares of learners lie so to the figures beside them: ``above`` or ``below`` by more
    than chance leaves in ``level`` of 100 cohorts, or ``within`` that; without ways, of how many
    that can be said.
    """
    every = tuple(
        Chanced(one=one.stated(), cohort=cohort.stated(), other=other.stated())
        for one, cohort, other in cases
    )
    number = among_chanced(every, level, ways)
    return Whole(number, Beyond(number=number, level=level, ways=ways, cases=every))


def most(way: Literal["better", "worse"], pair: Beside, among: Iterable[Beside]) -> Claim:
    """That no other pair moved further this way."""
    return Most(way=way, pair=_pair(*pair), among=tuple(_pair(*each) for each in among))


def number_of(figures: Iterable[Figure]) -> Whole:
    """How many figures there are."""
    return counts((each, each, PLAIN) for each in figures)


def greatest(
    one: Figure, among: Iterable[Figure], *, least: bool = False, size: bool = False
) -> Claim:
    """That no other figure has a greater value, or a smaller one; or, of ``size``, is larger
    whatever its sign."""
    stated = tuple(each.stated() for each in among)
    return Greatest(one=one.stated(), among=stated, least=least, size=size)


def given(
    page: Reads, setting: str, how: Literal["value", "count", "worth"] = "value"
) -> Whole | Told:
    """A number that nobody counted: a setting of ``params/``, by its place
    (``support.partner_schools.least``).

    Of one that has several, how many these are (``count``); of a number of learners, what one of
    them is ``worth``, in percentage points to one place.
    """
    number = setting_of(page.config, setting, how)
    claim = Given(number=number, setting=setting, how=how)
    if number == int(number) and how != "worth":
        return Whole(int(number), claim)
    return Told(number, 1, claim=claim)


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


class Column(str):
    """The name of a column, where a condition is about what stands in it."""


def limit(way: Literal["<", "<=", ">", ">="], than: object, *, or_empty: bool = False) -> Limit:
    """A condition of :func:`rows`: what stands in the column is less than this, or not; or, where
    nothing stands there, too. ``than`` is a number, a day, words, or a :class:`Column`."""
    return Limit(
        column="", way=way, than=str(than), of_column=isinstance(than, Column), or_empty=or_empty
    )


#: Conditions of :func:`rows`: something stands in the cell, or nothing.
HELD = limit(">", "")
NOT_HELD = limit("<", "", or_empty=True)


#: What a cell may be; or one of several; or a condition, or several that all hold.
Condition = object


def rows(
    page: Reads, table: str, *, column: str = "",
    how: Literal["count", "sum", "different"] = "count",
    either: Sequence[Mapping[str, Condition]] = (), newest: tuple[str, str] | None = None,
    earlier: bool = False, where: Mapping[str, Condition] | None = None, **cells: Condition,
) -> Whole:  # fmt: skip
    """How many rows of a table of the release say this: ``rows(page, "support", partner=name)``.

    A condition is what the cells of a column are, or a list of that, or a :func:`limit`; "" is an
    empty cell. ``where`` has those of columns that are called as what is named here; of ``either``
    one holds. With ``column`` and ``how="different"`` it is how many different ones there are,
    with ``how="sum"`` how much they are together.

    Parameters
    ----------
    newest
        Of the rows with the same in the first column only the last by the second.
    earlier
        The rows are those of the release of the term before.
    """
    claim = _rows(page, table, {**(where or {}), **cells}, column=column, how=how,
                  either=tuple(_cells(each) for each in either), newest=newest,
                  earlier=earlier)  # fmt: skip
    return Whole(int(claim.number), claim)


def cell(
    page: Reads, table: str, column: str, *, decimals: int = 0, unit: str = "",
    where: Mapping[str, Condition] | None = None, **cells: Condition,
) -> Whole | Told:  # fmt: skip
    """What stands in a column of the one row of which this is so; of several, their sum."""
    claim = _rows(page, table, {**(where or {}), **cells}, column=column, how="sum")
    if decimals or unit:
        return Told(claim.number, decimals, unit, claim=claim)
    return Whole(int(claim.number), claim)


def share(part: Whole, *whole: Whole, decimals: int = 0) -> Told:
    """How many per cent some :func:`rows` are of others."""
    of = tuple(_of_rows(each) for each in whole)
    number = round(100 * int(part) / sum(map(int, whole)), decimals)
    claim = Share(number=number, decimals=decimals, part=_of_rows(part), whole=of)
    return Told(number, decimals, "%", claim=claim)


def went_from(
    page: Reads, key: Sequence[str], before: Whole, now: Whole, *steps: Step, different: str = ""
) -> Whole:
    """How many things stand in rows of two kinds (:func:`rows`), ``now`` and ``before``.

    ``key`` names the columns that tell things apart; by :func:`step` a column went this way from
    the one to the other. With ``different`` it is how many different ones that column has.
    """
    claim = Twice(number=0, key=tuple(key), now=_of_rows(now), before=_of_rows(before),
                  steps=steps, different=different)  # fmt: skip
    held, then = (fitting(_held(page, each), each) for each in (claim.now, claim.before))
    number = gone(held, then, claim)
    return Whole(number, claim.model_copy(update={"number": number}))


def step(
    column: str, *ways: Literal["up", "down", "equal"], order: Mapping[str, int] | None = None
) -> Step:
    """Which way a column went; ``order`` has the place of each of its words, the better the
    higher."""
    return Step(column=column, ways=ways, order=dict(order or {}))


def brings(page: Reads, number: int, setting: str, *, held: Whole, share: Whole | Told) -> Whole:
    """How many more, or fewer (below zero), bring what is ``held`` between the least and the most
    of a setting, of which ``share`` says so many per cent."""
    claim = Brings(number=abs(number), way="up" if number > 0 else "down", setting=setting,
                   held=_of_rows(held), share=_of_rows(share))  # fmt: skip
    return Whole(abs(number), claim)


def part_of(page: Reads, setting: str, share: Whole | Told, *, decimals: int = 0) -> Told:
    """So much of a setting is the ``share`` that rows say in per cent."""
    of = _of_rows(share)
    number = round(setting_of(page.config, setting) * of.number / 100, decimals)
    claim = PartOf(number=number, decimals=decimals, setting=setting, share=of)
    return Told(number, decimals, claim=claim)


def listed(block: str, number: int, **cells: Text | Sequence[Text]) -> Whole:
    """How many rows a table or chart of the page has; ``block`` is its id, or the key it is of.

    Of those alone in which columns have these words, or one of several.
    """
    words = {name: (said,) if isinstance(said, Mapping) else tuple(said)
             for name, said in cells.items()}  # fmt: skip
    block = block.replace(".", "-").replace("_", "-")
    return Whole(number, Listed(number=number, block=block, cells=words))


def named(page: Reads, names: Iterable[Text | str]) -> Whole:
    """How many things the sentence itself names, which are given as it has them."""
    every = tuple(
        in_every(each, page.config.languages) if isinstance(each, str) else dict(each)
        for each in names
    )
    return Whole(len(every), Named(number=len(every), names=every))


def _rows(page: Reads, table: str, conditions: Mapping[str, Condition], **more: Any) -> Rows:
    limits = [
        each.model_copy(update={"column": name})
        for name, condition in conditions.items()
        for each in (condition if isinstance(condition, list) else [condition])
        if isinstance(each, Limit)
    ]
    said = _cells({n: c for n, c in conditions.items() if n not in {e.column for e in limits}})
    claim = Rows(number=0, table=table, where=said, limits=tuple(limits), **more)
    held = _held(page, claim)
    stood = _as_it_stood(page.earlier if claim.earlier else page.release, held)
    claim = claim.model_copy(update={"limits": (*limits, *stood)})
    if page.release.each:  # which of its area's schools the page is about
        own = area_column(list(held.columns)) or ""
        claim = claim.model_copy(
            update={"where": {own: tuple(sorted(page.release.slice.own)), **said}}
        )
    number = round(counted_rows(held, claim), 6)
    return claim.model_copy(update={"number": number})


def _as_it_stood(reader: ReleaseReader | None, held: pd.DataFrame) -> Iterator[Limit]:
    """The limits that :func:`tymor.measures.as_known.as_it_stood` sets to rows of the release."""
    day = reader.known_on if reader else None
    if SUPERSEDED in held:
        newest = NOT_HELD if day is None else limit(">", day, or_empty=True)
        yield newest.model_copy(update={"column": SUPERSEDED})
    if day is not None:
        for dated in (name for name in DATED if name in held):
            yield limit("<=", day, or_empty=True).model_copy(update={"column": dated})


def _cells(conditions: Mapping[str, Condition]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(map(str, value)) if isinstance(value, list | tuple | set) else (str(value),)
        for name, value in conditions.items()
    }


def _held(page: Reads, claim: Rows) -> pd.DataFrame:
    """The rows of the table that the page may read; none where there is no such release."""
    reader = page.earlier if claim.earlier else page.release
    if claim.table == "areas":
        return page.release.areas
    columns = {*claim.where, *(each.column for each in claim.limits), claim.column}
    columns |= {name for cells in (*claim.either, claim.newest or ()) for name in cells}
    columns -= {""}
    if reader is None:
        return pd.DataFrame(columns=[*columns])
    return reader.rows(claim.table, *columns)


def _of_rows(number: Whole | Told) -> Rows:
    if not isinstance(number.claim, Rows):
        raise TymorError("A share or move is of rows: take these numbers from told.rows.")
    return number.claim
