"""The learners of one phase and year, in the order of their schools, with their scores.

A score orders learners; it has no unit. It is ability, what the school and the year
add, and chance.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from tymor_invented.draws import Draws, Flags, Floats
from tymor_invented.learners.births import YearGroup
from tymor_invented.learners.stages import STAGES, Stage
from tymor_invented.schools.estate import Estate, Ints

_GIRLS_AHEAD = 0.28
_CHANGED = 0.12  # whose eligibility for free meals is drawn anew at each phase
_NEEDS_FROM, _TALENT_FROM = 0.8, 1.29  # 22 % and 10 % of learners lie above
_DAY, _SUBJECT = 0.35, 0.28  # the part of chance in a score: on the whole, and by subject
_BOYS_IN_LANGUAGE, _BOYS_IN_NUMBER = -0.12, 0.2
_LAC_LAG = 0.5


@dataclass(frozen=True, slots=True)
class Assessed:
    """One place a learner. ``cell`` is as :mod:`quotas` numbers them."""

    school: Ints
    number: Ints
    boy: Flags
    welsh: Flags
    efsm: Flags
    eal: Flags
    lac: Flags
    aln: Flags
    mat: Flags
    cell: Ints
    overall: Floats
    by_subject: dict[str, Floats]

    def of(self, chosen: Flags) -> "Assessed":
        """Some of the learners; no subjects yet."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        del arrays["by_subject"]
        return Assessed(**{name: of[chosen] for name, of in arrays.items()}, by_subject={})


def assessed(
    land: Estate, group: YearGroup, stage: Stage, academic_year: str, draws: Draws
) -> Assessed:
    """The learners of the year group who are assessed at ``stage``."""
    place = group.school[STAGES.index(stage)]
    there = present(land, group, place, stage.lag, (academic_year, draws))
    return replace(there, by_subject=_by_subject(stage, there.overall, there.boy, draws))


def present(
    land: Estate, group: YearGroup, place: Ints, lag: float, when: tuple[str, Draws]
) -> Assessed:
    """The learners who are at a school, ``place``, at the end of a phase; no subjects yet.

    ``lag`` sets eFSM learners back; ``when`` is the academic year, with its chance.
    """
    academic_year, draws = when
    # One order for all: schools as listed, learners of each by number.
    who = np.argsort(place, kind="stable")
    who = who[np.searchsorted(place[who], 0) :]
    school, count = place[who], len(who)
    drawn = np.where(draws.uniform(count) < _CHANGED, draws.uniform(count), group.eligible[who])
    efsm = drawn < land.efsm_share[school]
    welsh = land.welsh[school] | (land.dual[school] & group.stream_welsh[who])
    boy, lac = group.boy[who], group.lac[who]
    overall = (
        group.ability[who]
        + land.strength[academic_year][school]
        - _GIRLS_AHEAD * boy
        - lag * efsm
        - _LAC_LAG * lac
        + _DAY * draws.normal(count)
    )
    return Assessed(
        school=school,
        number=group.number[who],
        boy=boy,
        welsh=welsh,
        efsm=efsm,
        eal=group.eal[who],
        lac=lac,
        aln=(group.need[who] > _NEEDS_FROM) | land.of_sector("special", "pru")[school],
        mat=group.talent[who] > _TALENT_FROM,
        cell=2 * efsm.astype(np.int64) + welsh,
        overall=overall,
        by_subject={},
    )


def _by_subject(stage: Stage, overall: Floats, boy: Flags, draws: Draws) -> dict[str, Floats]:
    leaning = dict.fromkeys(stage.languages, _BOYS_IN_LANGUAGE) | {stage.number: _BOYS_IN_NUMBER}
    return {
        subject: overall + leaning.get(subject, 0.0) * boy + _SUBJECT * draws.normal(len(overall))
        for subject in (*stage.languages, stage.number, stage.third)
    }
