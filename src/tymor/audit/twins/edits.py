"""Changes of the data, and what each does to the numbers of the figures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from tymor.disclosure.names import KEY

#: Of some rows: the edit, the figures that it counts in, whether it reached them, and 1; or less.
Counted = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
#: Nobody is shown this figure, whatever it is; and: it would be a new one.
_NOBODYS, _NEW = -1, -2


@dataclass(frozen=True)
class Edits:
    """Changes, each of one of the ``tables``; ``effects`` has how much more each number is by it.

    No two changes of a twin have the same of ``owners``. What is done :mod:`.data` knows.
    """

    tables: Sequence[str]
    owners: Sequence[str]
    does: Sequence[Any]
    effects: csr_array

    def only(self, which: np.ndarray) -> "Edits":
        tables, owners, does = (
            [each[row] for row in which] for each in (self.tables, self.owners, self.does)
        )
        return Edits(tables, owners, does, csr_array(self.effects[which]))


def together(parts: Iterable[Edits], numbers: int) -> Edits:
    """All of these, but for those that change nothing."""
    kept = [Edits([], [], [], csr_array((0, numbers)))]
    for part in parts:
        part.effects.eliminate_zeros()
        kept.append(part.only(np.flatnonzero(np.diff(part.effects.indptr))))
    tables, owners, does = (
        [row for part in kept for row in getattr(part, name)]
        for name in ("tables", "owners", "does")
    )
    return Edits(tables, owners, does, csr_array(vstack([part.effects for part in kept])))


class Numbers:
    """Where the numbers of each figure stand: how many reached it, of how many, and the learners.

    Of the figure in row ``i`` of ``cells`` they are ``i``, ``i + count`` and ``i + 2 * count``;
    whatever would be a figure that is not there is the ``new`` one.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        school_groups: Collection[str],
        above: Mapping[str, Sequence[str]],
    ) -> None:
        self.count = len(cells)
        self.new, self.size = 3 * self.count, 3 * self.count + 1
        self.years = frozenset(cells["academic_year"])
        self.above = above
        self._groups = frozenset(school_groups)
        self._at = pd.MultiIndex.from_frame(cells[KEY])
        self._found: dict[tuple[object, ...], np.ndarray] = {}

    def places(
        self, school: str, year: str, measures: Sequence[str], groups: Sequence[str]
    ) -> np.ndarray:
        """The figures of a school and of the areas it is in, by area, group and measure."""
        asked = school, year, tuple(measures), tuple(groups)
        if asked in self._found:
            return self._found[asked]
        areas = [school, *self.above[school]]
        names = pd.MultiIndex.from_product([areas, groups, measures])
        area, group, measure = (names.get_level_values(level) for level in range(3))
        key = pd.MultiIndex.from_arrays([area, measure, [year] * len(names), group])
        found = self._at.get_indexer(key).reshape(len(areas), len(groups), len(measures))
        known = np.array([group in self._groups for group in groups])
        missing = np.full(found.shape, _NEW)
        missing[0, ~known] = _NOBODYS
        self._found[asked] = np.where(found >= 0, found, missing)
        return self._found[asked]

    def effects(self, found: Sequence[Counted], edits: int) -> csr_array:
        """How much more each number is by each of so many edits.

        A learner of several entries is one learner.
        """
        if not found:
            return csr_array((edits, self.size))
        edit, at, reached, asked = (np.concatenate(each) for each in zip(*found, strict=True))
        areas = at.shape[1]
        edit, reached, asked = (np.repeat(each, areas) for each in (edit, reached, asked))
        at = at.ravel()
        known, new = at >= 0, at == _NEW
        entries = [
            csr_array((asked[some], (edit[some], at[some])), shape=(edits, self.count))
            for some in (known & (asked < 0), known & (asked > 0))
        ]
        learners = (entries[0].sign() + entries[1].sign()).tocoo()
        row, column = learners.coords
        rows = [edit[known], edit[known], row, edit[new]]
        columns = [at[known], at[known] + self.count, column + 2 * self.count,
                   np.full(int(new.sum()), self.new)]  # fmt: skip
        values = [reached[known], asked[known], learners.data, asked[new]]
        where = np.concatenate(rows), np.concatenate(columns)
        return csr_array((np.concatenate(values), where), shape=(edits, self.size))
