"""What frames of this report share: the numbers of figures, how they differ, and words."""

from typing import Any

import pandas as pd

from shared import narrative
from tymor.page import Figure
from tymor.report.bilingual import label
from tymor.report.document import Document
from tymor.report.figures import Figures


def numbers_of(figures: "pd.Series[Any]") -> "pd.Series[float]":
    """The numbers of a column of figures; missing where there is no figure, or it has none."""
    held = [figure.value if isinstance(figure, Figure) else None for figure in figures]
    return pd.Series(held, index=figures.index, dtype="float64")


def places_of(figures: "pd.Series[Any]", others: "pd.Series[Any]") -> "pd.Series[int]":
    """The places to which figures side by side can be told apart: those of the finer one."""
    pairs = zip(figures, others, strict=True)
    finer = [max(_places(one), _places(other)) for one, other in pairs]
    return pd.Series(finer, index=figures.index, dtype="int64")


def points_between(now: "pd.Series[Any]", before: "pd.Series[Any]") -> pd.DataFrame:
    """How far each figure lies above the other: ``points``, missing where either has no number,
    and the ``places`` to which that can be told."""
    places = places_of(now, before)
    apart = zip(numbers_of(now) - numbers_of(before), places, strict=True)
    points = pd.Series([round(each, to) + 0.0 for each, to in apart], now.index, dtype="float64")
    return pd.DataFrame({"points": points, "places": places})


def named(page: Document, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a measure and its ``points``, with what a chart writes beside its bar: ``short``, the
    measure's short name, and ``shown``, the points with their sign."""
    points = zip(rows["points"], rows["places"], strict=True)
    return rows.assign(
        short=[page.words(f"measures.{measure}.short") for measure in rows["measure_id"]],
        shown=[signed(page, *each) for each in points],
    )


def signed(page: Document, points: float, places: int) -> str:
    """A label: a number of points with its sign; zero has none."""
    rounded = round(points, places) + 0.0
    sign = "+" if rounded > 0 else ""
    languages = page.config.languages
    return label({name: sign + languages[name].number(rounded, places) for name in languages})


def measure_in(page: Document, measure: str, year: str) -> str:
    """A label: a measure's short name with the year that is shown."""
    short = page.words(f"measures.{measure}.short")
    return page.words("region.measure_in", measure=short, shown_year=year)


def tell_smallest(page: Document, figures: Figures, sizes: pd.DataFrame, *, id: str) -> None:
    """What one learner is worth in the smallest cohort of these figures, if any is known."""
    known = sizes[sizes["denominator"] > 0].sort_values("denominator", kind="stable")
    if known.empty:
        return
    least = known.iloc[0]
    held = figures.where(area_id=least["area_id"], academic_year=least["academic_year"])
    cohort = held.newest_cohort(least["measure_id"], group=least["group"])
    if cohort is not None:
        narrative.smallest_group(page, cohort, page.area_of(least["area_id"]), id=id)


def _places(figure: Figure | None) -> int:
    return figure.decimals if isinstance(figure, Figure) else 0
