"""Reviews of the business plan's actions: which are known at a date, and which one counts."""

from datetime import date

import pandas as pd

from tymor.inputs.as_known import newest, with_superseded

_ACTION = ["area_id", "plan_year", "priority", "action"]
#: What a review says of an action: one row an action and review.
REVIEW = [*_ACTION, "reviewed", "on_track", "judgement"]


def known_reviews(actions: pd.DataFrame, until: date) -> pd.DataFrame:
    """The rows of ``plan_actions``, or of half-termly reviews, that were known at a date: one row
    an action and review.

    A review without a date counts as known. A review after ``until``, the last day that counts,
    does not.
    """
    known = actions["reviewed"].isna() | (actions["reviewed"] <= pd.Timestamp(until))
    return actions[known].reset_index(drop=True)


def all_reviews(actions: pd.DataFrame, until: date) -> pd.DataFrame:
    """The reviews of each action that were known at a date, with the day on which each was
    ``superseded`` by a newer one; missing of :func:`newest_reviews`."""
    return with_superseded(actions, _ACTION, "reviewed", until)


def newest_reviews(actions: pd.DataFrame, until: date) -> pd.DataFrame:
    """The newest review of each action that was known at a date.

    Parameters
    ----------
    actions
        One row an action and review; ``reviewed`` is missing where nobody wrote down when.
    until
        The last day that counts. A review without a date counts, as the oldest.

    Returns
    -------
    pandas.DataFrame
        One row an action, in the order of ``actions``. An action whose only reviews are
        later ones has none.
    """
    return newest(actions, _ACTION, "reviewed", until)
