"""How many learners must reach, and miss, each measure: whole numbers that fit together.

The learners of one phase and year fall into four **cells**: not eFSM or eFSM, and not
taught or taught through Welsh (0 to 3, ``2 * efsm + welsh``). The quotas are numbers of
learners who *fall short*, cell by cell. They are fixed one after the other, each in an
interval that the ones before leave open:

1. eFSM and other learners short of the overall measure: the pair of whole numbers
   nearest to the printed share and the printed gap.
2. Of these, the learners taught through Welsh: in proportion to who falls short in their
   language, at least as many as miss Cymraeg, and (Foundation Phase) leaving at least as many
   in the other stream as miss English. This interval is never empty, as the overall
   measure was printed no higher than languages together.
3. The 2 x 2 table with these margins.
4. Each subject's own number, spread over the cells in proportion to the overall one and
   nowhere above it. That fits, as no subject was printed below the overall measure.
5. The third subject, which was not printed, at least as many in each cell as are needed
   for every learner short of the overall measure to miss some subject. At KS4 it is
   Level 2, and holds also those short of Level 1, whose numbers come first (as in 1).

Sets of these sizes with the needed inclusions then exist in each cell: every number lies
below the overall one and the three together reach it. :mod:`attain` picks them.
"""

from dataclasses import dataclass

import numpy as np

from tymor_invented.learners.printed import Wanted
from tymor_invented.learners.stages import Stage
from tymor_invented.schools.estate import Ints

CELLS = 4
EFSM_CELLS = np.array([2, 3])
OTHER_CELLS = np.array([0, 1])
WELSH_CELLS = np.array([1, 3])
ENGLISH_CELLS = np.array([0, 2])
# Of those taught through Welsh who miss one language, how many miss both.
_BOTH_LANGUAGES = 0.7
# How far the total may be moved, in learners, to meet the gap better.
_LEEWAY = 3


@dataclass(frozen=True, slots=True)
class Short:
    """Learners who fall short, by cell.

    ``language`` of every language they take, ``subjects`` of each subject, ``lower`` of
    the lower threshold where there is one.
    """

    overall: Ints
    language: Ints
    subjects: dict[str, Ints]
    lower: Ints


def quotas(stage: Stage, sizes: Ints, wanted: Wanted) -> Short:
    """The quotas for a phase and year, whose cells have ``sizes`` learners."""
    overall = _overall(stage, sizes, wanted)
    english, cymraeg = stage.languages
    subjects = {
        cymraeg: _spread_over(WELSH_CELLS, _missing(stage, cymraeg, sizes, wanted), overall),
        english: _spread_over(
            np.arange(CELLS) if stage.either_language else ENGLISH_CELLS,
            _missing(stage, english, sizes, wanted),
            overall,
        ),
        stage.number: _spread_over(
            np.arange(CELLS), _missing(stage, stage.number, sizes, wanted), overall
        ),
    }
    language = subjects[english] + subjects[cymraeg]
    if stage.either_language:
        language = np.where([0, 1, 0, 1], _both(subjects, stage, sizes), subjects[english])
    lower = _lower(stage, sizes, overall, wanted)
    needed = np.maximum(overall - language - subjects[stage.number], lower)
    third = round(stage.third_share * int(overall.sum()))
    subjects[stage.third] = spread(third, overall, np.maximum(needed, 0), overall)
    return Short(overall, language, subjects, lower)


def spread(total: int, weights: Ints, low: Ints, high: Ints) -> Ints:
    """``total`` in whole numbers, each from ``low`` to ``high``, as near to the weights as fits.

    Where the bounds leave no room for the total, the nearest total they allow.
    """
    total = int(min(max(total, low.sum()), high.sum()))
    due = total * weights / max(int(weights.sum()), 1)
    given = np.clip(np.floor(due), low, high).astype(np.int64)
    while (over := int(given.sum()) - total) != 0:
        step = -1 if over > 0 else 1
        room = given > low if over > 0 else given < high
        given[np.argmax(np.where(room, step * (due - given), -np.inf))] += step
    return given


def nearest_pair(share: float, gap: float, efsm: int, others: int) -> tuple[int, int]:
    """How many of the eFSM learners and of the others reach a measure.

    The pair for which both the share of all (0 to 1) and the gap (eFSM less others) are
    nearest to what is wanted, the worse of the two counting.
    """
    everyone = efsm + others
    if not efsm or not others:
        return round(share * efsm), round(share * others)
    nearest = (np.inf, 0, 0)
    middle = round(share * everyone)
    for total in range(max(middle - _LEEWAY, 0), min(middle + _LEEWAY, everyone) + 1):
        exact = int((gap + total / others) / (1 / efsm + 1 / others))
        for candidate in (exact, exact + 1):
            part = _within(candidate, max(0, total - others), min(efsm, total))
            rest = total - part
            off = max(abs(total / everyone - share), abs(part / efsm - rest / others - gap))
            nearest = min(nearest, (off, part, rest))
    return nearest[1], nearest[2]


def _overall(stage: Stage, sizes: Ints, wanted: Wanted) -> Ints:
    efsm, others = _short_by_group(stage.overall, sizes, wanted)
    # What the sizes of the cells allow: so many of each group can be taught through Welsh.
    efsm_low, efsm_high = max(0, efsm - int(sizes[2])), min(efsm, int(sizes[3]))
    others_low, others_high = max(0, others - int(sizes[0])), min(others, int(sizes[1]))
    welsh = _within(
        _short_in_welsh(stage, sizes, wanted, efsm + others),
        efsm_low + others_low,
        efsm_high + others_high,
    )
    likely = efsm * sizes[3] / max(int(sizes[EFSM_CELLS].sum()), 1)
    beside = others * sizes[1] / max(int(sizes[OTHER_CELLS].sum()), 1)
    both = _within(
        round(welsh * likely / max(likely + beside, 1e-9)),
        max(efsm_low, welsh - others_high),
        min(efsm_high, welsh - others_low),
    )
    return np.array([others - welsh + both, welsh - both, efsm - both, both])


def _short_in_welsh(stage: Stage, sizes: Ints, wanted: Wanted, short: int) -> int:
    """How many of those ``short`` of the overall measure are taught through Welsh."""
    english, cymraeg = (_missing(stage, name, sizes, wanted) for name in stage.languages)
    if stage.either_language:  # English is missed by learners of both streams
        return max(round(short * cymraeg / max(english, 1)), cymraeg)
    return _within(round(short * cymraeg / max(english + cymraeg, 1)), cymraeg, short - english)


def _short_by_group(measure: str, sizes: Ints, wanted: Wanted) -> tuple[int, int]:
    efsm, others = int(sizes[EFSM_CELLS].sum()), int(sizes[OTHER_CELLS].sum())
    reached = nearest_pair(wanted[measure] / 100, wanted[f"gap_{measure}"] / 100, efsm, others)
    return efsm - reached[0], others - reached[1]


def _missing(stage: Stage, subject: str, sizes: Ints, wanted: Wanted) -> int:
    takers = int(sizes[_cells_taking(stage, subject)].sum())
    return takers - round(wanted[stage.measure(subject)] / 100 * takers)


def _cells_taking(stage: Stage, subject: str) -> Ints:
    if subject == stage.languages[1]:
        return WELSH_CELLS
    if subject == stage.languages[0] and not stage.either_language:
        return ENGLISH_CELLS
    return np.arange(CELLS)


def _spread_over(cells: Ints, total: int, overall: Ints) -> Ints:
    high = np.zeros_like(overall)
    high[cells] = overall[cells]
    return spread(total, high, np.zeros_like(overall), high)


def _both(subjects: dict[str, Ints], stage: Stage, sizes: Ints) -> Ints:
    english, cymraeg = (subjects[name] for name in stage.languages)
    fewer = np.minimum(english, cymraeg)
    both = np.floor(_BOTH_LANGUAGES * fewer + 0.5).astype(np.int64)
    return np.asarray(np.maximum(both, english + cymraeg - sizes))


def _lower(stage: Stage, sizes: Ints, overall: Ints, wanted: Wanted) -> Ints:
    none = np.zeros_like(overall)
    if stage.lower is None:
        return none
    of_group = _short_by_group(stage.lower, sizes, wanted)
    efsm = _spread_over(EFSM_CELLS, of_group[0], overall)
    return efsm + _spread_over(OTHER_CELLS, of_group[1], overall)


def _within(value: int, low: int, high: int) -> int:
    return max(min(value, high), low)
