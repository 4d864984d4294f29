"""Figures of schools, local authorities and the partnership, from counts."""

from collections.abc import Collection, Mapping

import pandas as pd

from tymor.config import Measure
from tymor.engine.database import Engine

_KEY = 'area_id, measure_id, academic_year, "group"'


def computed_figures(engine: Engine, measures: Mapping[str, Measure], decimals: int) -> None:
    """Make ``figures`` from ``counts``: percentages, points and gaps of every area.

    Notes
    -----
    One row an area, measure, year and group, in the order of areas: ``value``
    (rounded exactly, halves away from zero), ``numerator``, ``denominator``,
    ``cohort``, ``unit``. A gap has neither numerator nor denominator, and the smaller cohort.
    """
    engine.register("given_measures", _measure_rows(measures))
    engine.execute(f"""
        CREATE TEMP TABLE figures AS
        SELECT {_KEY}, value, numerator, denominator, cohort, unit FROM (
            SELECT {_KEY}, {_rounded(decimals)} AS value, numerator, denominator,
                cohort, unit
            FROM counts JOIN given_measures USING (measure_id)
            UNION ALL BY NAME ({_gaps(decimals)})
        ) ORDER BY area_id
    """)
    engine.execute("DROP TABLE counts")


def _measure_rows(measures: Mapping[str, Measure]) -> pd.DataFrame:
    rows = [(name, measure.unit, measure.of) for name, measure in measures.items()]
    return pd.DataFrame(rows, columns=["measure_id", "unit", "of_measure"])


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
        FROM counts AS efsm
        JOIN counts AS other USING (area_id, measure_id, academic_year)
        JOIN given_measures AS gap ON gap.of_measure = efsm.measure_id
        WHERE efsm."group" = 'efsm' AND other."group" = 'not_efsm'
    """


def figures_of(
    engine: Engine, area_ids: Collection[str], *, group: str | None = None
) -> pd.DataFrame:
    """The figures of these areas, whole numbers as ``Int64``, in no particular order.

    Where a ``group`` is named, of that alone.
    """
    found = engine.sql(
        f"""
        SELECT {_KEY}, value, numerator, denominator, cohort, unit FROM figures
        WHERE area_id BETWEEN $first AND $last AND list_contains($areas, area_id)
            AND ($group IS NULL OR "group" = $group)
        """,
        params={
            "areas": list(area_ids),
            "first": min(area_ids),
            "last": max(area_ids),
            "group": group,
        },
    ).to_arrow_table()
    frame: pd.DataFrame = found.to_pandas()
    return frame.astype(dict.fromkeys(["numerator", "denominator", "cohort"], "Int64"))
