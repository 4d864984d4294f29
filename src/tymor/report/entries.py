"""Post-16 entries and programmes of areas, for tables, chart and sentences.

An entry is one learner's examination in one subject. What nobody sent in is "not collected";
what nobody sat is "no entries"; both are said in words, apart from figures that are hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.render.view import show_figure
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures

GRADES = ("a", "c", "e")
PROGRAMMES = ("post16_retention", "post16_completion")
_ALL = "all"


@dataclass(frozen=True)
class Entries:
    """The figures of some areas; ``year`` is the one shown, mostly the term's newest of results."""

    page: Document
    figures: Figures
    areas: tuple[Area, ...]
    year: str

    @classmethod
    def of(cls, page: Document, areas: Sequence[Area], year: str | None = None) -> "Entries":
        figures = page.figures(*(area.id for area in areas))
        return cls(page, figures, tuple(areas), year or page.publication.term.results_year)

    def share(
        self, area: Area, grade: str, subject: str = _ALL, year: str | None = None
    ) -> Figure | None:
        """Entries with this grade or better, in per cent of all; nothing where none is told."""
        name = f"post16_{subject}_{grade}"
        return _held(self.figures.one(name, year or self.year, area_id=area.id))

    def number(self, area: Area, subject: str = _ALL, year: str | None = None) -> Figure | None:
        """How many entries a share rests on; hidden where the share is."""
        own = self.figures.where(area_id=area.id, academic_year=year or self.year)
        if self.share(area, "e", subject, year) is None:
            return None
        figure = own.newest_cohort(f"post16_{subject}_e")
        label = self.page.say("post16.entries_of", {"subject": self.subject_name(subject)})
        return figure.model_copy(update={"label": label}) if figure else None

    def collected(self) -> list[Area]:
        """The areas whose entries of the newest year are told."""
        return [area for area in self.areas if self.share(area, "e") is not None]

    @property
    def subjects(self) -> list[str]:
        """The subjects with entries in any of the areas, in the order of their names."""
        ends = f"_{GRADES[-1]}"
        names = [
            name.removeprefix("post16_").removesuffix(ends)
            for name in self.figures.section("post16").where(academic_year=self.year).measures
            if name.endswith(ends)
        ]
        sat = [n for n in names if n != _ALL and any(self.share(a, "e", n) for a in self.areas)]
        first = self.page.config.languages.first.language
        return sorted(sat, key=lambda name: self.subject_name(name)[first])

    def subject_name(self, subject: str) -> Text:
        return self.page.say(f"post16.subjects.{subject}")

    # Tables

    def by_area(self) -> Table:
        """Areas down; each range of grades, and how many entries there were."""
        rows = []
        for area in self.areas:
            cells = [self._cell(self.share(area, grade)) for grade in GRADES]
            rows.append(self._row(area.name, [*cells, self._cell(self.number(area))], area))
        return self._table("area", [*(f"grade_{grade}" for grade in GRADES), "entries"], rows)

    def by_subject(self, area: Area) -> Table:
        """Subjects down; each range of grades, and how many entries there were; all the last."""
        rows = []
        for subject in [*self.subjects, _ALL]:
            found = [*(self.share(area, grade, subject) for grade in GRADES),
                     self.number(area, subject)]  # fmt: skip
            cells = tuple(self._cell(figure) for figure in found)
            style = "total" if subject == _ALL else "body"
            name = TextCell(text=self.subject_name(subject))
            rows.append(Row(cells=(name, *cells), style="total" if style == "total" else "body"))
        heads = [*(f"grade_{grade}" for grade in GRADES), "entries"]
        return (
            self._table("subject", heads, rows)
            if len(rows) > 1
            else self._table("subject", heads, [])
        )

    def subjects_by_area(self, grade: str) -> Table:
        """Subjects down, areas across: one range of grades; areas that told nothing left out."""
        areas = self.collected()
        rows = [
            Row(
                cells=(
                    TextCell(text=self.subject_name(subject)),
                    *(self._cell(self.share(a, grade, subject), "no_entries") for a in areas),
                )
            )
            for subject in self.subjects
        ]
        columns = (
            Column(key="subject", label=self.page.say("post16.columns.subject"), align="start"),
            *(Column(key=area.slug, label=area.name) for area in areas),
        )
        return Table(columns=columns, rows=tuple(rows))

    def by_year(self, area: Area) -> Table:
        """Years down, the newest first: each range of grades over all entries."""
        rows = []
        for year in sorted(self.page.publication.term.years, reverse=True):
            cells = [self._cell(self.share(area, grade, year=year)) for grade in GRADES]
            entries = self._cell(self.number(area, year=year))
            rows.append(Row(cells=(TextCell(text=self.page.both(year)), *cells, entries)))
        return self._table("year", [*(f"grade_{grade}" for grade in GRADES), "entries"], rows)

    def programmes(self) -> Table:
        """Areas down; retention and completion of each year, or that it was not collected."""
        years = self.page.publication.term.years
        say = self.page.say
        rows = []
        for area in self.areas:
            found = [
                _held(self.figures.one(name, year, area_id=area.id))
                for name in PROGRAMMES
                for year in years
            ]
            rows.append(self._row(area.name, [self._cell(figure) for figure in found], area))
        columns = (
            Column(key="area", label=say("post16.columns.area"), align="start"),
            *(
                Column(key=f"{name}_{year}", label=self.page.both(year),
                       group=say(f"post16.columns.{name}"))
                for name in PROGRAMMES
                for year in years
            ),
        )  # fmt: skip
        return Table(columns=columns, rows=tuple(rows))

    # The chart

    def chart_rows(self, bars: Sequence[tuple[Text, Figure | None]], whole: Text | None,
                   of_whole: Figure | None) -> pd.DataFrame:  # fmt: skip
        """For :func:`tymor.report.school_charts.areas_beside`: a row a bar with a number."""
        languages = self.page.config.languages
        told = [
            (name, figure, "other") for name, figure in bars if figure and figure.value is not None
        ]
        if whole is not None and of_whole is not None and of_whole.value is not None:
            told.append((whole, of_whole, "whole"))
        return pd.DataFrame(
            {
                "area": name,
                "value": figure.value,
                "shown": {each: show_figure(figure, languages[each]) for each in languages},
                "role": role,
            }
            for name, figure, role in told
        )

    # Cells

    def _cell(self, figure: Figure | None, missing: str = "not_collected") -> Cell:
        if figure is None:
            return TextCell(text=self.page.say(f"post16.{missing}"))
        return FigureCell(figure=figure)

    def _row(self, name: Text, cells: list[Cell], area: Area) -> Row:
        total = area.kind == "partnership"
        return Row(cells=(TextCell(text=name), *cells), style="total" if total else "body")

    def _table(self, first: str, heads: Sequence[str], rows: list[Row]) -> Table:
        say = self.page.say
        columns = (
            Column(key=first, label=say(f"post16.columns.{first}"), align="start"),
            *(Column(key=head, label=say(f"post16.columns.{head}")) for head in heads),
        )
        return Table(columns=columns, rows=tuple(rows))


def _held(figure: Figure | None) -> Figure | None:
    """The figure, or nothing where no row was sent in."""
    return None if figure is None or figure.status == "not_available" else figure
