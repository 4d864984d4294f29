"""Each local authority beside the region: one measure at a time, in its newest common year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tymor.measures.signals import previous_year
from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report import narrative, school_charts
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.region import charts
from tymor.report.school_rows import beside_rows
from tymor.report.signed import signed_points
from tymor.report.tables import same_in_all

#: Two areas make a comparison.
FEWEST = 2


@dataclass(frozen=True)
class Beside:
    """The local authorities and the region on one measure in one year."""

    figures: Figures
    region: Area
    authorities: Sequence[Area]
    measure: str
    year: str

    @property
    def whole(self) -> Figure | None:
        """The region's own figure, where it has a number."""
        figure = self.of(self.region)
        return figure if figure is not None and figure.value is not None else None

    def of(self, area: Area, year: str | None = None) -> Figure | None:
        return self.figures.one(self.measure, year or self.year, area_id=area.id)

    def numbered(self) -> list[tuple[Area, float]]:
        """The authorities with a number, the highest first; equal ones in their order."""
        held = [(area, self.of(area)) for area in self.authorities]
        with_number = [(a, f.value) for a, f in held if f is not None and f.value is not None]
        return sorted(with_number, key=lambda pair: -pair[1])

    def at_or_above(self) -> int:
        """How many authorities are at or above the region's figure."""
        assert self.whole is not None and self.whole.value is not None
        return sum(value >= self.whole.value for _, value in self.numbered())


def beside(
    figures: Figures, region: Area, authorities: Sequence[Area], measure: str
) -> Beside | None:
    """The newest year in which the region and an authority have a number; failing that the
    newest in which an authority has; nothing where none has in any year of the term."""
    years = [
        Beside(figures, region, authorities, measure, year) for year in reversed(figures.term.years)
    ]
    held = [each for each in years if each.numbered()]
    common = [each for each in held if each.whole]
    return next(iter(common or held), None)


def every_measure(
    page: Document, figures: Figures, authorities: Sequence[Area], section: str
) -> list[Beside]:
    """The measures of a section on which authorities can be seen beside the region."""
    names = figures.section(section).measures
    found = [beside(figures, page.area, authorities, name) for name in names]
    return [each for each in found if each is not None]


def tell_smallest(page: Document, compared: Sequence[Beside]) -> None:
    """What one learner is worth in the smallest cohort of an authority that is compared."""
    sizes = []
    for each in compared:
        for area, _ in each.numbered():
            held = each.figures.where(area_id=area.id, academic_year=each.year)
            cohort = held.newest_cohort(each.measure)
            if cohort is not None and cohort.value:
                sizes.append((cohort.value, area, cohort))
    if sizes:
        _, area, cohort = min(sizes, key=lambda size: size[0])
        narrative.smallest_group(page, cohort, area, id="region.authorities.smallest")


def show_beside(page: Document, compared: Beside) -> None:
    """A chart of the authorities, sorted; nothing where fewer than two have a number."""
    ranked = compared.numbered()
    if len(ranked) < FEWEST:
        return
    attendance = page.config.measures[compared.measure].section == "attendance"
    ordered = [*(area for area, _ in ranked), compared.region]
    values: dict[str, Any] = {
        "measure": page.say(f"measures.{compared.measure}.short"),
        "compared_year": compared.year,
        "counted": len(ranked),
    }
    if compared.whole is not None:
        values |= {"above": compared.at_or_above(), "whole": compared.whole}
    page.chart(
        (charts.dots_beside if attendance else school_charts.areas_beside)(
            beside_rows(compared.figures, ordered, "", compared.measure, compared.year), page.axis
        ),
        title="region.beside" if compared.whole is not None else "region.beside_alone",
        id=f"region.beside.{compared.measure}",
        table=beside_table(page, compared),
        highest=_required(compared.of(ranked[0][0])),
        lowest=_required(compared.of(ranked[-1][0])),
        **values,
    )


def beside_table(page: Document, compared: Beside) -> Table:
    """One row an area: its figure, that of the year before, the change, and from the region."""
    say = page.say
    before = previous_year(compared.year)
    columns = (
        Column(key="area", label=say("chart.area"), align="start"),
        Column(key="before", label=page.both(before)),
        Column(key="now", label=page.both(compared.year)),
        Column(key="change", label=say("table.change_pp")),
        Column(key="from_region", label=say("region.from_region")),
    )
    ranked = [area for area, _ in compared.numbered()]
    hidden = [area for area in compared.authorities if area not in ranked]
    rows = [_row(page, compared, area, before) for area in (*ranked, *hidden, compared.region)]
    return Table(columns=columns, rows=tuple(row for row in rows if row is not None))


def _row(page: Document, compared: Beside, area: Area, before: str) -> Row | None:
    now, then = compared.of(area), compared.of(area, before)
    if now is None:
        return None
    own = area.id == compared.region.id
    apart = page.both("") if own else signed_points(page.config, now, compared.whole)
    return Row(
        cells=(
            TextCell(text=area.name),
            _cell(page, then),
            FigureCell(figure=now),
            TextCell(text=signed_points(page.config, now, then)),
            TextCell(text=apart),
        ),
        style="total" if own else "body",
    )


def overview(page: Document, compared: Sequence[Beside]) -> Table | None:
    """Areas down, measures across, each in the year in which it can be compared."""
    if not compared:
        return None
    areas = [*compared[0].authorities, compared[0].region]
    columns = (
        Column(key="area", label=page.say("chart.area"), align="start"),
        *(
            Column(
                key=each.measure,
                label=page.say(f"measures.{each.measure}.short"),
                group=same_in_all(page.config, each.year),
            )
            for each in compared
        ),
    )
    rows = tuple(
        Row(
            cells=(TextCell(text=area.name), *(_cell(page, each.of(area)) for each in compared)),
            style="total" if area.kind == "partnership" else "body",
        )
        for area in areas
    )
    return Table(columns=columns, rows=rows)


def _cell(page: Document, figure: Figure | None) -> Cell:
    return FigureCell(figure=figure) if figure else TextCell(text=_nothing(page))


def _nothing(page: Document) -> Text:
    return page.both("")


def _required(figure: Figure | None) -> Figure:
    assert figure is not None
    return figure
