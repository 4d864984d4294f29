"""A school that is all that is counted of an area above it stands beside itself, not beside others.

Tables, charts and sentences of a school's pages ask :func:`is_own_alone`, or take their figures
from :func:`beside_above`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.names import measures_named
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures


def is_own_alone(page: Document, area: Area, measure: str) -> bool:
    """Whether the figure of an area above the page's school is that school's alone: no other
    school of it may have such results, and in the newest year with a number of both it is the
    same number."""
    config, own = page.config, page.area
    if own.kind != "school" or area.kind == "school" or measure not in config.measures:
        return False
    counted = [number for sector, number in area.by_sector if config.may_have(measure, sector)]
    if sum(counted) != 1 or not config.may_have(measure, own.sector_code):
        return False
    figures = page.figures(own, area)
    for year in reversed(figures.term.years):
        pair = [figures.one(measure, year, area_id=each.id) for each in (own, area)]
        values = [each.value for each in pair if each is not None and each.value is not None]
        if len(values) == 2:
            return values[0] == values[1]
    return False


def beside_above(page: Document, areas: Sequence[Area]) -> Figures:
    """The figures of the page's school and of areas above it that fit a school of its kind, but
    for those above that are the school's alone."""
    figures = page.figures(*areas).fitting(page.area.sector_code)
    alone = {
        (area.id, name)
        for area in areas
        for name in figures.measures
        if is_own_alone(page, area, name)
    }
    kept = (row for row in figures.rows if (row["area_id"], row["measure_id"]) not in alone)
    return replace(figures, rows=tuple(kept))


def others_beside(page: Document, areas: Sequence[Area], measures: Iterable[str]) -> list[Area]:
    """The areas but for those above of which each of these measures is the school's alone."""
    names = list(measures)
    return [
        area for area in areas
        if not names or not all(is_own_alone(page, area, name) for name in names)
    ]  # fmt: skip


def say_own_alone(
    page: Document, areas: Sequence[Area], measures: Iterable[str], *, id: str
) -> None:
    """Of each area above: on which of these measures it is not set beside the school, and why;
    nothing where there is none. ``id`` is that of the sentences, before the area's."""
    names = list(measures)
    for area in areas:
        alone = [name for name in names if is_own_alone(page, area, name)]
        if alone:
            measures_named(page, "school.own_alone", alone, id=f"{id}.{area.slug}", above=area.name)
