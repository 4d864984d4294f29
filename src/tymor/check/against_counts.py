"""Printed values held against what schools' counts, or pupils' rows, make possible."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.check.authorities import Taught, la_cohorts
from tymor.errors import Problem, count
from tymor.inputs.model import Inputs, Vocabulary


def against_counts(
    counts: pd.DataFrame, taught: Taught, inputs: Inputs, vocabulary: Vocabulary
) -> list[Problem]:
    """A warning for each printed value that cannot be, or is not what its schools give.

    Parameters
    ----------
    counts
        One row a school, measure and year, of all learners: ``numerator`` and
        ``denominator``. Enough are those of printed measures and years.
    taught
        The phases that each school has rows of, in any year.
    """
    printed = inputs.tables["published_outcomes"]
    if printed.empty or counts.empty:
        return []
    held = _with_cohorts(printed, _cohorts(counts, taught, inputs, vocabulary))
    return [*_impossible(held, vocabulary), *_la_totals(held)] if len(held) else []


def _cohorts(
    counts: pd.DataFrame, taught: Taught, inputs: Inputs, vocabulary: Vocabulary
) -> pd.DataFrame:
    """``numerator`` and ``denominator`` of each area, measure and year that can be counted."""
    of_schools = counts.rename(columns={"school_id": "area_id"})
    of_schools = of_schools.assign(schools=1, of_authority=False)
    if inputs.holds_sample("schools"):  # the schools held are not all of an authority's
        return of_schools
    schools = inputs.tables["schools"]
    of_authorities = la_cohorts(counts, schools, vocabulary.phases, taught)
    return pd.concat([of_schools, of_authorities.assign(of_authority=True)], ignore_index=True)


def _with_cohorts(printed: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    key = ["area_id", "measure_id", "academic_year"]
    counted = cohorts[[*key, "numerator", "denominator", "schools", "of_authority"]]
    counted = counted[counted["denominator"] > 0]
    decimals = printed.groupby("source_file")["value"].transform(_decimals)
    both = printed.assign(decimals=decimals).merge(counted, on=key)
    both = both[both["value"].notna()]
    return both.astype({"numerator": "float64", "denominator": "float64"})


def _decimals(values: pd.Series) -> int:
    """The places a file's values are printed with."""
    shown = [f"{value:.6f}".rstrip("0") for value in values.dropna()]
    return max((len(value.partition(".")[2]) for value in shown), default=0)


def _impossible(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Percentages that no whole number of the cohort's pupils gives."""
    rows = rows[rows["measure_id"].map(vocabulary.measures) == "pct"]
    pupils = rows["denominator"]
    nearest = 100 * np.round(rows["value"] * pupils / 100) / pupils
    rows = rows[(nearest - rows["value"]).abs() > _rounding(rows)]
    for row in rows.to_dict("records"):
        least = int(row["value"] * row["denominator"] // 100)
        near = [f"{100 * k / row['denominator']:.2f} ({k})" for k in (least, least + 1)]
        yield _warning(
            row,
            "no_such_percentage",
            f"no whole number of the cohort's {row['denominator']:.0f} pupils gives this "
            f"percentage; the nearest are {' and '.join(near)}. Check the value and the cohort.",
        )


def _la_totals(rows: pd.DataFrame) -> Iterator[Problem]:
    """Authorities whose printed value is not that of their schools together."""
    rows = rows[rows["of_authority"]]
    computed = 100 * rows["numerator"] / rows["denominator"]
    rows = rows.assign(computed=computed)
    rows = rows[(computed - rows["value"]).abs() > _rounding(rows)]
    for row in rows.to_dict("records"):
        yield _warning(
            row,
            "la_total",
            f"{row['measure_id']} {row['academic_year']} of {row['area_id']} is "
            f"{row['computed']:.2f} over its {count(row['schools'], 'school')} "
            f"({row['numerator']:.0f} of {row['denominator']:.0f} pupils). Check the value and "
            "the schools' rows; the printed value is published.",
        )


def _rounding(rows: pd.DataFrame) -> pd.Series:
    """How far a value may be from the exact one by being printed with few places."""
    return 0.5 / 10.0 ** rows["decimals"].astype("float64") + 1e-9


def _warning(row: Mapping[Any, Any], rule: str, message: str) -> Problem:
    return Problem(
        str(row["source_file"]),
        rule,
        message,
        severity="warning",
        row=int(row["source_row"]),
        column="value",
        value=f"{row['value']:g}",
    )
