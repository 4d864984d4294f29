"""Tables of figures, as the reports show them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from shared.chart_data import measure_and_year
from shared.own_alone import is_own_alone
from tymor.config import Config
from tymor.page import Figure, NumberCell, Text
from tymor.report import columns as col
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.document import Document
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
    page: Document, figures: Figures, areas: Sequence[Area], years: Mapping[str, str]
) -> pd.DataFrame:
    """Actuals of all learners, each measure in its year: a row a measure, a column of figures an
    area, by id. ``measure`` is its name, with its year where that is not the same for all."""
    rows = [
        {
            "measure": label(measure_and_year(page, name, years, long=True)),
            **{area.id: beside(page, figures, area, name, year) for area in areas},
        }
        for name, year in years.items()
    ]
    return pd.DataFrame(rows, columns=["measure", *(area.id for area in areas)], dtype="object")


def beside(
    page: Document, figures: Figures, area: Area, measure: str, year: str
) -> Figure | NumberCell | None:
    """An area's figure as it stands beside others, so without the signal of its target. What is
    the page's school's alone does not apply: no school stands beside itself."""
    if is_own_alone(page, area, measure):
        return NumberCell(value=None, status="not_applicable")
    figure = figures.one(measure, year, area_id=area.id)
    return figure and figure.unsignalled()


def area_columns(areas: Sequence[Area]) -> list[col.Column]:
    """A column of figures an area, as :func:`areas_beside` has them; one without says so."""
    missing = "status.not_available.short"
    return [col.figure(area.id, area.name, missing=missing) for area in areas]


def _year_columns(figures: Figures) -> list[tuple[str, str]]:
    term = figures.term
    years = sorted({*term.years, *term.target_years})
    return [
        (kind, year)
        for year in years
        for kind, held in (("actual", term.years), ("target", term.target_years))
        if year in held
    ]


def same_in_all(config: Config, text: str) -> Text:
    """Text that every language writes alike, such as a year."""
    return dict.fromkeys(config.languages, text)
