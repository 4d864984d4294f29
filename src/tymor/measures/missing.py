"""Figures that are not there, said as such: never a blank and never zero."""

import pandas as pd

from tymor.measures.frame import IDENTITY, as_figures
from tymor.page import NUMBERED
from tymor.publication import Publication


def fill_missing(
    figures: pd.DataFrame, areas: pd.DataFrame, publication: Publication, reasons: pd.Series
) -> pd.DataFrame:
    """Add a row for every actual and target that a table will have a place for.

    For each measure that an area has any figure of, every year of the term gets
    an actual and every target year a target (schools are set none here). The
    status says why there is no number: the partnership's printed reason where
    it has one (results not verified are not verified for anybody), else
    ``not_available`` for an actual and ``not_set`` for a target. ``reasons`` are
    those printed (see :func:`printed_reasons`); ``figures`` are whole areas'.
    """
    measures = publication.config.measures
    term = publication.term
    own = figures[figures["measure_id"].isin(measures)]
    schools = areas.loc[areas["kind"] == "school", "area_id"]
    actuals = own.loc[own["group"] == "all", ["area_id", "measure_id"]].drop_duplicates()
    wanted = [
        _every(actuals, term.years, "actual", "not_available"),
        _every(actuals[~actuals["area_id"].isin(schools)], term.target_years, "target", "not_set"),
    ]
    missing = pd.concat(wanted, ignore_index=True)
    missing["unit"] = missing["measure_id"].map({n: m.unit for n, m in measures.items()})
    key = pd.MultiIndex.from_frame(missing[list(reasons.index.names)])
    said = pd.Series(reasons.reindex(key).to_numpy(), index=missing.index)
    missing["status"] = said.fillna(missing["status"])
    both = pd.concat([figures, as_figures(missing)], ignore_index=True)
    return both.drop_duplicates(IDENTITY, keep="first").reset_index(drop=True)


def _every(pairs: pd.DataFrame, years: tuple[str, ...], kind: str, status: str) -> pd.DataFrame:
    return pairs.merge(pd.DataFrame({"academic_year": list(years)}), how="cross").assign(
        group="all", kind=kind, decimals=0, status=status, source="none"
    )


def printed_reasons(printed: pd.DataFrame, partnership_id: str) -> pd.Series:
    """Why the partnership printed no number: status by measure, year and kind."""
    own = printed[(printed["area_id"] == partnership_id) & ~printed["status"].isin(NUMBERED)]
    return own.set_index(["measure_id", "academic_year", "kind"])["status"]
