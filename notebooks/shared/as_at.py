"""As at which day something is that goes on being written to: support, grants, costs, rolls."""

from datetime import date
from typing import Any

import pandas as pd

from tymor.page import Text
from tymor.report.document import Document


def say_as_at(page: Document, table: str, academic_year: str, *, words: str = "") -> None:
    """One sentence: as at which day the area's rows of an input table and a year are.

    ``words``: the key of what is said to be so, where the page shows less than the whole table.
    Nothing where no row says its day; of rolls, which have no year of their own, that none does.
    """
    if not page.release.has("as_at"):
        return
    way, days = _days(page, table, academic_year)
    if way != "none" or table == "rolls":
        key = f"{words or f'as_at.{table}'}.{way}"
        page.text(key, id=f"as_at.{table}", of_year=academic_year, **days)


def day_of_rolls(page: Document) -> dict[str, Text | None]:
    """What stands below figures from the rolls in place of a year, by measure: the day as at which
    they are; nothing where none is held."""
    way, days = _days(page, "rolls", page.this_year)
    said = None if way == "none" else page.say(f"as_at.rolls_when.{way}", days)
    return dict.fromkeys(("pupils", "efsm_pct"), said)


def _days(page: Document, table: str, academic_year: str) -> tuple[str, dict[str, Any]]:
    """How the area's rows are dated (``one``, ``span``, ``some``, ``none``), and these days."""
    if page.release.known_on is not None and page.release.has(table):
        return _days_of(page.release.table(table), academic_year)
    rows = page.release.rows("as_at", "area_id", "table", "academic_year")
    told = (rows["table"] == table) & (rows["academic_year"] == academic_year)
    for row in rows[told & (rows["area_id"] == page.area_id)].to_dict("records"):
        first, last = row["first"].date(), row["last"].date()
        return _way(first, last, some=bool(row["undated"]))
    return "none", {}


def _days_of(rows: pd.DataFrame, academic_year: str) -> tuple[str, dict[str, Any]]:
    """As :func:`_days`, of the rows themselves: of those that were known when the report was
    written."""
    told = rows.loc[rows["academic_year"] == academic_year, "as_at"]
    if told.isna().all():
        return "none", {}
    first, last = told.min().date(), told.max().date()
    return _way(first, last, some=bool(told.isna().any()))


def _way(first: date, last: date, *, some: bool) -> tuple[str, dict[str, Any]]:
    """``some``: that not all of them say a day."""
    if some:
        return "some", {"day": last}
    return ("one", {"day": last}) if first == last else ("span", {"first": first, "last": last})
