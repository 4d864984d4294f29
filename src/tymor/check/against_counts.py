"""Printed values held against what schools' counts, or pupils' rows, make possible."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.config import Phase
from tymor.errors import Problem, count
from tymor.inputs.contracts.rules import open_years
from tymor.inputs.model import Inputs, Vocabulary
from tymor.measures.outcomes import value_of

#: School and phase, where the school has rows of the phase in some year.
Taught = frozenset[tuple[str, str]]


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
    return [*_impossible(held, vocabulary), *_la_totals(held, vocabulary)] if len(held) else []


def _cohorts(
    counts: pd.DataFrame, taught: Taught, inputs: Inputs, vocabulary: Vocabulary
) -> pd.DataFrame:
    """``numerator`` and ``denominator`` of each area, measure and year that can be counted."""
    of_schools = counts.rename(columns={"school_id": "area_id"})
    of_schools = of_schools.assign(schools=1, of_authority=False)
    if inputs.holds_sample("schools"):  # the schools held are not all of an authority's
        return of_schools
    schools = inputs.tables["schools"]
    of_authorities = _la_cohorts(counts, schools, vocabulary, taught)
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
    rows = rows[vocabulary.is_percentage(rows["measure_id"])]
    pupils = rows["denominator"]
    nearest = 100 * np.round(rows["value"] * pupils / 100) / pupils
    rows = rows[(nearest - rows["value"]).abs() > _rounding(rows)]
    for row in rows.to_dict("records"):
        least = int(row["value"] * row["denominator"] // 100)
        near = [f"{100 * k / row['denominator']:.2f} ({k})" for k in (least, least + 1)]
        yield warning_at(
            row,
            "no_such_percentage",
            f"no whole number of the cohort's {row['denominator']:.0f} pupils gives this "
            f"percentage; the nearest are {' and '.join(near)}. Check the value and the cohort.",
            "value",
            f"{row['value']:g}",
        )


def _la_totals(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Authorities whose printed value is not that of their schools together."""
    rows = rows[rows["of_authority"]]
    computed = value_of(rows, vocabulary.measures)
    rows = rows.assign(computed=computed)
    rows = rows[(computed - rows["value"]).abs() > _rounding(rows)]
    for row in rows.to_dict("records"):
        yield warning_at(
            row,
            "la_total",
            f"{row['measure_id']} {row['academic_year']} of {row['area_id']} is "
            f"{row['computed']:.2f} over its {count(row['schools'], 'school')} "
            f"({row['numerator']:.0f} of {row['denominator']:.0f} pupils). Check the value and "
            "the schools' rows; the printed value is published.",
            "value",
            f"{row['value']:g}",
        )


def _rounding(rows: pd.DataFrame) -> pd.Series:
    """How far a value may be from the exact one by being printed with few places."""
    return 0.5 / 10.0 ** rows["decimals"].astype("float64") + 1e-9


def warning_at(
    row: Mapping[Any, Any],
    rule: str,
    message: str,
    column: str | None = None,
    value: str | None = None,
) -> Problem:
    """Something hard to believe in one row of a file."""
    place = int(row["source_row"])
    return Problem(str(row["source_file"]), rule, message, "warning", place, column, value)


def taught(counts: pd.DataFrame, vocabulary: Vocabulary) -> Taught:
    """Which schools have rows of which phase."""
    pairs = pd.DataFrame(
        {"school_id": counts["school_id"], "phase": vocabulary.phase_of(counts["measure_id"])}
    ).drop_duplicates()
    pairs = pairs[pairs["phase"].isin(vocabulary.taught)]
    return frozenset(zip(pairs["school_id"], pairs["phase"], strict=True))


def _la_cohorts(
    outcomes: pd.DataFrame, schools: pd.DataFrame, vocabulary: Vocabulary, taught: Taught
) -> pd.DataFrame:
    """The pupils of each authority, measure and year whose schools are all counted.

    Parameters
    ----------
    outcomes
        One row a school, measure and year, with ``numerator`` and ``denominator``.
    schools
        Every school. One is expected where it was open and has rows of the measure's phase
        in some year, or has no rows at all and its sector surely teaches it; when one
        that is expected has no row, the authority is left out.
    vocabulary
        The measures and phases; measures of no phase that is taught are left out.
    taught
        The phases that each school has rows of.

    Returns
    -------
    One row an authority, measure and year: ``area_id``, ``measure_id``,
    ``academic_year``, ``numerator``, ``denominator`` and ``schools``, their number.
    """
    key = ["area_id", "measure_id", "academic_year"]
    of_phase = vocabulary.phase_of(outcomes["measure_id"]).isin(vocabulary.taught)
    outcomes = outcomes[of_phase]
    authority = schools.set_index("school_id")["la_code"]
    rows = outcomes.assign(area_id=outcomes["school_id"].map(authority))
    sums = rows.groupby(key, as_index=False).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        schools=("school_id", "nunique"),
    )
    phase, phases = vocabulary.phase_of(sums["measure_id"]), vocabulary.phases
    parts = [
        rows["area_id"]
        .map(_expected(schools, str(of), phases[str(of)], str(year), taught))
        .fillna(0)
        for (of, year), rows in sums.groupby([phase, sums["academic_year"]])
    ]
    wanted = pd.concat(parts) if parts else pd.Series(dtype="float64")
    return sums[sums["schools"] == wanted.reindex(sums.index)]


def _expected(
    schools: pd.DataFrame, name: str, phase: Phase, academic_year: str, taught: Taught
) -> Mapping[str, int]:
    """How many schools of each authority should have rows of a phase in a year."""
    years = open_years(schools)
    year = int(academic_year[:4])
    held = {school for school, _ in taught}
    return Counter(
        la
        for school, la, sector in zip(
            schools["school_id"], schools["la_code"], schools["sector"], strict=True
        )
        if years[school][0] <= year <= years[school][1]
        and ((school, name) in taught or (school not in held and sector in phase.expected))
    )
