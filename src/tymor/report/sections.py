"""Sections that several reports share, from heading to table."""

from collections.abc import Sequence

from tymor.report import chart_data, charts, narrative, tables
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures


def free_school_meal_gap(page: Document, figures: Figures, *, level: int = 2) -> None:
    """The gap: how it moved, in sentences, chart and table; nothing where none is held."""
    gap = figures.section("fsm_gap")
    table = tables.outcomes_by_year(figures, "fsm_gap")
    if table is None:
        return
    first_year = page.publication.term.years[0]
    since = gap.better_since(first_year)
    page.heading("gap", level=level)
    narrative.gap_sentences(page, figures, page.publication.term.results_year)
    if since.counted:
        page.chart(
            charts.trend(chart_data.trend_rows(figures, "fsm_gap"), page.axis, gap=True),
            title="outcomes.gap_trend",
            table=table,
            first_year=first_year,
            better=since.better,
            counted=since.counted,
        )
    page.table(table, title="outcomes.fsm_gap")


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
