"""After 16: who stays on in a school's sixth form, who completes, and with which grades.

Nothing was printed of it, so that nothing is calibrated: shares and grades are plausible for
the time, and no more. Who goes on to a college is not told of: colleges are no schools.
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from tymor.sample.draws import Draws, Flags, Floats
from tymor.sample.region.assessed import Assessed, present
from tymor.sample.region.births import YearGroup
from tymor.sample.region.estate import Estate, Ints
from tymor.sample.region.marks import GRADES, NO_GRADE, NO_LEVEL, Marks, shares, steps
from tymor.sample.region.places import NOWHERE

PHASE = "post16"
_KS4 = 3

_WITH_SIXTH_FORM, _WELSH_WITH_SIXTH_FORM = 0.62, 0.95  # share of schools that have one
# Of a year group of middling ability the share that stays on; more where ability is higher.
_STAYS, _STAYS_BY_ABILITY = 0.48, 0.2
_RETAINED, _COMPLETES, _BY_ABILITY = 0.9, 0.965, 0.035
_LAG = 0.25  # eFSM learners who stay on are nearer to the others than at KS4

#: How often each subject is taken, and by how many more boys (below 0: girls).
_SUBJECTS = {
    "art_design": (6, -0.5), "biology": (11, -0.2), "business": (7, 0.3), "chemistry": (9, 0.0),
    "cymraeg": (6, -0.4), "english": (10, -0.45), "geography": (8, 0.1), "history": (10, 0.0),
    "mathematics": (14, 0.3), "physics": (6, 0.6), "psychology": (9, -0.5),
    "religious_studies": (7, -0.4), "sociology": (7, -0.4), "computing": (4, 0.8),
    "drama": (4, -0.4), "french": (3, -0.4), "physical_education": (5, 0.4),
}  # fmt: skip
_BACCALAUREATE, _TAKES_BACCALAUREATE = "welsh_baccalaureate", 0.6
_TWO, _THREE = 0.18, 0.86  # learners with two entries, and with three at most; others have four
_CHANCE_IN_SUBJECT = 0.45
# Entries with A*, A and so on to E; the others are U.
_GRADES = (0.08, 0.17, 0.26, 0.25, 0.15, 0.07)


@dataclass(frozen=True, slots=True)
class SixthForm:
    """Of one year: marks of the learners who completed, and counts of all who began."""

    pupils: Assessed
    marks: Marks
    completion: pd.DataFrame


def with_sixth_form(land: Estate, seed: int) -> Flags:
    """Which schools have a sixth form, the same in every year."""
    chance = [Draws(s.school_id, "sixth form", seed=seed).between(0, 1) for s in land.schools]
    share = np.where(land.welsh, _WELSH_WITH_SIXTH_FORM, _WITH_SIXTH_FORM)
    return land.of_sector("secondary", "through") & (np.array(chance) < share)


def sixth_form(
    land: Estate, group: YearGroup, staying: Flags, academic_year: str, draws: Draws
) -> SixthForm:
    """The learners whose two years in a sixth form end in ``academic_year``.

    ``staying`` says which schools have one.
    """
    school = group.school[_KS4]
    takes_on = staying & land.open_in(int(academic_year[:4]))
    likely = _STAYS + _STAYS_BY_ABILITY * group.ability
    stays = takes_on[school] & (school != NOWHERE) & (draws.uniform(len(school)) < likely)
    began = present(land, group, np.where(stays, school, NOWHERE), _LAG, (academic_year, draws))
    count = len(began.school)
    retained = draws.uniform(count) < _RETAINED + _BY_ABILITY * began.overall
    completed = retained & (draws.uniform(count) < _COMPLETES + _BY_ABILITY * began.overall)
    pupils = _only(began, completed)
    counts = _counts(land, began, {"started": retained | True, "retained": retained,
                                   "completed": completed})  # fmt: skip
    return SixthForm(pupils, _marks(pupils, draws), counts.assign(academic_year=academic_year))


def _only(pupils: Assessed, chosen: Flags) -> Assessed:
    arrays = {field.name: getattr(pupils, field.name) for field in fields(pupils)}
    del arrays["by_subject"]
    return Assessed(**{name: each[chosen] for name, each in arrays.items()}, by_subject={})


def _marks(pupils: Assessed, draws: Draws) -> Marks:
    taken = _entries(pupils, draws)
    count, subjects = taken.shape
    noise = draws.normal(count * subjects).reshape(count, subjects)
    score = pupils.overall[:, None] + _CHANCE_IN_SUBJECT * noise
    entries = taken.ravel()
    step = steps(entries, score.ravel(), shares(int(entries.sum()), _GRADES))
    grade = np.where(step < len(_GRADES), step, GRADES.index("U")).reshape(count, subjects)
    return Marks(
        (*_SUBJECTS, _BACCALAUREATE),
        level=np.full_like(grade, NO_LEVEL),
        grade=np.where(taken, grade, NO_GRADE),
        taken=taken,
    )


def _entries(pupils: Assessed, draws: Draws) -> Flags:
    """Which subjects each learner sits: two to four, and often the Welsh Baccalaureate."""
    count = len(pupils.school)
    weight, boys = np.array(list(_SUBJECTS.values())).T
    liking = weight * (1 + boys * np.where(pupils.boy, 1, -1)[:, None])
    liking[~pupils.welsh, list(_SUBJECTS).index("cymraeg")] = 1e-9
    wish = draws.uniform(count * len(weight)).reshape(count, -1) / liking
    rank = np.argsort(np.argsort(wish, axis=1, kind="stable"), axis=1, kind="stable")
    chance = draws.uniform(count)
    many = 2 + (chance >= _TWO).astype(np.int64) + (chance >= _THREE)
    baccalaureate = draws.uniform(count) < _TAKES_BACCALAUREATE
    return np.column_stack([rank < many[:, None], baccalaureate])


def _counts(land: Estate, began: Assessed, counted: dict[str, Flags]) -> pd.DataFrame:
    """One row a school and group of learners that has any who began."""
    everybody = np.ones(len(began.school), dtype=np.bool_)
    groups = {
        "all": everybody, "efsm": began.efsm, "not_efsm": ~began.efsm, "boys": began.boy,
        "girls": ~began.boy, "eal": began.eal, "lac": began.lac, "aln": began.aln,
        "mat": began.mat,
    }  # fmt: skip
    ids = [school.school_id for school in land.schools]

    def of(members: Flags | Floats) -> Ints:
        return np.bincount(began.school, members, len(ids)).astype(np.int64)

    parts = [
        pd.DataFrame({"school_id": ids, "group": group}
                     | {name: of(members & flags) for name, flags in counted.items()})
        for group, members in groups.items()
    ]  # fmt: skip
    rows = pd.concat(parts).sort_values(["school_id"], kind="stable")
    return rows[rows["started"] > 0]
