"""What improved most and least: the measures at either end, of one scale at a time."""

from typing import Any

import pandas as pd

from region_charts import moved_most
from shared import units
from shared.narrative import claimed
from tymor.measures.signals import previous_year
from tymor.report import columns as col
from tymor.report import told
from tymor.report.document import Document

#: So many of either end are drawn.
EITHER_END = 5


def show_moves(page: Document, moved: pd.DataFrame, at: int) -> None:
    """A chart of measures of one scale, the most improved first, with its table.

    ``moved``: one row a measure, in that order: ``measure_id``, the figures ``before`` and ``now``,
    ``better``, ``points``, ``places`` and their labels. ``at`` is which of the page's scales it is.
    """
    most, least = moved.iloc[0], moved.iloc[-1]
    names = list(moved["measure_id"])
    beside: list[Any] = list(zip(moved["now"], moved["before"], moved["better"], strict=True))
    improved, fell = (told.counts(beside, way) for way in ("better", "worse"))
    ends = moved
    if len(moved) > 2 * EITHER_END:
        ends = pd.concat([moved.head(EITHER_END), moved.tail(EITHER_END)])
    claims = []
    if improved and fell:
        claims = [told.most("better", beside[0], beside), told.most("worse", beside[-1], beside)]
        claims += [each for pair in (beside[0], beside[-1]) for each in claimed(told.apart(*pair))]
    year = page.publication.term.results_year
    unit = units.differences_in(page, names)
    id = units.nth_id("region.moves", at)
    page.chart(
        moved_most(ends, page.axis, units.difference_axis(page, "chart.moved_points", names)),
        title="region.moves" if improved else "region.moves.none",
        note="region.moves",
        id=id,
        table=ends,
        columns=[
            col.measure(),
            col.figure("before", page.both(previous_year(year))),
            col.figure("now", page.both(year)),
            col.change("points", page.say("region.moves.better_by", {"unit": unit}),
                       decimals="places"),
        ],
        measure=most["now"].label,
        points=units.apart(page, most["shown"], most["measure_id"]),
        last=least["now"].label,
        last_points=units.apart(page, least["shown"], least["measure_id"]),
        shown=told.listed(id, len(ends)),
        claims=claims,
    )  # fmt: skip
