"""What figures that are protected are called, and the rules that withhold them."""

from enum import IntEnum

#: The figure of how many per cent of an area's pupils are eligible for free school meals.
ELIGIBLE = "efsm_pct"
#: The figure of how many pupils an area has.
ROLL = "pupils"
#: How many exclusions there were, by kind: figures of a table of their own.
EXCLUSIONS = ("exclusions_fixed_term", "exclusions_permanent")
#: What tells a figure from others, where its kind is known.
KEY = ["area_id", "measure_id", "academic_year", "group"]


class Rule(IntEnum):
    """Which rule withheld a figure first; ``NONE`` of one that is shown.

    Each is said what it means by the report on protection (``notebooks/protection/words.yml``).
    """

    NONE = 0
    CLOSED = 1  # of a school that has closed: it is in totals only
    SMALL_COHORT = 2
    SMALL_SIDE = 3  # few in the group, or few others
    FEW_SCHOOLS = 4  # so few make up an authority's group that one could tell another's
    FEW_POINTS = 5  # of so few points that one learner's could be told
    NEAR = 6  # all or all but one, and none or one at once
    BOTH_SIDES = 7  # with all learners it tells of the others
    REST = 8  # what is withheld of an area is too little without it
    ATTACK = 9  # what was found out needed it
    GAP = 10  # a side of the gap is not shown exactly

    @property
    def named(self) -> str:
        """As tables name it; of what is shown, nothing."""
        return self.name.lower() if self else ""
