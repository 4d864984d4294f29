"""Levels, grades and points: finer than who reached the expected level, and true to it."""

from dataclasses import dataclass

import numpy as np

from tymor_invented.draws import Flags, Floats
from tymor_invented.learners.assessed import Assessed
from tymor_invented.learners.attain import Attained
from tymor_invented.learners.printed import Wanted
from tymor_invented.learners.stages import Stage
from tymor_invented.schools.estate import Ints

GRADES = ("A*", "A", "B", "C", "D", "E", "F", "G", "U")
NO_GRADE = -1
NO_LEVEL = -1
_LAST_PASS = GRADES.index("C")
# What each grade counts towards the points score.
_GRADE_POINTS = np.array([58, 52, 46, 40, 34, 28, 22, 16, 0])
_SUBJECTS_COUNTED = 8

EXPECTED = {"FP": 5, "KS2": 4, "KS3": 5}
# Of those below the expected level, the share one level below, two below, and so on.
_BELOW = (0.74, 0.18, 0.06, 0.02)
# Of all, the share a level above the highest that is printed (FP outcome 6 is the last).
_ABOVE_PRINTED = {"KS2": 0.012, "KS3": 0.03}
# The share of learners with A*, A and B where as many as possible pass.
_TOP_GRADES = (0.045, 0.12, 0.21)
_LOW_GRADES = (0.46, 0.25, 0.15, 0.10, 0.04)
_FIVE_A = 0.165
# Points at even distances through the order of learners, before the thresholds are met.
_POINTS = (20, 210, 285, 322, 345, 362, 378, 394, 410, 430, 464)
_POINTS_WITH_L2, _POINTS_WITH_L1, _POINTS_WITHOUT_L2, _POINTS_WITHOUT_L1 = 200, 80, 318, 136


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows of results, a column a subject: a level or a grade, and whether it was taken."""

    subjects: tuple[str, ...]
    level: Ints
    grade: Ints
    taken: Flags


def marks(stage: Stage, pupils: Assessed, attained: Attained, wanted: Wanted) -> Marks:
    """Levels at the phases that end in them, grades and thresholds at KS4."""
    if stage.lower:
        return _key_stage_4(stage, pupils, attained)
    columns = [_levels(stage, pupils, attained, wanted, subject) for subject in stage.subjects]
    level = np.column_stack(columns)
    taken = np.column_stack([taking(stage, pupils, subject) for subject in stage.subjects])
    return Marks(stage.subjects, level, np.full_like(level, NO_GRADE), taken)


def taking(stage: Stage, pupils: Assessed, subject: str) -> Flags:
    """Who is assessed in the subject."""
    if subject == stage.languages[1]:
        return pupils.welsh
    if subject == stage.languages[0] and not stage.either_language:
        return ~pupils.welsh
    return np.ones_like(pupils.welsh)


def _levels(
    stage: Stage, pupils: Assessed, attained: Attained, wanted: Wanted, subject: str
) -> Ints:
    taken, score = taking(stage, pupils, subject), pupils.by_subject[subject]
    missed = attained.missed[subject] & taken
    expected = EXPECTED[stage.name]
    counts = _higher(stage, wanted, subject, int(taken.sum()))
    above = steps(taken & ~missed, score, counts)
    # steps numbers the best 0; level by level up is the other way round.
    level = np.where(taken, expected + len(counts) - above, NO_LEVEL)
    below = steps(missed, score, shares(int(missed.sum()), _BELOW))
    return np.where(missed, np.maximum(expected - 1 - below, 1), level)


def _higher(stage: Stage, wanted: Wanted, subject: str, takers: int) -> list[int]:
    """How many have each level above the expected one, the highest first."""
    measure = stage.measure(subject)
    if f"{measure}_plus1" in wanted:
        steps = [f"{measure}_plus1", f"{measure}_plus2"]
        reached = [round(wanted[step] / 100 * takers) for step in steps if step in wanted]
    else:  # psd and science: as number or mathematics
        return _higher(stage, wanted, stage.number, takers)
    if stage.name in _ABOVE_PRINTED:
        reached.append(min(round(_ABOVE_PRINTED[stage.name] * takers), reached[-1]))
    exactly = [now - more for now, more in zip(reached, [*reached[1:], 0], strict=True)]
    return exactly[::-1]


def _key_stage_4(stage: Stage, pupils: Assessed, attained: Attained) -> Marks:
    examined = (*stage.languages, stage.number)
    grades = np.column_stack([_grades(stage, pupils, attained, name) for name in examined])
    science = _science(pupils)
    grades = np.column_stack([grades, science])
    level_2 = ~attained.missed[stage.third]
    level_1 = ~attained.lower_missed
    five_a = level_2 & (steps(level_2, pupils.overall, shares(len(science), (_FIVE_A,))) == 0)
    points = _points(pupils, level_1, level_2, grades)
    summary = np.column_stack([level_1, level_2, ~attained.short, five_a, points]).astype(np.int64)
    subjects = (*examined, "science", "l1", "l2", "l2_inclusive", "five_a", "capped_points")
    taken = np.ones((len(science), len(subjects)), dtype=np.bool_)
    taken[:, 1] = pupils.welsh
    return Marks(
        subjects,
        level=np.column_stack([np.full_like(grades, NO_LEVEL), summary]),
        grade=np.column_stack([grades, np.full_like(summary, NO_GRADE)]),
        taken=taken,
    )


def _grades(stage: Stage, pupils: Assessed, attained: Attained, subject: str) -> Ints:
    taken, score = taking(stage, pupils, subject), pupils.by_subject[subject]
    missed = attained.missed[subject] & taken
    passes = steps(taken & ~missed, score, shares(int(taken.sum()), _TOP_GRADES))
    fails = steps(missed, score, shares(int(missed.sum()), _LOW_GRADES))
    grade = np.where(missed, np.minimum(_LAST_PASS + 1 + fails, len(GRADES) - 1), passes)
    return np.where(taken, grade, NO_GRADE)


def _science(pupils: Assessed) -> Ints:
    """No figure was printed: grades as in the core subjects together."""
    parts = (0.05, 0.13, 0.23, 0.34, 0.12, 0.06, 0.04, 0.02)
    everyone = np.ones_like(pupils.boy)
    return steps(everyone, pupils.overall, shares(len(everyone), parts))


def _points(pupils: Assessed, level_1: Flags, level_2: Flags, grades: Ints) -> Ints:
    """The capped score: eight best results, no less than the known ones among them."""
    count = len(level_1)
    order = np.empty(count)
    order[np.argsort(pupils.overall, kind="stable")] = (np.arange(count) + 0.5) / max(count, 1)
    points = np.interp(order, np.linspace(0, 1, len(_POINTS)), _POINTS)
    points = np.where(level_2, np.maximum(points, _POINTS_WITH_L2), points)
    points = np.where(level_2, points, np.minimum(points, _POINTS_WITHOUT_L2))
    points = np.where(level_1, np.maximum(points, _POINTS_WITH_L1), points)
    points = np.where(level_1, points, np.minimum(points, _POINTS_WITHOUT_L1))
    known = np.where(grades == NO_GRADE, 0, _GRADE_POINTS[grades]).sum(axis=1)
    most = _SUBJECTS_COUNTED * int(_GRADE_POINTS[0])
    return np.clip(np.floor(points + 0.5), known, most).astype(np.int64)


def steps(who: Flags, score: Floats, counts: list[int]) -> Ints:
    """For each of ``who``, from the best down: 0 for the first ``counts[0]``, then 1, and so on.

    Whoever is left over gets the number of counts; whoever is not of ``who`` too.
    """
    result = np.full(len(who), len(counts), dtype=np.int64)
    members = np.flatnonzero(who)
    ranked = members[np.argsort(-score[members], kind="stable")]
    step = np.searchsorted(np.cumsum(counts), np.arange(len(ranked)), side="right")
    result[ranked] = step
    return result


def shares(total: int, parts: tuple[float, ...]) -> list[int]:
    """The whole numbers of ``total`` that the parts come to; what is left is in none."""
    ends = np.floor(np.cumsum(parts) * total + 0.5).astype(np.int64)
    return [int(end) for end in np.diff(ends, prepend=0)]
