"""Moves that leave the pattern of what is withheld as it is; the others are taken back."""

from collections.abc import Mapping, Sequence, Set

import numpy as np
import pandas as pd

from tymor.audit.twins.fits import Move
from tymor.audit.twins.moves import changed_numbers
from tymor.config.disclosure import Protection
from tymor.config.models import Measure
from tymor.disclosure.decide import within_of
from tymor.disclosure.protect import SCHOOL, Cells, protect
from tymor.disclosure.system import Reader

#: After so many rounds, what is not known to leave it as it is goes.
_ROUNDS = 30


class Pattern:
    """How figures are shown by rule, and whether moves would change that.

    Figures of one authority, phase and year are a family: what moves change in one of them is
    hardly felt in another.
    """

    def __init__(self, reader: Reader, rules: Protection, measures: Mapping[str, Measure]) -> None:
        self._reader, self._rules, self._within = reader, rules, within_of(measures)
        words = [name for name in reader.cells if reader.cells[name].dtype == "str"]
        cells = reader.cells.astype(dict.fromkeys(words, object))  # gone through again and again
        self._cells = cells
        self._count = len(cells)
        authority = cells["area_id"].where(cells["level"] > SCHOOL, cells["parent_id"])
        names = [authority, cells["phase"], cells["academic_year"]]
        self.family = cells.groupby(names, sort=True).ngroup().to_numpy()
        self._states = self._protected(cells)
        self._fits = self._told(cells)

    def kept(self, moves: Sequence[Move]) -> list[Move]:
        """As many of these moves as leave all as it is, in some rounds: halves of each family."""
        waiting: dict[int, list[list[Move]]] = {}
        for move in moves:
            waiting.setdefault(min(self.families(move)), [[]])[0].append(move)
        kept: list[Move] = []
        for _ in range(_ROUNDS):
            tried = {family: chunks.pop() for family, chunks in waiting.items() if chunks}
            if not tried:
                break
            every = [move for chunk in tried.values() for move in chunk]
            bad = self.different([*kept, *every])
            felt = {
                family
                for family, chunk in tried.items()
                if any(self.families(move) & bad for move in chunk)
            }
            if bad and not felt:
                felt = set(tried)
            for family, chunk in tried.items():
                if family not in felt:
                    kept += chunk
                elif len(chunk) > 1:
                    half = len(chunk) // 2
                    waiting[family] += [chunk[half:], chunk[:half]]
        return self.without(kept, self.different(kept)) if kept else kept

    def without(
        self, moves: Sequence[Move], families: Set[int], *, every: bool = True
    ) -> list[Move]:
        """Without the moves that change something in these families, or every other one of them."""
        felt = [bool(self.families(move) & families) for move in moves]
        number = np.cumsum(felt)
        return [
            move
            for move, within, at in zip(moves, felt, number, strict=True)
            if not (within and (every or at % 2))
        ]

    def families(self, move: Move) -> Set[int]:
        return set(self.family[move.at % self._count].tolist())

    def different(self, moves: Sequence[Move]) -> Set[int]:
        """The families in which these moves change how something is shown, or cannot be."""
        cells = self.moved(moves)
        bad = (self._protected(cells) != self._states) | (self._told(cells) & ~self._fits)
        return set(self.family[bad].tolist())

    def moved(self, moves: Sequence[Move]) -> pd.DataFrame:
        """The figures as these moves make them."""
        more = changed_numbers(moves, 3 * self._count).reshape(3, -1)
        names = ["numerator", "denominator", "cohort"]
        cells = self._cells
        return cells.assign(
            **{name: cells[name] + by for name, by in zip(names, more, strict=True)}
        )

    def _protected(self, cells: pd.DataFrame) -> np.ndarray:
        return protect(Cells(cells, self._rules, self._within)).copy()

    def _told(self, cells: pd.DataFrame) -> np.ndarray:
        """Figures that break what every reader takes for granted."""
        reader = self._reader
        world = reader.truth.copy()
        world[reader.n], world[reader.d] = cells["numerator"], cells["denominator"]
        sums = reader.matrix @ world
        broken = (sums < reader.low) | (sums > reader.high)
        felt = abs(reader.matrix[np.flatnonzero(broken)]).sum(axis=0) > 0
        return np.asarray(felt[reader.n] | felt[reader.d])
