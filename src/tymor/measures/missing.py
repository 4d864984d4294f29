"""Figures that are not there, said as such: never a blank and never zero."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tymor.measures.frame import as_figures, coded, in_other_words, same, stacked
from tymor.measures.result_status import awaited
from tymor.page import NUMBERED
from tymor.publication import Publication


def missing_figures(
    parts: Sequence[pd.DataFrame],
    areas: pd.DataFrame,
    publication: Publication,
    reasons: pd.Series,
) -> pd.DataFrame:
    """A row for every actual and target that a table will have a place for, and has none.

    For each measure that an area has any figure of, every year of the term gets
    an actual and every target year a target (schools are set none here). The
    status says why there is no number: the partnership's printed reason where
    it has one (results not verified are not verified for anybody who has such results), else
    ``not_available`` for an actual and ``not_set`` for a target. ``reasons`` are
    those printed (see :func:`printed_reasons`); ``parts`` are the figures of whole ``areas``.
    """
    measures = publication.config.measures
    term = publication.term
    own = stacked([part[part["group"] == "all"] for part in parts])
    own = own[own["measure_id"].isin(measures)]
    schools = areas.loc[areas["kind"] == "school", "area_id"]
    absent = [
        _absent(own, term.years, "actual", "not_available"),
        _absent(own[~own["area_id"].isin(schools)], term.target_years, "target", "not_set"),
    ]
    missing = stacked(absent)
    words = missing["status"].cat
    missing["status"] = words.set_categories(sorted({*words.categories, *reasons}))
    asked = ["area_id", "measure_id", "kind", "status"]
    to_come = awaited(stacked([own[asked], missing[asked]])).tail(len(missing)).to_numpy()
    for measure, year, kind, reason in reasons.reset_index().itertuples(index=False, name=None):
        same_figure = (missing["measure_id"] == measure) & (missing["academic_year"] == year)
        same_figure &= (missing["kind"] == kind) & (to_come | (kind == "target"))
        missing.loc[same_figure, "status"] = reason
    units = {name: measure.unit for name, measure in measures.items()}
    missing["unit"] = in_other_words(missing["measure_id"], units)
    return as_figures(missing)


def _absent(own: pd.DataFrame, years: tuple[str, ...], kind: str, status: str) -> pd.DataFrame:
    """A row for each area, measure and year of which there is no figure of this kind."""
    pairs = own[["area_id", "measure_id"]].drop_duplicates()
    held = own[(own["kind"] == kind) & own["academic_year"].isin(years)]
    there = np.zeros((len(pairs), len(years)), dtype=bool)
    year_of = held["academic_year"].cat.set_categories(years).cat.codes
    there[pd.Index(_pairs(pairs)).get_indexer(pd.Index(_pairs(held))), year_of] = True
    pair, year = np.nonzero(~there)
    words = {"group": "all", "kind": kind, "status": status, "source": "none"}
    return pairs.iloc[pair].assign(
        academic_year=coded(year, years),
        decimals=0,
        **{name: same(word, len(pair)) for name, word in words.items()},
    )


def _pairs(rows: pd.DataFrame) -> pd.Series:
    """A number for each area and measure."""
    area, measure = rows["area_id"].cat, rows["measure_id"].cat
    return area.codes.astype("int64") * len(measure.categories) + measure.codes


def printed_reasons(printed: pd.DataFrame, partnership_id: str) -> pd.Series:
    """Why the partnership printed no number: status by measure, year and kind."""
    own = printed[(printed["area_id"] == partnership_id) & ~printed["status"].isin(NUMBERED)]
    return own.set_index(["measure_id", "academic_year", "kind"])["status"]
