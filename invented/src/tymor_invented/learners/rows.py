"""Marks as rows of ``results``: one row a learner, year, phase and subject."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from tymor_invented.draws import Flags
from tymor_invented.learners.assessed import Assessed
from tymor_invented.learners.marks import GRADES, NO_GRADE, NO_LEVEL, Marks
from tymor_invented.schools.estate import Estate, Ints

_WORDS = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("pupil_id", pa.string(), nullable=False),
        pa.field("school_id", _WORDS, nullable=False),
        pa.field("academic_year", _WORDS, nullable=False),
        pa.field("phase", _WORDS, nullable=False),
        pa.field("subject", _WORDS, nullable=False),
        pa.field("level", pa.int16()),
        pa.field("grade", _WORDS),
        pa.field("sex", _WORDS, nullable=False),
        *(pa.field(name, pa.bool_(), nullable=False) for name in ("efsm", "eal", "lac")),
        *(pa.field(name, pa.bool_(), nullable=False) for name in ("aln", "mat")),
    ]
)


def rows(land: Estate, pupils: Assessed, marks: Marks, phase: str, academic_year: str) -> pa.Table:
    """School by school and learner by learner, subjects in the phase's order."""
    learner, subject = np.nonzero(marks.taken)
    level = marks.level[learner, subject]
    grade = marks.grade[learner, subject]
    columns = [
        pa.array(_pupil_ids(pupils.number)).take(pa.array(learner)),
        _words(pupils.school[learner], land.school_ids),
        _words(np.zeros_like(learner), [academic_year]),
        _words(np.zeros_like(learner), [phase]),
        _words(subject, marks.subjects),
        pa.array(level.astype(np.int16), mask=level == NO_LEVEL),
        _words(grade, GRADES, empty=grade == NO_GRADE),
        _words(pupils.boy[learner].astype(np.int64), ["F", "M"]),
        *(
            pa.array(flags[learner])
            for flags in (pupils.efsm, pupils.eal, pupils.lac, pupils.aln, pupils.mat)
        ),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _pupil_ids(numbers: Ints) -> list[str]:
    return [f"P{number:010}" for number in numbers.tolist()]


def _words(codes: Ints, words: Sequence[str], empty: Flags | None = None) -> pa.DictionaryArray:
    index = pa.array(np.maximum(codes, 0).astype(np.int32), mask=empty)
    return pa.DictionaryArray.from_arrays(index, pa.array(list(words)))
