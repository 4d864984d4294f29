"""The verbs of a report. Each shows a thing and leaves a typed block behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from tymor.config import Config
from tymor.errors import TymorError
from tymor.locale import Number, Value
from tymor.page import (
    AnyBlock,
    Appendix,
    Callout,
    ChartBlock,
    Event,
    Events,
    Figure,
    FrontMatter,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    LinkGroup,
    Links,
    Numbered,
    Paragraph,
    Questions,
    Table,
    TableBlock,
    Text,
)
from tymor.publication import Publication
from tymor.render.view import UNIT_SIGNS
from tymor.report.areas import Area
from tymor.report.chart_values import in_language, plain_values
from tymor.report.figures import Figures
from tymor.report.numbering import Numbering
from tymor.report.reading import ReleaseReader
from tymor.report.showing import show_block, show_head

#: Builds a chart from rows whose words are those of one language.
ChartBuilder = Callable[[pd.DataFrame, Callable[[str], str]], alt.TopLevelMixin]


@dataclass
class Document:
    """One report on one area for one audience, as a notebook writes it.

    Every verb takes a key of ``params/locales``: ``heading("outcomes")`` says
    ``outcomes.heading``; ``table("outcomes.key", …)`` says
    ``outcomes.key.title`` and, where there is one, ``outcomes.key.note``. The
    key with hyphens is the block's id: its anchor and the name of its files.
    """

    publication: Publication
    report: str
    area_id: str
    audience: str
    release: ReleaseReader
    batch: bool = False
    earlier: ReleaseReader | None = None  # of the term before, where it was prepared
    _asked: set[str] = field(default_factory=set)
    _numbering: Numbering = field(default_factory=Numbering)

    def __post_init__(self) -> None:
        config = self.publication.config
        overheard = config.languages.overheard(self._asked)
        self.publication = replace(self.publication, config=replace(config, languages=overheard))
        self._show_head()

    # What the report is about

    @property
    def config(self) -> Config:
        return self.publication.config

    @property
    def area(self) -> Area:
        return self.area_of(self.area_id)

    def area_of(self, area_id: str) -> Area:
        return Area.from_row(self.release.areas.loc[area_id], self.config)

    @property
    def this_year(self) -> str:
        """The academic year the term lies in; results may be of the year before."""
        return self.publication.term.academic_year

    @property
    def minimum_cohort(self) -> int:
        """The least cohort whose figures this audience is shown."""
        return self.config.audiences[self.audience].minimum_cohort

    @property
    def earlier_term(self) -> str:
        """The name of the term before, or nothing."""
        return self.publication.term.previous or ""

    @property
    def earlier_areas(self) -> pd.DataFrame:
        """The areas of the term before; those of this one where there is none."""
        return (self.earlier or self.release).areas

    def schools(self) -> list[Area]:
        """The schools in this area; a school itself."""
        areas = self.release.areas
        own = areas[areas["kind"] == "school"]
        if self.area.kind != "partnership":
            own = own[(own["parent_id"] == self.area_id) | (own["area_id"] == self.area_id)]
        return [Area.from_row(row, self.config) for _, row in own.iterrows()]

    def children(self) -> list[Area]:
        """The areas directly below this one, by name in order of the release."""
        areas = self.release.areas
        below = areas[areas["parent_id"] == self.area_id]
        return [Area.from_row(row, self.config) for _, row in below.iterrows()]

    def figures(self, *area_ids: str) -> Figures:
        """The figures of this area, or of those named."""
        wanted = list(area_ids) or [self.area_id]
        return Figures.of(self.release.figures(wanted), self.config, self.publication.term)

    # The verbs

    def heading(self, key: str, *, level: int = 2, **values: Value) -> None:
        text = self.say(f"{key}.heading", values)
        self._leave(Heading(id=_id(f"{key}.heading"), text=text, level=3 if level == 3 else 2))

    def text(self, key: str, *, id: str | None = None, **values: Value | Figure) -> None:
        """A paragraph; a :class:`Figure` among the values is shown, and kept with it.

        Within the sections of the committee format it is numbered, as every paragraph is.
        """
        if self._numbering.in_sections:
            self.numbered(key, id=id, **values)
            return
        text, figures = self.say(key, values), _only_figures(values)
        self._leave(Paragraph(id=_id(id or key), text=text, figures=figures))

    def front_matter(self, *appendices: str) -> None:
        """The head of a report to a committee, from ``params/committees.yml``.

        ``appendices`` are the keys of those to come; :meth:`appendix` holds to them.
        """
        named = self.config.reports[self.report].committee
        if named is None:
            raise TymorError(
                f"The report {self.report!r} goes to no committee: name one of "
                f"{', '.join(self.config.committees)} under 'committee' in params/reports.yml."
            )
        committee = self.config.committees[named]
        sitting = committee.terms[self.publication.term_id]
        self._numbering.announced = list(appendices)
        self._leave(
            FrontMatter(
                id="front-matter",
                written=sitting.written,
                author=committee.author.model_dump(),
                committee=committee.name.model_dump(),
                meets=sitting.meets,
                appendices=tuple(self.say(f"{key}.heading") for key in appendices),
            )
        )

    def section(self, name: str) -> None:
        """The next section of the committee format: issue, summary, recommendation, …"""
        number = self._numbering.next_section(name)
        said = self.say("committee.section", {"number": number, "section": self.say(
            f"committee.sections.{name}")})  # fmt: skip
        self._leave(Heading(id=_id(f"committee.{name}"), text=said))

    def numbered(self, key: str, *, id: str | None = None, **values: Value | Figure) -> None:
        """A paragraph of the committee format, numbered within its section."""
        number = self._numbering.next_paragraph()
        text, figures = self.say(key, values), _only_figures(values)
        self._leave(Numbered(id=_id(id or key), number=number, text=text, figures=figures))

    def key_figures(self, key: str, figures: Iterable[Figure]) -> None:
        """Tiles: the figure's label, its value and its year."""
        items = tuple(
            KeyFigure(label=f.label, figure=f, note=self.both(f.academic_year)) for f in figures
        )
        if items:
            title = self.say(f"{key}.title")
            self._leave(KeyFigures(id=_id(key), title=title, items=items))

    def table(
        self, key: str, table: Table | None, *, id: str | None = None, **values: Value | Figure
    ) -> None:
        """A table; nothing where there are no rows, so that no empty table is shown."""
        if table is not None and table.rows:
            title, note = self.say(f"{key}.title", values), self._note(key, values)
            self._leave(TableBlock(id=_id(id or key), title=title, note=note, table=table))

    def chart(
        self,
        key: str,
        build: ChartBuilder,
        *,
        data: pd.DataFrame,
        table: Table,
        id: str | None = None,
        **values: Value | Figure,
    ) -> None:
        """A chart, built once a language from the same rows.

        A cell of ``data`` may hold words in every language (a dict); the
        builder sees its own language's. ``table`` is what the chart shows, for
        those who read it as a table.
        """
        if not table.rows:
            return
        alt_text = self.say(f"{key}.alt", values)
        self._leave(
            ChartBlock(
                id=_id(id or key),
                title=self.say(f"{key}.title", values),
                alt=alt_text,
                note=self._note(key, values),
                spec=self._specs(build, data, alt_text),
                table=table,
            )
        )

    def callout(
        self, key: str, *, id: str | None = None, important: bool = False, **values: Value | Figure
    ) -> None:
        self._leave(
            Callout(
                id=_id(id or key),
                tone="important" if important else "note",
                title=self.say(f"{key}.title", values),
                text=self.say(f"{key}.text", values),
            )
        )

    def appendix(self, key: str, **values: Value) -> None:
        label = self.say("page.appendix", {"letter": self._numbering.next_appendix(key)})
        self._leave(Appendix(id=_id(key), label=label, text=self.say(f"{key}.heading", values)))

    def questions(self, key: str, names: Iterable[str], *, lines: int) -> None:
        """Questions ``KEY.NAME`` to write on: each has so many ruled lines in print."""
        asked = tuple(self.say(f"{key}.{name}") for name in names)
        self._leave(Questions(id=_id(f"{key}.questions"), questions=asked, lines=lines))

    def links(self, key: str, groups: Mapping[str, list[Link]], *, finder: bool = False) -> None:
        """Ways on; ``groups`` maps a key of the catalogue to its links."""
        made = tuple(
            LinkGroup(title=self.say(title), links=tuple(links))
            for title, links in groups.items()
            if links
        )
        if made:
            title = self.say(f"{key}.title")
            self._leave(Links(id=_id(key), title=title, groups=made, finder=finder))

    def events(self, key: str, items: Iterable[Event]) -> None:
        """Days for the reader's own calendar, as a file beside the page; nothing where none."""
        days = tuple(items)
        if days:
            stamped = self.publication.term.published
            title, name = self.say(f"{key}.title"), self.say(f"{self.report}.title")
            self._leave(Events(id=_id(key), title=title, name=name, stamped=stamped, items=days))

    def link_to(self, area: Area, report: str | None = None) -> Link:
        """The way to an area's own page, or to that of ``report``; a school's says its sector
        and medium."""
        note = None
        if area.sector and area.medium:
            both = self.config.languages
            note = {name: f"{area.sector[name]}, {area.medium[name]}" for name in both}
        if report is None:
            path = self.config.path_of(area.kind, area.slug, area.id)
        else:
            path = self.config.reports[report].path_of(area.slug, area.id)
        return Link(text=area.name, path=path, note=note)

    # Words

    def say(self, key: str, values: Mapping[str, Value | Figure] | None = None) -> Text:
        """The message in every language; ``{area}``, ``{term}`` and ``{year}`` are there, and
        ``{committee}`` in a report that goes to one."""
        shown: dict[str, Value] = {
            "area": self.area.name,
            "term": self.publication.term.name.model_dump(),
            "year": self.publication.term.results_year,
        }
        committee = self.config.reports[self.report].committee
        if committee is not None:
            shown["committee"] = self.config.committees[committee].name.model_dump()
        for name, value in (values or {}).items():
            shown[name] = self._filling(value) if isinstance(value, Figure) else value
        return self.config.languages.say(key, **shown)

    def both(self, text: str) -> Text:
        """Text that is the same in every language, such as a year."""
        return dict.fromkeys(self.config.languages, text)

    def _filling(self, figure: Figure) -> Value:
        """A figure as a sentence takes it: its number, or the word for its status."""
        if figure.value is None:
            return self.config.languages.say(f"status.{figure.status}.short")
        return Number(figure.value, figure.decimals, UNIT_SIGNS[figure.unit])

    def _note(self, key: str, values: Mapping[str, Value | Figure]) -> Text | None:
        note = f"{key}.note"
        return self.say(note, values) if self.config.languages.has(note) else None

    # What is left behind

    def _specs(
        self, build: ChartBuilder, data: pd.DataFrame, alt_text: Text
    ) -> dict[str, dict[str, Any]]:
        """A spec a language; they differ only in words, so Altair checks the first for all."""
        specs: dict[str, dict[str, Any]] = {}
        for language in self.config.languages:
            first = not specs
            with debug_mode(first), plain_values():
                chart = build(in_language(data, language), self._axis_words(language))
                spec = chart.to_dict(validate=first)
            # Not by chart.properties, which copies the whole chart first.
            specs[language] = {"description": alt_text[language]} | spec
        return specs

    def _axis_words(self, language: str) -> Callable[[str], str]:
        words = self.config.languages[language]
        return lambda key: words.say(f"chart.{key}")

    def _show_head(self) -> None:
        title = self.say(f"{self.report}.title")
        head = {
            "path": self.config.reports[self.report].path_of(self.area.slug, self.area_id),
            "report": self.report,
            "area_id": self.area_id,
            "audience": self.audience,
            "term": self.publication.term_id,
            "title": title,
            "description": self.say(f"{self.report}.description"),
            "invented": self.area.invented,
            "minimum_cohort": self.minimum_cohort,
        }
        show_head(head, title["en"], self._asked)
        self._asked.clear()

    def _leave(self, block: AnyBlock) -> None:
        show_block(block, self.config.languages, self._asked, batch=self.batch)
        self._asked.clear()


def _id(key: str) -> str:
    return key.replace(".", "-").replace("_", "-")


def _only_figures(values: Mapping[str, Value | Figure]) -> tuple[Figure, ...]:
    return tuple(value for value in values.values() if isinstance(value, Figure))
