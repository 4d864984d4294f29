"""Rules behind sentences: which way a figure went, and by how many learners.

Pure functions: they take figures and give a word or a number, and show nothing.
"""

from typing import Literal

from tymor.better import Better, risen
from tymor.page import CONFIDENTIAL, Figure
from tymor.report import told

#: ``up`` is a larger number; ``narrower`` and ``wider`` are said of gaps. The others say why
#: nothing can be said: hidden, a status that the source gave instead of a result, or none held.
Direction = Literal[
    "up",
    "down",
    "equal",
    "narrower",
    "wider",
    "suppressed",
    "not_verified",
    "not_published",
    "not_applicable",
    "not_held",
]
#: How one number stands to another.
Beside = Literal["above", "equal", "below"]
#: Statuses that a sentence says as they are: what is not verified is not called unpublished.
_TOLD: tuple[Direction, ...] = ("not_verified", "not_published", "not_applicable")


def direction(now: Figure | None, before: Figure | None, better: Better = told.PLAIN) -> Direction:
    """Which way a figure went from ``before`` to ``now``, as both are published.

    A hidden figure among the two is said first: it may not be told apart from others.
    """
    for figure in (now, before):
        if figure is None or figure.value is None:
            return _no_number(now, before)
    assert now and before and now.value is not None and before.value is not None
    rise = risen(now.value, before.value, better)
    if not rise:
        return "equal"
    if better == "nearer_zero":
        return "narrower" if rise < 0 else "wider"
    return "up" if rise > 0 else "down"


def turned(now: Figure | None, before: Figure | None) -> bool:
    """Whether a difference lies on the other side of nought: who was behind is ahead."""
    sides = [each.value for each in (now, before) if each is not None and each.value is not None]
    return len(sides) == 2 and sides[0] * sides[1] < 0


def _no_number(now: Figure | None, before: Figure | None) -> Direction:
    said = {figure.status for figure in (now, before) if figure is not None}
    if said & CONFIDENTIAL:
        return "suppressed"
    return next((status for status in _TOLD if status in said), "not_held")


def beside(value: float, other: float, places: int = 1) -> Beside:
    """How one number stands beside another, both as they are shown at ``places``.

    >>> beside(7.0, 7), beside(7.04, 7), beside(6.5, 7), beside(7.1, 7)
    ('equal', 'equal', 'below', 'above')
    """
    apart = round(value, places) - round(other, places)
    return "above" if apart > 0 else "below" if apart < 0 else "equal"


def learners_apart(now: Figure, before: Figure, cohort: int) -> int:
    """How many learners of ``cohort`` the difference between two percentages is, to the nearest.

    A change of one learner or none is no finding about a school.
    """
    return round(told.apart(now, before).value * cohort / 100)


def how_many(number: int) -> Literal["none", "one", "some"]:
    """Which of the three wordings a count of schools takes.

    >>> [how_many(n) for n in (0, 1, 2, 11)]
    ['none', 'one', 'some', 'some']
    """
    return "none" if number == 0 else "one" if number == 1 else "some"
