"""What is public already of figures: it is withheld no more, and whoever attacks knows it."""

import numpy as np
import pandas as pd

from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN


def known_of(cells: pd.DataFrame, shown: pd.DataFrame) -> np.ndarray:
    """The state in which each cell is public already; ``HIDDEN`` where it is not.

    Parameters
    ----------
    cells
        One row a counted figure: its key, ``numerator`` and ``denominator``.
    shown
        One row a time that a figure was shown: its key, ``state``, and the numbers that it had
        then, missing where it was printed elsewhere. A figure that has other numbers now was not
        shown: what was shown was another one.
    """
    if shown.empty:
        return np.full(len(cells), HIDDEN, np.int8)
    numbers = cells[[*KEY, "numerator", "denominator"]].assign(at=np.arange(len(cells)))
    both = shown[[*KEY, "state", "numerator", "denominator"]].merge(
        numbers, on=KEY, suffixes=("", "_now")
    )
    state = both["state"].to_numpy(np.int64)
    n, d = both["numerator_now"], both["denominator_now"]
    of_all = both["denominator"].isna() | (both["denominator"] == d)
    same = of_all & (both["numerator"].isna() | (both["numerator"] == n))
    near = {NEAR_ALL: d - n <= 1, NEAR_NONE: n <= 1}
    stands = np.select(
        [state == SHOWN, *(state == each for each in near)],
        [same, *(of_all & each for each in near.values())],
        default=False,
    )
    known = np.full(len(cells), HIDDEN, np.int64)
    at = both["at"].to_numpy()
    np.minimum.at(known, at[stands], state[stands])
    return known.astype(np.int8)


def with_known(state: np.ndarray, known: np.ndarray) -> np.ndarray:
    """``state`` of figures, or that in which they are ``known``, where it says more."""
    more = (known == SHOWN) | ((state == HIDDEN) & (known != HIDDEN))
    return np.where(more, known, state).astype(np.int8)
