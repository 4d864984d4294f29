"""The way from the true world to the nearest other one, found by the simplex method of HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from highspy import Highs, HighsModelStatus, HighsVarType, SolutionStatus, kHighsInf
from scipy.sparse import csr_array, hstack

from tymor.disclosure.solver import model_of
from tymor.fingerprints import digest

#: A world of whole numbers that is not found in so many branches is held to be none.
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "presolve": "off",
    "threads": 1,
    "mip_max_nodes": 2000,
    "mip_max_improving_sols": 1,
}


#: What moves by less does not.
_LEAST = 1e-6


@dataclass(frozen=True)
class Move:
    """By how much each number may differ, up (``way`` 1) or down (-1), and what that costs each."""

    way: int
    most: np.ndarray
    cost: np.ndarray


class Walk:
    """Worlds by how far their numbers are from the true ones: ``low <= matrix @ world <= high``.

    Each is looked for from the true one, so that what is near is found at once, and the order in
    which they are asked for does not count.
    """

    def __init__(
        self, matrix: csr_array, low: np.ndarray, high: np.ndarray, moves: Sequence[Move]
    ) -> None:
        self._moves, self.count = moves, matrix.shape[1]
        self._matrix, self._low, self._high = matrix, low, high
        self._most = [each.most for each in moves]
        self._cost = [each.cost.copy() for each in moves]
        self._model: Highs | None = None

    def digest(self) -> str:
        """The digest of all that decides which worlds there are, and what is near."""
        m, moves = self._matrix, self._moves
        arrays = (m.indptr, m.indices, m.data, self._low, self._high,
                  *(each.most for each in moves), *(each.cost for each in moves))  # fmt: skip
        return digest(*(each.tobytes() for each in arrays), *(str(each.way) for each in moves))

    def free_only(self, free: np.ndarray) -> None:
        """Let only these numbers differ: a mask."""
        self._most = [np.where(free, each.most, 0) for each in self._moves]
        if self._model is not None:
            self._bound(self._model)

    def pay_nothing(self, numbers: np.ndarray) -> None:
        """Let these numbers differ at no cost."""
        for cost in self._cost:
            cost[numbers] = 0
        if self._model is not None:
            self._pay(self._model)

    def _made(self) -> Highs:
        """The model, made when the first world is asked for: many are never asked."""
        if self._model is None:
            self._model = _model(self._matrix, self._low, self._high, self._moves)
            self._model.run()
            self._start = self._model.getBasis()
            self._bound(self._model)
            self._pay(self._model)
        return self._model

    def _bound(self, model: Highs) -> None:
        most = np.concatenate(self._most)
        columns = np.arange(len(most), dtype=np.int32)
        model.changeColsBounds(len(most), columns, np.zeros(len(most)), most)

    def _pay(self, model: Highs) -> None:
        cost = np.concatenate(self._cost)
        model.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def nearest(
        self, columns: np.ndarray, factors: np.ndarray, more: float = 1, *, whole: bool = True
    ) -> list[np.ndarray] | None:
        """The cheapest moves to a world in which the sum of these numbers is so much more.

        Nothing where there is none; ``whole`` asks for whole numbers.
        """
        if not self._may_reach(columns, factors, more):
            return None
        model = self._made()
        last = model.getNumRow()
        model.setBasis(self._start)
        self._ask(model, columns, factors, more)
        found = self._solved(model)
        if found is not None and whole and not self.reaches(found, columns, factors, more):
            near = self._near(found, columns, factors, more)
            found = near if near is not None else self._solved_whole(model)
        model.deleteRows(1, np.array([last], dtype=np.int32))
        return found

    def _may_reach(self, columns: np.ndarray, factors: np.ndarray, more: float) -> bool:
        """Whether the limits of these numbers alone let their sum be so much more."""
        moves = zip(self._moves, self._most, strict=True)
        by = (most[columns] @ np.maximum(each.way * factors, 0) for each, most in moves)
        return bool(sum(by) >= more)

    def world(self, moves: Sequence[np.ndarray]) -> np.ndarray:
        """Where these moves lead, in whole numbers."""
        steps = (each.way * by for each, by in zip(self._moves, moves, strict=True))
        total: np.ndarray = np.round(np.sum(list(steps), axis=0))
        return total

    def reaches(
        self,
        moves: Sequence[np.ndarray],
        columns: np.ndarray,
        factors: np.ndarray,
        more: float = 1,
    ) -> bool:
        """Whether these moves, in whole numbers, lead to a world with so much more in these."""
        world = self.world(moves)
        return self.fits(world) and bool(world[columns] @ factors >= more)

    def fits(self, world: np.ndarray) -> bool:
        """Whether these whole numbers agree with all that is published."""
        sums = self._matrix @ world
        return bool((sums >= self._low).all() and (sums <= self._high).all())

    def _solved(self, model: Highs) -> list[np.ndarray] | None:
        model.run()
        if model.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        return np.split(np.array(model.getSolution().col_value), len(self._moves))

    def _near(
        self, moves: Sequence[np.ndarray], columns: np.ndarray, factors: np.ndarray, more: float
    ) -> list[np.ndarray] | None:
        """The same in whole numbers, of those only that share a sum with what these ``moves`` move:
        mostly there is one, and it is found at once.
        """
        moved = np.sum(moves, axis=0) > _LEAST
        moved[columns] = True
        rows = np.flatnonzero(abs(self._matrix) @ moved.astype(float))
        own = np.unique(np.concatenate([self._matrix[rows].indices, columns]))
        few = self.of(own)
        model = few._made()
        few._ask(model, np.searchsorted(own, columns), factors, more)
        found = few._solved_whole(model)
        if found is None:
            return None
        every = [np.zeros(self.count) for _ in self._moves]
        for each, part in zip(every, found, strict=True):
            each[own] = part
        return every

    def of(self, own: np.ndarray) -> "Walk":
        """The walk of some numbers alone, where all others are the true ones."""
        matrix = csr_array(self._matrix[:, own])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        moves = [
            Move(each.way, most[own], cost[own])
            for each, most, cost in zip(self._moves, self._most, self._cost, strict=True)
        ]
        return Walk(csr_array(matrix[rows]), self._low[rows], self._high[rows], moves)

    def _ask(self, model: Highs, columns: np.ndarray, factors: np.ndarray, more: float) -> None:
        """Ask for a sum of these numbers that is so much more: the last row of the model."""
        at = [columns + k * self.count for k in range(len(self._moves))]
        by = [each.way * factors for each in self._moves]
        row = np.concatenate(at).astype(np.int32), np.concatenate(by)
        model.addRow(float(more), kHighsInf, len(row[0]), *row)

    def _solved_whole(self, model: Highs) -> list[np.ndarray] | None:
        """The same in whole numbers, which takes longer; the first that is found."""
        columns = np.arange(len(self._moves) * self.count, dtype=np.int32)
        whole = np.full(len(columns), HighsVarType.kInteger, dtype=object)
        model.changeColsIntegrality(len(columns), columns, whole)
        model.setOptionValue("presolve", "on")
        model.run()
        found = model.getInfo().primal_solution_status == SolutionStatus.kSolutionStatusFeasible
        values = np.array(model.getSolution().col_value)
        whole[:] = HighsVarType.kContinuous
        model.changeColsIntegrality(len(columns), columns, whole)
        model.setOptionValue("presolve", "off")
        moves = np.split(np.round(values), len(self._moves)) if found else None
        return moves if moves is not None and self.fits(self.world(moves)) else None


def _model(matrix: csr_array, low: np.ndarray, high: np.ndarray, moves: Sequence[Move]) -> Highs:
    every = csr_array(hstack([each.way * matrix for each in moves]))
    most, cost = (np.concatenate([getattr(m, of) for m in moves]) for of in ("most", "cost"))
    return model_of(every, (low, high), (np.zeros(len(most)), most), cost, _OPTIONS)
