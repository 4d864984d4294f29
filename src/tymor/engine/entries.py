"""From rows of phase ``post16`` to counts of entries."""

from tymor.engine.database import Engine
from tymor.engine.learners import quoted
from tymor.measures.pupils.entries import every_entry_rule
from tymor.measures.pupils.groups import groups_of_a_learner
from tymor.measures.pupils.rule import GRADES


def count_entries(engine: Engine) -> None:
    """Add every measure of entries to the table ``counts``.

    ``numerator`` and ``denominator`` are entries; ``cohort`` is the learners behind
    them, fewer where one has several: disclosure control goes by people.
    """
    rules = every_entry_rule()
    names = [rule.measure_id for rule in rules]
    asked = ", ".join(f"({rule.asks})::INTEGER AS {rule.measure_id}" for rule in rules)
    # In one subject a learner has one entry; over all subjects the learners are fewer.
    of_school = ", ".join(
        f"sum({name}) AS n_{name}, count({name}) AS d_{name}, "
        f"least(count({name}), count(DISTINCT pupil_id)) AS c_{name}"
        for name in names
    )
    of_area = ", ".join(f"sum({part}_{name}) AS {part}_{name}" for name in names for part in "ndc")
    rows = ", ".join(f"{{m: '{name}', n: n_{name}, d: d_{name}, c: c_{name}}}" for name in names)
    grades = ", ".join(quoted(grade) for grade in GRADES)
    engine.execute(f"""
        INSERT INTO counts
        WITH entries AS (
            SELECT *, list_position([{grades}], grade) - 1 AS score
            FROM results SEMI JOIN wanted USING (academic_year)
            WHERE phase = 'post16' AND grade IS NOT NULL
        ), asked AS (
            SELECT school_id, academic_year, pupil_id, {groups_of_a_learner()} AS groups, {asked}
            FROM entries
        ), grouped AS (
            SELECT unnest(groups) AS "group", * EXCLUDE (groups) FROM asked
        ), by_school AS (
            SELECT school_id, academic_year, "group", {of_school} FROM grouped
            WHERE "group" IS NOT NULL GROUP BY ALL
        ), by_area AS (
            SELECT area_id, academic_year, "group", {of_area}
            FROM by_school JOIN parts USING (school_id) GROUP BY ALL
        ), long AS (
            SELECT area_id, academic_year, "group", unnest([{rows}]) AS row FROM by_area
        )
        SELECT area_id, academic_year, row.m, "group", row.n, row.d, row.c
        FROM long WHERE row.d > 0
    """)
