"""What frames of this report share: the numbers of figures, how they differ, and words."""

from typing import Any

import pandas as pd

from shared.groups_apart import numbers_of
from tymor.page import Figure
from tymor.report.bilingual import label
from tymor.report.document import Document


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


def _places(figure: Figure | None) -> int:
    return figure.decimals if isinstance(figure, Figure) else 0
