"""After 16: who stays on in a school's sixth form, who completes, and with which grades.

Nothing was printed of it, so that nothing is calibrated: shares and grades are plausible for
the time, and no more. Who goes on to a college is not told of: colleges are no schools.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tymor_invented.draws import Draws, Flags
from tymor_invented.learners.assessed import Assessed, present
from tymor_invented.learners.births import YearGroup
from tymor_invented.learners.counts import Reached, by_group
from tymor_invented.learners.marks import GRADES, NO_GRADE, NO_LEVEL, Marks, shares, steps
from tymor_invented.learners.places import NOWHERE
from tymor_invented.learners.stages import KS4
from tymor_invented.schools.estate import Estate, Ints

PHASE = "post16"
# Of a year group of middling ability the share that stays on; more where ability is higher.
_STAYS, _STAYS_BY_ABILITY = 0.48, 0.2
_RETAINED, _COMPLETES, _BY_ABILITY = 0.9, 0.965, 0.035
_LAG = 0.25  # eFSM learners who stay on are nearer to the others than at KS4

#: How often each subject is taken, and by how many more boys (below 0: girls).
_SUBJECTS = {
    **{"art_design": (6, -0.5), "biology": (11, -0.2), "business": (7, 0.3)},
    **{"chemistry": (9, 0.0), "cymraeg": (6, -0.4), "english": (10, -0.45)},
    **{"geography": (8, 0.1), "history": (10, 0.0), "mathematics": (14, 0.3)},
    **{"physics": (6, 0.6), "psychology": (9, -0.5), "religious_studies": (7, -0.4)},
    **{"sociology": (7, -0.4), "computing": (4, 0.8), "drama": (4, -0.4)},
    **{"french": (3, -0.4), "physical_education": (5, 0.4)},
}
# These count in all entries only.
_UNMEASURED = ("computing", "drama", "french", "physical_education")
_BACCALAUREATE, _TAKES_BACCALAUREATE = "welsh_baccalaureate", 0.6
_TWO, _THREE = 0.18, 0.86  # learners with two entries, and with three at most; others have four
_CHANCE_IN_SUBJECT = 0.45
# Entries with A*, A and so on to E; the others are U.
_GRADES = (0.08, 0.17, 0.26, 0.25, 0.15, 0.07)
_COLUMNS = ("school_id", "academic_year", "group", "started", "retained", "completed")


@dataclass(frozen=True, slots=True)
class SixthForm:
    """Of one year: marks of the learners who completed, and of all who began counts by group."""

    pupils: Assessed
    marks: Marks
    completion: pd.DataFrame

    def entries(self) -> Reached:
        """How many entries each learner has that reach a grade, and how many in all."""
        found: dict[str, tuple[Ints, Ints]] = {}
        taken, grade = self.marks.taken.astype(np.int64), self.marks.grade
        for lowest in "ACE":
            reached = taken * (grade <= GRADES.index(lowest))
            found[f"post16_all_{lowest.lower()}"] = reached.sum(axis=1), taken.sum(axis=1)
            for at, subject in enumerate(self.marks.subjects):
                if subject not in _UNMEASURED:
                    measure = f"post16_{subject}_{lowest.lower()}"
                    found[measure] = reached[:, at], taken[:, at]
        return found


def sixth_form(land: Estate, group: YearGroup, academic_year: str, draws: Draws) -> SixthForm:
    """The learners whose two years in a sixth form end in ``academic_year``."""
    school = group.school[KS4]
    takes_on = land.sixth_form & land.open_in(int(academic_year[:4]))
    likely = _STAYS + _STAYS_BY_ABILITY * group.ability
    stays = takes_on[school] & (school != NOWHERE) & (draws.uniform(len(school)) < likely)
    began = present(land, group, np.where(stays, school, NOWHERE), _LAG, (academic_year, draws))
    count = len(began.school)
    retained = draws.uniform(count) < _RETAINED + _BY_ABILITY * began.overall
    completed = retained & (draws.uniform(count) < _COMPLETES + _BY_ABILITY * began.overall)
    pupils = began.of(completed)
    everybody = np.ones_like(retained)
    counted = {"started": everybody, "retained": retained, "completed": completed}
    completion = by_group(land, began, counted).assign(academic_year=academic_year)
    return SixthForm(pupils, _marks(pupils, draws), completion[list(_COLUMNS)])


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
