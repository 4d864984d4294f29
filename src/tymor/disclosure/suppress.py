"""What is not shown leaves a figure: all that could tell it goes together."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from tymor.config.measures import Measure
from tymor.disclosure.decide import STATUSES, Decided
from tymor.disclosure.names import KEY
from tymor.disclosure.protect import HIDDEN
from tymor.measures.frame import NUMBERS, as_figures, in_order, stacked

#: What one loses that is told as nearly all or none: its cohort is no secret.
NEARLY = ["value", "numerator"]


def with_nobody(
    figures: pd.DataFrame, decided: Decided, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """``figures`` of some areas, and rows without numbers of those that rest on nobody.

    They are withheld as others are, of which nobody can tell them (:func:`.decide.of_nobody`).
    """
    if not decided.protected:
        return figures
    cells = decided.cells
    nobody = cells["published"] & (cells["denominator"] == 0)
    nobody &= cells["area_id"].isin(figures["area_id"].unique())
    nobody &= cells["measure_id"].isin(measures)
    units = {name: each.unit for name, each in measures.items()}
    rows = cells.loc[nobody, KEY]
    rows = rows.assign(
        kind="actual", status="not_available", source="none", decimals=0,
        unit=rows["measure_id"].map(units),
    )  # fmt: skip
    return in_order(stacked([figures, as_figures(rows)]))


def _may_hold(column: pd.Series, words: Iterable[str]) -> pd.Series:
    """A column that these words can be put into: of categories, with them among these."""
    if column.dtype != "category":
        return column
    new = [each for each in words if each not in column.cat.categories]
    return column.cat.add_categories(new)


def suppress(figures: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """``figures`` as they were decided to be shown.

    A figure that is not shown stays as a row: with the status ``suppressed``, or ``near_all`` or
    ``near_none`` where its percentage is all or none of its cohort, or one learner from it; with no
    signal, and value, numerator, denominator and cohort missing together; the last two stay where
    it is near. Targets rest on no pupils and stay. Where the cohort is not known (a figure printed
    elsewhere) it is public already. Of learners who are not there, the figure is none that is not
    held, but withheld.
    """
    hidden = figures.copy(deep=False)  # columns are copied when they change
    if not decided.statuses:
        return hidden
    status = decided.of(figures)
    absent = (figures["status"] == "not_available").to_numpy()
    which = (status != "") & (figures["cohort"].notna().to_numpy() | absent)
    if not which.any():
        return hidden
    hidden["status"] = _may_hold(hidden["status"], np.unique(status[which].astype(str)))
    hidden["source"] = _may_hold(hidden["source"], ["computed"])
    whole = status == STATUSES[HIDDEN]
    hidden.loc[which & whole, NUMBERS] = pd.NA
    # Of nobody it is withheld as of a few: where it is from does not tell the one from the other.
    hidden["source"] = hidden["source"].mask(which & absent, "computed")
    hidden.loc[which & ~whole, NEARLY] = pd.NA
    hidden.loc[which, "status"] = status[which]
    hidden.loc[which, "signal"] = "none"
    return hidden
