"""What a reader knows of figures, as sums and limits between whole numbers.

Each counted figure has a numerator and a denominator. Those that are shown are known, the others
are unknown numbers, and whatever a reader may reason with ties them: schools add up to their
authority, learners who are eligible for free school meals and the others to all, whoever reached a
level reached the one below. A *world* is a set of numbers that agrees with all that is published;
the true one is among them. What every world has alike can be worked out.
"""

from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from tymor.disclosure.names import ELIGIBLE, KEY, ROLL
from tymor.disclosure.protect import (
    HIDDEN,
    NEAR_ALL,
    NEAR_NONE,
    SCHOOL,
    SHOWN,
    shared_cohorts,
)
from tymor.disclosure.relations import Related, Rows, relate
from tymor.fingerprints import digest

#: What can be found out of a figure: how many reached it, how many they are, that all of them did.
NUMERATOR, COHORT, ALL = range(3)


@dataclass(frozen=True)
class System:
    """``low <= matrix @ world <= high`` and ``least <= world <= most``, for every world.

    A number is known where ``least`` and ``most`` are one. ``truth`` is the true world, ``area``
    whose each number is, ``family`` of which authority, ``number`` where it stands in the whole.
    Nobody may find out the ``targets``, sums of numbers, a row each, of the figure at that place of
    ``cell`` (``what`` of it): the least and the most that each may be must be so far ``apart``, or
    a numerator none and one, as it is told of large cohorts, too.
    """

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray
    truth: np.ndarray
    area: np.ndarray
    targets: csr_array
    cell: np.ndarray
    what: np.ndarray
    number: np.ndarray
    apart: np.ndarray
    family: np.ndarray

    def is_near(self, target: int, least: float, most: float) -> bool:
        """Whether a target that can be from ``least`` to ``most`` has too few values."""
        none_or_one = self.what[target] == NUMERATOR and least <= 0 and most >= 1
        return bool(most - least < self.apart[target] and not none_or_one)

    def knowing(self, least: np.ndarray, most: np.ndarray) -> "System":
        """The same to who knows these limits of all numbers, too."""
        least = np.maximum(self.least, least[self.number])
        most = np.minimum(self.most, most[self.number])
        can = abs(self.targets) @ (most - least)
        more = replace(self, least=least, most=most, apart=np.minimum(self.apart, can))
        return more.asking(can > 0)

    def asking(self, targets: np.ndarray) -> "System":
        """The same of these targets only (a mask)."""
        at = np.flatnonzero(targets)
        return replace(self, targets=csr_array(self.targets[at]), cell=self.cell[at],
                       what=self.what[at], apart=self.apart[at])  # fmt: skip

    def beside(self, more: "System", told: Collection[int] = ()) -> "System":
        """The same without what cannot be told, since one who knows ``more`` cannot tell it either:
        of all figures but those ``told`` to the latter.

        How many reached a figure is such a thing; and so is that all did, of whom it is known how
        many they are.
        """
        kept = np.zeros(max(self.cell.max(initial=0), more.cell.max(initial=0)) + 1)
        own = more.what == NUMERATOR
        kept[more.cell[own]] = more.apart[own]
        kept[list(told)] = 0
        beside = kept[self.cell]
        follows = (self.what == NUMERATOR) & (beside >= self.apart)
        follows |= (self.what == ALL) & (beside > 0)
        return self.asking(~follows)

    def digest(self) -> str:
        """The digest of all that decides what can be told of it."""
        m, t = self.matrix, self.targets
        arrays = (m.indptr, m.indices, m.data, self.low, self.high, self.least, self.most,
                  self.truth, t.indptr, t.indices, t.data, self.cell, self.what,
                  self.apart)  # fmt: skip
        return digest(*(each.tobytes() for each in arrays), *map(str, self.area))

    def parts(self) -> Iterator["System"]:
        """What has nothing to do with each other; known numbers are in none of them."""
        free = np.flatnonzero(self.most > self.least)
        taken = self.matrix @ np.where(self.most > self.least, 0, self.truth)
        matrix = csr_array(self.matrix[:, free])
        low, high = self.low - taken, self.high - taken
        least, most = self.least[free].copy(), self.most[free].copy()
        _tighten(matrix, low, high, least, most)
        kept = _distinct(matrix, low, high)
        matrix, low, high = csr_array(matrix[kept]), low[kept], high[kept]
        targets = csr_array(self.targets[:, free])
        both = csr_array(vstack([matrix, targets]))
        links = block_array([[None, abs(both)], [abs(both).T, None]])
        many, label = connected_components(links, directed=False)
        rows = _split(label[: matrix.shape[0]], many)
        asked = _split(label[matrix.shape[0] : both.shape[0]], many)
        columns = _split(label[both.shape[0] :], many)
        for row, target, column in zip(rows, asked, columns, strict=True):
            if len(target):
                at = free[column]
                yield System(
                    csr_array(matrix[row][:, column]), low[row], high[row],
                    least[column], most[column], self.truth[at], self.area[at],
                    csr_array(targets[target][:, column]), self.cell[target], self.what[target],
                    self.number[at], self.apart[target], self.family[at],
                )  # fmt: skip


def _tighten(
    matrix: csr_array, low: np.ndarray, high: np.ndarray, least: np.ndarray, most: np.ndarray
) -> None:
    """Take limits of single numbers into ``least`` and ``most``."""
    alone = np.flatnonzero(np.diff(matrix.indptr) == 1)
    columns, factors = (each[matrix.indptr[alone]] for each in (matrix.indices, matrix.data))
    ends = np.sort([low[alone] / factors, high[alone] / factors], axis=0)
    np.maximum.at(least, columns, ends[0])
    np.minimum.at(most, columns, ends[1])


def _distinct(matrix: csr_array, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """One row of those that say the same, of more than one number."""
    seen: dict[tuple[bytes, bytes, float, float], int] = {}
    matrix.sort_indices()
    for at in np.flatnonzero(np.diff(matrix.indptr) > 1):
        own = slice(matrix.indptr[at], matrix.indptr[at + 1])
        says = (matrix.indices[own].tobytes(), matrix.data[own].tobytes(), low[at], high[at])
        seen.setdefault(says, int(at))
    return np.array(sorted(seen.values()), int)


def _split(labels: np.ndarray, many: int) -> list[np.ndarray]:
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, many)))


class Reader:
    """All that a reader can reason with, of one table of figures.

    Parameters
    ----------
    cells
        One row a counted figure: the columns of :class:`~tymor.disclosure.protect.Cells`.
    related
        How the measures hang together. What is not so of the true numbers is not taken as known.
    interval
        How many values each number that is withheld must have at least, to whoever attacks.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        related: Related,
        interval: int,
    ) -> None:
        self.interval = interval
        self._given = np.zeros(0, int)
        self.cells = cells.reset_index(drop=True)
        count = len(cells)
        self.percentage = self.cells["percentage"].to_numpy(bool)
        most = np.where(self.percentage, 1, self.cells["most"])
        #: What one learner can add to a numerator at most; 0 where nobody knows.
        self.most = np.where(self.cells["numerator"] <= most * self.cells["denominator"], most, 0)
        self.share = (self.cells["measure_id"] == ELIGIBLE).to_numpy()
        learners = (self.cells["denominator"] == self.cells["cohort"]).to_numpy()
        alike = [shared_cohorts(self.cells), self.cells["cohort"]]
        block = self.cells.groupby(alike, sort=False).ngroup().to_numpy()
        block = np.where(learners, block, block.max(initial=-1) + 1 + np.arange(count))
        self._at = pd.MultiIndex.from_frame(self.cells[KEY])
        roll = self._rolls()
        block = np.where(roll >= 0, block[roll], block)
        self.block = np.unique(block, return_inverse=True)[1]
        #: Where each figure's numerator and denominator stand in a world.
        self.n, self.d = np.arange(count), count + self.block
        self.blocks = self.block.max(initial=-1) + 1
        truth = np.zeros(count + self.blocks)
        truth[self.n], truth[self.d] = self.cells["numerator"], self.cells["denominator"]
        area = np.empty(len(truth), object)
        area[self.n] = area[self.d] = self.cells["area_id"]
        self.truth, self.area = truth, area
        #: Which numbers are of an authority or one of its schools.
        self.family = np.empty(len(truth), object)
        school = self.cells["level"] == SCHOOL
        self.family[self.n] = self.cells["area_id"].mask(school, self.cells["parent_id"])
        self.family[self.d] = self.family[self.n]
        self._rows = Rows()
        self._limits()
        self._sums()
        self._groups()
        relate(self._rows, self.cells, (self.n, self.d), related, self.truth)
        self.matrix = self._rows.matrix(len(self.truth))
        self.low, self.high = self._rows.ends()

    def knowing_cohorts(self) -> "Reader":
        """The same of a reader who knows from elsewhere how many learners each cohort has, in every
        area, of all learners: class lists and rolls are known in a village.
        """
        other = copy(self)
        total = self._place(group="all")
        of_all = (total == np.arange(len(total))) & (self.most > 0) & ~self.share
        # Where nobody was there, nobody was in any group.
        of_none = (total >= 0) & of_all[total] & (self.truth[self.d[total]] == 0)
        other._given = np.unique(self.d[of_all | of_none])
        other.area = self.area.copy()
        other._name_alike((of_all | of_none) & (self.truth[self.d] == 0))
        return other

    def system(self, state: np.ndarray, asked: np.ndarray) -> System:
        """What a reader can reason who is shown the figures in these states, and is ``asked`` what
        some of them are.
        """
        n, d = self.n, self.d
        least, most = self.ends(state)
        of_n = np.flatnonzero(asked & (most[n] > least[n]))
        unknown = np.flatnonzero(asked & (most[d] > least[d]))
        own = unknown[~self.share[unknown]]  # what a share is of, the roll is asked for itself
        of_d = own[np.unique(d[own], return_index=True)[1]]
        everyone = (self.truth[n] == self.truth[d]) & self.percentage & (most[n] > least[n])
        everyone &= self.truth[d] > 0
        of_all = unknown[everyone[unknown]]
        targets = Rows()
        targets.add(0, 0, (n[of_n], 1))
        targets.add(0, 0, (d[of_d], 1))
        targets.add(0, 0, (d[of_all], 1), (n[of_all], -1))
        return System(
            self.matrix, self.low, self.high, least, most, self.truth, self.area,
            targets.matrix(len(self.truth)),
            np.concatenate([of_n, of_d, of_all]),
            np.repeat([NUMERATOR, COHORT, ALL], [len(of_n), len(of_d), len(of_all)]),
            np.arange(len(self.truth)),
            np.concatenate([self.apart(least, most, NUMERATOR)[of_n],
                            self.apart(least, most, COHORT)[of_d],
                            self.apart(least, most, ALL)[of_all]]),
            self.family,
        )  # fmt: skip

    def apart(self, least: np.ndarray, most: np.ndarray, what: int) -> np.ndarray:
        """How far apart the least and the most of each figure must be, for all that its own state
        says: of the few learners of a cohort that is known no more can have reached it.
        """
        count = len(self.cells)
        if what == ALL:
            return np.ones(count)
        can = np.full(count, np.inf)
        if what == NUMERATOR:
            can = most[self.n] - least[self.n]
            can = np.where(self.percentage, np.minimum(can, most[self.d]), can)
        apart: np.ndarray = np.clip(can, 1, self.interval - 1)
        return apart

    def ends(self, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most that each number can be, for all that its own state says."""
        n, d = self.n, self.d
        least = np.zeros(len(self.truth))
        most = np.full(len(self.truth), 4 * self.truth.max(initial=0) + 50)
        told = state != HIDDEN
        least[d[told]] = most[d[told]] = self.truth[d[told]]
        shown = state == SHOWN
        least[n[shown]] = most[n[shown]] = self.truth[n[shown]]
        nearly = state == NEAR_ALL
        most[n[nearly]] = self.truth[d[nearly]]
        least[n[nearly]] = most[n[nearly]] - 1
        most[n[state == NEAR_NONE]] = 1
        given = self._given
        least[given] = most[given] = self.truth[given]
        if len(given):
            can = np.where(self.most > 0, self.most * most[d], np.inf)
            most[n] = np.minimum(most[n], can)
        return least, most

    def _place(self, **other: str | pd.Series) -> np.ndarray:
        """Where each figure's fellow stands, that is like it but for these columns; or -1."""
        return self._at.get_indexer(pd.MultiIndex.from_frame(self.cells.assign(**other)[KEY]))

    def _rolls(self) -> np.ndarray:
        """Where the roll stands that a share of it is of, which is known where the roll is; or -1.

        An area of which some schools tell no share has a roll that is not all of these pupils.
        """
        roll = self._place(measure_id=ROLL)
        whole = self.cells["denominator"].to_numpy()
        return np.where(self.share & (roll >= 0) & (whole == whole[roll]), roll, -1)

    def _limits(self) -> None:
        for most in np.unique(self.most[self.most > 0]):
            some = self.most == most
            self._rows.add(-np.inf, 0, (self.n[some], 1), (self.d[some], -float(most)))

    def _sums(self) -> None:
        """An area's parts; what they lack of it is of others, who are published nowhere."""
        above = self._place(area_id=self.cells["parent_id"])
        child = np.flatnonzero(above >= 0)
        parent, of = np.unique(above[child], return_inverse=True)
        lack_n, lack_d = (
            self.truth[x[parent]] - np.bincount(of, self.truth[x[child]], len(parent))
            for x in (self.n, self.d)
        )
        self._whole = parent, of, child, (lack_n == 0) & (lack_d == 0)
        self._name_alike(np.zeros(len(self.cells), bool))
        limited = self.percentage[parent]
        adds_up = (lack_n >= 0) & (lack_d >= 0) & ~(limited & (lack_n > lack_d))
        number = np.cumsum(adds_up) - 1
        kept = adds_up[of]
        others = np.flatnonzero(adds_up & ((lack_n > 0) | (lack_d > 0)))
        of_others = [len(self.truth) + k * len(others) + np.arange(len(others)) for k in (0, 1)]
        self.truth = np.concatenate([self.truth, lack_n[others], lack_d[others]])
        whose = np.array([f"others in {name}" for name in self.area[parent[others]]], object)
        self.area = np.concatenate([self.area, whose, whose])
        family = self.cells["area_id"].to_numpy(object)[parent[others]]
        self.family = np.concatenate([self.family, family, family])
        some = limited[others]
        self._rows.add(-np.inf, 0, (of_others[0][some], 1), (of_others[1][some], -1))
        of = np.concatenate([number[of[kept]], number[others]])
        for x, more in zip((self.n, self.d), of_others, strict=True):
            parts = np.concatenate([x[child[kept]], more])
            self._rows.add_sums(x[parent[adds_up]], parts, of)

    def _name_alike(self, of_nobody: np.ndarray) -> None:
        """What is of one part alone is that part's own number, which it knows.

        ``of_nobody`` are the figures of which a reader knows that there are no learners (a mask).
        """
        parent, of, child, whole = self._whole
        some = ~of_nobody[child]
        only = whole & (np.bincount(of[some], minlength=len(parent)) == 1)
        alone = np.zeros(len(parent), int)
        alone[of[some]] = child[some]
        parent, child = parent[only], alone[only]
        order = np.argsort(self.cells["level"].to_numpy()[parent], kind="stable")
        for above, part in zip(parent[order], child[order], strict=True):
            for x in (self.n, self.d):
                self.area[x[above]] = self.area[x[part]]
        total = self._place(group="all")  # whoever is all learners is those of each group, too
        for x in (self.n, self.d):
            known = self.area[x[total]] != self.cells["area_id"].to_numpy()
            own = np.flatnonzero((total >= 0) & known)
            self.area[x[own]] = self.area[x[total[own]]]

    def _groups(self) -> None:
        """A group is some of all, and the others are the rest."""
        n, d, true = self.n, self.d, self.truth
        total = self._place(group="all")
        g = np.flatnonzero((total >= 0) & (self.cells["group"] != "all").to_numpy())
        g = g[(true[n[g]] <= true[n[total[g]]]) & (true[d[g]] <= true[d[total[g]]])]
        for x in (n, d):
            self._rows.add(-np.inf, 0, (x[g], 1), (x[total[g]], -1))
        t = total[g]
        rest = self.percentage[g] & (true[n[t]] - true[n[g]] <= true[d[t]] - true[d[g]])
        g, t = g[rest], t[rest]
        self._rows.add(-np.inf, 0, (n[t], 1), (n[g], -1), (d[t], -1), (d[g], 1))
        other = self._place(group=self.cells["others"])
        g = np.flatnonzero((other > np.arange(len(other))) & (total >= 0))
        o, t = other[g], total[g]
        both = np.all([true[x[g]] + true[x[o]] == true[x[t]] for x in (n, d)], axis=0)
        g, o, t = g[both], o[both], t[both]
        for x in (n, d):
            self._rows.add(0, 0, (x[g], 1), (x[o], 1), (x[t], -1))
