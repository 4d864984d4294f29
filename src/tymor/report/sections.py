"""Sections that several reports share, from heading to table."""

from collections.abc import Sequence

from tymor.report import chart_data, charts, narrative, tables
from tymor.report.areas import Area
from tymor.report.document import Document


def beside_other_areas(
    page: Document, key: str, areas: Sequence[Area], year: str, measure_sections: Sequence[str]
) -> None:
    """The first of ``areas`` beside the others, one year; nothing where it has no number.

    The last area is the one that the title counts against, on the measures that both have;
    where there is none the title counts nothing (``KEY.alone``).
    """
    figures = page.figures(*(area.id for area in areas))
    measures = figures.with_numbers(areas[0].id, year, *measure_sections)
    table = tables.areas_compared(figures, areas, measures, year)
    if table is None:
        return
    count = chart_data.above(figures, areas[0], areas[-1], measures, year)
    page.heading(key)
    page.chart(
        charts.compared(chart_data.compared_rows(figures, areas, measures, year), page.axis),
        title=key if count.compared else f"{key}.alone",
        id=key,
        table=table,
        authority=areas[-2].name,
        compared_year=year,
        compared=count.compared,
        above=count.above,
    )
    narrative.without_result(page, page.figures(), year, id=f"{key}.without")
