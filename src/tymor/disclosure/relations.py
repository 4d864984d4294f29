"""What ties the numbers of different measures: levels within levels, parts of a whole, streams.

Each is a row of a matrix, ``low <= factors @ numbers <= high``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from tymor.disclosure.names import KEY


class Rows:
    """Rows of a matrix, gathered many at a time."""

    def __init__(self) -> None:
        self.count = 0
        self.entries: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.limits: list[tuple[int, float, float]] = []

    def add(
        self,
        low: float,
        high: float,
        *terms: tuple[np.ndarray, float],
        true: np.ndarray | None = None,
    ) -> None:
        """A row for each place of the terms' columns; of ``true`` numbers, where it is so."""
        if true is not None:
            sums = sum(factor * true[columns] for columns, factor in terms)
            so = (low <= sums) & (sums <= high)
            terms = tuple((columns[so], factor) for columns, factor in terms)
        many = len(terms[0][0])
        for columns, factor in terms:
            self._put(np.arange(many), columns, factor)
        self._close(many, low, high)

    def add_sums(self, total: np.ndarray, parts: np.ndarray, of: np.ndarray) -> None:
        """Each ``total`` is the sum of its parts: those that are ``of`` its place."""
        self._put(of, parts, 1)
        self._put(np.arange(len(total)), total, -1)
        self._close(len(total), 0, 0)

    def _put(self, rows: np.ndarray, columns: np.ndarray, factor: float) -> None:
        self.entries.append((np.full(len(rows), float(factor)), rows + self.count, columns))

    def _close(self, many: int, low: float, high: float) -> None:
        self.limits.append((many, low, high))
        self.count += many

    def matrix(self, width: int) -> csr_array:
        factors, rows, columns = (np.concatenate(each) for each in zip(*self.entries, strict=True))
        made = csr_array((factors, (rows, columns)), shape=(self.count, width))
        made.eliminate_zeros()
        return made

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        counts, low, high = zip(*self.limits, strict=True)
        return np.repeat(low, counts).astype(float), np.repeat(high, counts).astype(float)


@dataclass(frozen=True)
class Related:
    """How measures hang together: by measure, those that each learner who reached it reached, too
    (``within``); those that make it up, of each entry one (``all_of``); those whose cohorts add up
    to its own (``streams``); the one whose cohort its own is part of (``among``).
    """

    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    all_of: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    streams: Mapping[str, Sequence[str]] = field(default_factory=dict)
    among: Mapping[str, str] = field(default_factory=dict)

    def ways(self, whole: str) -> Iterator[tuple[str, ...]]:
        """One measure of each part that makes up the ``whole``, or all that are its streams."""
        streams = set(self.streams.get(whole, ()))
        parts = [[tuple(part)] if streams >= set(part) else [(each,) for each in part]
                 for part in self.all_of[whole]]  # fmt: skip
        for chosen in product(*parts):
            yield tuple(name for part in chosen for name in part)


def relate(
    rows: Rows,
    cells: pd.DataFrame,
    places: tuple[np.ndarray, np.ndarray],
    related: Related,
    true: np.ndarray | None = None,
) -> None:
    """Add what ties the figures of ``cells``, whose numerators and denominators have these places.

    Where the ``true`` numbers are given, what is not so of them is left out. Of what measures are
    made up of, those that an area has no figure of are taken to have no learners there.
    """
    n, d = places
    beside = _Beside(cells)
    for name, wider in related.within.items():
        for each in wider:
            for m, (w,) in beside.of(name, [each]):
                rows.add(-np.inf, 0, (n[m], 1), (n[w], -1), true=true)
    for name, parts in related.all_of.items():
        for part in parts:
            for m, those in beside.of(name, part if len(part) > 1 else ()):
                rows.add(-np.inf, 0, (n[m], 1), *((n[each], -1) for each in those), true=true)
        # Whoever did not reach it is one of those who did not reach some part.
        others = len(parts) - 1
        for names in related.ways(name):
            for m, those in beside.of(name, names, at_least=len(parts)):
                reached = [(n[each], 1) for each in those]
                rows.add(-np.inf, 0, *reached, (n[m], -1), (d[m], -others), true=true)
    for name, whole in related.among.items():
        for m, (w,) in beside.of(name, [whole]):
            rows.add(-np.inf, 0, (d[m], 1), (d[w], -1), true=true)
    for name, parts in related.streams.items():
        for m, those in beside.of(name, parts):
            rows.add(0, 0, *((d[each], 1) for each in those), (d[m], -1), true=true)


class _Beside:
    """Finds figures of the same learners."""

    def __init__(self, cells: pd.DataFrame) -> None:
        keys = self._keys = cells[KEY].reset_index(drop=True)
        self._at = pd.MultiIndex.from_frame(self._keys)
        self._of = {str(k): np.asarray(v) for k, v in keys.groupby("measure_id").indices.items()}

    def of(
        self, measure: str, names: Sequence[str], at_least: int = 1
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Where some figures of a measure stand, and in a row a measure those of these ``names``
        that the same learners have, if so many.
        """
        own = self._of.get(measure, np.zeros(0, int))
        if not len(own) or not names:
            return
        keys = self._keys.iloc[own]
        at = np.stack([self._find(keys.assign(measure_id=name)) for name in names])
        for there in np.unique(at >= 0, axis=1).T:
            if there.sum() >= at_least:
                alike = ((at >= 0) == there[:, None]).all(axis=0)
                yield own[alike], at[there][:, alike]

    def _find(self, keys: pd.DataFrame) -> np.ndarray:
        return self._at.get_indexer(pd.MultiIndex.from_frame(keys))
