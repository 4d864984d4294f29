"""The grid of a business plan: its elements by priority and by progress, as figures."""

from collections.abc import Collection
from functools import partial

import pandas as pd

from shared.plan_names import PlanNames
from tymor.page import Figure, Kind, Text
from tymor.report import columns as col
from tymor.report.counted import as_figures
from tymor.report.document import Document


def wide(rows: pd.DataFrame, number: str) -> pd.DataFrame:
    """A ``number`` of the grid (``count``, ``pct``): a row a priority, the last of ``all``, and a
    column each of the grid's; both in the order of ``rows``."""
    by_column = rows.pivot(index="priority", columns="column", values=number)
    return by_column.reindex(index=rows["priority"].unique(), columns=rows["column"].unique())


def grid_figures(names: PlanNames, plan_year: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The grid as figures: a row a priority, those of ``all``, and the ``share`` of all elements
    in per cent; nothing of a plan that is not held."""
    counts, shares = wide(rows, "count"), wide(rows, "pct")
    count = partial(_figure, names, plan_year, "count")
    pct = partial(_figure, names, plan_year, "pct")
    of_all = as_figures(shares[shares.index == "all"], pct).rename(index={"all": "share"})
    return pd.concat([as_figures(counts, count), of_all])


def _figure(
    names: PlanNames, plan_year: str, kind: Kind, column: str, priority: str, number: float
) -> Figure:
    page, held = names.page, not pd.isna(number)
    key = "measures.plan_all" if priority == "all" else "measures.plan"
    called = names.name(page.area_id, plan_year, priority)
    said = {"column": column_name(page, column), "priority": called}
    return Figure(
        area_id=page.area_id,
        measure_id=column,
        academic_year=plan_year,
        group=priority,
        kind=kind,
        value=float(number) if held else None,
        unit="pct" if kind == "pct" else "count",
        decimals=2 if kind == "pct" else 0,
        status="counted" if held else "not_available",
        label=page.say(key, said),
    )


def judged(rows: pd.DataFrame, scheme: Collection[str]) -> int:
    """How many elements have a judgement of a scheme."""
    of_all = rows[(rows["priority"] == "all") & rows["column"].isin([*scheme])]
    return int(of_all["count"].sum())


def column_name(page: Document, column: str) -> Text:
    """What a column of the grid is called: elements, on track or not, or a judgement."""
    counted = column in ("elements", "on_track", "not_on_track")
    return page.say(f"table.{column}" if counted else f"judgements.{column}")


def differences(names: PlanNames, rows: pd.DataFrame) -> pd.DataFrame:
    """Where the printed grid and the list of actions differ: one row a cell of the whole plan or
    of a priority, with ``priority`` and ``what`` in words, ``printed`` and ``listed``."""
    page, differ = names.page, rows[rows["differs"]]
    return pd.DataFrame(
        {
            "priority": _called(names, row["plan_year"], row["priority"]),
            "what": column_name(page, row["column"]),
            "printed": row["count"],
            "listed": row["listed"],
            "whole": row["priority"] == "all",
        }
        for row in differ.to_dict("records")
    )


def named(names: PlanNames, plan_year: str, grid: pd.DataFrame) -> pd.DataFrame:
    """The grid as a table shows it: ``priority`` in words; ``whole`` where a row is a sum."""
    called = [_called(names, plan_year, str(priority)) for priority in grid.index]
    priority = pd.Series(called, index=grid.index, dtype="object")
    return grid.assign(priority=priority, whole=grid.index.isin(["all", "share"]))


def _called(names: PlanNames, plan_year: str, priority: str) -> Text:
    sums = {"all": "table.all_priorities", "share": "table.share"}
    if priority in sums:
        return names.page.say(sums[priority])
    return names.name(names.page.area_id, plan_year, priority)


def grid_columns(page: Document, plan_year: str, names: list[str]) -> list[col.Column]:
    """The columns of a table: the priority, then these of the grid on their colours."""
    scheme = page.config.plan_scheme(plan_year)
    colours = {name: category.colour for name, category in scheme.items()}
    figures = [
        col.figure(name, column_name(page, name), colour=colours.get(name, "")) for name in names
    ]
    return [col.words("priority"), *figures]
