"""What was known on a day: of rows that say what was so when, the newest until then."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from tymor.inputs.contracts.tables import TABLES

#: The column that says when what a row tells was so.
AS_AT = "as_at"
#: Which academic year a row is of, and when what it tells was so, or was printed.
_OF_YEAR = ("academic_year", "year")
_SAYS_WHEN = (AS_AT, "published")
#: What a roll tells of a school.
_OF_ROLLS = ["pupils", "efsm_pct"]


def as_known(
    tables: Mapping[str, pd.DataFrame], day: date, whole_year: str
) -> dict[str, pd.DataFrame]:
    """The tables as they were known on a day.

    Of a table with a column ``as_at`` the newest row of each key until that day stays. A row
    without a date is older than all that have one; what it tells of a whole academic year is known
    up to ``whole_year``, see :func:`of_whole_years`. Schools have the pupils of their newest roll
    in ``rolls``, where they have one.
    """
    over = {name: of_whole_years(name, rows, whole_year) for name, rows in tables.items()}
    known = {
        name: newest(rows, [each for each in TABLES[name].key if each != AS_AT], AS_AT, day)
        if AS_AT in TABLES[name].columns
        else rows
        for name, rows in over.items()
    }
    return known | {"schools": _with_rolls(known["schools"], known["rolls"])}


def known_rows(
    tables: Mapping[str, pd.DataFrame], names: Iterable[str], day: date, whole_year: str
) -> dict[str, pd.DataFrame]:
    """Of these tables, all that was ever known until a day; see :func:`with_superseded`.

    Those without a column ``as_at`` are left out.
    """
    return {
        name: with_superseded(
            of_whole_years(name, tables[name], whole_year),
            [each for each in TABLES[name].key if each != AS_AT],
            AS_AT,
            day,
        )
        for name in names
        if AS_AT in TABLES[name].columns
    }


def with_superseded(rows: pd.DataFrame, key: list[str], dated: str, until: date) -> pd.DataFrame:
    """The rows that were known on a day, and when a newer one took the place of each.

    ``superseded`` is the day of the next row of the same key; missing of the newest. Without a
    date a row is the oldest. See :func:`tymor.measures.as_known.as_it_stood`.
    """
    known = rows[rows[dated].isna() | (rows[dated] <= pd.Timestamp(until))]
    ordered = known.sort_values(dated, kind="stable", na_position="first")
    after = ordered.groupby(key, sort=False, dropna=False)[dated].shift(-1)
    last = ~ordered.duplicated(key, keep="last")
    # Of several without a date all but the last were never known.
    kept = ordered[last | after.notna()].assign(superseded=after[last | after.notna()])
    return kept.sort_index().reset_index(drop=True)


def of_whole_years(table: str, rows: pd.DataFrame, whole_year: str) -> pd.DataFrame:
    """A table without what rows that say no day tell of years that are not over.

    Exclusions, say, of 2016/17 are those of the whole year: in March nobody knows them, whatever
    the data folder holds by now. ``tables.yml`` names the columns that tell such things
    (``at_end_of_year``): in a row of a later year than ``whole_year``, the newest that is known
    whole (:func:`tymor.config.terms.results_known`: a year is in its summer term and after), they
    are missing, or the row is left out. What is set before its year (targets, plans, what was
    agreed, allocated or budgeted) stays, and so does a row that says as at when it is so.
    """
    told = TABLES[table].at_end_of_year
    if not told:
        return rows
    year = next(name for name in _OF_YEAR if name in rows)
    early = rows[year].astype("str") > whole_year
    for dated in (name for name in _SAYS_WHEN if name in rows):
        early &= rows[dated].isna() | (rows[dated].astype("str") == "")
    if told == "row":
        return rows[~early].reset_index(drop=True)
    held = [name for name in told if name in rows]
    texts = {name: "" for name in held if pd.api.types.is_string_dtype(rows[name].dtype)}
    return rows.assign(**{name: rows[name].mask(early, texts.get(name)) for name in held})


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
