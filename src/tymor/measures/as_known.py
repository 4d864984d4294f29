"""Tables that go on being written to, as they stood at the end of a day."""

from datetime import date

import pandas as pd


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
