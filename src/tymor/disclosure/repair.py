"""Withhold what else must be, until nobody can tell what is withheld.

What is found out of a figure is mended by withholding the cheapest others that hide it: the least
costly numbers that would have to be other ones for that figure to be another one, by enough.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple
from functools import partial
from operator import attrgetter

import numpy as np
import pandas as pd
from scipy.sparse import block_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from tymor.cache import Cache
from tymor.disclosure.mend import Near, Wanted, withheld_for
from tymor.disclosure.protect import HIDDEN
from tymor.disclosure.search import FoundOut, found_out
from tymor.disclosure.system import ALL, COHORT, NUMERATOR, Reader, System
from tymor.fingerprints import code_of, digest
from tymor.processes import crew

#: What it costs to withhold a figure, by level: many of schools rather than one above them.
_PRICES = (1.0, 200.0, 200_000.0)
#: How much more a figure of all learners is worth than one of a group.
_ALL_LEARNERS = 5.0
#: More than so many unknown numbers are searched by several processes.
_MANY = 20_000
#: Where more numbers are tied, an authority's are looked at before all.
_WIDE = 2_000
#: Numbers that are other ones are so by this at most: what is near costs least.
_FAR = 50

#: Finds what readers, and each of these schools, can tell of a system.
Search = Callable[[System, Collection[str]], list[FoundOut]]


def repaired_for_all(
    readers: Sequence[Reader],
    state: np.ndarray,
    schools: Collection[str],
    search: Search,
    beside: Callable[[np.ndarray], np.ndarray] = np.copy,
    cache: Cache | None = None,
) -> np.ndarray:
    """The same against several readers, who know less and less: each in turn, until none finds any.

    Of whoever knows less is not asked what who knows most cannot tell; and of each, when it is
    asked again, only what was withheld since.
    """
    left: list[np.ndarray | None] = [None for _ in readers]
    while not all(each is not None and (each == state).all() for each in left):
        for at, reader in enumerate(readers):
            then, knowing = left[at], readers[0] if at else None
            since = (
                np.ones(len(state), bool) if then is None else _same_cohort(reader, state != then)
            )
            state = repaired(reader, state, schools, search, beside, knowing, since, cache)
            left[at] = state
    return state


def repaired(
    reader: Reader,
    state: np.ndarray,
    schools: Collection[str],
    search: Search,
    beside: Callable[[np.ndarray], np.ndarray] = np.copy,
    knowing: Reader | None = None,
    asked: np.ndarray | None = None,
    cache: Cache | None = None,
) -> np.ndarray:
    """``state`` with more cells withheld, so that no reader and none of ``schools`` can tell any.

    Nothing that is withheld is shown again. So a number that could not be told cannot be later:
    after each round only what was found out, and what was withheld then, is searched again.
    ``beside`` gives a state with whatever else must be withheld where this is. What a reader who is
    ``knowing`` more cannot tell is not asked. Searched at first are the cells that are ``asked``,
    or all.
    """
    if asked is None:
        asked = np.ones(len(state), bool)
    while asked.any():
        system = reader.system(state, asked)
        if knowing is not None:
            system = system.beside(knowing.system(state, asked))
        found = search(system, schools)
        mended = _Mending(reader, state, cache)
        mended.mend(found)
        more = beside(mended.state)
        asked = more != state
        if asked.any():  # what nothing hides is told by whoever attacks what is published
            asked = _same_cohort(reader, asked)
            asked[[each.cell for each in found]] = True
        state = more
    return state


def _same_cohort(reader: Reader, cells: np.ndarray) -> np.ndarray:
    """These cells (a mask), and those of the same cohorts: where nobody knows one any more, more
    can have reached it."""
    same: np.ndarray = np.isin(reader.block, reader.block[cells])
    return same


def prices(cells: pd.DataFrame) -> np.ndarray:
    """What it costs to withhold each figure: of a small area less, the same in every year."""
    size = cells.groupby(["area_id", "phase"])["cohort"].transform("mean").to_numpy()
    price = np.take(_PRICES, cells["level"]) * (1 + size / 200)
    return np.where(cells["group"] == "all", _ALL_LEARNERS, 1) * price


def everything_found_out(
    system: System, schools: Collection[str], cache: Cache | None = None
) -> list[FoundOut]:
    """What readers, and each of these schools, can tell of a whole system.

    A part that was searched before is not searched again.
    """
    parts = sorted(system.parts(), key=lambda part: -len(part.truth))
    told: list[str] = ["" for _ in parts]
    if cache is not None:
        code = code_of([found_out.__module__])
        named = [("found out", code, part.digest(), digest(*sorted(schools))) for part in parts]
        told = [cache.held(name) for name in named]
    new = [at for at, text in enumerate(told) if not text]
    search = partial(found_out, schools=frozenset(schools), cache=cache)
    asked = [parts[at] for at in new]
    unknown = sum(len(part.truth) for part in asked)
    with crew(len(asked) if unknown >= _MANY else 0) as helpers:
        results = helpers.map(search, asked) if helpers else map(search, asked)
        for at, found in zip(new, results, strict=True):
            told[at] = json.dumps([astuple(each) for each in found])
            if cache is not None:
                cache.keep(named[at], told[at])
    return sorted(FoundOut(*each) for text in told for each in json.loads(text))


class _Mending:
    """Withholds more of ``state``."""

    def __init__(self, reader: Reader, state: np.ndarray, cache: Cache | None = None) -> None:
        self.reader, self.state, self._cache = reader, state.copy(), cache
        self._code = code_of([withheld_for.__module__]) if cache else ""
        cells = reader.cells
        price = prices(cells)
        #: What it costs that a number is not known; of those that nobody is shown, nothing.
        self._price = np.zeros(len(reader.truth))
        self._price[reader.n] = price
        self._price[len(cells) : len(cells) + reader.blocks] = np.bincount(reader.block, price)
        links = block_array([[None, abs(reader.matrix)], [abs(reader.matrix).T, None]])
        self._tied = connected_components(links, directed=False)[1][reader.matrix.shape[0] :]
        self._by_column = csc_array(reader.matrix)
        self._ends = reader.ends(state)
        self._apart = {what: reader.apart(*self._ends, what) for what in (NUMERATOR, COHORT, ALL)}
        known = cells["known"].to_numpy()
        least, most = reader.ends(known)
        #: How far a number may be from the true one if it is withheld; what is public stays so,
        #: also what is so nearly.
        self._far = np.where(least == most, 0.0, float(_FAR))
        self._far[reader.n[known != HIDDEN]] = 0
        self._sums = reader.matrix @ reader.truth
        alike = ["parent_id", "level", "measure_id", "academic_year", "group"]
        self._total = cells.groupby(alike, sort=False).ngroup().tolist()

    def mend(self, found: Sequence[FoundOut]) -> None:
        """Withhold what hides these, where anything does: a school is not kept from its own."""
        before = self.state.copy()
        self._mend_each(self._first(found))
        if (before == self.state).all():
            self._mend_each(found)

    def _mend_each(self, found: Iterable[FoundOut]) -> None:
        by_part: dict[int, list[FoundOut]] = {}
        for each in found:
            by_part.setdefault(int(self._tied[self._number(each)]), []).append(each)
        for part, own in by_part.items():
            tied = np.flatnonzero(self._tied == part)
            left = self._mend_near(own, tied) if len(tied) > _WIDE else own
            if left:
                self._mend(left, tied)

    def _first(self, found: Iterable[FoundOut]) -> list[FoundOut]:
        """One of those that add up to the same total: what hides it hides most of the others."""
        first: dict[tuple[int, int, str], FoundOut] = {}
        for each in found:
            first.setdefault((self._total[each.cell], each.what, each.who), each)
        return list(first.values())

    def _number(self, found: FoundOut) -> int:
        reader = self.reader
        return int((reader.n if found.what == NUMERATOR else reader.d)[found.cell])

    def _mend_near(self, found: Iterable[FoundOut], tied: np.ndarray) -> list[FoundOut]:
        """Withhold figures of the same authority only; what these do not hide."""
        by_family: dict[str, list[FoundOut]] = {}
        for each in found:
            by_family.setdefault(self.reader.family[self._number(each)], []).append(each)
        left = []
        for family, own in by_family.items():
            left += self._mend(own, tied[self.reader.family[tied] == family])
        return left

    def _mend(self, found: Iterable[FoundOut], numbers: np.ndarray) -> list[FoundOut]:
        """Withhold some of these numbers, which hide what was found; what they do not hide."""
        found = sorted(found, key=attrgetter("who", "cell"))
        near, wanted = self._near(numbers), [self._wanted(each, numbers) for each in found]
        withheld = self._worked_out(near, wanted)
        for moved in filter(None, withheld):
            self._withhold(numbers[moved])
        return [each for each, moved in zip(found, withheld, strict=True) if moved is None]

    def _near(self, numbers: np.ndarray) -> Near:
        reader = self.reader
        matrix = csr_array(self._by_column[:, numbers])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        truth, (least, most) = reader.truth[numbers], (each[numbers] for each in self._ends)
        taken, far = self._sums[rows], self._far[numbers]
        return Near(
            csr_array(matrix[rows]), reader.low[rows] - taken, reader.high[rows] - taken,
            truth - least, most - truth, far, np.minimum(least, far), self._price[numbers],
            reader.area[numbers],
        )  # fmt: skip

    def _wanted(self, found: FoundOut, numbers: np.ndarray) -> Wanted:
        n, d = self.reader.n[found.cell], self.reader.d[found.cell]
        sums = {NUMERATOR: ([n], (1.0,)), COHORT: ([d], (1.0,)), ALL: ([d, n], (1.0, -1.0))}
        columns, factors = sums[found.what]
        truth = round(self.reader.truth[columns[0]])
        return Wanted(
            found.who, tuple(np.searchsorted(numbers, columns).tolist()), factors,
            int(self._apart[found.what][found.cell]),
            truth if found.what == NUMERATOR and truth <= 1 else None,
        )  # fmt: skip

    def _worked_out(self, near: Near, wanted: Sequence[Wanted]) -> list[list[int] | None]:
        if self._cache is None:
            return withheld_for(near, wanted)
        named = ("mended", self._code, near.named(wanted))
        held = self._cache.text(named, lambda: json.dumps(withheld_for(near, wanted)))
        withheld: list[list[int] | None] = json.loads(held)
        return withheld

    def _withhold(self, numbers: np.ndarray) -> None:
        count = len(self.state)
        self.state[numbers[numbers < count]] = HIDDEN
        self.state[np.isin(self.reader.d, numbers[numbers >= count])] = HIDDEN
        self._price[numbers] = 0
