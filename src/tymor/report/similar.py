"""A local authority beside the region and the authorities most like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tymor.page import Table
from tymor.report import chart_data, charts, narrative, tables
from tymor.report.areas import Area
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.figures import Figures


@dataclass(frozen=True)
class Beside:
    """``areas``: the page's own, those like it, the region last; ``measures`` are those it has."""

    page: Document
    areas: Sequence[Area]
    figures: Figures
    measures: Sequence[str]
    year: str

    @classmethod
    def of(cls, page: Document, year: str) -> "Beside":
        region = page.area_of(page.area.parent_id or "")
        areas = [page.area, *similar_to(page), region]
        figures = page.figures(*(area.id for area in areas))
        measures = figures.with_numbers(page.area_id, year, "key_indicators")
        return cls(page, areas, figures, measures, year)

    @property
    def similar(self) -> Sequence[Area]:
        return self.areas[1:-1]

    def table(self) -> Table | None:
        return tables.areas_compared(self.figures, self.areas, self.measures, self.year)

    def above(self, other: Area) -> chart_data.Count:
        """On how many of the measures that both have the page's own area has the higher number."""
        return chart_data.above(self.figures, self.areas[0], other, self.measures, self.year)


def similar_to(page: Document) -> list[Area]:
    """The authorities most like the page's own by free school meals; none where none is held."""
    if not page.release.has("similar_authorities"):
        return []
    rows = page.release.table("similar_authorities")
    own = rows[rows["area_id"] == page.area_id].to_dict("records")
    own.sort(key=lambda row: abs(row["similar_efsm_pct"] - row["efsm_pct"]))
    return [page.area_of(row["similar_id"]) for row in own]


def beside_similar(page: Document, year: str) -> None:
    """Heading, sentence, chart: the newest year's key indicators; nothing without any."""
    beside = Beside.of(page, year)
    table = beside.table()
    if table is None:
        return
    page.heading("scrutiny.compare", level=3)
    if beside.similar:
        names = joined((area.name for area in beside.similar), page.config.languages, "; ")
        page.text("scrutiny.similar", authorities=names)
    for other in beside.areas[1:]:
        _how_many_above(beside, other)
    count = beside.above(beside.areas[-1])
    rows = chart_data.compared_rows(beside.figures, beside.areas, beside.measures, year)
    page.chart(
        charts.compared(rows, page.axis),
        title="scrutiny.compare" if count.compared else "scrutiny.compare.alone",
        id="scrutiny.compare",
        table=table,
        compared_year=year,
        compared=count.compared,
        above=count.above,
    )
    narrative.without_result(page, page.figures(), year, id="scrutiny.compare.without")


def _how_many_above(beside: Beside, other: Area) -> None:
    count = beside.above(other)
    if count.compared:
        beside.page.text(
            "scrutiny.above", id=f"scrutiny.above.{other.slug}", other=other.name,
            compared=count.compared, above=count.above, compared_year=beside.year,
        )  # fmt: skip
