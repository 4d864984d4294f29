"""The business plan's grids: as they were printed, or else counted from its list of actions."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tymor.config import Config
from tymor.measures.rounding import percentage

_CELL = ["plan_year", "priority", "column"]
#: Where an action has no judgement; of the grid's columns the last.
NOT_JUDGED = "not_judged"
_TRACK = {"yes": "on_track", "no": "not_on_track"}


def plan_grid(config: Config, actions: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The partnership's grids, beside what its list of actions gives.

    Parameters
    ----------
    actions
        One row an action: ``plan_year``, ``priority``, ``on_track`` (yes, no, or empty where
        nobody said) and ``judgement`` (empty where it is not held).
    printed
        One row a cell of a printed grid: ``plan_year``, ``priority`` (``total`` is the whole
        plan), ``column``, and ``count`` and ``pct``, missing where they were not printed.

    Returns
    -------
    pandas.DataFrame
        One row a ``plan_year``, ``priority`` (``all`` is the whole plan) and ``column``:
        ``elements``, ``on_track``, ``not_on_track``, each progress category, ``not_judged``.

        ``count`` is the number of elements, printed where a grid was printed and else counted
        from the list; missing where neither tells. ``pct`` is its share of all elements of that
        priority, worked out, to two places.

        ``listed`` is what the list gives; missing where not every action of the priority says
        it. ``differs`` is true where that is not the printed count. ``printed_pct`` is the
        percentage as printed, and ``misprinted`` true where it is not the share, at the places
        that were printed (a plan's may all be whole). ``printed_row`` is the line of the printed
        cell. All of these are missing where nothing was printed.
    """
    categories = {year: list(config.plan_scheme(year)) for year in config.judgements.plan_years}
    own = [table[table["area_id"] == config.partnership.id] for table in (actions, printed)]
    return grids(own[0], own[1], categories)


def grids(
    actions: pd.DataFrame, printed: pd.DataFrame, categories: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The grids of :func:`plan_grid` from rows of one area; ``categories`` by plan year."""
    cells = printed.assign(priority=printed["priority"].replace("total", "all")).rename(
        columns={"count": "printed_count", "pct": "printed_pct", "source_row": "printed_row"}
    )
    cells = cells[[*_CELL, "printed_count", "printed_pct", "printed_row"]]
    counted = _counted(actions, categories)
    every = counted.merge(cells, on=_CELL, how="outer")
    order = [_place(row, categories) for row in every[_CELL].to_dict("records")]
    every = every.iloc[sorted(range(len(order)), key=order.__getitem__)].reset_index(drop=True)
    return _held_together(_shown(every))


def _counted(actions: pd.DataFrame, categories: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row a cell that the list has something of: ``counted``, and ``whole``, whether every
    action that it is about says so."""
    rows = []
    for year, of_year in actions.groupby("plan_year", sort=True):
        told, judged = of_year["on_track"] != "", of_year["judgement"] != ""
        columns = ["elements", *(_TRACK.values() if told.any() else ())]
        columns += categories[str(year)] if judged.any() else ()
        columns += [NOT_JUDGED] if judged.any() and not judged.all() else []
        of_each = {name: of_year["priority"] == name for name in of_year["priority"].unique()}
        for priority, own in (of_each | {"all": of_year["priority"] != ""}).items():
            on_track, judgement = of_year["on_track"][own].map(_TRACK), of_year["judgement"][own]
            whole = dict.fromkeys(categories[str(year)], bool(judged[own].all()))
            whole |= dict.fromkeys(_TRACK.values(), bool(told[own].all()))
            whole |= {"elements": True, NOT_JUDGED: False}
            number = {"elements": own.sum(), NOT_JUDGED: (~judged[own]).sum()}
            number |= {**on_track.value_counts(), **judgement.value_counts()}
            rows += [(year, priority, name, number.get(name, 0), whole[name]) for name in columns]
    frame = pd.DataFrame(rows, columns=[*_CELL, "counted", "whole"])
    return frame.astype({"counted": "Int64", "whole": "boolean"} | dict.fromkeys(_CELL, "str"))


def _place(row: Mapping[Any, Any], categories: Mapping[str, Sequence[str]]) -> tuple[Any, ...]:
    """``2.10`` comes after ``2.9`` and ``4`` after ``3.3``; the whole plan is last, as is a
    column that no scheme has."""
    known = ["elements", *_TRACK.values(), *categories[row["plan_year"]], NOT_JUDGED]
    column = known.index(row["column"]) if row["column"] in known else len(known)
    whole = row["priority"] == "all"
    parts = () if whole else tuple(int(part) for part in row["priority"].split("."))
    return row["plan_year"], whole, parts, column, row["column"]


def _shown(every: pd.DataFrame) -> pd.DataFrame:
    """The cells with their ``count``: printed, else of the list. Of a plan whose grid was printed
    the list alone has only columns that it tells in full."""
    grid_printed = every.groupby("plan_year")["printed_count"].transform("count") > 0
    whole = every["whole"].fillna(False).astype(bool)
    of_print = every.groupby(["plan_year", "column"])["printed_count"].transform("count") > 0
    told = whole.groupby([every["plan_year"], every["column"]]).transform("all")
    every = every.assign(listed=every["counted"].where(whole))
    told_by_list = every["listed"].where(grid_printed, every["counted"])
    every["count"] = every["printed_count"].astype("Int64").fillna(told_by_list)
    kept = every[~grid_printed | of_print | told | every["printed_pct"].notna()]
    return _with_sums(kept.drop(columns=["counted", "whole"]))


def _with_sums(grid: pd.DataFrame) -> pd.DataFrame:
    """The same, where a printed grid has no total of its own with that of its priorities."""
    of_whole = grid["priority"] == "all"
    counts = grid["count"].mask(of_whole)
    place = [grid["plan_year"], grid["column"]]
    sums = counts.groupby(place).transform("sum")
    complete = counts.isna().groupby(place).transform("sum") == 1  # only the total itself
    unprinted = of_whole & grid["printed_count"].isna()
    return grid.assign(count=grid["count"].mask(unprinted, sums.where(complete)))


def _held_together(grid: pd.DataFrame) -> pd.DataFrame:
    """With the share of each cell, and what of it does not agree with print and list."""
    of_elements = grid["count"].where(grid["column"] == "elements")
    elements = of_elements.groupby([grid["plan_year"], grid["priority"]]).transform("first")
    pct = percentage(grid["count"], elements, 2)
    whole = grid.groupby("plan_year")["printed_pct"].transform(
        lambda values: (values.dropna() % 1 == 0).all()
    )
    as_printed = pct.where(~whole.astype(bool), pct.round(0))
    known = grid["printed_count"].notna() & grid["listed"].notna()
    differs = known & (grid["printed_count"] != grid["listed"]).fillna(False)
    misprinted = grid["printed_pct"].notna() & ((grid["printed_pct"] - as_printed).abs() > 1e-9)
    names = [*_CELL, "count", "pct", "listed", "differs", "printed_pct", "misprinted"]
    told = grid.assign(pct=pct, differs=differs.astype(bool), misprinted=misprinted.fillna(False))
    return told[[*names, "printed_row"]].astype({"misprinted": "bool"})
