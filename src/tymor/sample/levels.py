"""Which pupils reach which level, so that all together come near the print.

For each measure the pupils are put in order and the printed share of them, from
the top, has reached it. How far eFSM pupils lie behind is found by halving the
interval until the gap of the overall measure is the printed one.
"""

from collections.abc import Callable, Mapping

import numpy as np

from tymor.sample.cohorts import Cohort
from tymor.sample.draws import Flags, Floats
from tymor.sample.phases import Phase, Subject

Reached = dict[str, Flags]
"""For each measure, whether a pupil reached it; who does not take it, did not."""

_HALVINGS = 24
_WIDEST = 3.0


def takes(subject: Subject, pupils: Cohort) -> Flags:
    """Who is assessed in the subject."""
    everyone = np.ones(len(pupils.welsh), dtype=np.bool_)
    return {"all": everyone, "welsh": pupils.welsh, "not_welsh": ~pupils.welsh}[subject.takers]


def reach(phase: Phase, pupils: Cohort, share: Mapping[str, float]) -> Reached:
    """Who reaches each measure of ``phase``.

    Parameters
    ----------
    phase
        What is assessed, and the overall measure its subjects lead to.
    pupils
        Everyone assessed in one year; the share is taken of them all together.
    share
        For each measure the printed share (0 to 1), and for ``gap_`` and the
        name of a measure its printed gap (-1 to 0).
    """

    def with_lag(lag: float) -> Reached:
        return _subjects_and_overall(phase, pupils, pupils.ability - lag * pupils.efsm, share)

    found = _with_gap(with_lag, phase.overall, pupils, share)
    if phase.threshold is None:
        return found
    threshold, overall = phase.threshold, found[phase.overall]

    def lower(lag: float) -> Reached:
        score = pupils.ability - lag * pupils.efsm + phase.spread * pupils.noise[threshold]
        # Whoever has the overall measure has the lower threshold too.
        score = np.where(overall, np.inf, score)
        return {threshold: _top(score, np.ones_like(overall), share[threshold])}

    return found | _with_gap(lower, threshold, pupils, share)


def _subjects_and_overall(
    phase: Phase, pupils: Cohort, ability: Floats, share: Mapping[str, float]
) -> Reached:
    found: Reached = {}
    in_all = np.ones(len(ability), dtype=np.bool_)
    for subject in phase.subjects:
        score = ability + phase.spread * pupils.noise[subject.measure_id]
        taking = takes(subject, pupils)
        for measure_id in subject.levels:
            found[measure_id] = _top(score, taking, share[measure_id])
        in_all &= found[subject.measure_id] | ~taking
    # The overall measure asks for more than the subjects told here (science at
    # KS2 and KS3), so that some who reach these all still fall short of it.
    score = np.where(in_all, ability + phase.spread * pupils.noise[phase.overall], -np.inf)
    everyone = np.ones_like(in_all)
    return found | {phase.overall: _top(score, everyone, share[phase.overall]) & in_all}


def _top(score: Floats, taking: Flags, share: float) -> Flags:
    """The best ``share`` of those ``taking``."""
    scores = np.sort(score[taking])[::-1]
    places = round(share * len(scores))
    if places == 0:
        return np.zeros_like(taking)
    return np.asarray(taking & (score >= scores[places - 1]))


def _with_gap(
    at: Callable[[float], Reached], measure_id: str, pupils: Cohort, share: Mapping[str, float]
) -> Reached:
    narrow, wide = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        lag = (narrow + wide) / 2
        met = at(lag)[measure_id]
        gap = float(met[pupils.efsm].mean() - met[~pupils.efsm].mean())
        narrow, wide = (lag, wide) if gap > share[f"gap_{measure_id}"] else (narrow, lag)
    return at((narrow + wide) / 2)
