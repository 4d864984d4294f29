"""Tables of figures, as the reports show them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from tymor.config import Config
from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report import columns as col
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.figures import Figures

#: Sections of results, in the order in which tables have them.
RESULTS = ("key_indicators", "expected_level", "expected_level_plus1", "expected_level_plus2")


def by_year(figures: Figures, section: str) -> tuple[pd.DataFrame, list[col.Column]]:
    """A section's measures, actual beside target for every year of the term, and its columns.

    ``figures`` are those of one area; one row is one measure, its id in ``measure_id``; the cells
    are figures, missing where no row says anything. Of all learners.
    """
    own = figures.section(section).where(group="all")
    columns = [(kind, year, f"{kind}_{year}") for kind, year in _year_columns(figures)]
    rows = [
        {name: own.one(measure, year, kind=kind) for kind, year, name in columns}
        for measure in own.measures
    ]
    frame = pd.DataFrame(rows, columns=[name for *_, name in columns], dtype="object")
    frame.insert(0, "measure_id", own.measures)
    return frame, [
        col.measure(),
        *(
            col.figure(name, f"table.{kind}", group=same_in_all(figures.config, year))
            for kind, year, name in columns
        ),
    ]


def outcomes_by_year(figures: Figures, section: str) -> Table | None:
    """A section's measures, actual beside target for every year of the term.

    ``figures`` are those of one area; one row is one measure. Nothing where the
    area has no measure of that section.
    """
    own = figures.section(section).where(group="all")
    if not own.measures:
        return None
    columns = _year_columns(figures)
    say = figures.config.languages.say
    return Table(
        columns=(
            Column(key="measure", label=say("table.measure"), align="start"),
            *(
                Column(key=f"{kind}_{year}", label=say(f"table.{kind}"), group=_same(figures, year))
                for kind, year in columns
            ),
        ),
        rows=tuple(
            Row(cells=(_label(figures, name), *_cells(own, name, columns))) for name in own.measures
        ),
    )


def results_by_year(figures: Figures, *, group: str = "all") -> pd.DataFrame:
    """An area's results by year: a row a measure of which any result is held.

    Columns: ``section``, the phase's name as a label, for the rows that head others;
    ``measure_id``; a column of figures a year of the term, missing where no row says anything;
    ``cohort``, how many pupils the newest of them rests on. ``group``: of which learners.
    """
    own = figures.where(kind="actual", group=group)
    say = figures.config.languages.say
    names = {name: section for section in RESULTS for name in own.section(section).measures}
    grid = own.grid("measure_id", "academic_year", names, heads=figures.term.years)
    beside: dict[str, Any] = {
        "section": [label(say(f"sections.{section}")) for section in names.values()],
        "cohort": [own.newest_cohort(name, group=group) for name in names],
    }
    return grid.assign(**beside)


def actuals_by_year(figures: Figures, section: str) -> pd.DataFrame:
    """A section's actuals of all learners: a row a measure, a column of figures a year."""
    own = figures.section(section).where(kind="actual", group="all")
    return own.grid("measure_id", "academic_year", own.measures, heads=figures.term.years)


def areas_beside(
    figures: Figures, areas: Sequence[Area], measures: Iterable[str], year: str
) -> pd.DataFrame:
    """Actuals of all learners in one year: a row a measure, a column of figures an area, by id."""
    own = figures.where(kind="actual", group="all", academic_year=year)
    return own.grid("measure_id", "area_id", measures, heads=[area.id for area in areas])


def areas_compared(
    figures: Figures, areas: Sequence[Area], measures: Iterable[str], year: str
) -> Table | None:
    """Measures down, areas across, one year: each area's actual of all learners."""
    names = [name for name in measures if name in figures.measures]
    say = figures.config.languages.say
    columns = (
        Column(key="measure", label=say("table.measure"), align="start"),
        *(Column(key=area.slug, label=area.name) for area in areas),
    )
    rows = tuple(
        Row(
            cells=(
                _label(figures, name),
                *(_cell(figures.one(name, year, area_id=area.id)) for area in areas),
            )
        )
        for name in names
    )
    return Table(columns=columns, rows=rows) if rows else None


def areas_down(
    figures: Figures, areas: Sequence[Area], measures: Sequence[str], year: str
) -> Table:
    """Areas down, measures across, one year; a short name heads each column."""
    say = figures.config.languages.say
    return Table(
        columns=(
            Column(key="area", label=say("chart.area"), align="start"),
            *(Column(key=name, label=say(f"measures.{name}.short")) for name in measures),
        ),
        rows=tuple(
            Row(
                cells=(
                    TextCell(text=area.name),
                    *(_cell(figures.one(name, year, area_id=area.id)) for name in measures),
                ),
                style="total" if area.kind == "partnership" else "body",
            )
            for area in areas
        ),
    )


def table_of(config: Config, heads: Sequence[str], rows: Sequence[Row], *, words: int = 1) -> Table:
    """A table whose columns are called ``table.HEAD`` in the catalogues.

    The first ``words`` columns are words, the others numbers.
    """
    say = config.languages.say
    columns = (
        Column(key=head, label=say(f"table.{head}"), align="start" if at < words else "end")
        for at, head in enumerate(heads)
    )
    return Table(columns=tuple(columns), rows=tuple(rows))


def _year_columns(figures: Figures) -> list[tuple[str, str]]:
    term = figures.term
    years = sorted({*term.years, *term.target_years})
    return [
        (kind, year)
        for year in years
        for kind, held in (("actual", term.years), ("target", term.target_years))
        if year in held
    ]


def _cells(figures: Figures, measure_id: str, columns: list[tuple[str, str]]) -> list[Cell]:
    return [_cell(figures.one(measure_id, year, kind=kind)) for kind, year in columns]


def _cell(figure: Figure | None) -> Cell:
    return FigureCell(figure=figure) if figure else TextCell(text={"en": "", "cy": ""})


def _label(figures: Figures, measure_id: str) -> TextCell:
    return TextCell(text=figures.label(measure_id))


def section_row(title: Text, width: int) -> Row:
    """A row that heads those below it, across ``width`` columns."""
    empty = TextCell(text=dict.fromkeys(title, ""))
    return Row(cells=(TextCell(text=title), *[empty] * (width - 1)), style="section")


def _same(figures: Figures, text: str) -> Text:
    return same_in_all(figures.config, text)


def same_in_all(config: Config, text: str) -> Text:
    """Text that every language writes alike, such as a year."""
    return dict.fromkeys(config.languages, text)
