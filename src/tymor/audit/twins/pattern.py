"""Moves that leave the pattern of what is withheld as it is; the others are taken back."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from tymor.audit.twins.fits import COUNTS, Move
from tymor.audit.twins.moves import changed_numbers
from tymor.cache import Cache
from tymor.config.disclosure import Protection
from tymor.config.measures import Measure
from tymor.disclosure.decide import decide
from tymor.disclosure.protect import SCHOOL, Cells, protect
from tymor.disclosure.repair import everything_found_out
from tymor.disclosure.system import Reader

#: So often halves are tried against the rules; so often it is decided what is withheld beside.
_HALVED, _DECIDED = 30, 8
#: After so many times, moves are taken back that are less near a figure that is shown otherwise.
NEAR = 3


class Pattern:
    """How figures are shown, and whether moves would change that.

    What a move changes is mostly felt near it, in a figure of its authority, year, group and
    measure; if not, in another measure of the phase; if not, in one that sums tie to these; if not,
    in another year of the phase.
    """

    def __init__(
        self, reader: Reader, rules: Protection, measures: Mapping[str, Measure], cache: Path
    ) -> None:
        self._rules, self._measures = rules, measures
        self._cache = Cache(cache)
        cells = reader.cells
        words = [name for name in cells if cells[name].dtype == "str"]
        self._words = cells.astype(dict.fromkeys(words, object))  # gone through again and again
        self._cells, self._count = cells, len(cells)
        authority = cells["area_id"].where(cells["level"] > SCHOOL, cells["parent_id"])
        names = [authority, cells["phase"], cells["academic_year"], cells["group"]]
        own, near = (
            cells.groupby(by, sort=True).ngroup().to_numpy()
            for by in ([*names, cells["measure_id"]], names)
        )
        self._near, self._tied = near, _tied(reader)
        #: Ever wider: figures with the same number are near each other.
        self._wide = [own, near, self._tied, cells.groupby("phase").ngroup().to_numpy()]
        self._states = self._protected(self._words)
        self._decided = self._deciding(cells, np.ones(len(cells), bool))

    def kept(self, moves: Sequence[Move]) -> list[Move]:
        """As many of these moves as leave all as it is."""
        return self._decided_alike(self._by_rule(moves))

    def _by_rule(self, moves: Sequence[Move]) -> list[Move]:
        """Moves after which the rules show all as it is: halves of what is near each other."""
        near = self._near
        waiting: dict[int, list[list[Move]]] = {}
        for move in moves:
            waiting.setdefault(int(near[move.at % self._count].min()), [[]])[0].append(move)
        kept: list[Move] = []
        for _ in range(_HALVED):
            tried = {family: chunks.pop() for family, chunks in waiting.items() if chunks}
            if not tried:
                break
            every = [move for chunk in tried.values() for move in chunk]
            blamed = self.blamed(every, self._different([*kept, *every]), NEAR)
            felt = {id(move) for move, is_blamed in zip(every, blamed, strict=True) if is_blamed}
            for family, chunk in tried.items():
                if not any(id(move) in felt for move in chunk):
                    kept += chunk
                elif len(chunk) > 1:
                    half = len(chunk) // 2
                    waiting[family] += [chunk[half:], chunk[:half]]
        return self.without(kept, self._different(kept), NEAR)

    def _decided_alike(self, moves: Sequence[Move]) -> list[Move]:
        """Moves after which what is withheld beside is the same, too.

        After the first time it is decided only of what is tied to what was taken back, and why.
        """
        asked = np.ones(self._count, bool)
        kept = list(moves)
        for tried in range(_DECIDED):
            bad = asked & (self._deciding(self.moved(kept), asked) != self._decided)
            if not bad.any():
                break
            before = changed_numbers(kept, 3 * self._count)
            kept = self.without(kept, bad, tried)
            other = (changed_numbers(kept, 3 * self._count) != before).reshape(3, -1).any(axis=0)
            asked = np.isin(self._tied, self._tied[other | bad])
        return kept

    def blamed(self, moves: Sequence[Move], different: np.ndarray, tried: int = 0) -> np.ndarray:
        """Which moves may be why these figures (a mask) are shown otherwise: a mask."""
        found, left = np.zeros(len(moves), bool), different
        for label in self._wide[min(tried // NEAR, 2) :]:
            bad = set(label[left].tolist())
            own = [set(label[move.at % self._count].tolist()) for move in moves]
            now = np.array([bool(bad & each) for each in own], bool)
            told = set().union(*(each for each, is_so in zip(own, now, strict=True) if is_so))
            left = left & ~np.isin(label, list(told))
            found |= now
        return found if not left.any() else np.ones(len(moves), bool)

    def without(self, moves: Sequence[Move], different: np.ndarray, tried: int) -> list[Move]:
        """Without the moves that are blamed for these figures; the first time every other one."""
        blamed = self.blamed(moves, different, tried)
        if not tried:
            blamed &= np.cumsum(blamed) % 2 == 1
        return [move for move, is_blamed in zip(moves, blamed, strict=True) if not is_blamed]

    def _different(self, moves: Sequence[Move]) -> np.ndarray:
        """The figures that the rules show otherwise after these moves: a mask."""
        bad: np.ndarray = self._protected(self.moved(moves, self._words)) != self._states
        return bad

    def moved(self, moves: Sequence[Move], cells: pd.DataFrame | None = None) -> pd.DataFrame:
        """The figures as these moves make them."""
        cells = self._cells if cells is None else cells
        more = changed_numbers(moves, 3 * self._count).reshape(3, -1)
        now = {name: cells[name] + by for name, by in zip(COUNTS, more, strict=True)}
        return cells.assign(**now)

    def _protected(self, cells: pd.DataFrame) -> np.ndarray:
        return protect(Cells(cells, self._rules)).copy()

    def _deciding(self, cells: pd.DataFrame, asked: np.ndarray) -> np.ndarray:
        """How each figure would be shown; only of those asked about what others must be beside."""
        search = partial(everything_found_out, cache=self._cache)
        found = decide(cells, self._measures, self._rules, search, self._cache, asked)
        states: np.ndarray = found.cells["state"].to_numpy()
        return states


def _tied(reader: Reader) -> np.ndarray:
    """A number a figure: those whose numbers sums and limits tie have the same."""
    count, size = len(reader.cells), len(reader.truth)
    both = csr_array(
        (np.ones(2 * count), (np.tile(np.arange(count), 2), np.concatenate([reader.n, reader.d]))),
        shape=(count, size),
    )
    rows = abs(vstack([reader.matrix, both]))
    links = block_array([[None, rows], [rows.T, None]])
    label: np.ndarray = connected_components(links, directed=False)[1][rows.shape[0] :]
    return label[reader.n]
