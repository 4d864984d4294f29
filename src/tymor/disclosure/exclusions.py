"""Exclusions as figures that are counted: protected, attacked and withheld as results are.

Of fixed-term exclusions one figure has both numbers: how many they are is its cohort, and the
half days lost to them its numerator, so that the days are withheld where the count is, and both
are attacked.
"""

import pandas as pd

from tymor.disclosure.names import EXCLUSIONS, KEY
from tymor.measures.around import with_sums

#: The columns of the table that tell each figure: its count first, then what goes with it.
TOLD_BY = {"exclusions_fixed_term": ("fixed_term", "days_lost"),
           "exclusions_permanent": ("permanent",)}  # fmt: skip


def counted_exclusions(exclusions: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`.decide.counts_of` for exclusions, of schools and the areas above.

    Parameters
    ----------
    exclusions
        One row an ``area_id`` and ``academic_year``; those of schools are read.
    areas
        One row an area: ``area_id``, ``kind``, ``parent_id``.
    """
    schools = areas.loc[areas["kind"] == "school", "area_id"]
    own = exclusions[exclusions["area_id"].isin(schools)]
    # Half days are whole numbers, and as such add up to the last one.
    half_days = (2 * own["days_lost"].astype("float64")).round().astype("Int64")
    counts = own[["area_id", "academic_year", "fixed_term", "permanent"]]
    every = with_sums(counts.assign(days_lost=half_days), areas, ["academic_year"])
    return pd.concat([_rows(every, name) for name in EXCLUSIONS], ignore_index=True)


def _rows(every: pd.DataFrame, measure: str) -> pd.DataFrame:
    columns = TOLD_BY[measure]
    count, more = columns[0], columns[-1]
    numbers = {"numerator": every[more], "denominator": every[count], "cohort": every[count]}
    named = {"measure_id": measure, "group": "all", "unit": "count"}
    return every[["area_id", "academic_year"]].assign(**named, **numbers)


def withheld(exclusions: pd.DataFrame, which: pd.MultiIndex) -> pd.DataFrame:
    """The table without the figures named by ``which``, as :data:`.names.KEY` has it."""
    shown = exclusions.copy(deep=False)
    for measure, columns in TOLD_BY.items():
        hidden = named(exclusions, measure).isin(which)
        for column in columns:
            shown[column] = exclusions[column].mask(hidden)
    return shown


def named(exclusions: pd.DataFrame, measure: str) -> pd.MultiIndex:
    """What each row's figure of this measure is called: :data:`.names.KEY`."""
    own = exclusions[["area_id", "academic_year"]].astype("str")
    return pd.MultiIndex.from_frame(own.assign(measure_id=measure, group="all")[KEY])
