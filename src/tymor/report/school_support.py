"""Support that one school received, beside its least allocation."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from tymor.page import Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.counted import days
from tymor.report.document import Document

Beside = Literal["above", "equal", "below"]
_NUMBERS = ("days_agreed", "days_used", "least_days")


def beside(value: float, other: float) -> Beside:
    """How one number of days stands beside another, at the one place that is shown.

    >>> beside(7.0, 7), beside(7.04, 7), beside(6.5, 7), beside(7.1, 7)
    ('equal', 'equal', 'below', 'above')
    """
    apart = round(value, 1) - round(other, 1)
    return "above" if apart > 0 else "below" if apart < 0 else "equal"


@dataclass(frozen=True)
class SchoolSupport:
    """Days of one school's support: ``rows``, one a year and partner."""

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "SchoolSupport":
        held = page.release.table("support").sort_values(["academic_year", "partner"])
        return cls(page, held[held["academic_year"] <= page.this_year])

    @property
    def least(self) -> Figure | None:
        """The least allocation of the school's sector; nothing where none is set."""
        least = self.page.config.support.least_days.get(self.page.area.sector_code or "")
        return None if least is None else self._days("least_days", least, self.page.this_year)

    def figures(self) -> list[Figure]:
        """Days agreed and used this year, and the least allocation; empty without support."""
        held = [self._sum(name, self.page.this_year) for name in ("days_agreed", "days_used")]
        own = [figure for figure in held if figure is not None]
        return [*own, self.least] if own and self.least else own

    def summary(self) -> None:
        """What was used beside what was agreed, and beside the least allocation."""
        page, least = self.page, self.least
        agreed, used = (self._sum(n, page.this_year) for n in ("days_agreed", "days_used"))
        if agreed is None or used is None:
            page.text("school_support.none", academic_year=page.this_year)
            return
        page.text("school_support.used", used=used, agreed=agreed)
        if least is None:
            return
        way = beside(used.value or 0, least.value or 0)
        apart = {} if way == "equal" else {"apart": self._apart(used, least)}
        page.text(f"school_support.{way}", id="school_support.least", least=least, **apart)

    def table(self) -> Table | None:
        """A row a year and partner: days agreed and used; nothing without support."""
        page = self.page
        heads = ("academic_year", "partner", "days_agreed", "days_used")
        columns = tuple(
            Column(
                key=name,
                label=page.say(f"school_support.columns.{name}"),
                align="end" if name in _NUMBERS else "start",
            )
            for name in heads
        )
        rows = tuple(
            Row(cells=(
                TextCell(text=page.both(row["academic_year"])),
                TextCell(text=page.both(row["partner"])),
                *(FigureCell(figure=self._days(
                    name, row[name], row["academic_year"], group=row["partner"]))
                  for name in ("days_agreed", "days_used")),
            ))
            for row in self.rows.to_dict("records")
        )  # fmt: skip
        return Table(columns=columns, rows=rows) if rows else None

    def _sum(self, name: str, year: str) -> Figure | None:
        own = self.rows.loc[self.rows["academic_year"] == year, name].dropna()
        return None if own.empty else self._days(name, float(own.sum()), year)

    def _apart(self, one: Figure, other: Figure) -> Figure:
        apart = abs((one.value or 0) - (other.value or 0))
        return self._days("days_apart", apart, self.page.this_year)

    def _days(self, name: str, value: float, year: str, group: str = "all") -> Figure:
        label = self.page.say(f"school_support.figures.{name}", {"academic_year": year})
        return days(self.page, f"support_{name}", value, label, group=group, academic_year=year)
