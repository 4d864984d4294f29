"""What is possible and yet hard to believe: warnings over whole tables, never errors."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tymor.check.against_counts import against_counts, taught, warning_at
from tymor.check.unlikely import FEWEST, unlike_others, unlikely_changes
from tymor.errors import Problem
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.model import Inputs, Vocabulary

_SCHOOL = ["school_id", "group"]
_MEASURE = ["school_id", "measure_id", "group"]


def implausible(inputs: Inputs, vocabulary: Vocabulary) -> list[Problem]:
    """A warning for each figure that can be so, but probably is not."""
    outcomes = inputs.tables["school_outcomes"]
    counts = outcomes[(outcomes["group"] == "all") & outcomes["denominator"].notna()]
    return [
        *_no_pupils(inputs.tables["schools"]),
        *_jumps(inputs, vocabulary),
        *_outliers(inputs),
        *against_counts(counts, taught(counts, vocabulary), inputs, vocabulary),
    ]


def _no_pupils(schools: pd.DataFrame) -> Iterator[Problem]:
    empty = (schools["pupils"] == 0).fillna(False).astype(bool) & schools["open_to"].isna()
    if not empty.any():
        return
    message = "a school that is open has no pupils. Check the number, or give it its open_to."
    for row in schools[empty].to_dict("records"):
        yield warning_at(row, "no_pupils", message, "pupils", "0")


#: Counts that are held against the year before: which table's, of how many, of what, and which of
#: these move alike. A pupil's half days of a year, some 380, are no better than one where too few
#: schools are held to tell how much attendance moves.
_COUNTS: tuple[tuple[str, str, str, list[str], list[str], float], ...] = (
    ("school_outcomes", "numerator", "denominator", _MEASURE, _MEASURE[1:], 1.0),
    ("attendance", "sessions_attended", "sessions_possible", _SCHOOL, ["group"], 380**0.5),
    ("post16_completion", "retained", "started", _SCHOOL, ["group"], 1.0),
    ("post16_completion", "completed", "started", _SCHOOL, ["group"], 1.0),
)

#: The cohort that a printed percentage is taken to be of: it tells none. An authority's or a
#: partnership's is larger.
_SCHOOLS_COHORT, _AREAS_COHORT = 30, 200


def _jumps(inputs: Inputs, vocabulary: Vocabulary) -> Iterator[Problem]:
    for table, part, whole, key, of, alone in _COUNTS:
        rows = inputs.tables[table]
        if rows.empty:
            continue
        if "measure_id" in rows:  # what else is counted is no share, of which chance could tell
            rows = rows[vocabulary.is_percentage(rows["measure_id"])]
        rows = rows.assign(part=rows[part], whole=rows[whole])
        yield from _jumps_of(_of_all_first(unlikely_changes(rows, key, of, alone), key), key, part)
    printed = inputs.tables["published_outcomes"]
    if printed.empty:
        return
    printed = printed[vocabulary.is_percentage(printed["measure_id"])]
    is_school = printed["area_id"].isin(inputs.tables["schools"]["school_id"])
    cohort = np.where(is_school, _SCHOOLS_COHORT, _AREAS_COHORT)
    rows = printed.assign(part=printed["value"] * cohort / 100, whole=cohort, is_school=is_school)
    key = ["area_id", "measure_id"]
    yield from _jumps_of(unlikely_changes(rows, key, ["is_school"]), key, "value")


def _of_all_first(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Without the groups of learners that moved as all did: they are told of once."""
    thing = pd.MultiIndex.from_frame(rows[[*key[:-1], "academic_year"]])
    of_all = (rows["group"] == "all").to_numpy()
    return rows[of_all | ~thing.isin(thing[of_all])]


def _jumps_of(rows: pd.DataFrame, key: list[str], column: str) -> Iterator[Problem]:
    for row in rows.to_dict("records"):
        what = " ".join(str(row[name]) for name in key)
        says = jumped(row, what, "both figures")
        yield warning_at(row, "jump", says, column, f"{row[column]:g}")


def jumped(row: Mapping[Any, Any], what: str, check: str) -> str:
    """The words for a row of :func:`unlikely_changes`."""
    return (
        f"{what} is {row['pct']:.1f} in {row['academic_year']} after {row['before']:.1f} the "
        f"year before, a jump of {abs(row['pct'] - row['before']):.1f} points, which chance hardly "
        f"makes in a cohort of this size. Check {check}."
    )


#: What a row is about, and when it was so: neither is what kind of thing it is.
_ABOUT = frozenset({"school_id", "area_id", "as_at"})


def _outliers(inputs: Inputs) -> Iterator[Problem]:
    """Numbers far from those of all others of their kind: sector, year, and what else tells rows
    of their table apart.

    Counts of a whole are told as shares, by :func:`_jumps`. Pupils' rows are passed over: what a
    pupil can reach is in the contract.
    """
    sectors = inputs.tables["schools"].set_index("school_id")["sector"]
    for name, table in TABLES.items():
        rows = inputs.tables[name]
        about = next((each for each in ("school_id", "area_id") if each in rows), None)
        if table.coded or about is None or len(rows) < FEWEST:
            continue
        kinds = rows[[each for each in table.key if each not in _ABOUT]].astype("str")
        kinds = kinds.assign(sector=rows[about].map(sectors).fillna("").astype("str"))
        for column, said in table.columns.items():
            if isinstance(said, str) or said.kind not in {"whole", "number"}:
                continue
            if column in table.key or column in table.parts:
                continue
            far = unlike_others(rows[column], kinds, many_times=not said.unit.startswith("p"))
            told = rows.loc[far.index].to_dict("records")
            beside = zip(
                told, far["usual"], far["others"], kinds.loc[far.index].to_numpy(), strict=True
            )
            for row, usual, others, kind in beside:
                says = (
                    f"this is far from the {others} others of its kind "
                    f"({', '.join(filter(None, kind))}), whose median is {usual:.4g}. "
                    "Check the number."
                )
                yield warning_at(row, "outlier", says, column, f"{row[column]:g}")
