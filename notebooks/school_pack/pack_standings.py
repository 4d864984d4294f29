"""A school beside its authority, the partnership and similar schools, as figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from shared import tables
from shared.chart_data import measure_and_year
from shared.own_alone import is_own_alone
from tymor.page import Figure
from tymor.report import columns as col
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.document import Document

#: What is read of the release's table ``standing``, which not every audience may read.
COLUMNS = ("measure_id", "academic_year", "similar_value", "similar_schools", "above_similar",
           "quartile")  # fmt: skip
#: Where "similar schools" stand as an area: figures of them together have the group of this name.
SIMILAR = "similar_schools"


def with_figures(page: Document, standing: pd.DataFrame, areas: Sequence[Area]) -> pd.DataFrame:
    """Standings with figures for a table.

    Parameters
    ----------
    standing
        One row a measure, as the release's table ``standing`` has it.
    areas
        The school and the areas above it, whose figures are shown.

    Returns
    -------
    DataFrame
        The rows with ``measure``, a label with its year; figures of each area, by its id, and
        of the ``similar`` schools, missing where there are none; ``quarter``, 1 the best.
    """
    figures = page.figures(*areas)
    rows = standing.to_dict("records")
    shown: dict[str, Any] = {
        area.id: [
            tables.beside(page, figures, area, row["measure_id"], row["academic_year"])
            for row in rows
        ]
        for area in areas
    }
    return standing.assign(
        measure=[_of_year(page, row) for row in rows],
        similar=pd.Series([_similar(page, row) for row in rows], standing.index, dtype="object"),
        quarter=[_quarter(page, row) for row in rows],
        **shown,
    )


def stands_beside(standing: pd.DataFrame, areas: Sequence[Area]) -> "pd.Series[bool]":
    """Which standings of :func:`with_figures` have something that the school stands beside: an
    area above it or similar schools with a number, or a quarter that it is in."""
    above = [area.id for area in areas[1:]]
    shown = standing[[*above, "similar"]].map(
        lambda figure: isinstance(figure, Figure) and figure.value is not None
    )
    return shown.any(axis="columns") | standing["quarter"].isin(["1", "2", "3", "4"])


def similar_schools(page: Document, row: Mapping[Any, Any]) -> told.Whole | told.Told:
    """How many similar schools there are of a measure and year."""
    where = {"area_id": page.area_id, "measure_id": row["measure_id"]}
    year = row["academic_year"]
    return told.cell(page, "standing", "similar_schools", academic_year=year, **where)


def columns(areas: Sequence[Area], *, similar: bool, quarters: bool) -> list[col.Column]:
    """The measure, each area, and what there is of similar schools and of quarters."""
    return [
        col.words("measure"),
        *tables.area_columns(areas),
        *([col.figure("similar", "standings.similar")] if similar else []),
        *([col.words("quarter", "standings.quarter", key="standings.quarters.{}")]
          if quarters else []),
    ]  # fmt: skip


def chart_rows(page: Document, standing: pd.DataFrame, areas: Sequence[Area]) -> pd.DataFrame:
    """A row a measure and area with a number, for ``charts.compared``; similar schools second."""
    school, authority, partnership = areas
    of_area = {"authority_value": authority, "partnership_value": partnership}
    years = {row["measure_id"]: row["academic_year"] for row in standing.to_dict("records")}
    names = {
        "value": school.name,
        "similar_value": page.say("standings.similar"),
        "authority_value": authority.name,
        "partnership_value": partnership.name,
    }
    return pd.DataFrame(
        {
            "measure": measure_and_year(page, row["measure_id"], years),
            "order": order,
            "area": name,
            "rank": rank,
            "value": row[column],
        }
        for order, row in enumerate(standing.to_dict("records"))
        for rank, (column, name) in enumerate(names.items())
        if pd.notna(row[column])
        and not (column in of_area and is_own_alone(page, of_area[column], row["measure_id"]))
    )


def counts(drawn: Sequence[told.Beside]) -> dict[str, told.Whole]:
    """How many pairs of the school and similar ones are ``compared`` in a chart, and how often the
    school is ``above``: its title and what stands for it in words count the same."""
    return {"compared": told.counts(drawn), "above": told.counts(drawn, "better")}


def _quarter(page: Document, row: Mapping[Any, Any]) -> str:
    """Which quarter of all schools it is in; ``unranked`` where no way is better."""
    if page.config.measures[row["measure_id"]].better == "neither":
        return "unranked"
    return "none" if pd.isna(row["quartile"]) else str(int(row["quartile"]))


def _of_year(page: Document, row: Mapping[Any, Any]) -> str:
    measure = page.say(f"measures.{row['measure_id']}.short")
    return page.words("provisional.of_year", measure=measure, of_year=row["academic_year"])


def _similar(page: Document, row: Mapping[Any, Any]) -> Figure | None:
    """What the similar schools' learners reached together; nothing where there are none."""
    if pd.isna(row["similar_value"]):
        return None
    name = page.say(f"measures.{row['measure_id']}.label")
    schools = int(row["similar_schools"])
    return Figure(
        area_id=page.area_id,
        measure_id=row["measure_id"],
        academic_year=row["academic_year"],
        group=SIMILAR,
        kind="actual",
        value=float(row["similar_value"]),
        unit=page.config.measures[row["measure_id"]].unit,
        decimals=page.config.decimals[row["measure_id"]],
        status="counted",
        label=page.say("standings.similar_label", {"measure": name, "schools": schools}),
    )
