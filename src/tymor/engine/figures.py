"""Figures of schools, local authorities and the partnership, from counts."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from tymor.config import Measure
from tymor.engine.database import Engine

_KEY = 'area_id, measure_id, academic_year, "group"'


def computed_figures(
    engine: Engine,
    schools: pd.DataFrame,
    measures: Mapping[str, Measure],
    decimals: int,
    *,
    partnership_id: str | None,
    years: Sequence[str] | None = None,
) -> None:
    """Make ``figures`` from ``counts``: percentages, points and gaps of every area.

    Parameters
    ----------
    schools
        The schools that count: ``school_id``, ``la_code``. Others are left out.
    partnership_id
        The area that all of them make up; none where they are only some of its schools.
    years
        The academic years wanted; all where nothing is said.

    Notes
    -----
    One row an area, measure, year and group, in the order of areas: ``value``
    (rounded exactly, halves away from zero), ``numerator``, ``denominator``,
    ``cohort``, ``unit``. A gap has neither numerator nor denominator, and the smaller cohort.
    """
    engine.register("given_schools", schools[["school_id", "la_code"]])
    engine.register("given_measures", _measure_rows(measures))
    _sum_up(engine, partnership_id, years)
    engine.execute(f"""
        CREATE TEMP TABLE figures AS
        SELECT {_KEY}, value, numerator, denominator, cohort, unit FROM (
            SELECT {_KEY}, {_rounded(decimals)} AS value, numerator, denominator,
                denominator AS cohort, unit
            FROM totals JOIN given_measures USING (measure_id)
            UNION ALL BY NAME ({_gaps(decimals)})
        ) ORDER BY {_KEY}
    """)
    engine.execute("DROP TABLE totals")


def _measure_rows(measures: Mapping[str, Measure]) -> pd.DataFrame:
    rows = [(name, measure.unit, measure.of) for name, measure in measures.items()]
    return pd.DataFrame(rows, columns=["measure_id", "unit", "of_measure"])


def _sum_up(engine: Engine, partnership_id: str | None, years: Sequence[str] | None) -> None:
    """``totals``: the counts of schools, summed over authorities and over all."""
    sums = "sum(numerator)::BIGINT AS numerator, sum(denominator)::BIGINT AS denominator"
    tail = f'measure_id, academic_year, "group", {sums}'
    engine.execute(
        f"""
        CREATE TEMP TABLE totals AS
        WITH ours AS (
            SELECT counts.*, la_code FROM counts JOIN given_schools USING (school_id)
            WHERE $years IS NULL OR list_contains($years, academic_year)
        )
        SELECT school_id AS area_id, {tail} FROM ours GROUP BY ALL
        UNION ALL SELECT la_code, {tail} FROM ours GROUP BY ALL
        UNION ALL SELECT $whole, {tail} FROM ours WHERE $whole IS NOT NULL GROUP BY ALL
        """,
        {"years": list(years) if years is not None else None, "whole": partnership_id},
    )


def _rounded(decimals: int) -> str:
    """Whole numbers divided exactly: half of the denominator is added before ``//``."""
    scale = 10**decimals
    times = f"CASE unit WHEN 'pct' THEN {100 * scale} ELSE {scale} END"
    return f"((2 * {times} * numerator + denominator) // (2 * denominator)) / {scale}::DOUBLE"


def _gaps(decimals: int) -> str:
    """eFSM learners less the others, from whole numbers, so that a half is a half."""
    scale = 10**decimals
    above = f"""{100 * scale} * (
        efsm.numerator::HUGEINT * other.denominator - other.numerator * efsm.denominator)"""
    below = "(efsm.denominator::HUGEINT * other.denominator)"
    return f"""
        SELECT efsm.area_id, gap.measure_id, efsm.academic_year, 'all' AS "group",
            sign({above}) * ((2 * abs({above}) + {below}) // (2 * {below})) / {scale}::DOUBLE
                AS value,
            least(efsm.denominator, other.denominator) AS cohort, gap.unit
        FROM totals AS efsm
        JOIN totals AS other USING (area_id, measure_id, academic_year)
        JOIN given_measures AS gap ON gap.of_measure = efsm.measure_id
        WHERE efsm."group" = 'efsm' AND other."group" = 'not_efsm'
    """


def figures_of(engine: Engine, area_ids: Collection[str]) -> pd.DataFrame:
    """The figures of these areas, whole numbers as ``Int64``, in no particular order."""
    found = engine.sql(
        f"""
        SELECT {_KEY}, value, numerator, denominator, cohort, unit FROM figures
        WHERE area_id BETWEEN $first AND $last AND list_contains($areas, area_id)
        """,
        params={"areas": list(area_ids), "first": min(area_ids), "last": max(area_ids)},
    ).to_arrow_table()
    frame: pd.DataFrame = found.to_pandas()
    return frame.astype(dict.fromkeys(["numerator", "denominator", "cohort"], "Int64"))
