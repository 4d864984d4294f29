"""What was known on a day: of rows that say what was so when, the newest until then."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from tymor.inputs.contracts.tables import TABLES

#: The column that says when what a row tells was so.
AS_AT = "as_at"
#: What a roll tells of a school.
_OF_ROLLS = ["pupils", "efsm_pct"]


def as_known(tables: Mapping[str, pd.DataFrame], day: date) -> dict[str, pd.DataFrame]:
    """The tables as they were known on a day.

    Of a table with a column ``as_at`` the newest row of each key until that day stays. A row
    without a date is older than all that have one, and was always known. Schools have the pupils
    of their newest roll in ``rolls``, where they have one.
    """
    known = {
        name: newest(rows, [each for each in TABLES[name].key if each != AS_AT], AS_AT, day)
        if AS_AT in TABLES[name].columns
        else rows
        for name, rows in tables.items()
    }
    return known | {"schools": _with_rolls(known["schools"], known["rolls"])}


def newest(rows: pd.DataFrame, key: list[str], dated: str, until: date) -> pd.DataFrame:
    """The newest row of each key until a day, in the order of ``rows``.

    A row without a date counts as the oldest; a key whose only rows are later has none.
    """
    known = rows[rows[dated].isna() | (rows[dated] <= pd.Timestamp(until))]
    ordered = known.sort_values(dated, kind="stable", na_position="first")
    return ordered.drop_duplicates(key, keep="last").sort_index().reset_index(drop=True)


def _with_rolls(schools: pd.DataFrame, rolls: pd.DataFrame) -> pd.DataFrame:
    """Schools with the numbers of their rolls; both are taken from there, also where one is
    missing, for a share is of its own roll.
    """
    own = rolls.set_index("school_id")[_OF_ROLLS].reindex(schools["school_id"])
    told = schools["school_id"].isin(rolls["school_id"])
    numbers = {
        name: own[name].set_axis(schools.index).where(told, schools[name]) for name in _OF_ROLLS
    }
    return schools.assign(**numbers)
