"""Moves that leave the pattern of what is withheld as it is; the others are taken back."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tymor.audit.twins.fits import COUNTS, Move
from tymor.audit.twins.moves import changed_numbers
from tymor.config.disclosure import Protection
from tymor.config.models import Measure
from tymor.disclosure.protect import SCHOOL, Cells, protect
from tymor.disclosure.system import Reader

#: After so many rounds, what is not known to leave it as it is goes.
_ROUNDS = 30


class Pattern:
    """How figures are shown by rule, and whether moves would change that.

    Figures of one authority, phase, year and group are a family. What a move changes in one of them
    is mostly felt there; if not, in another group of the same authority, phase and year.
    """

    def __init__(self, reader: Reader, rules: Protection, measures: Mapping[str, Measure]) -> None:
        self._reader, self._rules, self._measures = reader, rules, measures
        words = [name for name in reader.cells if reader.cells[name].dtype == "str"]
        cells = reader.cells.astype(dict.fromkeys(words, object))  # gone through again and again
        self._cells, self._count = cells, len(cells)
        authority = cells["area_id"].where(cells["level"] > SCHOOL, cells["parent_id"])
        names = [authority, cells["phase"], cells["academic_year"]]
        self._near = cells.groupby([*names, cells["group"]], sort=True).ngroup().to_numpy()
        self._wide = cells.groupby(names, sort=True).ngroup().to_numpy()
        self._states = self._protected(cells)
        self._broken = self._breaking(cells)

    def kept(self, moves: Sequence[Move]) -> list[Move]:
        """As many of these moves as leave all as it is, in some rounds: halves of each family."""
        waiting: dict[int, list[list[Move]]] = {}
        for move in moves:
            waiting.setdefault(int(self._near[move.at % self._count].min()), [[]])[0].append(move)
        kept: list[Move] = []
        for _ in range(_ROUNDS):
            tried = {family: chunks.pop() for family, chunks in waiting.items() if chunks}
            if not tried:
                break
            every = [move for chunk in tried.values() for move in chunk]
            blamed = self.blamed(every, self._different([*kept, *every]))
            felt = {id(move) for move, is_blamed in zip(every, blamed, strict=True) if is_blamed}
            for family, chunk in tried.items():
                if not any(id(move) in felt for move in chunk):
                    kept += chunk
                elif len(chunk) > 1:
                    half = len(chunk) // 2
                    waiting[family] += [chunk[half:], chunk[:half]]
        return self.without(kept, self._different(kept))

    def blamed(self, moves: Sequence[Move], different: np.ndarray) -> list[bool]:
        """Which moves may be why these figures (a mask) are shown otherwise."""
        near = [set(self._near[move.at % self._count].tolist()) for move in moves]
        bad = set(self._near[different].tolist())
        found = [bool(own & bad) for own in near]
        told = set().union(*(own for own, is_blamed in zip(near, found, strict=True) if is_blamed))
        left = different & ~np.isin(self._near, list(told))
        bad = set(self._wide[left].tolist())
        wide = (bool(bad.intersection(self._wide[m.at % self._count].tolist())) for m in moves)
        found = [one or other for one, other in zip(found, wide, strict=True)]
        return found if any(found) or not different.any() else [True] * len(moves)

    def without(
        self, moves: Sequence[Move], different: np.ndarray, *, every: bool = True
    ) -> list[Move]:
        """Without the moves that are blamed for these figures, or every other one of them."""
        blamed = self.blamed(moves, different)
        number = np.cumsum(blamed)
        return [
            move
            for move, is_blamed, at in zip(moves, blamed, number, strict=True)
            if not (is_blamed and (every or at % 2))
        ]

    def _different(self, moves: Sequence[Move]) -> np.ndarray:
        """The figures that these moves make shown otherwise, or such as cannot be: a mask."""
        cells = self.moved(moves)
        broken = self._breaking(cells) & ~self._broken
        bad: np.ndarray = (self._protected(cells) != self._states) | broken
        return bad

    def moved(self, moves: Sequence[Move]) -> pd.DataFrame:
        """The figures as these moves make them."""
        more = changed_numbers(moves, 3 * self._count).reshape(3, -1)
        now = {name: self._cells[name] + by for name, by in zip(COUNTS, more, strict=True)}
        return self._cells.assign(**now)

    def _protected(self, cells: pd.DataFrame) -> np.ndarray:
        return protect(Cells(cells, self._rules)).copy()

    def _breaking(self, cells: pd.DataFrame) -> np.ndarray:
        """Figures that break what every reader takes for granted."""
        reader = self._reader
        world = reader.truth.copy()
        world[reader.n], world[reader.d] = cells["numerator"], cells["denominator"]
        sums = reader.matrix @ world
        broken = (sums < reader.low) | (sums > reader.high)
        felt = abs(reader.matrix[np.flatnonzero(broken)]).sum(axis=0) > 0
        return np.asarray(felt[reader.n] | felt[reader.d])
