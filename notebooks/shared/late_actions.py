"""Actions of a business plan that are late: one rule for every report that tells of them."""

from datetime import date
from typing import Any

import pandas as pd

from tymor.report import told
from tymor.report.document import Document

#: Judged so, an action whose day has passed has not got far enough to be told apart from late.
_BARELY = ["not_due", "limited"]


def is_late(actions: pd.DataFrame, on: date) -> "pd.Series[bool]":
    """Of which actions the day had passed, and they are not on track, have not begun or have
    come to little."""
    behind = (actions["on_track"] == "no") | actions["judgement"].isin(_BARELY)
    return (actions["due"] < pd.Timestamp(on)) & behind


def number_late(page: Document, on: date, **of_year: Any) -> told.Whole:
    """How many actions of a plan year and of some areas :func:`is_late` tells of."""
    behind: list[dict[str, object]] = [{"on_track": "no"}, {"judgement": _BARELY}]
    day = told.limit("<", on)
    return told.rows(page, "plan_actions", due=day, either=behind, **of_year)


def say_on_track(page: Document, on: date, **of_year: Any) -> None:
    """That some of the late actions are said to be on track: both are told, side by side."""
    both = told.rows(page, "plan_actions", due=told.limit("<", on), on_track="yes",
                     judgement=_BARELY, **of_year)  # fmt: skip
    if both:
        page.text("late_actions.on_track", both=both)
