"""Professional learning of a school's staff, and its impact once that was evaluated."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.page import Colour, Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.counted import counted
from tymor.report.document import Document
from tymor.report.vocabulary import typed

#: Each has its words; the colours are those of judgements.
IMPACTS: dict[str, Colour | None] = {"strong": "green", "some": "yellow", "none": "red", "": None}
_HEADS = ("programme", "participants", "impact", "evaluation")


@dataclass(frozen=True)
class Learning:
    """Programmes that the school's staff took part in this year: ``rows``, one a programme."""

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Learning":
        held = page.release.table("professional_learning")
        own = held[held["academic_year"] == page.this_year]
        own = own.fillna({"impact": ""})
        rank = {impact: at for at, impact in enumerate(IMPACTS)}
        return cls(page, own.sort_values("impact", key=lambda impact: impact.map(rank)))

    def summary(self) -> None:
        """How many took part, and of how many programmes the impact was judged how."""
        page, rows = self.page, self.rows
        if rows.empty:
            page.text("learning.no_programme", academic_year=page.this_year)
            return
        page.text(
            "learning.summary",
            programmes=self._figure("programmes", len(rows)),
            places=self._figure("places", int(rows["participants"].sum())),
        )
        of_impact = {
            impact or "not_evaluated": int((rows["impact"] == impact).sum()) for impact in IMPACTS
        }
        shown: dict[str, Any] = {
            name: self._figure(f"impact_{name}", number) for name, number in of_impact.items()
        }
        page.text("learning.impact", **shown)

    def table(self) -> Table | None:
        """A row a programme, the strongest impact first; nothing where nobody took part."""
        page = self.page
        columns = tuple(
            Column(
                key=name,
                label=page.say(f"learning.columns.{name}"),
                align="end" if name == "participants" else "start",
            )
            for name in _HEADS
        )
        rows = tuple(self._row(row) for row in self.rows.to_dict("records"))
        return Table(columns=columns, rows=rows) if rows else None

    def _row(self, row: Any) -> Row:
        page, impact = self.page, row["impact"]
        took_part = self._figure("places", int(row["participants"]), group=row["programme"])
        said = page.say(f"learning.impacts.{impact or 'not_evaluated'}")
        return Row(
            cells=(
                typed(page, row, "programme"),
                FigureCell(figure=took_part),
                TextCell(text=said, colour=IMPACTS[impact]),
                typed(page, row, "evaluation"),
            )
        )

    def _figure(self, name: str, number: int, group: str = "all") -> Figure:
        label = self.page.say(f"learning.figures.{name}")
        return counted(self.page, f"learning_{name}", number, label, group=group)
