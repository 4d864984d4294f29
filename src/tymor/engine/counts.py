"""Numerators and denominators by school, year, measure and group."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from tymor.engine.database import Engine
from tymor.engine.learners import gather_learners, read_results, with_phase_before
from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.progression import BEFORE
from tymor.measures.pupils.rule import SUBJECTS, Phase, Rule


def count_pupils(engine: Engine, results: Sequence[Path]) -> None:
    """Count every measure of pupils' rows into the table ``counts``.

    Parameters
    ----------
    results
        Parquet files of the table ``results``: one row a learner, year, phase
        and subject.

    Notes
    -----
    ``counts`` has one row a school, year, measure and group of which the school
    has a learner: ``numerator`` (who reached it, or their points) and
    ``denominator`` (who could). A learner on the roll of two schools counts in both.
    """
    read_results(engine, results)
    engine.execute("""
        CREATE TEMP TABLE counts (
            school_id VARCHAR, academic_year VARCHAR, measure_id VARCHAR, "group" VARCHAR,
            numerator BIGINT, denominator BIGINT
        )
    """)
    rules = every_rule()
    for phase in SUBJECTS:
        gather_learners(engine, phase)
        _count_phase(engine, phase, [rule for rule in rules if rule.phase == phase])
        if phase in BEFORE:
            engine.execute(f"DROP TABLE learners_{BEFORE[phase][0]}")


def _count_phase(engine: Engine, phase: Phase, rules: Sequence[Rule]) -> None:
    asked = ", ".join(f"({rule.asks})::INTEGER AS {rule.measure_id}" for rule in rules)
    sums = ", ".join(
        f"sum({name}) AS above_{name}, count({name}) AS below_{name}"
        for name in (rule.measure_id for rule in rules)
    )
    rows = ", ".join(
        f"{{m: '{name}', n: above_{name}, d: below_{name}}}"
        for name in (rule.measure_id for rule in rules)
    )
    engine.execute(f"""
        INSERT INTO counts
        WITH asked AS (
            SELECT school_id, academic_year, groups, {asked} FROM ({with_phase_before(phase)})
        ), grouped AS (
            SELECT school_id, academic_year, unnest(groups) AS "group", * EXCLUDE (
                school_id, academic_year, groups
            ) FROM asked
        ), summed AS (
            SELECT school_id, academic_year, "group", {sums} FROM grouped
            WHERE "group" IS NOT NULL GROUP BY ALL
        ), long AS (
            SELECT school_id, academic_year, "group", unnest([{rows}]) AS row FROM summed
        )
        SELECT school_id, academic_year, row.m, "group", row.n, row.d FROM long WHERE row.d > 0
    """)


def add_counted_elsewhere(engine: Engine, school_outcomes: pd.DataFrame) -> None:
    """Add counts that came as such, where pupils' rows say nothing of that year and measure."""
    columns = ["school_id", "academic_year", "measure_id", "group", "numerator", "denominator"]
    engine.register("elsewhere", school_outcomes[columns])
    engine.execute("""
        INSERT INTO counts SELECT * FROM elsewhere
        ANTI JOIN (SELECT DISTINCT academic_year, measure_id FROM counts)
        USING (academic_year, measure_id)
    """)
    engine.unregister("elsewhere")
