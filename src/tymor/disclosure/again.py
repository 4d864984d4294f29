"""Show again what need not be withheld any more.

What is withheld for one figure may hide another, too, for which others were withheld. So each
figure of all learners that no rule withholds is tried, and shown where nothing can be told all the
same. Only where few numbers are unknown, for each try is an attack.
"""

import json
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from tymor.cache import Cache
from tymor.disclosure.protect import HIDDEN, Cells, keeps_enough
from tymor.disclosure.repair import prices
from tymor.disclosure.search import found_out
from tymor.disclosure.system import Reader, System
from tymor.fingerprints import code_of, digest

#: In parts of more unknown numbers nothing is tried.
_SMALL = 100


def shown_again(
    cells: Cells,
    own: np.ndarray,
    readers: Sequence[Reader],
    schools: Collection[str],
    only: np.ndarray | None = None,
    cache: Cache | None = None,
) -> np.ndarray:
    """The state of ``cells``, with some of what only repair withheld in its ``own`` state again.

    Only figures of this mask are tried, where one is given. What was tried before of the same
    numbers is not tried again.
    """
    some = (cells.state == HIDDEN) & (own != HIDDEN) & ~cells.of_group
    if only is not None:
        some &= only
    price, reader = prices(cells.rows), readers[-1]
    system = reader.system(cells.state, np.ones(len(some), bool))
    code = code_of([found_out.__module__])
    for part in system.parts():
        if len(part.truth) > _SMALL or not some[part.cell].any():
            continue
        with _Tries(part, schools, f"{code} {len(readers)}", cache) as tries:
            for at in _dearest(_within(part, reader, some, cells.state), reader, price):
                before = cells.state.copy()
                cells.state[at] = own[at]
                enough = all(keeps_enough(cells, int(each)) for each in at)
                if not enough or tries.tell(cells.state, readers):
                    cells.state = before
    return cells.state


class _Tries:
    """What was found out of a part when some of its figures were shown again; kept, at the end."""

    def __init__(
        self, part: System, schools: Collection[str], code: str, cache: Cache | None
    ) -> None:
        self._part, self._schools, self._cache = part, schools, cache
        self._own = np.unique(part.cell)
        self._named = ("shown again", code, part.digest(), digest(*sorted(schools)))
        held = cache.held(self._named) if cache else ""
        self._told: dict[str, bool] = json.loads(held or "{}")
        self._before = len(self._told)

    def __enter__(self) -> "_Tries":
        return self

    def __exit__(self, *failure: object) -> None:
        if self._cache and len(self._told) > self._before:
            self._cache.keep(self._named, json.dumps(self._told))

    def tell(self, state: np.ndarray, readers: Sequence[Reader]) -> bool:
        """Whether any reader can tell anything where figures are shown in these states."""
        name = digest(state[self._own].tobytes())
        if name not in self._told:
            known = (self._part.knowing(*reader.ends(state)) for reader in readers)
            parts = (part for each in known for part in each.parts())
            self._told[name] = any(found_out(part, self._schools) for part in parts)
        return self._told[name]


def _within(part: System, reader: Reader, some: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Those of ``some`` cells of which nothing is unknown but what is in this part."""
    at = np.unique(part.cell)
    at = at[some[at]]
    least, most = reader.ends(state)
    here = least == most
    here[part.number] = True
    own: np.ndarray = at[here[reader.n[at]] & here[reader.d[at]]]
    return own


def _dearest(at: np.ndarray, reader: Reader, price: np.ndarray) -> Iterator[np.ndarray]:
    """What to try together, and then alone: figures of one cohort, which one of them tells."""
    blocks = [at[reader.block[at] == block] for block in np.unique(reader.block[at])]
    yield from sorted(blocks, key=lambda own: (-price[own].sum(), own[0]))
    yield from sorted(at[:, np.newaxis], key=lambda own: (-price[own[0]], own[0]))
