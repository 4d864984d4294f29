"""How sure results are: a status belongs to a measure and year, and so to all figures of it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tymor.config.measures import Measure
from tymor.measures.frame import NUMBERS, as_figures, in_order, stacked
from tymor.page import NUMBERED

_OF = ["measure_id", "academic_year"]


def awaited(figures: pd.DataFrame) -> pd.Series:
    """Of each figure, whether its area has a result of its measure in some year, or a target.

    Where it has none a result is not held, and none is to come.
    """
    status, kind = figures["status"], figures["kind"]
    told = (kind == "actual") & (status != "not_available") | (kind == "target") & (status == "set")
    pairs = pd.MultiIndex.from_frame(figures[["area_id", "measure_id"]].astype("str"))
    return pd.Series(pairs.isin(pairs[told]), index=figures.index)


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
        self._units = {name: measure.unit for name, measure in measures.items()}
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
        What an area has no result of in any year, and no target for, is not waited for: it stays
        as it is. ``figures`` are all of whole areas.
        """
        waited = (figures["kind"] == "actual") & awaited(figures)
        status = self._of(figures).where(waited, "")
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

    def told_of_groups(self, figures: pd.DataFrame, years: Sequence[str]) -> pd.DataFrame:
        """``figures`` with a row for each group of learners of results that are not there.

        A group has one where it has a row of another year, whether that shows a number or not.
        """
        groups = figures[(figures["kind"] == "actual") & (figures["group"] != "all")]
        key = ["area_id", "measure_id", "group"]
        added = []
        for (measure, year), status in self._said.items():
            if status in NUMBERED or year not in years:
                continue
            own = groups[groups["measure_id"] == measure]
            rows = own[key].drop_duplicates()
            added.append(
                rows.assign(academic_year=year, kind="actual", status=status, source="none",
                            decimals=0, unit=self._units[measure])
            )  # fmt: skip
        rows = pd.concat(added) if added else figures.head(0)
        return in_order(stacked([figures, as_figures(rows)])) if len(rows) else figures

    def _of(self, rows: pd.DataFrame) -> pd.Series:
        """What is said of each row's measure and year; nothing where that is final."""
        key = pd.MultiIndex.from_frame(rows[_OF].astype("str"))
        said = pd.Series(self._said, dtype="str")
        if said.empty:
            return pd.Series("", index=rows.index, dtype="str")
        return said.reindex(key).fillna("").set_axis(rows.index).astype("str")
