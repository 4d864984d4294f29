"""Reviews of the business plan's actions: which one counts at a date."""

from datetime import date

import pandas as pd

from tymor.inputs.as_known import newest

_ACTION = ["area_id", "plan_year", "priority", "action"]


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
