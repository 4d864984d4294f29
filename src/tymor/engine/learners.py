"""From result rows to one row a learner, year and phase."""

from collections.abc import Sequence
from pathlib import Path

from tymor.engine.database import Engine
from tymor.measures.pupils.groups import groups_of_a_learner
from tymor.measures.pupils.progression import BEFORE
from tymor.measures.pupils.rule import GRADES, SUBJECTS, Phase


def read_results(engine: Engine, results: Sequence[Path]) -> None:
    """A view ``results`` over the Parquet files; nothing is read yet."""
    files = ", ".join(quoted(str(path)) for path in results)
    engine.execute(f"CREATE VIEW results AS SELECT * FROM read_parquet([{files}])")


def gather_learners(engine: Engine, phase: Phase) -> None:
    """Make ``learners_PHASE``: a learner, school and year; a number a subject; their groups.

    The number is the level, the rank of the grade, or what KS4 gives; NULL where
    there is no row. Phases must be gathered from the earliest on: a later one
    finds a learner's ``before_SUBJECT`` in the table of the phase before.
    """
    subjects = ", ".join(
        f"max(score) FILTER (subject = '{subject}')::SMALLINT AS {subject}"
        for subject in SUBJECTS[phase]
    )
    grades = ", ".join(quoted(grade) for grade in GRADES)
    engine.execute(f"""
        CREATE TEMP TABLE learners_{phase} AS
        WITH scored AS (
            SELECT *, coalesce(level, list_position([{grades}], grade) - 1) AS score
            FROM results WHERE phase = '{phase}'
        ), learners AS (
            SELECT
                pupil_id, school_id, academic_year, {subjects},
                any_value(sex) AS sex, bool_or(efsm) AS efsm, bool_or(eal) AS eal,
                bool_or(lac) AS lac, bool_or(aln) AS aln, bool_or(mat) AS mat
            FROM scored GROUP BY pupil_id, school_id, academic_year
        )
        SELECT
            * EXCLUDE (sex, efsm, eal, lac, aln, mat),
            left(academic_year, 4)::SMALLINT AS starts,
            {groups_of_a_learner()} AS groups
        FROM learners
    """)


def with_phase_before(phase: Phase) -> str:
    """A query: ``learners_PHASE`` with ``before_SUBJECT``, NULL for learners that do not match."""
    if phase not in BEFORE:
        return f"SELECT * FROM learners_{phase}"
    earlier, years = BEFORE[phase]
    subjects = SUBJECTS[earlier]
    before = ", ".join(f"max({subject}) AS before_{subject}" for subject in subjects)
    # A learner on the roll of two schools had one phase before, not two.
    return f"""
        SELECT now.*, was.* EXCLUDE (pupil_id, starts)
        FROM learners_{phase} AS now LEFT JOIN (
            SELECT pupil_id, starts, {before} FROM learners_{earlier} GROUP BY pupil_id, starts
        ) AS was ON was.pupil_id = now.pupil_id AND was.starts = now.starts - {years}
    """


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
