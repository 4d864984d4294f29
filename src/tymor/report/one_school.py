"""What reports on one school have in common."""

from tymor.page import Figure
from tymor.report.document import Document
from tymor.report.figures import Figures


def newest(page: Document, figures: Figures) -> list[Figure]:
    """Its pupils, how many are eligible for free school meals, its key indicators, attendance.

    Of this year or the newest with a result; what is not held is left out.
    """
    measures = [
        *figures.section("key_indicators").measures,
        *figures.section("attendance").measures,
    ]
    held = [
        figures.one("pupils", page.this_year, kind="count"),
        figures.one("efsm_pct", page.this_year, kind="pct"),
        *map(figures.latest, measures),
    ]
    return [figure for figure in held if figure is not None]
