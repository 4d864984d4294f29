"""What chance alone leaves of a share of few learners, and what differs by more."""

from math import sqrt
from statistics import NormalDist


def range_of(value: float, learners: float, level: float) -> tuple[float, float]:
    """The least and the most per cent that a share of so many learners may stand for (Wilson).

    A year group is one of many that a school might have had. In ``level`` of 100 of them the range
    of the result holds what the school brings about in the long run.

    Parameters
    ----------
    value
        Per cent of the learners who reached it; as it is shown, it stands for whole learners.
    learners
        The cohort: how many it is a share of, at least 1.
    level
        Of 100, such as 95.

    >>> [round(end, 1) for end in range_of(80, 10, 95)]
    [49.0, 94.3]
    """
    share = round(value * learners / 100) / learners
    z = NormalDist().inv_cdf(0.5 + level / 200)
    around = share + z * z / (2 * learners)
    half = z * sqrt(share * (1 - share) / learners + (z / (2 * learners)) ** 2)
    whole = 1 + z * z / learners
    return max(0.0, 100 * (around - half) / whole), min(100.0, 100 * (around + half) / whole)


def limits_around(value: float, learners: float, level: float) -> tuple[float, float]:
    """Between which per cent ``level`` of 100 shares of so many learners lie, where ``value`` is
    what is brought about: the limits of a funnel. Outside are those whose range leaves it out.
    """
    z = NormalDist().inv_cdf(0.5 + level / 200)
    half = 100 * z * sqrt(value / 100 * (1 - value / 100) / learners)
    return max(0.0, value - half), min(100.0, value + half)
