"""What improved most and least since the year before, of all measures that reports show."""

from collections.abc import Sequence

import pandas as pd

from tymor.page import Column, FigureCell, Row, Table, TextCell
from tymor.report.document import Document
from tymor.report.figures import Change, Figures
from tymor.report.region import charts
from tymor.report.signed import signed

#: As many measures are shown at either end.
AT_EACH_END = 5


def most_and_least(changes: Sequence[Change], each_end: int = AT_EACH_END) -> list[Change]:
    """The changes at either end, the most improved first; all where there are no more.

    Of equal ones those first in ``params/measures.yml`` come first.
    """
    ordered = sorted(changes, key=lambda change: -change.points)
    if len(ordered) <= 2 * each_end:
        return ordered
    return [*ordered[:each_end], *ordered[-each_end:]]


def show_moves(page: Document, figures: Figures, year: str) -> None:
    """A sentence and a chart with its table; nothing where no measure has both years."""
    changes = figures.changes(year)
    if not changes:
        return
    shown = most_and_least(changes)
    better = sum(change.points > 0 for change in changes)
    worse = sum(change.points < 0 for change in changes)
    page.heading("region.moves")
    page.text("region.moves.counted", counted=len(changes), better=better, worse=worse,
              same=len(changes) - better - worse)  # fmt: skip
    page.chart(
        charts.moved_most(move_rows(page, shown), page.axis),
        title="region.moves" if better else "region.moves.none",
        id="region.moves",
        table=moves_table(page, shown),
        measure=shown[0].now.label,
        last=shown[-1].now.label,
        points=signed(page.config, shown[0].points, places(shown[0])),
        last_points=signed(page.config, shown[-1].points, places(shown[-1])),
        shown=len(shown),
    )


def move_rows(page: Document, shown: Sequence[Change]) -> pd.DataFrame:
    """One row a measure, for ``moved_most``."""
    return pd.DataFrame(
        {
            "measure": page.say(f"measures.{change.now.measure_id}.short"),
            "points": change.points,
            "shown": signed(page.config, change.points, places(change)),
        }
        for change in shown
    )


def moves_table(page: Document, shown: Sequence[Change]) -> Table:
    """One row a measure: the year before, now, and how far it moved; more is better."""
    say = page.say
    columns = (
        Column(key="measure", label=say("table.measure"), align="start"),
        Column(key="before", label=page.both(shown[0].before.academic_year)),
        Column(key="now", label=page.both(shown[0].now.academic_year)),
        Column(key="change", label=say("region.moves.better_by")),
    )
    rows = tuple(
        Row(
            cells=(
                TextCell(text=change.now.label),
                FigureCell(figure=change.before),
                FigureCell(figure=change.now),
                TextCell(text=signed(page.config, change.points, places(change))),
            )
        )
        for change in shown
    )
    return Table(columns=columns, rows=rows)


def places(change: Change) -> int:
    """The places to which a change can be told: those of the finer of its two figures."""
    return max(change.now.decimals, change.before.decimals)
