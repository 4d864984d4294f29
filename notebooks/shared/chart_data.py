"""Rows for the charts, and the tables of the same figures, from the same places."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.page import Figure
from tymor.render.view import show_figure
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.figures import Figures


def trend_rows(figures: Figures, section: str) -> pd.DataFrame:
    """One row a measure and year of a section, for :func:`shared.charts.trend`."""
    own = figures.section(section).where(group="all")
    rows = []
    for order, name in enumerate(own.measures):
        newest = own.latest(name)
        for year in figures.term.years:
            actual, target = own.one(name, year), own.one(name, year, kind="target")
            last = newest is not None and newest.academic_year == year
            rows.append(
                {
                    "measure": figures.config.languages.say(f"measures.{name}.short"),
                    "order": order,
                    "academic_year": year,
                    "actual": actual.value if actual else None,
                    "target": target.value if target else None,
                    "shown": _shown(figures, actual) if last and actual else "",
                    "target_above": bool(
                        actual and target and (target.value or 0) > (actual.value or 0)
                    ),
                }
            )
    return pd.DataFrame(rows)


def to_compare(
    figures: Figures, area: Area, others: Sequence[Area], year: str, *sections: str
) -> list[str]:
    """The measures of which an area has a number, where another has one of any of them.

    With nothing to stand beside there is nothing to compare, and none is given.
    """
    measures = figures.with_numbers(area.id, year, *sections)
    held = {name for other in others for name in figures.with_numbers(other.id, year, *sections)}
    return measures if held & {*measures} else []


def compared_rows(
    figures: Figures, areas: Sequence[Area], measures: Sequence[str], year: str
) -> pd.DataFrame:
    """Each area's actual on each measure in one year, where there is a number."""
    rows = []
    for order, name in enumerate(measures):
        for rank, area in enumerate(areas):
            figure = figures.one(name, year, area_id=area.id)
            if figure is not None and figure.value is not None:
                rows.append(
                    {
                        "measure": figures.config.languages.say(f"measures.{name}.short"),
                        "order": order,
                        "area": area.name,
                        "rank": rank,
                        "value": figure.value,
                    }
                )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Count:
    """Of ``compared`` measures on which two areas both have a number, on how many one is above."""

    compared: told.Whole
    above: told.Whole


def above(figures: Figures, area: Area, other: Area, measures: Sequence[str], year: str) -> Count:
    """On how many of the measures that both have a number of an area's is the higher."""
    pairs = [
        (figures.one(m, year, area_id=area.id), figures.one(m, year, area_id=other.id))
        for m in measures
    ]
    held = [
        (own, beside, False)
        for own, beside in pairs
        if own is not None and beside is not None
        and own.value is not None and beside.value is not None
    ]  # fmt: skip
    return Count(told.counts(held), told.counts(held, "up"))


def _shown(figures: Figures, figure: Figure) -> dict[str, str]:
    languages = figures.config.languages
    return {name: show_figure(figure, languages[name]) for name in languages}
