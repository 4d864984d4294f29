"""What a measure asks of one learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Phase = Literal["FP", "KS2", "KS3", "KS4", "post16"]

#: The level expected at the end of each phase; at KS4 the rank of grade C.
#: Source: end of phase outcomes, Welsh Government (outcome 5, level 4, level 5, A* to C).
EXPECTED: Mapping[Phase, int] = {"FP": 5, "KS2": 4, "KS3": 5, "KS4": 5}

#: Grades from the lowest; a grade's place is its rank (U is 0, C is 5, A* is 8).
GRADES = ("U", "G", "F", "E", "D", "C", "B", "A", "A*")

#: The subjects of a phase: the columns of a learner's row (post-16: see :mod:`.entries`).
SUBJECTS: Mapping[Phase, tuple[str, ...]] = {
    "FP": ("lce", "lcw", "md", "psd"),
    "KS2": ("english", "cymraeg", "mathematics", "science"),
    "KS3": ("english", "cymraeg", "mathematics", "science"),
    "KS4": (
        *("english", "cymraeg", "mathematics", "science"),
        *("l1", "l2", "five_a", "capped_points"),
    ),
}

#: What data may give beside the subjects, though it is counted from them.
GIVEN_TWICE = ("l2_inclusive",)


@dataclass(frozen=True)
class Rule:
    """One measure of one phase, asked of one learner.

    Attributes
    ----------
    measure_id
        Its name in ``params/measures.yml``.
    phase
        The phase whose learners it is about.
    asks
        An SQL expression over the learner's row, which has a number a subject
        of the phase (level, outcome, rank of the grade, or 0 and 1 for a
        threshold; NULL where the learner has no row of it) and, as
        ``before_SUBJECT``, those of the phase before (see :mod:`.progression`).
        True: reached. False: in the cohort and not reached. NULL: not in
        the cohort. A measure of points gives the points. At ``post16`` the row is an
        entry's: ``subject`` and ``score``, the rank of its grade.
    """

    measure_id: str
    phase: Phase
    asks: str


def rank(grade: str) -> int:
    """
    >>> rank("C"), rank("A*")
    (5, 8)
    """
    return GRADES.index(grade)


def at_least(subject: str, level: int) -> str:
    """Whether a learner has this level; no answer where the subject is not taken."""
    return f"{subject} >= {level}"


def surely(condition: str) -> str:
    """The same, where no answer means no: for measures whose cohort is every learner."""
    return f"coalesce({condition}, false)"
