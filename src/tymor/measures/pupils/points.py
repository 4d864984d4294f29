"""Key Stage 4: the capped points score."""

from tymor.measures.pupils.rule import Rule


def capped_points() -> Rule:
    """The mean of each learner's points of the best eight results.

    The denominator is pupils: every learner at the end of Key Stage 4, with 0
    points where there are none. The numerator is the sum of points.

    Of learners with 400, 350 and no points: 750 points of 3 pupils, 250.0 points.
    """
    return Rule("ks4_capped_points", "KS4", "coalesce(capped_points, 0)")
