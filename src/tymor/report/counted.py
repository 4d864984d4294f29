"""Figures that are counted from rows of a release's tables, and tables made of cells."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from tymor.errors import TymorError
from tymor.page import Figure, Status, Text, Unit
from tymor.report.document import Document


def counted(
    page: Document,
    measure_id: str,
    value: float | None,
    label: Text,
    *,
    missing: Status | None = None,
    group: str = "all",
    area_id: str = "",
    academic_year: str = "",
    unit: Unit = "count",
    decimals: int = 0,
    numerator: float | None = None,
    denominator: float | None = None,
    source: str = "",
) -> Figure:
    """A number counted from rows, as a figure: of the page's area and the term's academic year
    where no other is named.

    What a ``value`` rests on (:mod:`.told`) is kept with what is shown next.

    ``group`` tells apart what is counted of one measure. ``missing`` says why there may be no
    value: hidden from the page's audience, not held, … ``numerator``, ``denominator`` and
    ``source`` (input tables) say what it was worked out from; a protected audience is not told.

    Raises
    ------
    TymorError
        There is no value, and nobody said why.
    """
    page.claim(value)
    held = None if value is None or pd.isna(value) else round(float(value), decimals)
    if held is None and missing is None:
        raise TymorError(f"{measure_id} of {area_id or page.area_id} has no number: say missing=…")
    if held is None:  # what it would have been worked out from tells of it
        numerator = denominator = None
    return Figure(
        area_id=area_id or page.area_id,
        measure_id=measure_id,
        academic_year=academic_year or page.this_year,
        group=group,
        kind="count",
        value=held,
        unit=unit,
        decimals=decimals,
        status="counted" if held is not None else missing or "not_available",
        label=label,
        **worked_out_from(page, numerator, denominator, source),
    )


def worked_out_from(
    page: Document, numerator: float | None, denominator: float | None, source: str
) -> dict[str, Any]:
    """What a figure was worked out from, for audiences whose figures are not protected."""
    if page.protected:
        return {}
    return {"numerator": numerator, "denominator": denominator, "source": source}


def days(page: Document, measure_id: str, value: float | None, label: Text, **more: Any) -> Figure:
    """Days, to one place; where none were written down they are not held."""
    told: dict[str, Any] = {"missing": "not_available", "unit": "days", "decimals": 1}
    return counted(page, measure_id, value, label, **(told | more))


def as_figures(numbers: pd.DataFrame, figure: Callable[[str, Any, float], Figure]) -> pd.DataFrame:
    """The same rows and columns with ``figure(column, row, number)`` in place of each number.

    ``row`` is the row's name in the index; a missing number is given as such.
    """
    made = {
        column: [figure(str(column), row, value) for row, value in numbers[column].items()]
        for column in numbers
    }
    return pd.DataFrame(made, index=numbers.index, dtype="object")


def joined(texts: Iterable[Text], languages: Iterable[str], between: str = ", ") -> Text:
    """Words one after the other, in every language."""
    parts = list(texts)
    return {language: between.join(part[language] for part in parts) for language in languages}
