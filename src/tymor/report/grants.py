"""Grants of an area: what was allocated and spent, by year; amounts are whole pounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from tymor.page import Cell, Column, Figure, FigureCell, Row, Status, Table, Text, TextCell
from tymor.report.areas import Area
from tymor.report.columns import as_told
from tymor.report.document import Document
from tymor.report.tables import same_in_all

What = Literal["allocated", "spent", "spent_share", "per_learner"]
WHAT: tuple[What, ...] = ("allocated", "spent", "spent_share", "per_learner")
#: Grants that are given by the number of learners eligible for free school meals: only of
#: these does an amount for each such learner say anything.
FOR_EFSM_LEARNERS = frozenset({"pupil_deprivation_grant"})


@dataclass(frozen=True)
class Grants:
    """The grants of a report's areas: one row an area, ``academic_year`` and ``grant``.

    ``allocated_gbp`` and ``spent_gbp`` are pounds; of areas above schools they are sums over
    the schools held. ``spent_gbp`` is missing where nobody has told it yet. ``efsm_learners``
    are those eligible for free school meals now, missing where too few or not held.
    """

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Grants":
        rows = page.release.table("grants")
        return cls(page, rows[rows["academic_year"] <= page.this_year])

    @property
    def years(self) -> list[str]:
        """The years there are grants of, the newest first."""
        return sorted(self.rows["academic_year"].unique(), reverse=True)

    def names(self, area_id: str) -> list[str]:
        """The grants that an area has, those for eligible learners first."""
        held = self.rows.loc[self.rows["area_id"] == area_id, "grant"].unique()
        return sorted(held, key=lambda name: (name not in FOR_EFSM_LEARNERS, name))

    def name(self, grant: str) -> Text:
        """A grant's name; one that the catalogues do not know is called as in the data."""
        if self.page.config.languages.has(f"grants.names.{grant}"):
            return self.page.say(f"grants.names.{grant}")
        return same_in_all(self.page.config, grant.replace("_", " ").capitalize())

    def figure(self, area_id: str, grant: str, year: str, what: What) -> Figure | None:
        """One amount or share; nothing where the area has no such grant in that year."""
        rows = self.rows
        own = rows[
            (rows["area_id"] == area_id)
            & (rows["grant"] == grant)
            & (rows["academic_year"] == year)
        ]
        if own.empty or (what == "per_learner" and grant not in FOR_EFSM_LEARNERS):
            return None
        row = own.iloc[0]
        value = self._value(row, what)
        share = what == "spent_share"
        return Figure(
            area_id=area_id,
            measure_id=f"{grant}_{what}",
            academic_year=year,
            kind="pct" if share else "count",
            value=value,
            unit="pct" if share else "gbp",
            decimals=1 if share else 0,
            status="counted" if value is not None else self._why(row, what),
            label=self.page.say(f"grants.figures.{what}", {"grant": self.name(grant)}),
        )

    def learners(self, area_id: str, grant: str, year: str) -> Figure | None:
        """How many learners the amount for each of them is divided by."""
        each = self.figure(area_id, grant, year, "per_learner")
        if each is None or each.value is None:
            return None
        rows = self.rows[self.rows["area_id"] == area_id]
        return each.model_copy(
            update={
                "measure_id": "efsm_learners",
                "unit": "count",
                "value": float(rows["efsm_learners"].iloc[0]),
                "label": self.page.say("grants.figures.learners"),
            }
        )

    def _value(self, row: "pd.Series[Any]", what: What) -> float | None:
        allocated, spent, learners = row["allocated_gbp"], row["spent_gbp"], row["efsm_learners"]
        if what == "allocated":
            return float(round(allocated))
        if what == "per_learner":
            if pd.isna(learners) or learners == 0 or row["academic_year"] != self.page.this_year:
                return None
            return float(round(allocated / learners))
        if pd.isna(spent) or (what == "spent_share" and allocated == 0):
            return None
        return float(round(spent)) if what == "spent" else round(100 * spent / allocated, 1)

    def _why(self, row: "pd.Series[Any]", what: What) -> Status:
        """Why there is no number. Eligible learners are known of this year only."""
        of_this_year = row["academic_year"] == self.page.this_year
        if what == "per_learner" and of_this_year and pd.isna(row["efsm_learners"]):
            known = self.page.area_of(str(row["area_id"])).pupils is not None
            return "suppressed" if known else "not_available"
        return "not_available"

    # Tables

    def by_year(self, area_id: str) -> Table:
        """An area's grants, the newest year first: a row a grant and year."""
        rows: list[Row] = []
        for grant in self.names(area_id):
            rows.append(self._section(self.name(grant)))
            rows += [
                self._row(same_in_all(self.page.config, year), area_id, (grant, year))
                for year in self.years
                if self.figure(area_id, grant, year, "allocated")
            ]
        return Table(columns=self._columns("year"), rows=tuple(rows))

    def largest_first(self, areas: Sequence[Area], grant: str, year: str) -> list[Area]:
        """Those of the areas that have the grant, the largest allocation first."""
        held = [(self.figure(area.id, grant, year, "allocated"), area) for area in areas]
        have = [(figure.value or 0, area) for figure, area in held if figure is not None]
        return [area for _, area in sorted(have, key=lambda pair: -pair[0])]

    def by_area(self, areas: Sequence[Area], grant: str, year: str) -> Table:
        """One grant and year: a row an area that has it; the last is the whole.

        An amount for each eligible learner only of a grant that is given for them.
        """
        what = WHAT if grant in FOR_EFSM_LEARNERS else WHAT[:-1]
        rows = [
            self._row(area.name, area.id, (grant, year), what, total=area.id == self.page.area_id)
            for area in areas
            if self.figure(area.id, grant, year, "allocated")
        ]
        return Table(columns=self._columns("area", what), rows=tuple(rows))

    def evaluations(self, schools: Sequence[Area]) -> Table | None:
        """What schools wrote of each grant; nothing where none did."""
        told = self.rows[self.rows["evaluation"].notna() & (self.rows["evaluation"] != "")]
        rows = []
        for school in schools:
            own = told[told["area_id"] == school.id]
            own = own.sort_values(["academic_year", "grant"], ascending=[False, True])
            if len(own) and len(schools) > 1:
                rows.append(self._section(school.name, width=3))
            rows += [
                Row(
                    cells=(
                        TextCell(text=self.name(row["grant"])),
                        TextCell(text=same_in_all(self.page.config, row["academic_year"])),
                        self._evaluation(row),
                    )
                )
                for row in own.to_dict("records")
            ]
        columns = tuple(
            Column(key=head, label=self.page.say(f"grants.columns.{head}"), align="start")
            for head in ("grant", "year", "evaluation")
        )
        return Table(columns=columns, rows=tuple(rows)) if rows else None

    def _columns(self, first: str, what: Sequence[What] = WHAT) -> tuple[Column, ...]:
        say = self.page.say
        return (
            Column(key=first, label=say(f"grants.columns.{first}"), align="start"),
            *(Column(key=each, label=say(f"grants.columns.{each}")) for each in what),
        )

    def _row(
        self,
        name: Text,
        area_id: str,
        of: tuple[str, str],
        what: Sequence[What] = WHAT,
        *,
        total: bool = False,
    ) -> Row:
        """A row of a grant and year."""
        cells = (self._cell(self.figure(area_id, *of, each)) for each in what)
        return Row(cells=(TextCell(text=name), *cells), style="total" if total else "body")

    def _section(self, name: Text, width: int = len(WHAT) + 1) -> Row:
        empty = self._cell(None)
        return Row(cells=(TextCell(text=name), *[empty] * (width - 1)), style="section")

    def _evaluation(self, row: Mapping[Any, Any]) -> Cell:
        text, lang = as_told(self.page.config, row, "evaluation")
        return TextCell(text=text, lang=lang)

    def _cell(self, figure: Figure | None) -> Cell:
        return FigureCell(figure=figure) if figure else TextCell(text=self.page.both(""))
