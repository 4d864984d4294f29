"""Where each school stands: quartiles, and beside its authority, all schools and similar ones.

Everything is taken from published figures, as signals are: a figure that is hidden takes no
part, so that no standing gives it away. Quartiles of a school may themselves be telling:
which audiences get them is said in ``params/audiences.yml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.config.measures import Measure, Similar
from tymor.measures.rounding import round_half_up
from tymor.measures.signals import goodness

#: An authority has few neighbours in its partnership; two are most like it.
SIMILAR_AUTHORITIES = 2
#: Fewer schools than these make no quartiles.
FEWEST = 8
#: Fewer similar schools than these are not taken together: one or two could be told apart, and
#: a school's own release hides none of their figures.
FEWEST_SIMILAR = 5
Floats = npt.NDArray[np.float64]
_KEY = ["measure_id", "academic_year"]


def similar_schools(schools: pd.DataFrame, number: int, of_sector: int = 100) -> pd.DataFrame:
    """The schools most like each: same sector, nearest share of pupils eligible for free meals.

    Parameters
    ----------
    schools
        One row a school: ``area_id``, ``sector``, ``efsm_pct``. A school whose
        share is not known has no similar ones and is none.
    of_sector
        No more than so many per cent of the schools of a sector, rounded up: all the others of a
        small one would not be like each other.

    Returns
    -------
    pandas.DataFrame
        One row a pair, ``area_id`` and ``similar_id``; fewer than ``number`` where a
        sector has no more. Of equally near ones those with the lower share and id come first.

    Schools of 5, 10, 11 and 30 per cent: the two nearest to 10 are 11 and 5.
    """
    known = schools.dropna(subset=["efsm_pct"]).sort_values(["efsm_pct", "area_id"])
    pairs = [
        _nearest(sector, min(number, -(-of_sector * len(sector) // 100)))
        for _, sector in known.groupby("sector", sort=True)
    ]
    empty = pd.DataFrame(columns=["area_id", "similar_id"], dtype="str")
    return pd.concat([empty, *pairs], ignore_index=True)


def similar_authorities(areas: pd.DataFrame, number: int = SIMILAR_AUTHORITIES) -> pd.DataFrame:
    """The local authorities of the partnership most like each by free school meals.

    Parameters
    ----------
    areas
        The area tree, with ``efsm_pct`` (per cent of pupils) of authorities.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``area_id``, ``similar_id``, and ``efsm_pct`` of both
        (``similar_efsm_pct``). An authority whose share is not known is in none.
    """
    authorities = areas[areas["kind"] == "local_authority"].assign(sector="")
    pairs = similar_schools(authorities, number)
    share = authorities.set_index("area_id")["efsm_pct"]
    own, other = pairs["area_id"].map(share), pairs["similar_id"].map(share)
    kinds = {"efsm_pct": "float64", "similar_efsm_pct": "float64"}
    return pairs.assign(efsm_pct=own, similar_efsm_pct=other).astype(kinds)


def _nearest(ordered: pd.DataFrame, number: int) -> pd.DataFrame:
    """In the order of shares the nearest ones lie within ``number`` places on either side."""
    ids, share = ordered["area_id"].to_numpy(), ordered["efsm_pct"].to_numpy(dtype=float)
    steps = np.concatenate([np.arange(-number, 0), np.arange(1, number + 1)])
    places = np.arange(len(ids))[:, None] + steps
    there = (places >= 0) & (places < len(ids))
    inside = np.where(there, places, 0)
    apart = np.where(there, np.abs(share[inside] - share[:, None]), np.inf)
    best = np.argsort(apart, axis=1, kind="stable")[:, :number]
    chosen = np.take_along_axis(there, best, axis=1)
    rows = np.repeat(np.arange(len(ids))[:, None], best.shape[1], axis=1)
    similar = np.take_along_axis(inside, best, axis=1)
    return pd.DataFrame({"area_id": ids[rows[chosen]], "similar_id": ids[similar[chosen]]})


def quartiles(values: pd.Series, by: list[pd.Series]) -> pd.Series:
    """The quarter that each value lies in, 1 the highest; equal values share the better one.

    More is better. Missing where the value is, and where fewer than :data:`FEWEST` have one. Of
    the values 80, 75, 75, 70, 60, 50, 40 and 30 the quartiles are 1, 1, 1, 2, 3, 3, 4, 4.
    """
    grouped = values.groupby(by)
    rank = grouped.rank(method="min", ascending=False)
    held = grouped.transform("count")
    quarter = pd.Series(np.ceil(4 * rank / held), index=values.index)
    return quarter.where(held >= FEWEST).astype("Int64")


def standing(
    figures: pd.DataFrame,
    areas: pd.DataFrame,
    measures: Mapping[str, Measure],
    similar: Similar,
    fewest_similar: int = FEWEST_SIMILAR,
) -> pd.DataFrame:
    """Each school's published figures beside those of others; gaps and counts are left out.

    Parameters
    ----------
    figures
        Published figures (see :mod:`tymor.measures.frame`); actuals of all
        learners are used.
    areas
        The area tree, with ``sector`` and ``efsm_pct`` of schools.
    measures
        What is better of each: by that the quartile 1 is the best; of one of which neither way is
        better no school is in any.
    similar
        How many schools are set beside one as similar.

    Returns
    -------
    pandas.DataFrame
        One row a school, measure and year: ``value``; ``quartile`` among all schools with
        a value; ``authority_value`` and ``partnership_value`` as published;
        ``similar_value``, that of the similar schools' learners together, of
        ``similar_schools`` that have a published count, where they are ``fewest_similar`` or
        more; ``similar_low`` and ``similar_high``, between which the middle half of the similar
        schools' own values lies, where :data:`FEWEST` or more have one; ``above_authority``,
        ``above_partnership`` and ``above_similar``, in points. Missing where there is
        no published figure to stand beside.
    """
    actual = figures[(figures["kind"] == "actual") & (figures["group"] == "all")]
    known = [name for name, each in measures.items() if each.kind not in ("gap", "count")]
    actual = actual[actual["value"].notna() & actual["measure_id"].isin(known)]
    grid = _grid(actual)
    schools = areas[areas["kind"] == "school"]
    parents = areas.set_index("area_id")["parent_id"]
    authorities = parents.reindex(grid.area_ids)
    own = np.isin(grid.area_ids, schools["area_id"])
    row, column = np.nonzero(~np.isnan(grid.values) & own[:, None])
    found = pd.DataFrame({"area_id": grid.area_ids[row]})
    for key in _KEY:
        found[key] = grid.columns[key].array[column]
    found["value"] = grid.values[row, column]
    found["quartile"] = quartiles(goodness(found, measures), [pd.Series(column)])
    for kind, beside in (("authority", authorities), ("partnership", authorities.map(parents))):
        found[f"{kind}_value"] = grid.values_of(beside)[row, column]
    pairs = similar_schools(schools, similar.most, similar.of_sector)
    together, number = (every[row, column] for every in _of_similar(grid, pairs, measures))
    enough = (number > 0) & (number >= fewest_similar)
    found["similar_schools"] = pd.Series(number, dtype="Int64").where(enough)
    found["similar_value"] = np.where(enough, together, np.nan)
    for name, values in zip(("low", "high"), _middle_half(grid, pairs), strict=True):
        found[f"similar_{name}"] = values[row, column]
    for kind in ("authority", "partnership", "similar"):
        found[f"above_{kind}"] = (found["value"] - found[f"{kind}_value"]).round(2)
    return found


@dataclass(frozen=True)
class _Grid:
    """Figures as arrays, a row an area, a column a measure and year; NaN where there is none."""

    area_ids: npt.NDArray[np.object_]
    columns: pd.DataFrame  # measure_id, academic_year, decimals
    values: Floats
    numerators: Floats
    denominators: Floats

    def rounded(self, values: Floats) -> Floats:
        """Values of such a row and column, each to the places of its measure."""
        places = np.broadcast_to(self.columns["decimals"].to_numpy(np.int64), values.shape)
        found = round_half_up(pd.Series(values.ravel()), places.ravel())
        return found.to_numpy().reshape(values.shape)

    def values_of(self, area_ids: pd.Series) -> Floats:
        """The rows of these areas, one for each row of the grid."""
        places = pd.Index(self.area_ids).get_indexer(pd.Index(area_ids))
        return np.where(places[:, None] >= 0, self.values[places], np.nan)


def _grid(actual: pd.DataFrame) -> _Grid:
    area, measure, year = (actual[name].astype("category").cat for name in ("area_id", *_KEY))
    row, areas = pd.factorize(area.codes.to_numpy())
    keys = measure.codes.to_numpy(np.int64) * len(year.categories) + year.codes.to_numpy()
    _, first, column = np.unique(keys, return_index=True, return_inverse=True)
    parts = []
    for name in ("value", "numerator", "denominator"):
        part = np.full((len(areas), len(first)), np.nan)
        part[row, column] = actual[name].to_numpy(dtype="float64", na_value=np.nan)
        parts.append(part)
    columns = actual[[*_KEY, "decimals"]].take(first).reset_index(drop=True)
    columns = columns.astype(dict.fromkeys(_KEY, "str"))
    return _Grid(area.categories.to_numpy(dtype="object")[areas], columns, *parts)


def _of_similar(
    grid: _Grid, pairs: pd.DataFrame, measures: Mapping[str, Measure]
) -> tuple[Floats, Floats]:
    """The similar schools' learners taken together, and how many schools had a count."""
    held = (grid.denominators > 0) & ~np.isnan(grid.numerators)
    above, below = (np.where(held, n, 0.0) for n in (grid.numerators, grid.denominators))
    sums = np.zeros((3, *grid.values.shape))
    place = pd.Index(grid.area_ids)
    own, other = (place.get_indexer(pd.Index(pairs[name])) for name in ("area_id", "similar_id"))
    there = (own >= 0) & (other >= 0)
    nth = pairs.groupby("area_id").cumcount().to_numpy()
    # One neighbour of every school at a time: memory does not grow with their number.
    for number in np.unique(nth[there]):
        now = there & (nth == number)
        for total, part in zip(sums, (above, below, held), strict=True):
            total[own[now]] += part[other[now]]
    factors = {name: each.times for name, each in measures.items()}
    times = grid.columns["measure_id"].map(factors).to_numpy(dtype="float64", na_value=np.nan)
    with np.errstate(invalid="ignore"):
        together = times * sums[0] / sums[1]
    return grid.rounded(together), sums[2]


def _middle_half(grid: _Grid, pairs: pd.DataFrame) -> tuple[Floats, Floats]:
    """The lower and upper quartile of the similar schools' values, where :data:`FEWEST` have one.

    Between two values a quartile lies in proportion: of 50, 60, 70 and 80 they are 57.5 and 72.5.
    """
    place = pd.Index(grid.area_ids)
    own, other = (place.get_indexer(pd.Index(pairs[name])) for name in ("area_id", "similar_id"))
    there = (own >= 0) & (other >= 0)
    nth = pairs.groupby("area_id").cumcount().to_numpy()
    beside = np.full((len(grid.area_ids), int(nth.max(initial=-1)) + 1), -1)
    beside[own[there], nth[there]] = other[there]
    low, high = np.full((2, *grid.values.shape), np.nan)
    # One measure and year of every school at a time: memory does not grow with their number.
    for column in range(grid.values.shape[1]):
        values = np.where(beside >= 0, grid.values[beside, column], np.nan)
        held = (~np.isnan(values)).sum(axis=1)
        enough = held >= FEWEST
        ordered = np.sort(values[enough], axis=1)  # what is missing comes last
        for share, quartile in ((0.25, low), (0.75, high)):
            quartile[enough, column] = _within(ordered, share * (held[enough] - 1))
    return grid.rounded(low), grid.rounded(high)


def _within(ordered: Floats, place: Floats) -> Floats:
    """The value at a place of each row that may lie between two."""
    row, below = np.arange(len(ordered)), np.floor(place).astype(int)
    above = np.ceil(place).astype(int)
    step = ordered[row, above] - ordered[row, below]
    between: Floats = ordered[row, below] + step * (place - below)
    return between
