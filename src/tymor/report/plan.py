"""The business plan's grid as a notebook uses it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.config import Category
from tymor.locale import Number, Value
from tymor.page import Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report.document import Document

_ALL = "all"


@dataclass(frozen=True)
class Extreme:
    """The priorities (several where they are equal) with most of something, and how many."""

    priorities: tuple[str, ...]
    figure: Figure

    @property
    def priority(self) -> str:
        return ", ".join(self.priorities)


@dataclass(frozen=True)
class Difference:
    """A printed number that its own elements do not give."""

    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class PlanGrid:
    """One plan year's grid: a row a priority and column (see :func:`measures.plan.grid`)."""

    page: Document
    year: str
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document, plan_year: str) -> "PlanGrid":
        rows = page.release.table("plan")
        return cls(page, plan_year, rows[rows["plan_year"] == plan_year])

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(self.rows["column"]))

    @property
    def priorities(self) -> list[str]:
        return [p for p in dict.fromkeys(self.rows["priority"]) if p != _ALL]

    @property
    def categories(self) -> Mapping[str, Category]:
        return self.page.config.plan_scheme(self.year)

    @property
    def has_track(self) -> bool:
        """Whether it is told of any element that it is on track or not."""
        return "on_track" in self.columns

    @property
    def judged(self) -> int:
        """How many elements have a judgement."""
        return sum(int(self.count(name).value or 0) for name in self.categories
                   if name in self.columns)  # fmt: skip

    def count(self, column: str, priority: str = _ALL) -> Figure:
        """How many elements, as a figure."""
        return self._figure(column, priority, "count")

    def share(self, column: str, priority: str = _ALL) -> Figure:
        """Their share of the priority's elements, in per cent to two places."""
        return self._figure(column, priority, "pct")

    def most(self, column: str) -> Extreme:
        """The priority or priorities with most elements there."""
        best = max(self.priorities, key=lambda priority: self.count(column, priority).value or 0)
        most = self.count(column, best)
        equal = [name for name in self.priorities if self.count(column, name).value == most.value]
        return Extreme(tuple(equal), most)

    def with_any(self, column: str) -> list[str]:
        """The priorities that have an element there."""
        return [name for name in self.priorities if self.count(column, name).value]

    def table(self) -> Table:
        """A row a priority, the totals, and the totals' shares of all elements."""
        say = self.page.say
        return Table(
            columns=(
                Column(key="priority", label=say("table.priority"), align="start"),
                *(Column(key=name, label=self._label(name)) for name in self.columns),
            ),
            rows=(
                *(self._row(self.page.both(p), p, "count") for p in self.priorities),
                self._row(say("table.all_priorities"), _ALL, "count", style="total"),
                self._row(say("table.share"), _ALL, "pct", style="total"),
            ),
        )

    def progress_rows(self) -> pd.DataFrame:
        """One row a priority and category, for the chart."""
        return pd.DataFrame(
            {
                "priority": priority,
                "order": order,
                "category": self._label(name),
                "rank": rank,
                "colour": category.colour,
                "count": self.count(name, priority).value,
            }
            for order, priority in enumerate(self.priorities)
            for rank, (name, category) in enumerate(self.categories.items())
        )

    def progress_table(self) -> Table:
        """What the chart shows: priorities down, categories across."""
        return Table(
            columns=(
                Column(key="priority", label=self.page.say("table.priority"), align="start"),
                *(Column(key=name, label=self._label(name)) for name in self.categories),
            ),
            rows=tuple(
                Row(
                    cells=(
                        TextCell(text=self.page.both(priority)),
                        *(self._cell(name, priority, "count") for name in self.categories),
                    )
                )
                for priority in self.priorities
            ),
        )

    def differences(self) -> list[Difference]:
        """Printed totals that the elements do not give."""
        wrong = self.rows[self.rows["differs"] & (self.rows["priority"] == _ALL)]
        found = []
        for row in wrong.to_dict("records"):
            pct = row["printed_count"] == row["count"] or pd.isna(row["printed_count"])
            printed = Number(row["printed_pct"], 2, "%") if pct else Number(row["printed_count"], 0)
            values: dict[str, Value | Figure] = {
                "column": self._label(row["column"]),
                "plan_year": self.year,
                "printed": printed,
                "computed": self._figure(row["column"], _ALL, "pct" if pct else "count"),
            }
            slug = f"differs.{self.year.replace('/', '-')}.{row['column']}"
            found.append(Difference(slug, values))  # type: ignore[arg-type]
        return found

    def _row(self, name: Text, priority: str, kind: str, style: str = "body") -> Row:
        cells = (self._cell(column, priority, kind) for column in self.columns)
        return Row(
            cells=(TextCell(text=name), *cells), style="total" if style == "total" else "body"
        )

    def _cell(self, column: str, priority: str, kind: str) -> FigureCell:
        category = self.categories.get(column)
        figure = self._figure(column, priority, kind)
        return FigureCell(figure=figure, colour=category.colour if category else None)

    def _figure(self, column: str, priority: str, kind: str) -> Figure:
        chosen = self.rows[(self.rows["column"] == column) & (self.rows["priority"] == priority)]
        words: dict[str, Value | Figure] = {"column": self._label(column), "priority": priority}
        key = "measures.plan_all" if priority == _ALL else "measures.plan"
        return Figure(
            area_id=self.page.area_id,
            measure_id=column,
            academic_year=self.year,
            group=priority,
            kind="pct" if kind == "pct" else "count",
            value=float(chosen[kind].iloc[0]),
            unit="pct" if kind == "pct" else "count",
            decimals=2 if kind == "pct" else 0,
            status="counted",
            label=self.page.say(key, words),
        )

    def _label(self, column: str) -> Text:
        known = self.page.config.languages.has(f"plan_columns.{column}")
        return self.page.say(f"{'plan_columns' if known else 'judgements'}.{column}")
