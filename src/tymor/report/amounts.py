"""Counts and days that a report works out from tables, as figures with their identity."""

from tymor.page import Figure, Text, Unit
from tymor.report.document import Document


def amount(
    page: Document, measure_id: str, value: float | None, label: Text, *,
    group: str = "all", area_id: str | None = None, academic_year: str | None = None,
    unit: Unit = "count", decimals: int = 0,
) -> Figure:  # fmt: skip
    """A figure counted from rows, of the page's area and the term's year where no other is named.

    ``group`` tells apart what is counted of one measure; without a value it is not held.
    """
    return Figure(
        area_id=area_id or page.area_id,
        measure_id=measure_id,
        academic_year=academic_year or page.this_year,
        group=group,
        kind="count",
        value=None if value is None else round(float(value), decimals),
        unit=unit,
        decimals=decimals,
        status="not_available" if value is None else "counted",
        label=label,
    )


def days(
    page: Document, measure_id: str, value: float | None, label: Text, *,
    group: str = "all", area_id: str | None = None, academic_year: str | None = None,
) -> Figure:  # fmt: skip
    """Days of support, to one place."""
    return amount(
        page, measure_id, value, label, group=group, area_id=area_id,
        academic_year=academic_year, unit="days", decimals=1,
    )  # fmt: skip
