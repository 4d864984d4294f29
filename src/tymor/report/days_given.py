"""Days of support by school or authority, beside the least allocation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.page import Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.areas import Area
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.school_support import Beside, beside

_DAYS = ("days_agreed", "days_used", "least_days")


@dataclass(frozen=True)
class DaysGiven:
    """This year's support of the schools in the page's area.

    ``rows``: one a school with support and a least allocation: ``school_id``, ``days_agreed``,
    ``days_used``, ``least_days``, and ``apart``, days used above the least (below zero: under it).
    """

    page: Document
    rows: pd.DataFrame
    schools: Sequence[Area]

    @classmethod
    def of(cls, page: Document) -> "DaysGiven":
        held = page.release.table("support")
        held = held[held["academic_year"] == page.this_year]
        sums = held.groupby("school_id", as_index=False)[["days_agreed", "days_used"]].sum()
        schools = page.schools()
        sectors = {school.id: school.sector_code or "" for school in schools}
        least = sums["school_id"].map(sectors).map(page.config.support.least_days)
        rows = sums.assign(least_days=least, apart=sums["days_used"] - least)
        rows = rows.dropna(subset=["least_days"]).sort_values(["apart", "school_id"])
        return cls(page, rows, schools)

    def ways(self, rows: pd.DataFrame) -> list[Beside]:
        """Each school's days used beside its least allocation."""
        pairs = zip(rows["days_used"], rows["least_days"], strict=True)
        return [beside(used, least) for used, least in pairs]

    def figure(self, name: str, area: Area | None = None) -> Figure:
        """Days of the schools in an area, or of one school; of all of them without an area."""
        rows = self._in(area)
        label = self.page.say(f"support.days.{name}")
        total = float(rows[name].sum()) if len(rows) else None
        area_id = area.id if area else self.page.area_id
        return days(self.page, f"given_{name}", total, label, area_id=area_id)

    def below(self, area: Area | None = None) -> Figure:
        """How many schools used fewer days than their least allocation."""
        number = self.ways(self._in(area)).count("below")
        label = self.page.say("support.days.below")
        area_id = area.id if area else self.page.area_id
        return counted(self.page, "given_below", number, label, area_id=area_id)

    def counted_schools(self, area: Area | None = None) -> Figure:
        """Schools with support of this year that have a least allocation."""
        label = self.page.say("support.days.schools")
        area_id = area.id if area else self.page.area_id
        return counted(self.page, "given_schools", len(self._in(area)), label, area_id=area_id)

    def summary(self) -> None:
        """Days agreed, used and least of all schools; how many used fewer than their least."""
        sums: dict[str, Any] = {name: self.figure(name) for name in _DAYS}
        self.page.text("support.days.summary", **sums)
        below, schools = self.below(), self.counted_schools()
        if below.value:
            self.page.text(
                "support.days.some_below", id="support.below_least", schools=schools, below=below
            )
        else:
            self.page.text("support.days.none_below", id="support.below_least", schools=schools)

    def by_authority(self) -> Table | None:
        """An authority a row, and all of them; nothing where there are none below."""
        areas = [area for area in self.page.children() if area.kind == "local_authority"]
        areas = [area for area in areas if len(self._in(area))]
        if not areas:
            return None
        heads = ("schools", *_DAYS, "below")
        columns = (
            Column(key="authority", label=self.page.say("table.authority"), align="start"),
            *(Column(key=n, label=self.page.say(f"support.days.columns.{n}")) for n in heads),
        )
        rows = (
            *(self._sums(area) for area in areas),
            self._sums(None),
        )
        return Table(columns=columns, rows=rows)

    def by_school(self, *, only_below: bool = False) -> Table | None:
        """A school a row, those furthest below their least allocation first."""
        page, by_id = self.page, {school.id: school for school in self.schools}
        rows = []
        for row, way in zip(self.rows.to_dict("records"), self.ways(self.rows), strict=True):
            school = by_id[row["school_id"]]
            if only_below and way != "below":
                continue
            rows.append(
                Row(cells=(
                    TextCell(text=school.name),
                    TextCell(text=school.sector or page.both("")),
                    *(FigureCell(figure=self.figure(n, school)) for n in (*_DAYS, "apart")),
                ))
            )  # fmt: skip
        columns = (
            Column(key="school", label=page.say("support.days.columns.school"), align="start"),
            Column(key="sector", label=page.say("support.days.columns.sector"), align="start"),
            *(
                Column(key=n, label=page.say(f"support.days.columns.{n}"))
                for n in (*_DAYS, "apart")
            ),
        )
        return Table(columns=columns, rows=tuple(rows)) if rows else None

    def _sums(self, area: Area | None) -> Row:
        name = area.name if area else self.page.area.name
        figures = (
            self.counted_schools(area),
            *(self.figure(name, area) for name in _DAYS),
            self.below(area),
        )
        return Row(
            cells=(TextCell(text=name), *(FigureCell(figure=figure) for figure in figures)),
            style="body" if area else "total",
        )

    def _in(self, area: Area | None) -> pd.DataFrame:
        if area is None:
            return self.rows
        inside = {s.id for s in self.schools if area.id in (s.id, s.parent_id)}
        return self.rows[self.rows["school_id"].isin(inside)]
