"""Each local authority beside the region: one measure at a time, in its newest common year."""

from typing import Any

import pandas as pd

from region_frames import points_between
from shared import units
from shared.groups_apart import numbers_of
from shared.names import name_them
from shared.provenance import Provenance
from shared.school_charts import areas_beside
from tymor.measures.signals import previous_year
from tymor.page import CONFIDENTIAL, NUMBERED, Figure, NumberCell, Status, Table
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.table import build_table

#: Two areas make a comparison.
FEWEST = 2


def invented_below(provenance: Provenance, outcomes: Figures) -> str:
    """The key of what is said where the areas below are invented, by the region's own figures."""
    if provenance.rows.empty or not outcomes.where(kind="actual").numbered().reported:
        return "region.invented_below"
    return "region.invented" if provenance.told_real(outcomes) else "region.invented_too"


def years_compared(page: Document, figures: Figures, section: str) -> dict[str, str]:
    """Each measure of a section, and the year in which the authorities stand beside the region.

    That is the newest in which the region and an authority have a number; failing that the
    newest in which an authority has. A measure of which no authority has a number is left out,
    and one that is of kinds of school that are not alike: which of them an area has would rank it.
    """
    held = figures.frame(section=section, kind="actual", group="all").dropna(subset=["value"])
    held = held[held["academic_year"].isin(figures.term.years)]
    held["whole"] = held["area_id"] == page.area_id
    held["part"] = ~held["whole"]
    there = held.groupby(["measure_id", "academic_year"])[["whole", "part"]].any().reset_index()
    best_last = there[there["part"]].sort_values(["whole", "academic_year"])
    years = best_last.set_index("measure_id")["academic_year"].to_dict()  # the last one stays
    return {
        measure: years[measure]
        for measure in figures.measures
        if measure in years
        and units.beside_others(page.config, measure)
        and not page.config.mixes_unlike(measure)
    }


def beside_region(page: Document, figures: Figures, measure: str, year: str) -> pd.DataFrame:
    """One row an area with a figure of the measure in ``year``: its figures and how they differ.

    The authorities come first, the highest before the others and those without a number after
    them, then the region (``whole``). ``before`` and ``now`` are the figures of the year before
    and of ``year``, ``value`` the number of ``now``; ``change`` is since the year before and
    ``from_region`` from the region, in points, missing where either figure has no number.
    """
    areas = [*(authority.id for authority in page.children()), page.area_id]
    years = {previous_year(year): "before", year: "now"}
    of_measure = figures.where(measure_id=measure, kind="actual", group="all")
    rows = of_measure.grid("area_id", "academic_year", areas, heads=years)
    rows = rows.rename(columns=years).dropna(subset=["now"])
    rows["whole"] = rows["area_id"] == page.area_id
    rows["value"] = numbers_of(rows["now"])
    region: list[Any] = [figures.one(measure, year, area_id=page.area_id)] * len(rows)
    rows["region"] = region
    rows[["change", "change_places"]] = points_between(rows["now"], rows["before"])
    rows[["from_region", "region_places"]] = points_between(rows["now"], rows["region"])
    rows["from_region"] = rows["from_region"].mask(rows["whole"])
    return rows.sort_values(["whole", "value"], ascending=[True, False], ignore_index=True)


def show_beside(page: Document, figures: Figures, measure: str, year: str) -> None:
    """A chart of the authorities with its table; nothing where fewer than two have a number."""
    rows = beside_region(page, figures, measure, year)
    shown = rows.dropna(subset=["value"])
    ranked, region = shown[~shown["whole"]], shown[shown["whole"]]
    if len(ranked) < FEWEST:
        return
    parts: list[Figure] = list(ranked["now"])
    beside: dict[str, Any] = {}
    if len(region):
        whole = region["now"].iloc[0]
        above = told.counts(((part, whole, told.PLAIN) for part in parts), "up", "equal")
        beside = {"whole": whole, "above": above}
    every = not any(each.status in CONFIDENTIAL for each in rows["now"] if each)
    key = "beside" if beside else "beside_alone"
    page.chart(
        areas_beside(_drawn(page, shown), page.axis, units.axis(page, [measure])),
        title=f"region.{key}" if every else f"region.{key}_shown",
        alt=f"region.{key}.alt",
        note="" if beside else f"region.{key}.note",
        id=f"region.beside.{measure}",
        table=_table(page, rows, measure, year),
        measure=page.words(f"measures.{measure}.short"),
        compared_year=year,
        counted=told.number_of(parts),
        highest=parts[0],
        lowest=parts[-1],
        claims=[told.greatest(parts[0], parts), told.greatest(parts[-1], parts, least=True)],
        **beside,
    )
    held = {row["area_id"] for row in rows.to_dict("records") if _is_result(row["now"])}
    without = [area.name for area in page.children() if area.id not in held]
    if without:
        name_them(page, "region.beside_without", without, place="authorities",
                  id=f"region.beside.{measure}.without", shown_year=year)  # fmt: skip


def _is_result(figure: Figure) -> bool:
    return figure.status in NUMBERED | CONFIDENTIAL


def _drawn(page: Document, shown: pd.DataFrame) -> pd.DataFrame:
    """One row an area, for the charts of areas beside each other."""
    return pd.DataFrame(
        {
            "area": [page.name_of(area) for area in shown["area_id"]],
            "value": shown["value"].tolist(),
            "shown": [page.printed(figure) for figure in shown["now"]],
            "role": ["whole" if whole else "other" for whole in shown["whole"]],
        }
    )


def _table(page: Document, rows: pd.DataFrame, measure: str, year: str) -> Table | None:
    unit = {"unit": units.differences_in(page, [measure])}
    change, apart = (page.say(key, unit) for key in ("table.change_in", "region.from_region"))
    columns = [
        col.area(),
        col.figure("before", page.both(previous_year(year))),
        col.figure("now", page.both(year)),
        col.change("change", change, decimals="change_places"),
        col.change("from_region", apart, decimals="region_places"),
    ]
    told = rows.assign(
        change=_or_why(rows, "change", "before"), from_region=_or_why(rows, "from_region", "region")
    )
    return build_table(page, told, columns, totals="whole")


def _or_why(rows: pd.DataFrame, name: str, other: str) -> list[Any]:
    """How far ``now`` is from the ``other``, or why that is not said."""
    return [
        row[name] if pd.notna(row[name]) else NumberCell(value=None, status=_why(row, other))
        for row in rows.to_dict("records")
    ]


def _why(row: dict[Any, Any], other: str) -> Status:
    """The whole stands beside itself; what is withheld on either side is withheld."""
    if row["whole"] and other == "region":
        return "not_applicable"
    held = (row["now"], row[other])
    hidden = any(isinstance(each, Figure) and each.status in CONFIDENTIAL for each in held)
    return "suppressed" if hidden else "not_available"
