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
        The same rows, hidden counts missing. Below each parent no or at least two counts are
        hidden; at least two also where the parent's own is.
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
            inside = hidden & set(children)
            if inside and len(children) == 1:
                more.add(parent)  # an only child's count is its parent's
            elif len(inside) < 2 and (inside or parent in hidden):
                rest = counts[[c for c in children if c not in hidden]].sort_values(kind="stable")
                more |= set(rest.index[: 2 - len(inside)])
        if more <= hidden:
            return hidden
        hidden |= more
