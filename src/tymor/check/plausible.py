"""What is possible and yet hard to believe: warnings over whole tables, never errors."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.check.against_counts import against_counts, taught, warning_at
from tymor.errors import Problem
from tymor.inputs.model import Inputs, Vocabulary

#: A change in a year that asks for a second look, in percentage points.
_JUMP = 30.0

#: In a smaller cohort one pupil is more than five points, and a jump is mere chance.
LARGE_COHORT = 20


def implausible(inputs: Inputs, vocabulary: Vocabulary) -> list[Problem]:
    """A warning for each figure that can be so, but probably is not."""
    outcomes = inputs.tables["school_outcomes"]
    counts = outcomes[(outcomes["group"] == "all") & outcomes["denominator"].notna()]
    return [
        *_no_pupils(inputs.tables["schools"]),
        *_jumps(inputs),
        *against_counts(counts, taught(counts, vocabulary), inputs, vocabulary),
    ]


def _no_pupils(schools: pd.DataFrame) -> Iterator[Problem]:
    empty = (schools["pupils"] == 0).fillna(False).astype(bool) & schools["open_to"].isna()
    if not empty.any():
        return
    message = "a school that is open has no pupils. Check the number, or give it its open_to."
    for row in schools[empty].to_dict("records"):
        yield warning_at(row, "no_pupils", message, "pupils", "0")


#: Counts that are held against the year before: which table's, of how many at least, and of what.
_COUNTS = (
    ("school_outcomes", "numerator", "denominator", LARGE_COHORT, ["school_id", "measure_id"]),
    ("attendance", "sessions_attended", "sessions_possible", 1, ["school_id", "group"]),
    ("post16_completion", "retained", "started", LARGE_COHORT, ["school_id", "group"]),
    ("post16_completion", "completed", "started", LARGE_COHORT, ["school_id", "group"]),
)


def _jumps(inputs: Inputs) -> Iterator[Problem]:
    for table, part, whole, least, key in _COUNTS:
        rows = inputs.tables[table]
        large = (rows[whole] >= least).fillna(False).astype(bool)
        if table == "school_outcomes":
            large &= rows["group"] == "all"
        rows = rows[large]
        yield from _jumps_of(rows.assign(pct=share(rows[part], rows[whole])), key, part)
    printed = inputs.tables["published_outcomes"]
    yield from _jumps_of(printed.assign(pct=printed["value"]), ["area_id", "measure_id"], "value")


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Per cent; of nothing, nothing."""
    return 100 * part.astype("float64") / whole.astype("float64")


def _jumps_of(rows: pd.DataFrame, key: list[str], column: str) -> Iterator[Problem]:
    for row in far_from_the_year_before(rows, key).to_dict("records"):
        what = " ".join(str(row[name]) for name in key)
        says = jumped(row, what, "both figures")
        yield warning_at(row, "jump", says, column, f"{row[column]:g}")


def far_from_the_year_before(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows whose ``pct`` is far from that of the same thing in the year ``before``."""
    rows = rows.dropna(subset=["pct"])
    thing = rows.groupby(key, observed=True).ngroup().to_numpy()
    year = rows["academic_year"].str[:4].astype("int64").to_numpy()
    in_order = np.lexsort((year, thing))
    rows, thing, year = rows.iloc[in_order], thing[in_order], year[in_order]
    before = rows["pct"].shift()
    follows = np.append(False, (thing[1:] == thing[:-1]) & (year[1:] == year[:-1] + 1))[: len(rows)]
    return rows.assign(before=before)[follows & ((rows["pct"] - before).abs() >= _JUMP - 1e-9)]


def jumped(row: Mapping[Any, Any], what: str, check: str) -> str:
    """The words for a row of :func:`far_from_the_year_before`."""
    return (
        f"{what} is {row['pct']:.1f} in {row['academic_year']} after {row['before']:.1f} the "
        f"year before, a jump of {abs(row['pct'] - row['before']):.1f} points. "
        f"Check {check}."
    )
