"""Every measure that is counted from pupils' rows."""

from tymor.measures.pupils import (
    entries,
    grades,
    indicators,
    levels,
    points,
    progression,
    thresholds,
)
from tymor.measures.pupils.rule import SUBJECTS, Rule

_SUBJECTS = SUBJECTS["KS2"]


def every_rule() -> list[Rule]:
    """All of them, by phase; their names are those of ``params/measures.yml``."""
    return [
        indicators.foundation_phase_outcome_indicator(),
        *levels.levels_of("FP", SUBJECTS["FP"]),
        indicators.core_subject_indicator("KS2"),
        *levels.levels_of("KS2", _SUBJECTS),
        *progression.progress_of("KS2"),
        indicators.core_subject_indicator("KS3"),
        *levels.levels_of("KS3", _SUBJECTS),
        *progression.progress_of("KS3"),
        thresholds.level_1(),
        thresholds.level_2(),
        thresholds.level_2_inclusive(),
        thresholds.five_a(),
        points.capped_points(),
        *(thresholds.level_2_in(subject) for subject in _SUBJECTS),
        *(grades.a_star_to(grade, subject) for grade in ("A", "E") for subject in _SUBJECTS),
        *progression.progress_of("KS4"),
        *entries.every_entry_rule(),
    ]
