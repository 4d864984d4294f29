"""Which learners reach each expected level: exactly as many as the quotas say.

Within a cell the weakest fall short of the overall measure. Each of them is first given
the one subject in which they are weakest of those that still have room, so that
everyone misses something; then each subject fills up with the weakest of the others.
"""

from dataclasses import dataclass

import numpy as np

from tymor_invented.draws import Flags, Floats
from tymor_invented.learners.assessed import Assessed
from tymor_invented.learners.quotas import CELLS, Short
from tymor_invented.learners.stages import Stage
from tymor_invented.schools.estate import Ints


@dataclass(frozen=True, slots=True)
class Attained:
    """Who misses the overall measure, each subject (where it is taken), and the lower one."""

    short: Flags
    missed: dict[str, Flags]
    lower_missed: Flags


def attain(stage: Stage, pupils: Assessed, quota: Short) -> Attained:
    """Pick the learners of every cell."""
    nobody = np.zeros(len(pupils.cell), dtype=np.bool_)
    found = Attained(nobody.copy(), {name: nobody.copy() for name in quota.subjects}, nobody.copy())
    for cell in range(CELLS):
        members = np.flatnonzero(pupils.cell == cell)
        short = _weakest(members, pupils.overall, quota.overall[cell])
        found.short[short] = True
        _languages_and_others(stage, pupils, quota, short, (cell, found))
        third = short[found.missed[stage.third][short]]
        found.lower_missed[_weakest(third, pupils.overall, quota.lower[cell])] = True
    return found


def _languages_and_others(
    stage: Stage, pupils: Assessed, quota: Short, short: Ints, target: tuple[int, Attained]
) -> None:
    cell, found = target
    english, cymraeg = stage.languages
    main = cymraeg if cell % 2 and not stage.either_language else english
    needed = (main, stage.number, stage.third)
    room = np.array(
        [
            quota.language[cell],
            quota.subjects[stage.number][cell],
            quota.subjects[stage.third][cell],
        ]
    )
    scores = np.column_stack([pupils.by_subject[name][short] for name in needed])
    for name, misses in zip(needed, cover(scores, room).T, strict=True):
        found.missed[name][short[misses]] = True
    if cell % 2 and stage.either_language:
        _one_language(stage, pupils, quota, target)


def _one_language(
    stage: Stage, pupils: Assessed, quota: Short, target: tuple[int, Attained]
) -> None:
    """Those taught through Welsh who miss both languages are known; now who misses one."""
    cell, found = target
    members = np.flatnonzero(pupils.cell == cell)
    both = found.missed[stage.languages[0]].copy()
    taken = both.copy()
    for name in stage.languages:
        found.missed[name][members] = both[members]
        rest = quota.subjects[name][cell] - quota.language[cell]
        one = _weakest(members[~taken[members]], pupils.by_subject[name], rest)
        found.missed[name][one] = True
        taken[one] = True


def cover(scores: Floats, room: Ints) -> Flags:
    """For each learner (row) and subject (column) whether it is missed.

    Every learner misses one at least, and each subject is missed by as many as it has
    ``room`` for. Needs no subject with more room than learners, and room for all.
    """
    learners, subjects = scores.shape
    missed = np.zeros((learners, subjects), dtype=np.bool_)
    left = [int(places) for places in room]
    waiting = [True] * learners
    for at in np.argsort(scores, axis=None, kind="stable").tolist():
        learner, subject = divmod(at, subjects)
        if waiting[learner] and left[subject]:
            waiting[learner] = False
            left[subject] -= 1
            missed[learner, subject] = True
    for subject, places in enumerate(left):
        others = np.flatnonzero(~missed[:, subject])
        missed[_weakest(others, scores[:, subject], places), subject] = True
    return missed


def _weakest(who: Ints, score: Floats, number: int) -> Ints:
    return who[np.argsort(score[who], kind="stable")[: int(number)]]
