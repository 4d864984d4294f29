"""How sure results are: a status belongs to a measure and year, and so to all figures of it."""

from collections.abc import Mapping

import pandas as pd

from tymor.config.models import Measure
from tymor.measures.frame import NUMBERS
from tymor.page import NUMBERED

_OF = ["measure_id", "academic_year"]


class ResultStatuses:
    """What is said of the results of each measure and year.

    Parameters
    ----------
    told
        The table ``result_status``: a row a measure and year.
    printed
        Printed actuals of all areas, a row a figure. What the partnership printed of its own
        results holds where ``told`` says nothing.
    partnership_id
        The area whose print that is.
    measures
        A gap is no surer than the measure whose gap it is.
    """

    def __init__(
        self,
        told: pd.DataFrame,
        printed: pd.DataFrame,
        partnership_id: str,
        measures: Mapping[str, Measure],
    ) -> None:
        own = printed[printed["area_id"] == partnership_id]
        said = {
            (str(measure), str(year)): str(status)
            for rows in (own, told)  # the later one holds
            for measure, year, status in rows[[*_OF, "status"]].itertuples(index=False, name=None)
        }
        final = ("verified", "not_applicable")
        self._said = {key: status for key, status in said.items() if status not in final}
        for name, measure in measures.items():
            for (of, year), status in list(self._said.items()):
                if of == measure.of:
                    self._said.setdefault((name, year), status)

    def without(self, counted: pd.DataFrame) -> pd.DataFrame:
        """The rows of figures that may have numbers: those of results that are there."""
        status = self._of(counted)
        return counted[(status == "") | status.isin(NUMBERED)]

    def given_to(self, figures: pd.DataFrame) -> pd.DataFrame:
        """``figures`` with the status of their measure and year.

        Actuals of results that are not there (not verified, not published) lose value, numerator,
        denominator and cohort; those of provisional results that have a number are provisional.
        """
        status = self._of(figures).where(figures["kind"] == "actual", "")
        gone = ((status != "") & ~status.isin(NUMBERED)).to_numpy()
        numbered = figures["status"].isin(NUMBERED).to_numpy()
        changed = gone | (numbered & (status != "").to_numpy())
        if not changed.any():
            return figures
        made = figures.copy(deep=False)
        words = made["status"].cat
        new = set(status[changed]) - set(words.categories)
        made["status"] = words.add_categories(sorted(new))
        made.loc[gone, NUMBERS] = pd.NA
        made.loc[changed, "status"] = status[changed]
        return made

    def _of(self, rows: pd.DataFrame) -> pd.Series:
        """What is said of each row's measure and year; nothing where that is final."""
        key = pd.MultiIndex.from_frame(rows[_OF].astype("str"))
        said = pd.Series(self._said, dtype="str")
        if said.empty:
            return pd.Series("", index=rows.index, dtype="str")
        return said.reindex(key).fillna("").set_axis(rows.index).astype("str")
