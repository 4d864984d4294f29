"""A school beside its authority, the partnership and similar schools."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures

#: Where "similar schools" stand as an area: figures of them together have the group of this name.
SIMILAR = "similar_schools"
#: Sectors whose schools are in no quarter of all schools: their learners start elsewhere.
_APART = frozenset({"special", "pru"})
_SECTIONS = ("key_indicators", "expected_level", "attendance")


@dataclass(frozen=True)
class Standings:
    """The newest published figures of one school that stand beside others.

    ``rows``: one a measure, as the table ``standing`` has it, in the order of measures;
    ``beside``: the authority and the partnership.
    """

    page: Document
    rows: pd.DataFrame
    beside: tuple[Area, Area]

    @classmethod
    def of(cls, page: Document) -> "Standings":
        held = page.release.table("standing")
        names = page.config.measures_of(_SECTIONS)
        held = held[held["measure_id"].isin(names)].sort_values("academic_year")
        newest = held.drop_duplicates("measure_id", keep="last")
        order = newest["measure_id"].map({name: at for at, name in enumerate(names)})
        authority = page.area_of(page.area.parent_id or page.area_id)
        region = page.area_of(authority.parent_id or page.area_id)
        return cls(page, newest.loc[order.sort_values().index], (authority, region))

    @property
    def has_similar(self) -> bool:
        """Whether there are similar schools enough to stand beside on any measure."""
        return bool(self.rows["similar_value"].notna().any())

    @property
    def has_quarters(self) -> bool:
        """Whether the school is told in which quarter of all schools it lies."""
        return self.page.area.sector_code not in _APART

    @property
    def key(self) -> str:
        """Of the table's words: with similar schools, or without."""
        return "standings.with_similar" if self.has_similar else "standings.without_similar"

    def table(self) -> Table | None:
        """A measure a row: the school, the authority, the partnership, similar schools, quarter."""
        page = self.page
        figures = page.figures(page.area_id, *(area.id for area in self.beside))
        rows = tuple(self._row(row, figures) for row in self.rows.to_dict("records"))
        similar = Column(key=SIMILAR, label=page.say("standings.similar"))
        quarter = Column(key="quarter", label=page.say("standings.quarter"), align="start")
        columns = (
            Column(key="measure", label=page.say("table.measure"), align="start"),
            *(Column(key=area.slug, label=area.name) for area in (page.area, *self.beside)),
            *([similar] if self.has_similar else []),
            *([quarter] if self.has_quarters else []),
        )
        return Table(columns=columns, rows=rows) if rows else None

    def sentences(self) -> None:
        """What a quarter is, and of each key indicator whether it is above similar schools."""
        self.page.text("standings.quarter_is" if self.has_quarters else "standings.no_quarter")
        headline = self.page.config.measures_of(["key_indicators"])
        own = self.page.figures()
        for row in self.rows[self.rows["measure_id"].isin(headline)].to_dict("records"):
            figure = own.one(row["measure_id"], row["academic_year"])
            similar = self._similar(row)
            if figure is None or similar is None:
                continue
            self.page.text(
                f"standings.{side(row['above_similar'])}",
                id=f"standings.{row['measure_id']}",
                measure=figure.label,
                own=figure,
                similar=similar,
                of_year=row["academic_year"],
                schools=int(row["similar_schools"]),
            )

    def chart_rows(self) -> pd.DataFrame:
        """A row a key indicator of the newest year and area, for ``charts.compared``."""
        page = self.page
        rows = self._charted()
        areas = {"value": page.area.name, "similar_value": page.say("standings.similar"),
                 "authority_value": self.beside[0].name,
                 "partnership_value": self.beside[1].name}  # fmt: skip
        return pd.DataFrame(
            {"measure": page.say(f"measures.{row['measure_id']}.short"), "order": order,
             "area": name, "rank": rank, "value": row[column]}
            for order, row in enumerate(rows.to_dict("records"))
            for rank, (column, name) in enumerate(areas.items())
            if pd.notna(row[column])
        )  # fmt: skip

    def above(self) -> dict[str, Any]:
        """What the chart's title says: of how many, above similar schools, in which year."""
        rows = self._charted()
        return {
            "compared": len(rows),
            "above": int((rows["above_similar"] > 0).sum()),
            "compared_year": "" if rows.empty else str(rows["academic_year"].iloc[0]),
        }

    def _charted(self) -> pd.DataFrame:
        """Percentages of pupils with similar schools, all of the newest year that has any."""
        names = self.page.config.measures_of(["key_indicators", "expected_level"])
        rows = self.rows[self.rows["measure_id"].isin(names)].dropna(subset=["similar_value"])
        newest: pd.DataFrame = rows[rows["academic_year"] == rows["academic_year"].max()]
        return newest

    def _row(self, row: Any, figures: Figures) -> Row:
        name, year = row["measure_id"], row["academic_year"]
        areas = (self.page.area_id, *(area.id for area in self.beside))
        held = [figures.one(name, year, area_id=area) for area in areas]
        return Row(
            cells=(
                TextCell(
                    text=self.page.say(
                        "standings.of_year",
                        {"measure": self.page.say(f"measures.{name}.short"), "of_year": year},
                    )
                ),
                *(self._cell(figure) for figure in held),
                *([self._cell(self._similar(row))] if self.has_similar else []),
                *([TextCell(text=self._quarter(row))] if self.has_quarters else []),
            )
        )

    def _cell(self, figure: Figure | None) -> Cell:
        """A figure without its signal: here it stands beside others, not beside its target."""
        if figure is None:
            return TextCell(text=self.page.both(""))
        return FigureCell(figure=figure.model_copy(update={"signal": "none"}))

    def _similar(self, row: Any) -> Figure | None:
        """What the similar schools' learners reached together; nothing where there are none."""
        if pd.isna(row["similar_value"]):
            return None
        measure = self.page.config.measures[row["measure_id"]]
        name = self.page.say(f"measures.{row['measure_id']}.label")
        label = self.page.say("standings.similar_label", {
            "measure": name, "schools": int(row["similar_schools"])})  # fmt: skip
        return Figure(
            area_id=self.page.area_id, measure_id=row["measure_id"], group=SIMILAR, kind="actual",
            academic_year=row["academic_year"], value=float(row["similar_value"]),
            unit=measure.unit, decimals=self.page.config.decimals.computed, status="counted",
            label=label,
        )  # fmt: skip

    def _quarter(self, row: Any) -> Text:
        quarter = "none" if pd.isna(row["quartile"]) else str(int(row["quartile"]))
        return self.page.say(f"standings.quarters.{quarter}")


def side(points: float) -> str:
    """``above``, ``below`` or ``level``, of a difference between two published figures.

    >>> side(0.1), side(-0.1), side(0.0)
    ('above', 'below', 'level')
    """
    return "above" if points > 0 else "below" if points < 0 else "level"
