"""Moves, and whether readers would see them in what is published."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from tymor.config.disclosure import Protection
from tymor.disclosure.protect import NEAR_ALL, NEAR_NONE, SCHOOL
from tymor.disclosure.system import Reader

#: What is counted of each figure, in the order of its numbers.
COUNTS = ["numerator", "denominator", "cohort"]


@dataclass(frozen=True)
class Move:
    """Changes that are made together, and what they do: by how much more each number ``at`` is."""

    edits: tuple[int, ...]
    at: np.ndarray
    by: np.ndarray


class Fits:
    """Whether a move, beside those made before, leaves all as readers take it to be.

    Every figure must be shown as it is for all that its own numbers say, and the numbers must tie
    as all tables of these figures do.
    """

    def __init__(self, reader: Reader, rules: Protection) -> None:
        cells = reader.cells
        self._count = len(cells)
        truth = [cells[name].to_numpy(np.int64) for name in COUNTS]
        self._now = np.concatenate(truth)
        self._state = cells["state"].to_numpy()
        self._percentage = cells["percentage"].to_numpy(bool)
        school = (cells["level"] == SCHOOL).to_numpy()
        least = np.where(cells["fine"], rules.least_cohort_others, rules.least_cohort)
        self._least = np.where(school, least, rules.least_cohort)
        side = np.where(school, rules.least_side, rules.least_cohort)
        self._side = np.where(cells["group"] != "all", side, 0)
        self._block = reader.block
        self._sharing = np.bincount(reader.block, minlength=reader.blocks)
        self._ties = csc_array(reader.matrix)
        self._sums = reader.matrix @ reader.truth
        self._low, self._high = reader.low, reader.high

    def __call__(self, move: Move) -> bool:
        return self._as_shown(move) and self._ties_hold(move)

    def make(self, move: Move) -> None:
        """The move is made: what comes then comes beside it."""
        self._now[move.at] += move.by
        rows, by = self._tied(move)
        np.add.at(self._sums, rows, by)

    def _as_shown(self, move: Move) -> bool:
        count = self._count
        cells, place = np.unique(move.at % count, return_inverse=True)
        was = self._now.reshape(3, -1)[:, cells]
        now = was.copy()
        now[move.at // count, place] += move.by
        n, d, cohort = now
        state, percentage = self._state[cells], self._percentage[cells]
        if (d < 1).any() or (n < 0).any() or (percentage & (n > d)).any():
            return False
        if ((state == NEAR_ALL) & (d - n > 1)).any() or ((state == NEAR_NONE) & (n > 1)).any():
            return False
        few = self._few(cells, cohort)
        near = percentage & (few == 0) & (_near(n, d) != _near(was[0], was[1]))
        return not near.any() and bool((few == self._few(cells, was[2])).all())

    def _few(self, cells: np.ndarray, cohort: np.ndarray) -> np.ndarray:
        few: np.ndarray = (cohort < self._least[cells]) + 2 * (cohort < self._side[cells])
        return few

    def _ties_hold(self, move: Move) -> bool:
        cells = move.at[(move.at >= self._count) & (move.at < 2 * self._count)] - self._count
        blocks, many = np.unique(self._block[cells], return_counts=True)
        if (many != self._sharing[blocks]).any():
            return False  # measures with one cohort have one in every table
        rows, by = self._tied(move)
        touched, place = np.unique(rows, return_inverse=True)
        sums = self._sums[touched] + np.bincount(place, by, len(touched))
        return bool(((sums >= self._low[touched]) & (sums <= self._high[touched])).all())

    def _tied(self, move: Move) -> tuple[np.ndarray, np.ndarray]:
        """The sums that a move changes, and by how much; some more than once."""
        of_n = move.at < self._count
        of_d = ~of_n & (move.at < 2 * self._count)
        blocks, first = np.unique(self._block[move.at[of_d] - self._count], return_index=True)
        columns = np.concatenate([move.at[of_n], self._count + blocks])
        by = np.concatenate([move.by[of_n], move.by[of_d][first]])
        starts, ends = self._ties.indptr[columns], self._ties.indptr[columns + 1]
        spans = [np.arange(start, end) for start, end in zip(starts, ends, strict=True)]
        at = np.concatenate([np.zeros(0, int), *spans])
        return self._ties.indices[at], self._ties.data[at] * np.repeat(by, ends - starts)


def _near(n: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Whether a percentage is all or all but one, none or one, or both."""
    near: np.ndarray = (d - n <= 1) + 2 * (n <= 1)
    return near
