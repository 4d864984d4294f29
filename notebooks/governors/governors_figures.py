"""What the report to governors counts, as figures with their names."""

from tymor.page import Colour, Figure
from tymor.report.counted import counted, days
from tymor.report.document import Document

#: How the impact of a programme was evaluated, the strongest first, and its colour.
IMPACTS: dict[str, Colour | None] = {
    "strong": "green",
    "some": "yellow",
    "none": "red",
    "not_evaluated": None,
}


def over_the_year(page: Document, way: str, number: int) -> Figure:
    """Priorities judged ``up``, ``same``, ``down`` or ``not_compared`` over the year; or all of
    the ``priorities`` that can be compared."""
    label = page.say(f"school_priorities.counts.{way}")
    group = "all" if way == "priorities" else way
    return counted(page, "school_priorities_over_year", number, label, group=group)


def priority_days(page: Document, priority: int, name: str, value: float) -> Figure:
    """Days of support agreed for a priority over the year."""
    label = page.say("school_priorities.days_in_year", {"name": name})
    return days(page, "priority_days_in_year", value, label, group=f"priority {priority}")


def support_days(
    page: Document, name: str, value: float, year: str, partner: str = "all"
) -> Figure:
    """Days of support of a year, from one improvement partner or all; missing: not held."""
    label = page.say(f"school_support.figures.{name}", {"academic_year": year})
    return days(page, f"support_{name}", value, label, group=partner, academic_year=year)


def least_days(page: Document) -> Figure | None:
    """The least allocation of the school's sector; nothing where none is set."""
    least = page.config.support.least_days.get(page.area.sector_code or "")
    return None if least is None else support_days(page, "least_days", least, page.this_year)


def learning(page: Document, name: str, number: int, programme: str = "all") -> Figure:
    """``programmes``, ``places`` of staff on them, or programmes with an ``impact_…``."""
    label = page.say(f"learning.figures.{name}")
    return counted(page, f"learning_{name}", number, label, group=programme)
