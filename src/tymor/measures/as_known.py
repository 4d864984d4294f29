"""Tables that go on being written to, as they stood at the end of a day."""

from datetime import date

import pandas as pd

#: The columns that say when what a row of a release tells was so.
DATED = ("as_at", "reviewed")
#: The day on which a newer row took a row's place; missing of the newest.
SUPERSEDED = "superseded"


def as_it_stood(rows: pd.DataFrame, day: date | None) -> pd.DataFrame:
    """Rows of a release's table as they were known on a day: on the one on which a report to a
    committee was written. Without a day, when the term was published.

    What is told as at a later day, or was reviewed later, is left out, and so is a row whose place
    a newer one had taken by then. A row without a day was always known.
    """
    if SUPERSEDED in rows:
        stays = rows[SUPERSEDED].isna()
        rows = rows[stays if day is None else stays | (rows[SUPERSEDED] > pd.Timestamp(day))]
    if day is not None:
        for dated in (name for name in DATED if name in rows):
            rows = rows[rows[dated].isna() | (rows[dated] <= pd.Timestamp(day))]
    return rows


def recommendations_known(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The recommendations that had been made by a day; one that was answered later is open."""
    until = pd.Timestamp(day)
    known = rows[rows["asked"] <= until]
    later = known["answered"] > until
    return known.assign(
        answered=known["answered"].mask(later),
        status=known["status"].mask(later, "open"),
        answer=known["answer"].mask(later, ""),
        answer_cy=known["answer_cy"].mask(later, ""),
    )


def newest_printed(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of each indicator and year the printing that was the newest on a day, in the rows' order.

    ``published`` is a day or a month; where nothing is told, the row counts as the oldest.
    """
    until = day.isoformat()
    until_then = rows["published"].map(lambda printed: printed <= until[: len(printed)])
    known = rows[until_then.astype(bool)]
    newest = known.sort_values("published", kind="stable").drop_duplicates(
        ["area_id", "indicator", "year"], keep="last"
    )
    return newest.sort_index()
