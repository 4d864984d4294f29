"""The plan's print held against its list of actions, and its priorities against their names."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from tymor.errors import Problem
from tymor.inputs.model import Inputs
from tymor.measures.plan import plan_grid
from tymor.measures.plan_reviews import newest_reviews
from tymor.publication import Publication

_OF_PLAN = ["area_id", "plan_year"]


def plan_problems(publication: Publication, inputs: Inputs) -> Iterator[Problem]:
    """A warning for each printed cell that the list or the print's own counts do not give, and
    for each priority without a name where others of its plan have one."""
    actions = newest_reviews(inputs.tables["plan_actions"], publication.term.published)
    yield from _printed(publication, inputs, actions)
    yield from _without_name(actions, inputs.tables["plan_priorities"])


def _printed(publication: Publication, inputs: Inputs, actions: pd.DataFrame) -> Iterator[Problem]:
    printed = inputs.tables["plan_printed"]
    grid = plan_grid(publication.config, actions, printed)
    own = actions[actions["area_id"] == publication.config.partnership.id]
    for row in grid[grid["differs"]].to_dict("records"):
        listed = own[own["plan_year"] == row["plan_year"]]
        if row["priority"] != "all":
            listed = listed[listed["priority"] == row["priority"]]
        told = (
            f"is printed as {row['count']}, but the list of actions has {row['listed']} "
            f"({_rows_of(listed)}). Complete the one or correct the other; as it is, the grid is "
            "published as printed and the list as it stands, with a note."
        )
        yield _problem(row, printed, "count", str(row["count"]), told)
    for row in grid[grid["misprinted"]].to_dict("records"):
        told = (
            f"is printed as {row['printed_pct']:.2f} %, but its counts give {row['pct']:.2f} %. "
            "The computed figure is published, with a note."
        )
        yield _problem(row, printed, "pct", f"{row['printed_pct']:.2f}", told)


def _problem(
    row: Mapping[Any, Any], printed: pd.DataFrame, column: str, value: str, told: str
) -> Problem:
    """At the printed cell; ``row`` is one of the grid."""
    priority = row["priority"].replace("all", "total")
    key = {"plan_year": row["plan_year"], "priority": priority, "column": row["column"]}
    of = "all priorities" if priority == "total" else f"priority {priority}"
    cell = printed[(printed[list(key)] == pd.Series(key)).all(axis=1)].iloc[0]
    return Problem(
        file=str(cell["source_file"]),
        row=int(cell["source_row"]),
        column=column,
        value=value,
        rule="printed_and_computed",
        severity="warning",
        message=f"{row['column']} of plan {row['plan_year']}, {of} {told}",
    )


def _rows_of(listed: pd.DataFrame) -> str:
    """``data/plan_actions.csv, rows 31 to 34``, of each file."""
    return "; ".join(
        f"{file}, rows {rows['source_row'].min()} to {rows['source_row'].max()}"
        for file, rows in listed.groupby("source_file")
    )


def _without_name(actions: pd.DataFrame, priorities: pd.DataFrame) -> Iterator[Problem]:
    """Of plans that name some priorities, those of actions that have none: the first row."""
    named = pd.MultiIndex.from_frame(priorities[[*_OF_PLAN, "priority"]])
    plans = named.droplevel("priority")
    first = actions.drop_duplicates([*_OF_PLAN, "priority"])
    has_names = pd.MultiIndex.from_frame(first[_OF_PLAN]).isin(plans)
    unnamed = ~pd.MultiIndex.from_frame(first[[*_OF_PLAN, "priority"]]).isin(named)
    for row in first[has_names & unnamed].to_dict("records"):
        yield Problem(
            file=str(row["source_file"]),
            row=int(row["source_row"]),
            column="priority",
            value=str(row["priority"]),
            rule="priority_unnamed",
            severity="warning",
            message=f"plan_priorities has no name for it in the plan of {row['plan_year']} of "
            f"{row['area_id']}, so pages show its number alone. Add its row there.",
        )
