"""Which way of a measure is better, and what follows from that wherever two values are compared."""

from typing import Literal, get_args

#: ``higher`` (attainment), ``lower`` (absence), ``nearer_zero`` (a gap between two groups), or
#: ``neither``: nothing is said to be better, met or improved, and nobody is ranked.
Better = Literal["higher", "lower", "nearer_zero", "neither"]
BETTERS: tuple[Better, ...] = get_args(Better)


def risen(one: float, other: float, better: Better) -> float:
    """How much more the one is than the other; of what is better nearer to zero, in size.

    >>> risen(-3, -5, "nearer_zero"), risen(12, 10, "lower")
    (-2, 2)
    """
    return abs(one) - abs(other) if better == "nearer_zero" else one - other


def gained(one: float, other: float, better: Better) -> float | None:
    """How much better the one is than the other; nothing where neither way is.

    >>> gained(-3, -5, "nearer_zero"), gained(12, 10, "lower"), gained(12, 10, "neither")
    (2, -2, None)
    """
    if better == "neither":
        return None
    more = risen(one, other, better)
    return more if better == "higher" else -more + 0
