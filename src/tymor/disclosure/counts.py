"""Small counts that add up: what is hidden cannot be had by taking the rest from the total."""

import pandas as pd


def hide_small_counts(
    counts: pd.DataFrame, parents: pd.Series, columns: list[str], minimum: int, by: str
) -> pd.DataFrame:
    """``counts`` without those from 1 to ``minimum`` - 1, and without those that give them away.

    Parameters
    ----------
    counts
        One row an ``area_id`` and ``by``. An area's count is the sum of its children's.
    parents
        The parent of each area, by ``area_id``; missing for the topmost.
    columns
        Counts that are hidden together, the first of which decides: days lost go with
        the exclusions that lost them.
    minimum
        The least count that is shown; 0 always may be, unless it gives another away.

    Returns
    -------
    pandas.DataFrame
        The same rows, hidden counts missing. Below each parent no count is hidden, or at least two
        that together are twice ``minimum``: of two that are 2 together, each is 1. So also where
        the parent's own is hidden.
    """
    shown = counts.astype(dict.fromkeys(columns, "Float64"))
    if minimum <= 1:  # nothing lies between: most audiences see every count
        return shown
    for _, rows in counts.groupby(by):
        of = rows.set_index("area_id")[columns[0]].astype("int64")
        hidden = _hidden(of, parents.reindex(of.index), minimum)
        shown.loc[rows.index[rows["area_id"].isin(hidden)], columns] = pd.NA
    return shown


def _hidden(counts: pd.Series, parents: pd.Series, minimum: int) -> set[str]:
    hidden = {str(area) for area, count in counts.items() if 0 < count < minimum}
    families = {parent: list(own.index) for parent, own in counts.groupby(parents)}
    while True:
        more = set()
        for parent, children in families.items():
            inside = [child for child in children if child in hidden]
            enough = len(inside) >= 2 and counts[inside].sum() >= 2 * minimum
            if enough or not (inside or parent in hidden):
                continue
            rest = counts[[child for child in children if child not in hidden]]
            if len(rest) == 0:
                more.add(parent)  # what its children are together is as good as one of them
            else:
                more.add(str(rest.sort_values(kind="stable").index[0]))
        if more <= hidden:
            return hidden
        hidden |= more
