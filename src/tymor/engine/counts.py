"""Numerators and denominators by area, year, measure and group."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from tymor.engine.database import Engine
from tymor.engine.entries import count_entries
from tymor.engine.learners import gather_learners, read_results, with_phase_before
from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.progression import BEFORE
from tymor.measures.pupils.rule import SUBJECTS, Phase, Rule


def count_pupils(
    engine: Engine,
    results: Sequence[Path],
    schools: pd.DataFrame,
    *,
    partnership_id: str | None,
    years: Sequence[str] | None = None,
) -> None:
    """Count every measure of pupils' rows into the table ``counts``.

    Parameters
    ----------
    results
        Parquet files of the table ``results``: one row a learner, year, phase
        and subject.
    schools
        The schools that count: ``school_id``, ``la_code``. Others are left out.
    partnership_id
        The area that all of them make up; none where they are only some of its schools.
    years
        The academic years wanted; all where nothing is said. Progress looks back beyond them.

    Notes
    -----
    ``counts`` has one row an area, year, measure and group that has a learner:
    ``numerator`` (who reached it, or their points), ``denominator`` (who could) and
    ``cohort`` (the learners it rests on: the same, but for post-16 entries). A learner on
    the roll of two schools counts in both.
    """
    read_results(engine, results)
    _declare(engine, schools, partnership_id, years)
    rules = every_rule()
    for phase in SUBJECTS:
        gather_learners(engine, phase)
        _count_phase(engine, phase, [rule for rule in rules if rule.phase == phase])
        if phase in BEFORE:
            engine.execute(f"DROP TABLE learners_{BEFORE[phase][0]}")
    count_entries(engine)


def _declare(
    engine: Engine,
    schools: pd.DataFrame,
    partnership_id: str | None,
    years: Sequence[str] | None,
) -> None:
    """``parts``: the areas that each school is part of, itself among them."""
    areas = [schools["school_id"], schools["la_code"]]
    if partnership_id is not None:
        areas.append(pd.Series(partnership_id, index=schools.index))
    parts = [pd.DataFrame({"school_id": schools["school_id"], "area_id": area}) for area in areas]
    engine.register("given_parts", pd.concat(parts))
    engine.execute("CREATE TEMP TABLE parts AS SELECT * FROM given_parts")
    engine.execute("CREATE TEMP TABLE wanted (academic_year VARCHAR)")
    engine.execute(
        "INSERT INTO wanted " + ("SELECT unnest(?)" if years is not None else
                                 "SELECT DISTINCT academic_year FROM results"),
        [list(years)] if years is not None else None,
    )  # fmt: skip
    engine.execute("""
        CREATE TEMP TABLE counts (
            area_id VARCHAR, academic_year VARCHAR, measure_id VARCHAR, "group" VARCHAR,
            numerator BIGINT, denominator BIGINT, cohort BIGINT
        )
    """)


def _count_phase(engine: Engine, phase: Phase, rules: Sequence[Rule]) -> None:
    names = [rule.measure_id for rule in rules]
    asked = ", ".join(f"({rule.asks})::INTEGER AS {rule.measure_id}" for rule in rules)
    of_learners = ", ".join(f"sum({name}) AS n_{name}, count({name}) AS d_{name}" for name in names)
    of_schools = ", ".join(
        f"sum(n_{name}) AS n_{name}, sum(d_{name}) AS d_{name}" for name in names
    )
    rows = ", ".join(f"{{m: '{name}', n: n_{name}, d: d_{name}}}" for name in names)
    # Areas are summed while a row still holds all measures: there are few such rows.
    engine.execute(f"""
        INSERT INTO counts
        WITH asked AS (
            SELECT school_id, academic_year, groups, {asked} FROM ({with_phase_before(phase)})
            SEMI JOIN wanted USING (academic_year)
        ), grouped AS (
            SELECT unnest(groups) AS "group", * EXCLUDE (groups) FROM asked
        ), by_school AS (
            SELECT school_id, academic_year, "group", {of_learners} FROM grouped
            WHERE "group" IS NOT NULL GROUP BY ALL
        ), by_area AS (
            SELECT area_id, academic_year, "group", {of_schools}
            FROM by_school JOIN parts USING (school_id) GROUP BY ALL
        ), long AS (
            SELECT area_id, academic_year, "group", unnest([{rows}]) AS row FROM by_area
        )
        SELECT area_id, academic_year, row.m, "group", row.n, row.d, row.d FROM long WHERE row.d > 0
    """)


def add_counted_elsewhere(engine: Engine, school_outcomes: pd.DataFrame) -> None:
    """Add counts that came as such, where pupils' rows say nothing of that year and measure."""
    columns = ["school_id", "academic_year", "measure_id", "group", "numerator", "denominator"]
    engine.register("elsewhere", school_outcomes[columns])
    engine.execute("""
        INSERT INTO counts
        SELECT area_id, academic_year, measure_id, "group",
            sum(numerator), sum(denominator), sum(denominator)
        FROM elsewhere JOIN parts USING (school_id) SEMI JOIN wanted USING (academic_year)
        ANTI JOIN (SELECT DISTINCT academic_year, measure_id FROM counts)
        USING (academic_year, measure_id)
        WHERE denominator > 0
        GROUP BY ALL
    """)
