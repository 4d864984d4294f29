"""Primary suppression: a figure that rests on too few pupils is not published."""

import pandas as pd

#: What a figure loses together, so that none of them gives the others away.
HIDDEN = ["value", "numerator", "denominator", "cohort"]


def suppress(figures: pd.DataFrame, minimum_cohort: int) -> pd.DataFrame:
    """``figures`` without those that rest on fewer than ``minimum_cohort`` pupils.

    Such a row stays, with status ``suppressed``, no signal, and value,
    numerator, denominator and cohort missing together. Targets rest on no
    pupils and stay. A cohort of 0 is hidden likewise. Where the cohort is not
    known (a figure printed elsewhere) the figure is already public.
    """
    few = (figures["cohort"] < minimum_cohort).fillna(False).astype(bool)
    hidden = figures.copy(deep=False)  # columns are copied when they change
    if not few.any():
        return hidden
    status = hidden["status"]
    if status.dtype == "category" and "suppressed" not in status.cat.categories:
        hidden["status"] = status.cat.add_categories("suppressed")
    hidden.loc[few, HIDDEN] = pd.NA
    hidden.loc[few, "status"] = "suppressed"
    hidden.loc[few, "signal"] = "none"
    return hidden
