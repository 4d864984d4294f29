"""The search for worlds: figures that agree with all that is published, and differ from the true.

Whatever has values enough in these worlds cannot be told. What has too few is found out: by a
reader, or by a school, that knows its own figures and is the same in all the worlds that it holds
possible.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np
from scipy.sparse import csr_array

from tymor.cache import Cache
from tymor.disclosure.system import System
from tymor.disclosure.walk import Move, Walk
from tymor.fingerprints import code_of, digest

#: So many areas that a number can be exchanged with are looked at.
_ENOUGH = 4
#: Where more numbers are tied, those of one authority are looked at before all.
_WIDE = 400


@dataclass(frozen=True, order=True)
class FoundOut:
    """``what`` of the figure in this row can be told by ``who`` (a school), or by all readers: to
    within so many ``values``, or exactly where it has one; only by who knows cohorts, too, where
    ``knowing`` says so.
    """

    cell: int
    what: int
    who: str = ""
    values: int = 1
    knowing: bool = False


def found_out(part: System, schools: Collection[str], cache: Cache | None = None) -> list[FoundOut]:
    """What can be told of one part of a system, by readers and by each of these ``schools``.

    Worlds in which one authority's numbers differ are looked for once: they are the same where
    nothing of that authority changed.
    """
    search = _Search(part, cache)
    found = search.by_all(frozenset(schools))
    search.keep()
    return found


class _Search:
    """Looks for worlds of one part of a system, in the same way each time.

    ``seen`` has, by target, how much less and more it is in worlds where it differs, by the areas
    that differ there beside its own: such a world is possible to all areas but these.
    """

    def __init__(self, part: System, cache: Cache | None) -> None:
        self.part = part
        ends = [slice(*each) for each in pairwise(part.targets.indptr)]
        self._own = [(part.targets.indices[own], part.targets.data[own]) for own in ends]
        self._whose = part.area[part.targets.indices[part.targets.indptr[:-1]]]
        self._truth = part.targets @ part.truth
        self.seen: list[dict[frozenset[str], tuple[float, float]]] = [{} for _ in self._own]
        # A world is told by how far its numbers are from the true ones.
        moved = part.matrix @ part.truth
        self._low, self._high = part.low - moved, part.high - moved
        self._least, self._most = part.least - part.truth, part.most - part.truth
        cost = np.ones(len(part.truth))
        moves = Move(1, self._most, cost), Move(-1, -self._least, cost)
        walk = Walk(part.matrix, self._low, self._high, moves)
        self._walk = _Walks(walk, part.family if len(part.truth) > _WIDE else None, cache)

    def keep(self) -> None:
        """Keep what was looked for, for who looks again."""
        self._walk.keep()

    def by_all(self, schools: frozenset[str]) -> list[FoundOut]:
        self._exchanged()
        found = {"": self._too_near(range(len(self.seen)), "")}
        # A school is told of where it knows more than a reader.
        self.part = part = self._with_apart(found[""])
        asked: dict[str, list[int]] = {}
        for at in range(len(self.seen)):
            for who in self._needed(at) & schools:
                asked.setdefault(who, []).append(at)
        for who, targets in sorted(asked.items()):
            found[who] = self._too_near(targets, who)
        return sorted(
            FoundOut(int(part.cell[at]), int(part.what[at]), who, values)
            for who, told in found.items()
            for at, values in told.items()
        )

    def _with_apart(self, values: Mapping[int, int]) -> System:
        """The part, in which these targets need no more than so many values."""
        apart = self.part.apart.copy()
        apart[list(values)] = [each - 1 for each in values.values()]
        return replace(self.part, apart=apart)

    def _ends(self, target: int, who: str = "") -> tuple[float, float]:
        """How much less, and more, a target is in worlds in which the numbers of ``who`` are not
        other ones.
        """
        low = high = 0.0
        for others, (less, more) in self.seen[target].items():
            if who not in others:
                low, high = min(low, less), max(high, more)
        return low, high

    def _lacks(self, target: int, who: str = "") -> bool:
        """Whether a target has too few values in these worlds."""
        low, high = self._ends(target, who)
        truth = self._truth[target]
        return self.part.is_near(target, truth + low, truth + high)

    def _needed(self, target: int) -> frozenset[str]:
        """The areas without which a target has too few values in the worlds that were seen."""
        low, high = self._ends(target)
        seen = self.seen[target].items()
        least = [others for others, (less, _) in seen if less <= low < 0]
        most = [others for others, (_, more) in seen if more >= high > 0]
        needed = (frozenset.intersection(*each) for each in (least, most) if each)
        either: frozenset[str] = frozenset().union(*needed)
        return frozenset(who for who in either if self._lacks(target, who))

    def _note(self, target: int, by: float, others: frozenset[str]) -> None:
        low, high = self.seen[target].get(others, (0.0, 0.0))
        self.seen[target][others] = min(low, by), max(high, by)

    def _exchanged(self) -> None:
        """Look at worlds in which one area has some more, and others as many less, of the same
        sums: one for one, and then more where that is too few.
        """
        for by in range(1, int(self.part.apart.max(initial=0)) + 1):
            short = [at for at in range(len(self.seen)) if self._lacks(at)]
            if short:
                self._exchange(by, short if by > 1 else range(len(self.seen)))

    def _exchange(self, by: int, targets: Iterable[int]) -> None:
        """Look at worlds in which these targets are so much more, or less.

        They need not be solved for: a number grows, with those that it must not exceed.
        """
        part = self.part
        steps = _Steps(part.matrix, self._low, self._high, self._least, self._most)
        numbers = {int(at) for own, _ in self._own for at in own}
        found = {(at, way): steps.of(at, way) for at in sorted(numbers) for way in (by, -by)}
        able: dict[Effect, list[str]] = {}
        for (at, _), (step, _) in found.items():
            if step is not None and part.area[at] not in (known := able.setdefault(step, [])):
                known.append(part.area[at])
        for target in targets:
            (own, factors), name = self._own[target], self._whose[target]
            pairs = product(zip(own, factors, strict=True), (by, -by))
            for (number, factor), way in pairs:
                step, moved = found[int(number), way]
                if step is None or len(moved & {*map(int, own)}) > 1:
                    continue  # of two that move together, the difference may be the same
                back = tuple((row, -more) for row, more in step)
                others = [area for area in able.get(back, []) if area != name]
                worlds = [frozenset({area}) for area in others[:_ENOUGH]]
                if len(others) < 2:
                    worlds += _row_by_row(back, able, name)
                for each in worlds:
                    self._note(target, factor * way, each)

    def _too_near(self, targets: Sequence[int], who: str) -> dict[int, int]:
        """Those of the targets that have too few values in worlds in which the numbers of ``who``
        are not other ones, and how many they have.
        """
        left = [at for at in targets if self._lacks(at, who)]
        if left:
            self._walk.free_only(self.part.area != who)
        found: dict[int, int] = {}
        for at in left:
            while at not in found and self._lacks(at, who):
                if not self._looked_further(at, who):
                    low, high = self._ends(at, who)
                    found[at] = round(high - low) + 1
        return found

    def _looked_further(self, target: int, who: str) -> bool:
        """Look at a world in which this target is more, or less, than in those seen, and little
        else differs; whether there is one.
        """
        before = self._ends(target, who)
        columns, factors = self._own[target]
        for way, far in ((1, before[1]), (-1, -before[0])):
            world = self._walk.nearest(columns, way * factors, far + 1)
            if world is not None:
                self._see(world)
                return self._ends(target, who) != before
        return False

    def _see(self, world: np.ndarray) -> None:
        """Note by how much targets differ in a world, and which other areas do."""
        moved = frozenset(self.part.area[world != 0])
        by = np.round(self.part.targets @ world)
        for at in np.flatnonzero(by):
            self._note(int(at), by[at], moved - {self._whose[at]})


class _Walks:
    """The walk of all numbers; and, where families are given, of each family's alone, in which all
    others are the true ones. What is near is mostly in the family, which is sooner looked through.
    """

    def __init__(self, whole: Walk, family: np.ndarray | None, cache: Cache | None) -> None:
        self._whole, self._family, self._cache = whole, family, cache
        self._free = np.ones(whole.count, bool)
        self._few: dict[str, _Family] = {}

    def free_only(self, free: np.ndarray) -> None:
        """Let only these numbers differ: a mask."""
        self._free = free
        self._whole.free_only(free)
        for each in self._few.values():
            each.free_only(free)

    def keep(self) -> None:
        for each in self._few.values():
            each.keep()

    def nearest(self, columns: np.ndarray, factors: np.ndarray, more: float) -> np.ndarray | None:
        """A world, by how far its numbers are from the true ones, in which the sum of these is so
        much more, and little else differs; nothing where there is none.
        """
        if self._family is not None:
            world = self._of(self._family[columns[0]]).nearest(columns, factors, more)
            if world is not None:
                return world
        moves = self._whole.nearest(columns, factors, more)
        return None if moves is None else self._whole.world(moves)

    def _of(self, name: str) -> "_Family":
        if name not in self._few:
            own = np.flatnonzero(self._family == name)
            self._few[name] = _Family(self._whole, own, self._cache)
            self._few[name].free_only(self._free)
        return self._few[name]


class _Family:
    """The walk of some numbers alone, and what was asked of it: also in earlier builds."""

    def __init__(self, whole: Walk, own: np.ndarray, cache: Cache | None) -> None:
        self._own, self._count, self._cache = own, whole.count, cache
        self._walk, self._free = whole.of(own), ""
        self._named = ("near", code_of([Walk.__module__]), self._walk.digest()) if cache else ()
        #: By what was asked: the numbers that differ, by their place, and by how much; or nothing.
        self._told: dict[str, tuple[list[int], list[float]] | None] = (
            json.loads(cache.held(self._named) or "{}") if cache else {}
        )
        self._before = len(self._told)

    def free_only(self, free: np.ndarray) -> None:
        own = free[self._own]
        self._free = "" if own.all() else digest(own.tobytes())
        self._walk.free_only(own)

    def nearest(self, columns: np.ndarray, factors: np.ndarray, more: float) -> np.ndarray | None:
        at = np.searchsorted(self._own, columns)
        name = f"{at.tolist()} {factors.tolist()} {more} {self._free}"
        if name not in self._told:
            moves = self._walk.nearest(at, factors, more)
            world = None if moves is None else self._walk.world(moves)
            self._told[name] = (
                None if world is None
                else (np.flatnonzero(world).tolist(), world[world != 0].tolist())
            )  # fmt: skip
        told = self._told[name]
        if told is None:
            return None
        found = np.zeros(self._count)
        found[self._own[np.array(told[0], int)]] = told[1]
        return found

    def keep(self) -> None:
        if self._cache and len(self._told) > self._before:
            self._cache.keep(self._named, json.dumps(self._told))


#: By how much each sum is more, of those that must be as they are.
Effect = tuple[tuple[int, float], ...]


def _row_by_row(
    effect: Effect, able: Mapping[Effect, Sequence[str]], name: str
) -> list[frozenset[str]]:
    """Areas that together have this effect, each on one sum; where it can be, others each time."""
    found: list[frozenset[str]] = []
    used = {name}
    for _ in range(2):
        chosen: set[str] = set()
        for entry in effect:
            free = (area for area in able.get((entry,), ()) if area not in used | chosen)
            if (area := next(free, None)) is None:
                return found
            chosen.add(area)
        found.append(frozenset(chosen))
        used |= chosen
    return found


class _Steps:
    """By how much sums change where a number grows or shrinks by one, and what it drags along."""

    def __init__(
        self,
        matrix: csr_array,
        low: np.ndarray,
        high: np.ndarray,
        least: np.ndarray,
        most: np.ndarray,
    ) -> None:
        self._rows, self._columns = _lists(matrix), _lists(csr_array(matrix.T))
        self._low, self._high, self._least, self._most = low, high, least, most

    def of(self, number: int, way: int) -> tuple[Effect | None, Set[int]]:
        """The effect on exact sums, and what moves; nothing where the number cannot move so."""
        moved: dict[int, float] = {}
        effect = self._of(number, way, moved)
        return effect, moved.keys() if effect is not None else frozenset()

    def _of(self, number: int, way: int, moved: dict[int, float]) -> Effect | None:
        moved[number], waiting = float(way), [number]
        changed: dict[int, float] = {}
        while waiting:
            at = waiting.pop()
            if not self._least[at] <= moved[at] <= self._most[at]:
                return None
            for row, factor in self._columns[at]:
                changed[row] = changed.get(row, 0) + factor * moved[at]
                if self._fits(row, changed[row]) or self._low[row] == self._high[row]:
                    continue
                others = [(other, by) for other, by in self._rows[row] if other not in moved]
                if len(others) != 1:
                    return None
                other, by = others[0]
                moved[other] = -changed[row] / by
                if moved[other] % 1:
                    return None  # of points: no whole learner
                waiting.append(other)
        exact = {r: by for r, by in changed.items() if by and self._low[r] == self._high[r]}
        if not all(self._fits(row, by) for row, by in changed.items() if row not in exact):
            return None
        return tuple(sorted(exact.items()))

    def _fits(self, row: int, by: float) -> bool:
        return bool(self._low[row] <= by <= self._high[row])


def _lists(matrix: csr_array) -> list[list[tuple[int, float]]]:
    ends = matrix.indptr
    pairs = list(zip(matrix.indices.tolist(), matrix.data.tolist(), strict=True))
    return [pairs[start:end] for start, end in pairwise(ends)]
