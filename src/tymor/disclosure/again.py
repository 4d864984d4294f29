"""Show again what need not be withheld any more.

What is withheld for one figure may hide another, too, for which others were withheld. So each
figure of all learners that no rule withholds is tried, and shown where nothing can be told all the
same. Only where few numbers are unknown, for each try is an attack.
"""

from collections.abc import Collection, Iterator

import numpy as np

from tymor.disclosure.protect import HIDDEN, Cells, keeps_enough
from tymor.disclosure.repair import prices
from tymor.disclosure.search import found_out
from tymor.disclosure.system import Reader, System

#: In parts of more unknown numbers nothing is tried.
_SMALL = 100


def shown_again(
    cells: Cells, own: np.ndarray, reader: Reader, schools: Collection[str]
) -> np.ndarray:
    """The state of ``cells``, with some of what only repair withheld in its ``own`` state again."""
    some = (cells.state == HIDDEN) & (own != HIDDEN) & ~cells.of_group
    price = prices(cells.rows)
    system = reader.system(cells.state, np.ones(len(some), bool))
    for part in system.parts():
        if len(part.truth) > _SMALL:
            continue
        for at in _dearest(_within(part, reader, some, cells.state), reader, price):
            before = cells.state.copy()
            cells.state[at] = own[at]
            enough = all(keeps_enough(cells, int(each)) for each in at)
            if not enough or _told(part.knowing(*reader.ends(cells.state)), schools):
                cells.state = before
    return cells.state


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


def _told(part: System, schools: Collection[str]) -> bool:
    return any(found_out(each, schools) for each in part.parts())
