"""The grid of a business plan: its elements by priority and by progress, as figures."""

from collections.abc import Collection
from functools import partial

import pandas as pd

from tymor.page import Figure, Kind, Text
from tymor.report import columns as col
from tymor.report.counted import as_figures
from tymor.report.document import Document


def wide(rows: pd.DataFrame, number: str) -> pd.DataFrame:
    """A ``number`` of the grid (``count``, ``pct``): a row a priority, the last of ``all``, and a
    column each of the grid's; both in the order of ``rows``."""
    by_column = rows.pivot(index="priority", columns="column", values=number)
    return by_column.reindex(index=rows["priority"].unique(), columns=rows["column"].unique())


def grid_figures(page: Document, plan_year: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The grid as figures: a row a priority, those of ``all``, and the ``share`` of all elements
    in per cent; nothing of a plan that is not held."""
    counts, shares = wide(rows, "count"), wide(rows, "pct")
    count = partial(_figure, page, plan_year, "count")
    pct = partial(_figure, page, plan_year, "pct")
    of_all = as_figures(shares[shares.index == "all"], pct).rename(index={"all": "share"})
    return pd.concat([as_figures(counts, count), of_all])


def _figure(
    page: Document, plan_year: str, kind: Kind, column: str, priority: str, number: float
) -> Figure:
    key = "measures.plan_all" if priority == "all" else "measures.plan"
    said: dict[str, str | Text] = {"column": column_name(page, column), "priority": priority}
    return Figure(
        area_id=page.area_id,
        measure_id=column,
        academic_year=plan_year,
        group=priority,
        kind=kind,
        value=float(number),
        unit="pct" if kind == "pct" else "count",
        decimals=2 if kind == "pct" else 0,
        status="counted",
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


def named(page: Document, grid: pd.DataFrame) -> pd.DataFrame:
    """The grid as a table shows it: ``priority`` in words; ``whole`` where a row is a sum."""
    names = {"all": page.words("table.all_priorities"), "share": page.words("table.share")}
    priority = grid.index.to_series().replace(names)
    return grid.assign(priority=priority, whole=grid.index.isin([*names]))


def grid_columns(page: Document, plan_year: str, names: list[str]) -> list[col.Column]:
    """The columns of a table: the priority, then these of the grid on their colours."""
    scheme = page.config.plan_scheme(plan_year)
    colours = {name: category.colour for name, category in scheme.items()}
    figures = [
        col.figure(name, column_name(page, name), colour=colours.get(name, "")) for name in names
    ]
    return [col.words("priority"), *figures]
