"""What is possible and yet hard to believe: warnings over whole tables, never errors."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.errors import Problem, count
from tymor.inputs.authorities import la_cohorts
from tymor.inputs.model import Inputs, Vocabulary

#: A change in a year that asks for a second look, in percentage points.
_JUMP = 30.0

#: In a smaller cohort one pupil is more than five points, and a jump is mere chance.
_COHORT = 20


def implausible(inputs: Inputs, vocabulary: Vocabulary) -> list[Problem]:
    """A warning for each figure that can be so, but probably is not."""
    found = [*_no_pupils(inputs.tables["schools"]), *_jumps(inputs)]
    printed = inputs.tables["published_outcomes"]
    if len(printed) and len(inputs.tables["school_outcomes"]):
        counted = _with_cohorts(printed, _cohorts(inputs, vocabulary))
        if len(counted):
            found += _impossible(counted, vocabulary)
            found += _la_totals(counted)
    return found


def _warning(row: Mapping[Any, Any], rule: str, column: str, value: str, message: str) -> Problem:
    return Problem(
        str(row["source_file"]),
        rule,
        message,
        severity="warning",
        row=int(row["source_row"]),
        column=column,
        value=value,
    )


def _no_pupils(schools: pd.DataFrame) -> Iterator[Problem]:
    empty = (schools["pupils"] == 0).fillna(False).astype(bool) & schools["open_to"].isna()
    if not empty.any():
        return
    message = "a school that is open has no pupils. Check the number, or give it its open_to."
    for row in schools[empty].to_dict("records"):
        yield _warning(row, "no_pupils", "pupils", "0", message)


def _jumps(inputs: Inputs) -> Iterator[Problem]:
    if len(outcomes := inputs.tables["school_outcomes"]):
        large = (outcomes["group"] == "all") & (outcomes["denominator"] >= _COHORT).fillna(False)
        outcomes = outcomes[large]
        outcomes = outcomes.assign(pct=_share(outcomes["numerator"], outcomes["denominator"]))
        yield from _jumps_of(outcomes, ["school_id", "measure_id"], "numerator")
    if len(attended := inputs.tables["attendance"]):
        attended = attended[attended["sessions_possible"] > 0]
        share = _share(attended["sessions_attended"], attended["sessions_possible"])
        yield from _jumps_of(
            attended.assign(pct=share), ["school_id", "group"], "sessions_attended"
        )
    if len(printed := inputs.tables["published_outcomes"]):
        yield from _jumps_of(
            printed.assign(pct=printed["value"]), ["area_id", "measure_id"], "value"
        )


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return 100 * part.astype("float64") / whole.astype("float64")


def _jumps_of(rows: pd.DataFrame, key: list[str], column: str) -> Iterator[Problem]:
    """Rows whose ``pct`` is far from that of the same thing in the year before."""
    rows = rows.dropna(subset=["pct"])
    if len(rows) < 2:
        return
    rows = rows.sort_values([*key, "academic_year"])
    year = rows["academic_year"].str[:4].astype("int64")
    same = (rows[key] == rows[key].shift()).all(axis=1)
    before = rows["pct"].shift()
    far = same & (year.diff() == 1) & ((rows["pct"] - before).abs() >= _JUMP - 1e-9)
    for row in rows.assign(before=before)[far].to_dict("records"):
        what = " ".join(str(row[name]) for name in key)
        yield _warning(
            row,
            "jump",
            column,
            f"{row[column]:g}",
            f"{what} is {row['pct']:.1f} in {row['academic_year']} after {row['before']:.1f} the "
            f"year before, a jump of {abs(row['pct'] - row['before']):.1f} points. "
            "Check both figures.",
        )


def _cohorts(inputs: Inputs, vocabulary: Vocabulary) -> pd.DataFrame:
    """``numerator`` and ``denominator`` of each area, measure and year that can be counted."""
    outcomes = inputs.tables["school_outcomes"]
    outcomes = outcomes[(outcomes["group"] == "all") & outcomes["denominator"].notna()]
    of_schools = outcomes.rename(columns={"school_id": "area_id"})
    of_schools = of_schools.assign(schools=1, of_authority=False)
    if inputs.holds_sample("schools"):  # the schools held are not all of an authority's
        return of_schools
    of_authorities = la_cohorts(outcomes, inputs.tables["schools"], vocabulary.phases)
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
            "value",
            f"{row['value']:g}",
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
            "value",
            f"{row['value']:g}",
            f"{row['measure_id']} {row['academic_year']} of {row['area_id']} is "
            f"{row['computed']:.2f} over its {count(row['schools'], 'school')} "
            f"({row['numerator']:.0f} of {row['denominator']:.0f} pupils). Check the value and "
            "the schools' rows; the printed value is published.",
        )


def _rounding(rows: pd.DataFrame) -> pd.Series:
    """How far a value may be from the exact one by being printed with few places."""
    return 0.5 / 10.0 ** rows["decimals"].astype("float64") + 1e-9
