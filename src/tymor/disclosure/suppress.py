"""What is not shown leaves a figure: all that could tell it goes together."""

import numpy as np
import pandas as pd

from tymor.disclosure.decide import STATUSES, Decided
from tymor.disclosure.protect import HIDDEN
from tymor.measures.frame import NUMBERS

#: What one loses that is told as nearly all or none: its cohort is no secret.
NEARLY = ["value", "numerator"]


def suppress(figures: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """``figures`` as they were decided to be shown.

    A figure that is not shown stays as a row: with the status ``suppressed``, or ``near_all`` or
    ``near_none`` where its percentage is all or none of its cohort, or one learner from it; with no
    signal, and value, numerator, denominator and cohort missing together; the last two stay where
    it is near. Targets rest on no pupils and stay. Where the cohort is not known (a figure printed
    elsewhere) it is public already.
    """
    hidden = figures.copy(deep=False)  # columns are copied when they change
    if not decided.statuses:
        return hidden
    status = decided.of(figures)
    which = (status != "") & figures["cohort"].notna().to_numpy()
    if not which.any():
        return hidden
    if hidden["status"].dtype == "category":
        known = hidden["status"].cat.categories
        new = [each for each in np.unique(status[which].astype(str)) if each not in known]
        hidden["status"] = hidden["status"].cat.add_categories(new)
    whole = status == STATUSES[HIDDEN]
    hidden.loc[which & whole, NUMBERS] = pd.NA
    hidden.loc[which & ~whole, NEARLY] = pd.NA
    hidden.loc[which, "status"] = status[which]
    hidden.loc[which, "signal"] = "none"
    return hidden
