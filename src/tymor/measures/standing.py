"""Where each school stands: quartiles, and beside its authority, all schools and similar ones.

Everything is taken from published figures, as signals are: a figure that is hidden takes no
part, so that no standing gives it away. Quartiles of a school may themselves be telling:
which audiences get them is said in ``params/audiences.yml``.
"""

import numpy as np
import pandas as pd

from tymor.measures.rounding import round_half_up

#: As many as a school is held beside; Welsh families of schools hold about as many.
SIMILAR = 20
#: Fewer schools than these make no quartiles.
FEWEST = 8
_KEY = ["measure_id", "academic_year"]


def similar_schools(schools: pd.DataFrame, number: int = SIMILAR) -> pd.DataFrame:
    """The schools most like each: same sector, nearest share of pupils eligible for free meals.

    Parameters
    ----------
    schools
        One row a school: ``area_id``, ``sector``, ``efsm_pct``. A school whose
        share is not known has no similar ones and is none.

    Returns
    -------
    pandas.DataFrame
        One row a pair, ``area_id`` and ``similar_id``; fewer than ``number`` where a
        sector has no more. Of equally near ones those with the lower share and id come first.

    Schools of 5, 10, 11 and 30 per cent: the two nearest to 10 are 11 and 5.
    """
    known = schools.dropna(subset=["efsm_pct"]).sort_values(["efsm_pct", "area_id"])
    pairs = [_nearest(sector, number) for _, sector in known.groupby("sector", sort=True)]
    empty = pd.DataFrame(columns=["area_id", "similar_id"], dtype="str")
    return pd.concat([empty, *pairs], ignore_index=True)


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

    Missing where the value is, and where fewer than :data:`FEWEST` have one. Of
    the values 80, 75, 75, 70, 60, 50, 40 and 30 the quartiles are 1, 1, 1, 2, 3, 3, 4, 4.
    """
    grouped = values.groupby(by)
    rank = grouped.rank(method="min", ascending=False)
    held = grouped.transform("count")
    quarter = pd.Series(np.ceil(4 * rank / held), index=values.index)
    return quarter.where(held >= FEWEST).astype("Int64")


def standing(figures: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Each school's published percentages and points beside those of others.

    Parameters
    ----------
    figures
        Published figures (see :mod:`tymor.measures.frame`); actuals of all
        learners are used.
    areas
        The area tree, with ``sector`` and ``efsm_pct`` of schools.

    Returns
    -------
    pandas.DataFrame
        One row a school, measure and year: ``value``; ``quartile`` among all schools with
        a value; ``authority_value`` and ``partnership_value`` as published;
        ``similar_value``, that of the similar schools' learners together, of
        ``similar_schools`` that have a published count; ``above_authority``,
        ``above_partnership`` and ``above_similar``, in points. Missing where there is
        no published figure to stand beside.
    """
    actual = figures[(figures["kind"] == "actual") & (figures["group"] == "all")]
    actual = actual[actual["value"].notna() & actual["unit"].isin(["pct", "points"])]
    schools = areas[areas["kind"] == "school"]
    own = actual[actual["area_id"].isin(schools["area_id"])]
    own = own[["area_id", *_KEY, "value", "numerator", "denominator", "unit"]]
    own = own.assign(quartile=quartiles(own["value"], [own[key] for key in _KEY]))
    parents = areas.set_index("area_id")["parent_id"]
    own["authority"] = own["area_id"].map(parents)
    own["partnership"] = own["authority"].map(parents)
    for kind in ("authority", "partnership"):
        beside = actual[["area_id", *_KEY, "value"]].rename(
            columns={"area_id": kind, "value": f"{kind}_value"}
        )
        own = own.merge(beside, on=[kind, *_KEY], how="left")
    own = own.merge(_of_similar(own, similar_schools(schools)), on=["area_id", *_KEY], how="left")
    for kind in ("authority", "partnership", "similar"):
        own[f"above_{kind}"] = (own["value"] - own[f"{kind}_value"]).round(2)
    return own.drop(columns=["authority", "partnership", "numerator", "denominator", "unit"])


def _of_similar(own: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The similar schools' learners taken together, by school, measure and year."""
    counted = own.dropna(subset=["numerator", "denominator"]).astype(
        {"numerator": "float64", "denominator": "float64"}
    )
    if counted.empty or pairs.empty:
        kinds = {"area_id": "str", **dict.fromkeys(_KEY, "str"), "similar_value": "float64"}
        return pd.DataFrame(columns=[*kinds, "similar_schools"]).astype(kinds)
    wide = counted.pivot(index="area_id", columns=_KEY, values=["numerator", "denominator"])
    numerators, denominators = wide["numerator"], wide["denominator"]
    schools = pairs["area_id"].unique()
    sums = np.zeros((3, len(schools), len(numerators.columns)))
    # One neighbour of every school at a time: memory does not grow with their number.
    for _, nth in pairs.groupby(pairs.groupby("area_id").cumcount()):
        rows = pd.Index(schools).get_indexer(nth["area_id"])
        above = numerators.reindex(nth["similar_id"]).to_numpy()
        below = denominators.reindex(nth["similar_id"]).to_numpy()
        for total, part in zip(sums, (above, below, below > 0), strict=True):
            total[rows] += np.nan_to_num(part)
    row, column = np.nonzero(sums[1])
    above, below, number = sums[:, row, column]
    found = pd.DataFrame(
        {"area_id": schools[row], "above": above, "below": below, "similar_schools": number}
    )
    for key in _KEY:
        found[key] = numerators.columns.get_level_values(key)[column]
    units = own.groupby("measure_id")["unit"].first()
    times = found["measure_id"].map(units).map({"pct": 100.0, "points": 1.0})
    found["similar_value"] = round_half_up(times * found["above"] / found["below"], 1)
    return found.astype({"similar_schools": "Int64"}).drop(columns=["above", "below"])
