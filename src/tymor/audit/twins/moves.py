"""Moves: changes that no reader of what is published could see, put together to a twin."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csc_array, csr_array

from tymor.audit.twins.edits import Edits
from tymor.audit.twins.fits import Fits, Move
from tymor.config.disclosure import Protection
from tymor.disclosure.protect import HIDDEN, SHOWN
from tymor.disclosure.system import Reader

#: So many changes are looked at for a number, and so many that undo what each would show.
_LOOKED_AT, _UNDONE = 40, 12
#: Changes with the same effect on some numbers have the same sum of these, and hardly any others.
_LARGE = 2**40


class Moves:
    """Finds moves among the changes of the data.

    A change that only numbers see which nobody is shown is a move; so are two that undo what
    each would show.
    """

    def __init__(self, edits: Edits, reader: Reader, rules: Protection) -> None:
        cells = reader.cells
        state = cells["state"].to_numpy()
        self._count = len(cells)
        shown, told = state == SHOWN, state != HIDDEN
        fixed = np.concatenate([shown, told, told, [False]])
        new = np.asarray(edits.effects[:, [-1]].sum(axis=1)).ravel() != 0
        whole = csr_array(edits.effects, dtype=np.int64)
        some = np.random.default_rng(0).integers(1, _LARGE, whole.shape[1])
        every, seen = whole @ some, whole @ np.where(fixed, some, 0)
        able = np.flatnonzero(~new & np.isin(-seen, seen[~new]))
        #: A kind has the same effect; its members are changes of different learners.
        kinds, first, number = np.unique(every[able], return_index=True, return_inverse=True)
        order = np.argsort(number, kind="stable")
        ends = np.cumsum(np.bincount(number, minlength=len(kinds)))
        self._members = np.split(able[order], ends[:-1])
        self.effects = csr_array(whole[able[first]])
        self._seen = seen[able[first]]
        self._by_number = csc_array(self.effects)
        in_order = np.argsort(self._seen, kind="stable")
        sums, start = np.unique(self._seen[in_order], return_index=True)
        self._undo = dict(zip(sums.tolist(), np.split(in_order, start[1:]), strict=True))
        self._owner = edits.owners
        self._reader, self._rules = reader, rules
        hidden = np.concatenate([~shown, ~told])
        self.targets = np.flatnonzero(hidden)

    def world(self, times: np.ndarray, turn: int) -> list[Move]:
        """Moves by which as many targets as can be are other ones that never were before.

        ``times`` says how often each number was another one; if all were, all are asked again.
        """
        more = np.zeros(3 * self._count, np.int64)
        used: set[str] = set()
        fits = Fits(self._reader, self._rules)
        found = []
        seldom = self.targets[times[self.targets] == times[self.targets].min(initial=0)]
        for target in np.random.default_rng(turn).permutation(seldom).tolist():
            if more[target]:
                continue
            move = self._one(target, fits, used, turn)
            if move is not None:
                more[move.at] += move.by
                fits.make(move)
                used |= {self._owner[each] for each in move.edits}
                found.append(move)
        return found

    def _one(self, target: int, fits: Fits, used: set[str], turn: int) -> Move | None:
        kinds = self._by_number.indices[slice(*self._by_number.indptr[target : target + 2])]
        small = np.diff(self.effects.indptr)[kinds]
        ranked = kinds[np.lexsort((np.roll(kinds, turn), small))][:_LOOKED_AT]
        for kind in ranked:
            one = self._free(int(kind), used, turn)
            if one is None:
                continue
            if self._seen[kind] == 0:
                partners: Iterable[int | None] = (None,)
            else:
                undo = self._undo.get(-int(self._seen[kind]), np.zeros(0, int))
                start = (turn * _UNDONE) % max(len(undo), 1)
                partners = np.roll(undo, -start)[:_UNDONE]
            for partner in partners:
                move = self._of((int(kind), one), partner, used, turn)
                if move is not None and target in move.at and fits(move):
                    return move
        return None

    def _free(self, kind: int, used: set[str], turn: int, but: str = "") -> int | None:
        members = self._members[kind]
        for step in range(len(members)):
            each = int(members[(step + turn) % len(members)])
            if self._owner[each] not in used and self._owner[each] != but:
                return each
        return None

    def _of(
        self, one: tuple[int, int], partner: int | None, used: set[str], turn: int
    ) -> Move | None:
        kind, edit = one
        at, by = self._effect(kind)
        if partner is None:
            return Move((edit,), at, by)
        other = self._free(int(partner), used, turn, self._owner[edit])
        if other is None:
            return None
        at2, by2 = self._effect(int(partner))
        both = np.concatenate([at, at2])
        numbers, place = np.unique(both, return_inverse=True)
        sums = np.bincount(place, np.concatenate([by, by2])).astype(np.int64)
        kept = sums != 0
        return Move((edit, other), numbers[kept], sums[kept])

    def _effect(self, kind: int) -> tuple[np.ndarray, np.ndarray]:
        own = slice(*self.effects.indptr[kind : kind + 2])
        return self.effects.indices[own], self.effects.data[own]


def changed_numbers(moves: Sequence[Move], size: int) -> np.ndarray:
    """By how much each number is more."""
    more = np.zeros(size, np.int64)
    for move in moves:
        more[move.at] += move.by
    return more
