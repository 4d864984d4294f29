"""Rules: an improvement partner's schools beside the norm, pro rata."""

from math import ceil, floor
from typing import Literal

from tymor.config import Span

Load = Literal["below", "within", "above", "unknown"]


def load_of(full_time_schools: float | None, norm: Span) -> Load:
    """Where a partner's schools, as they would be at full time, stand beside the norm.

    >>> norm = Span(least=14, most=20)
    >>> [load_of(schools, norm) for schools in (13.9, 14.0, 20.0, 20.1, None)]
    ['below', 'within', 'within', 'above', 'unknown']
    """
    if full_time_schools is None:
        return "unknown"
    if full_time_schools < norm.least:
        return "below"
    return "above" if full_time_schools > norm.most else "within"


def to_move(schools: int, working_pct: float, norm: Span) -> int:
    """How many schools more (or, below zero, fewer) bring a partner within the norm, pro rata.

    Eight schools at 60 per cent: the norm is 8.4 to 12, so one more. Nothing where no whole
    number lies within it.

    >>> to_move(8, 60, Span(least=14, most=20)), to_move(21, 100, Span(least=14, most=20))
    (1, -1)
    """
    low, high = ceil(norm.least * working_pct / 100), floor(norm.most * working_pct / 100)
    if low > high:
        return 0
    return low - schools if schools < low else min(0, high - schools)
