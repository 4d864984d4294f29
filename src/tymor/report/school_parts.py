"""Parts that a school's public profile and its data pack share."""

from typing import Any

import pandas as pd

from tymor.page import Cell, Column, FigureCell, Row, Table, TextCell
from tymor.report import tables
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.figures import Figures


def at_a_glance(page: Document, figures: Figures) -> None:
    """What kind of school it is, its pupils, and its newest key figures."""
    authority = page.area_of(page.area.parent_id or page.area_id)
    sector, medium = page.area.sector, page.area.medium
    page.text("school.about", sector=sector or "", medium=medium or "", authority=authority.name)
    context = [
        figures.one("pupils", page.this_year, kind="count"),
        figures.one("efsm_pct", page.this_year, kind="pct"),
        *(figures.latest(name) for name in figures.section("key_indicators").measures),
        *(figures.latest(name) for name in figures.section("attendance").measures),
    ]
    page.key_figures("school.context", [figure for figure in context if figure])
    if figures.measures:
        return
    if page.area.sector_code == "nursery":
        page.text("school.about_nursery")
    else:
        page.callout("school.no_outcomes")


def attendance(page: Document, figures: Figures) -> None:
    """Attendance by year, and beside the authority and the region in the newest one."""
    by_year = tables.actuals_by_year(figures, "attendance")
    year = figures.newest_year("attendance")
    if by_year is None:
        return
    page.heading("school.attendance")
    page.table(by_year, title="school.attendance")
    if year is None:
        return
    authority = page.area_of(page.area.parent_id or page.area_id)
    areas = [page.area, authority, page.area_of(authority.parent_id or page.area_id)]
    beside = page.figures(*(area.id for area in areas))
    names = beside.with_numbers(page.area_id, year, "attendance")
    page.table(
        tables.areas_compared(beside, areas, names, year),
        title="school.attendance_beside",
        compared_year=year,
    )


def exclusions(page: Document) -> None:
    """The school's own exclusions by year; nothing where none are told of."""
    held = page.release.table("exclusions").sort_values("academic_year")
    held = held[held["academic_year"] <= page.this_year]
    if held.empty:
        return
    heads = ("fixed_term", "permanent", "days_lost")
    columns = (
        Column(key="year", label=page.say("chart.year"), align="start"),
        *(Column(key=name, label=page.say(f"school_pack.exclusions.{name}")) for name in heads),
    )
    rows = tuple(
        Row(cells=(TextCell(text=page.both(row["academic_year"])),
                   *(_excluded(page, row, name) for name in heads)))
        for row in held.to_dict("records")
    )  # fmt: skip
    page.heading("school_pack.exclusions")
    page.table(Table(columns=columns, rows=rows), title="school_pack.exclusions")


def _excluded(page: Document, row: Any, name: str) -> Cell:
    value = None if pd.isna(row[name]) else float(row[name])
    of = days if name == "days_lost" else counted
    label = page.say(f"school_pack.exclusions.{name}")
    figure = of(
        page,
        f"exclusions_{name}",
        value,
        label,
        missing="not_available",
        academic_year=row["academic_year"],
    )
    return FigureCell(figure=figure)
