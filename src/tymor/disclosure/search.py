"""The search for worlds: figures that agree with all that is published, and differ from the true.

Whatever differs in some world cannot be told. What differs in none is found out: by a reader, or by
a school, that knows its own figures and is the same in all the worlds that it holds possible.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from tymor.disclosure.system import System
from tymor.disclosure.walk import Move, Walk

#: So many areas that a number can be exchanged with are looked at.
_ENOUGH = 4


@dataclass(frozen=True, order=True)
class FoundOut:
    """``what`` of the figure in this row can be told by ``who`` (a school), or by all readers."""

    cell: int
    what: int
    who: str = ""


def found_out(part: System, schools: Collection[str]) -> list[FoundOut]:
    """What can be told of one part of a system, by readers and by each of these ``schools``."""
    return _Search(part).by_all(frozenset(schools))


class _Search:
    """Looks for worlds of one part of a system, in the same way each time.

    ``seen`` has, by target, the areas that differ beside its own in worlds where it does: such a
    world tells it to no area that differs not.
    """

    def __init__(self, part: System) -> None:
        self.part = part
        ends = pairwise(part.targets.indptr)
        self._own = [part.targets.indices[start:end] for start, end in ends]
        self._whose = part.area[part.targets.indices[part.targets.indptr[:-1]]]
        self.seen: list[list[frozenset[str]]] = [[] for _ in self._own]
        # A world is told by how far its numbers are from the true ones.
        moved = part.matrix @ part.truth
        self._low, self._high = part.low - moved, part.high - moved
        self._least, self._most = part.least - part.truth, part.most - part.truth
        cost = np.ones(len(part.truth))
        moves = Move(1, self._most, cost), Move(-1, -self._least, cost)
        self._walk = Walk(part.matrix, self._low, self._high, moves)

    def by_all(self, schools: frozenset[str]) -> list[FoundOut]:
        self._one_for_one()
        unseen = [at for at, others in enumerate(self.seen) if not others]
        found = {"": self._never_differing(unseen, "")}
        asked: dict[str, list[int]] = {}
        for at, others in enumerate(self.seen):
            for who in frozenset.intersection(*others) & schools if others else ():
                asked.setdefault(who, []).append(at)
        for who, targets in sorted(asked.items()):
            left = [at for at in targets if all(who in others for others in self.seen[at])]
            found[who] = self._never_differing(left, who)
        part = self.part
        return sorted(
            FoundOut(int(part.cell[at]), int(part.what[at]), who)
            for who, targets in found.items()
            for at in targets
        )

    def _one_for_one(self) -> None:
        """Look at worlds in which one area has one more, and others one less, of the same sums.

        They need not be solved for: a number grows by one, with those that it must not exceed.
        """
        part = self.part
        steps = _Steps(part.matrix, self._low, self._high, self._least, self._most)
        numbers = {int(at) for own in self._own for at in own}
        found = {(at, way): steps.of(at, way) for at in sorted(numbers) for way in (1, -1)}
        able: dict[Effect, list[str]] = {}
        for (at, _), (step, _) in found.items():
            if step is not None and part.area[at] not in (known := able.setdefault(step, [])):
                known.append(part.area[at])
        for target, (own, name) in enumerate(zip(self._own, self._whose, strict=True)):
            ways = (found[int(number), way] for number in own for way in (1, -1))
            for step, moved in ways:
                if step is None or len(moved & {*map(int, own)}) > 1:
                    continue  # of two that move together, the difference may be the same
                back = tuple((row, -by) for row, by in step)
                others = [area for area in able.get(back, []) if area != name]
                self.seen[target] += [frozenset({area}) for area in others[:_ENOUGH]]
                if len(others) < 2:
                    self.seen[target] += _row_by_row(back, able, name)

    def _never_differing(self, targets: Sequence[int], who: str) -> list[int]:
        """Those of the targets that differ in no world in which the numbers of ``who`` do not."""
        if targets:
            self._walk.free_only(self.part.area != who)
        found, differing = [], np.zeros(len(self.seen), bool)
        for at in targets:
            if not differing[at]:
                differing |= self._nearest(at)
                if not differing[at]:
                    found.append(at)
        return found

    def _nearest(self, target: int) -> np.ndarray:
        """Look at a world in which this target differs and little else does; what differs."""
        part = self.part
        own = slice(part.targets.indptr[target], part.targets.indptr[target + 1])
        for way in (1, -1):
            columns, factors = part.targets.indices[own], way * part.targets.data[own]
            moves = self._walk.nearest(columns, factors)
            if moves is not None:
                return self._see(self._walk.world(moves))
        return np.zeros(len(self.seen), bool)

    def _see(self, world: np.ndarray) -> np.ndarray:
        """Note which targets differ in a world, and which other areas do; what differs."""
        moved = frozenset(self.part.area[world != 0])
        differing: np.ndarray = np.abs(self.part.targets @ world) > 0.5
        for at in np.flatnonzero(differing):
            others = moved - {self._whose[at]}
            if others not in self.seen[at]:
                self.seen[at].append(others)
        return differing


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
