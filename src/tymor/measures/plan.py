"""The business plan's grids, counted from its elements."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from tymor.config import Config
from tymor.measures.rounding import percentage


def plan_grid(config: Config, actions: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The partnership's grids, each count and percentage beside the printed one."""
    categories = {year: list(config.plan_scheme(year)) for year in config.judgements.plan_years}
    own = [table[table["area_id"] == config.partnership.id] for table in (actions, printed)]
    return compare_with_printed(grid(own[0], categories), own[1])


def grid(actions: pd.DataFrame, categories: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Elements of each priority by progress, with totals and percentages.

    Parameters
    ----------
    actions
        One row an element: ``plan_year``, ``priority``, ``on_track`` (yes, no
        or empty where not asked that year) and ``judgement``.
    categories
        Plan year to its progress categories, in the order of the columns.

    Returns
    -------
    pandas.DataFrame
        One row a ``plan_year``, ``priority`` (``all`` is the total) and
        ``column``: ``elements``, ``on_track``, ``not_on_track`` and each
        category. ``count`` is the number of elements, ``pct`` its share of all
        elements of that priority, to two places.
    """
    rows = []
    for year, of_year in actions.groupby("plan_year", sort=True):
        columns = _columns(of_year, categories[str(year)])
        priorities = sorted(of_year["priority"].unique(), key=_priority_order)
        tally = _tally(of_year)
        rows += [
            (year, priority, column, tally[priority, column], tally[priority, "elements"])
            for priority in [*priorities, "all"]
            for column in columns
        ]
    names = ["plan_year", "priority", "column", "count", "elements"]
    counted = pd.DataFrame(rows, columns=names)
    return counted.assign(pct=percentage(counted["count"], counted["elements"], 2)).drop(
        columns="elements"
    )


def _columns(actions: pd.DataFrame, categories: Sequence[str]) -> list[str]:
    asked = actions["on_track"].isin(["yes", "no"]).any()
    return ["elements", *(["on_track", "not_on_track"] if asked else []), *categories]


def _tally(actions: pd.DataFrame) -> Counter[tuple[str, str]]:
    """How many elements of each priority, and of all, belong in each column."""
    tally: Counter[tuple[str, str]] = Counter()
    names = {"yes": "on_track", "no": "not_on_track"}
    cells = (actions[name].tolist() for name in ("priority", "on_track", "judgement"))
    for priority, on_track, judgement in zip(*cells, strict=True):
        for column in ("elements", names.get(on_track), judgement):
            if column:
                tally.update([(priority, column), ("all", column)])
    return tally


def _priority_order(priority: str) -> tuple[int, ...]:
    """``2.10`` comes after ``2.9``, and ``4`` after ``3.3``."""
    return tuple(int(part) for part in priority.split("."))


def compare_with_printed(counted: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Each counted cell of :func:`grid` beside the printed one.

    Adds ``printed_count``, ``printed_pct`` and ``printed_row``, the line it was
    read from (missing where not printed), and ``differs``: true where a printed
    number is not the computed one at the places that were printed (percentages
    of the 2016/17 plan were printed whole).
    """
    key = ["plan_year", "priority", "column"]
    beside = printed.assign(priority=printed["priority"].replace("total", "all")).rename(
        columns={"count": "printed_count", "pct": "printed_pct", "source_row": "printed_row"}
    )
    shown = ["printed_count", "printed_pct", "printed_row"]
    both = counted.merge(beside[[*key, *shown]], on=key, how="left")
    whole = both.groupby("plan_year")["printed_pct"].transform(
        lambda values: (values.dropna() % 1 == 0).all()
    )
    pct = both["pct"].where(~whole, both["pct"].round(0))
    other_count = both["printed_count"].notna() & (both["printed_count"] != both["count"])
    other_pct = both["printed_pct"].notna() & ((both["printed_pct"] - pct).abs() > 1e-9)
    return both.assign(differs=(other_count.fillna(False) | other_pct).astype(bool))
