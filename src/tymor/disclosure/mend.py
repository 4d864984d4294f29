"""The cheapest numbers to withhold, so that what was found out may be other ones.

What is to be withheld depends on nothing but what is given here, so it is worked out once.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter

import numpy as np
from scipy.sparse import csr_array

from tymor.disclosure.walk import Move, Walk
from tymor.fingerprints import digest

#: What it costs that a number differs that need not be withheld any more; less is not differing.
_LITTLE, _LEAST = 1e-3, 1e-6


@dataclass(frozen=True)
class Wanted:
    """A sum of numbers that ``who`` found out, and how far ``apart`` the least and the most that it
    may be must be, or as far as can be; or none and one, of a sum that is the one or the other
    (``few``)."""

    who: str
    columns: tuple[int, ...]
    factors: tuple[float, ...]
    apart: int
    few: int | None


@dataclass(frozen=True)
class Near:
    """Numbers of which some may be withheld, as what each differs from the true one by.

    ``low <= matrix @ differences <= high``; what is not known differs by ``less`` to ``more`` at no
    cost, and what is withheld by ``far`` either way, as long as no number is below none; ``price``
    is what it costs to withhold each, ``area`` whose it is.
    """

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    less: np.ndarray
    more: np.ndarray
    far: np.ndarray
    far_below: np.ndarray
    price: np.ndarray
    area: np.ndarray

    @cached_property
    def _arrays(self) -> tuple[np.ndarray, ...]:
        m = self.matrix
        return (m.indptr, m.indices, m.data, self.low, self.high, self.less, self.more, self.far,
                self.far_below, self.price)  # fmt: skip

    def named(self, wanted: Sequence[Wanted]) -> str:
        """The digest of all that decides what is withheld of these numbers."""
        asked = json.dumps([astuple(each) for each in wanted])
        return digest(*(each.tobytes() for each in self._arrays), *map(str, self.area), asked)


def withheld_for(near: Near, wanted: Sequence[Wanted]) -> list[list[int] | None]:
    """For each that is wanted which numbers to withhold; nothing where that does not hide it.

    ``wanted`` are in the order of who found them out. What is withheld for one costs nothing more
    for the next.
    """
    return [*_Cheapest(near).of_each(wanted)]


class _Cheapest:
    def __init__(self, near: Near) -> None:
        self._near, self._price = near, near.price.copy()
        nothing, price = np.zeros(len(near.price)), near.price + _LITTLE
        self._walk = Walk(
            near.matrix, near.low, near.high,
            [Move(1, near.more, nothing), Move(-1, near.less, nothing),
             Move(1, near.far, price), Move(-1, near.far_below, price)],
        )  # fmt: skip

    def of_each(self, wanted: Sequence[Wanted]) -> Iterator[list[int] | None]:
        for who, own in groupby(wanted, attrgetter("who")):
            self._walk.free_only(self._near.area != who)
            for each in own:
                moved = self._of(each)
                if moved is not None:
                    self._price[moved] = 0
                    self._walk.pay_nothing(moved)
                yield None if moved is None else moved.tolist()

    def _of(self, wanted: Wanted) -> np.ndarray | None:
        """The numbers to withhold, so that what was found may be other ones, as far apart as need
        be, or as can be.
        """
        total = np.array(wanted.columns), np.array(wanted.factors)
        for apart in range(wanted.apart, 0, -1):
            pairs = [(more, more - apart) for more in range(apart, -1, -1)]
            if wanted.few is not None:
                pairs.append((1 - wanted.few, -wanted.few))  # none or one
            for whole in (False, True):
                ways = self._ways(total, pairs, whole)
                priced = [(float(self._price[moved].sum()), moved) for moved in ways]
                if priced:
                    return min(priced, key=itemgetter(0))[1]
        return None

    def _ways(
        self,
        total: tuple[np.ndarray, np.ndarray],
        pairs: Sequence[tuple[int, int]],
        whole: bool,
    ) -> Iterator[np.ndarray]:
        """The numbers to withhold so that a sum can be so much more and less, for each of these
        ``pairs`` in which it can; none where it is so already.
        """
        (at, factors), ends = total, {0: np.array([], int)}
        for far in sorted({by for pair in pairs for by in pair if by}):
            way = np.sign(far) * factors
            moves = self._walk.nearest(at, way, abs(far), whole=whole)
            if moves is not None:
                moved = np.flatnonzero(moves[2] + moves[3] > _LEAST)
                if len(moved) or self._walk.reaches(moves, at, way, abs(far)):
                    ends[far] = moved  # none: what hides others hides this
        for up, down in pairs:
            if up in ends and down in ends:
                yield np.union1d(ends[up], ends[down])
