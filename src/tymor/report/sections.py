"""Sections that several reports share, from heading to table."""

from tymor.report import chart_data, charts, narrative, tables
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


def attendance(page: Document, figures: Figures) -> None:
    """Attendance against its targets; nothing where none is held."""
    table = tables.outcomes_by_year(figures, "attendance")
    if table is not None:
        page.heading("attendance")
        page.table(table, title="outcomes.attendance")
