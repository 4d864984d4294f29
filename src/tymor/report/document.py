"""The verbs of a report. Each shows a thing and leaves a typed block behind."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import count
from numbers import Real
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from tymor.claims import Claim
from tymor.config import Committee, Config, Report
from tymor.errors import TymorError
from tymor.locale import Languages, Number, Value, places_of
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
    Prose,
    Questions,
    Table,
    TableBlock,
    Text,
    words_of,
)
from tymor.prose.sections import Pieces, begins_numbered, by_paragraph
from tymor.prose.tree import plain
from tymor.publication import Publication
from tymor.render.view import UNIT_SIGNS, show_figure
from tymor.report.areas import Area
from tymor.report.bilingual import in_every, label
from tymor.report.chart_values import drawn_rows, specs
from tymor.report.columns import OF_A_FIGURE, Column, Words
from tymor.report.figures import Figures
from tymor.report.given import all_of, require, require_finite
from tymor.report.numbering import Numbering
from tymor.report.reading import ReleaseReader, rows_in
from tymor.report.showing import (
    Preview,
    before_each_cell,
    preview_of,
    show_block,
    show_head,
)
from tymor.report.table import build_table

#: So much of a sentence makes an id.
_LONGEST = 48
#: ``alt`` is also what a chart's alternative text is called.
_CHARTS = alt.TopLevelMixin
#: What a place of a sentence takes.
_FILLING = (Figure, Number, Real, str, Mapping, date)


@dataclass
class Document:
    """One report on one area for one audience, as a notebook writes it.

    Every verb takes a key of the report's own ``words.yml``, or of ``params/words``:
    ``heading("outcomes")`` says ``outcomes.heading``; ``table(…, title="outcomes.key")`` says
    ``outcomes.key.title`` and, where there is one, ``outcomes.key.note``. The key with hyphens
    is the block's id: its anchor and the name of its files.
    """

    publication: Publication
    report: str
    area_id: str
    audience: str
    release: ReleaseReader
    batch: bool = False
    earlier: ReleaseReader | None = None  # of the term before, where it was prepared
    _begun: dict[str, Any] = field(default_factory=dict)  # by cell: what it began with
    _asked: set[str] = field(default_factory=set)
    _claimed: list[Claim] = field(default_factory=list)  # since the last block
    #: words with places of numbers that claim nothing, and these places
    _bare: list[tuple[Text, tuple[str, ...]]] = field(default_factory=list)
    _numbering: Numbering = field(default_factory=Numbering)
    _ids: set[str] = field(default_factory=set)
    _figures: dict[tuple[str, ...], Figures] = field(default_factory=dict)  # by the areas asked for
    _headed: Text = field(default_factory=dict)  # the heading above
    _preview: Preview | None = None
    _titles: Languages = field(init=False, repr=False)  # with the words of other reports

    def __post_init__(self) -> None:
        if not self.batch:
            self._preview = preview_of(self.publication, self.audience, self.area.name)
            before_each_cell(self._begin_cell)
        config = self.publication.config
        folder = config.reports[self.report].folder
        overheard = config.languages.of_folder(folder).overheard(self._asked)
        self._titles = config.languages.overheard(self._asked)
        self.publication = replace(self.publication, config=replace(config, languages=overheard))
        self._show_head()

    # What the report is about

    @property
    def config(self) -> Config:
        return self.publication.config

    @cached_property
    def area(self) -> Area:
        return self.area_of(self.area_id)

    def area_of(self, area_id: str) -> Area:
        """An area by its id.

        Raises
        ------
        TymorError
            The report does not read it.
        """
        if area_id not in self.release.areas.index:
            known = ", ".join(self.release.areas.index[:8])
            raise TymorError(f"This report reads no area {area_id!r}; it reads {known}, …")
        return Area.from_row(self.release.areas.loc[area_id], self.config)

    @cached_property
    def committee(self) -> Committee | None:
        """The committee that the report goes to: the area's own, where it has one; none where
        nothing is said of one of its partnership."""
        named = self.config.reports[self.report].committee
        return None if named is None else self.config.committee_of(named, self.area_id)

    @property
    def this_year(self) -> str:
        """The academic year the term lies in; results may be of the year before."""
        return self.publication.term.academic_year

    @property
    def protected(self) -> bool:
        """Whether figures are withheld from this audience where they could tell of a learner."""
        return self.config.disclosure[self.audience] != "unprotected"

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

    def figures(self, *areas: Area | str) -> Figures:
        """The figures of this area, or of those named."""
        named = tuple(area.id if isinstance(area, Area) else area for area in areas)
        wanted = named or (self.area_id,)
        if wanted not in self._figures:  # notebooks ask for the same ones many times
            rows, term = self.release.figures(wanted), self.publication.term
            self._figures[wanted] = Figures.of(rows, self.config, term, traced=not self.protected)
        return self._figures[wanted]

    # The verbs

    def claim(self, number: object) -> None:
        """Keep what a number rests on, if it says so, with the next thing that is shown."""
        if (claim := getattr(number, "claim", None)) is not None:
            self._claimed.append(claim)

    def heading(self, key: str = "", *, level: int = 2, id: str = "", **values: Value) -> None:
        """A heading: ``KEY.heading`` of the catalogues, or ``KEY`` where that is a message itself;
        or words given by language."""
        if level not in (2, 3):
            raise TymorError(f"page.heading takes a level of 2 or 3; this is {level!r}.")
        whole = not key or self.config.languages.has(key)
        text, name = self._words(key if whole else f"{key}.heading", values)
        self._headed = text
        self._leave(Heading(id=self._id(id, name), text=text, level=3 if level == 3 else 2))

    def text(
        self, key: str = "", *, id: str = "", claims: Sequence[Claim] = (),
        **values: Value | Figure,
    ) -> None:  # fmt: skip
        """A paragraph; a :class:`Figure` among the values is shown, and kept with it.

        ``text("gap.narrowed", now=figure)`` says a message of the catalogues;
        ``text(en="In {year} …", cy="Yn {year} …")`` says these words. Within the sections of
        the committee format it is numbered, as every paragraph is. ``claims`` are what its words
        say beside the numbers in it (:mod:`tymor.report.told`); these bring their own.
        """
        self._claimed += claims
        text, name = self._words(key, values)
        figures = _only_figures(values)
        if self._numbering.in_sections:
            self._leave_numbered(self._id(id, name), text, figures)
        else:
            self._leave(Paragraph(id=self._id(id, name), text=text, figures=figures))

    def prose(self, pieces: Pieces) -> None:
        """What stands below a heading of Markdown cells; numbered where paragraphs are.

        See :func:`tymor.report.prose.show_prose`, which reads it.
        """
        numbered = self._numbering.in_sections
        for part in by_paragraph(pieces) if numbered else [pieces]:
            first = part[next(iter(self.config.languages))]
            number = self._numbering.next_paragraph() if numbered and begins_numbered(first) else ""
            own_id = self._id("", _short(plain(first)))
            self._leave(Prose(id=own_id, number=number, pieces=part))

    def front_matter(self, *appendices: str) -> None:
        """The head of a report to a committee, from ``params/committees.yml``; nothing where
        that says of no committee of the partnership.

        ``appendices`` are the keys of those to come; :meth:`appendix` holds to them.
        """
        if self.config.reports[self.report].committee is None:
            raise TymorError(
                f"The report {self.report!r} goes to no committee: name one of "
                f"{', '.join(self.config.committees)} under 'committee' in its report.yml."
            )
        self._numbering.announced = list(appendices)
        if (committee := self.committee) is None:
            return
        sitting = committee.terms[self.publication.term_id]
        self._leave(
            FrontMatter(
                id="front-matter",
                written=sitting.written,
                author=committee.author,
                committee=committee.name,
                meets=sitting.meets,
                appendices=tuple(self.say(f"{key}.heading") for key in appendices),
            )
        )

    def section(self, name: str) -> None:
        """The next section of the committee format: issue, summary, recommendation, …"""
        number = self._numbering.next_section(name)
        said = self.say("committee.section", {"number": number, "section": self.say(
            f"committee.sections.{name}")})  # fmt: skip
        self._headed = said
        self._leave(Heading(id=self._id("", f"committee.{name}"), text=said))

    def _leave_numbered(self, id: str, text: Text, figures: tuple[Figure, ...]) -> None:
        number = self._numbering.next_paragraph()
        self._leave(Numbered(id=id, number=number, text=text, figures=figures))

    def key_figures(
        self, key: str, figures: Iterable[Figure], *, when: Mapping[str, Text | None] | None = None
    ) -> None:
        """Tiles: the figure's label, its value and its year; in place of the year what ``when`` has
        for its measure, such as the term or the day of what is not of a whole year, or nothing."""
        shown = all_of(figures, Figure, "page.key_figures", "figures, as page.figures() has them")
        told = when or {}
        items = tuple(
            KeyFigure(
                label=f.label,
                figure=f,
                note=told.get(f.measure_id, self.both(f.academic_year)),
            )
            for f in shown
        )
        if items:
            title = self.say(f"{key}.title")
            self._leave(KeyFigures(id=self._id("", key), title=title, items=items))

    def table(
        self,
        data: pd.DataFrame | Table | None,
        columns: Sequence[Column] | None = None,
        *,
        title: Words = "",
        note: Words = "",
        id: str = "",
        sections: str = "",
        totals: str = "",
        claims: Sequence[Claim] = (),
        **values: Value | Figure,
    ) -> None:
        """A table of a data frame; nothing where it has no rows, so that none stands empty.

        Parameters
        ----------
        data, columns, sections, totals
            See :func:`tymor.report.table.build_table`.
        title
            ``KEY.title`` of the catalogues, with ``KEY.note`` where there is one, or words in
            every language; where nothing is said, that of the heading above.
        """
        table = self._table(data, columns, sections, totals)
        if table is not None and table.rows:
            self._claimed += claims
            said, name = self._titled(title, "table", values)
            own_note = self._note(title, note, values)
            self._leave(TableBlock(id=self._id(id, name), title=said, note=own_note, table=table))

    def _table(
        self,
        data: pd.DataFrame | Table | None,
        columns: Sequence[Column] | None = None,
        sections: str = "",
        totals: str = "",
    ) -> Table | None:
        if isinstance(data, pd.DataFrame):
            return build_table(self, data, columns, sections=sections, totals=totals)
        if data is not None:
            require(data, Table, "page.table", "a data frame (or a table made of one)")
        return data

    def chart(
        self,
        chart: alt.TopLevelMixin | None,
        *,
        title: Words = "",
        alt: Words = "",
        note: Words = "",
        table: pd.DataFrame | Table | None = None,
        columns: Sequence[Column] | None = None,
        totals: str = "",
        id: str = "",
        claims: Sequence[Claim] = (),
        **values: Value | Figure,
    ) -> None:
        """An Altair chart, in every language; nothing where there is nothing to draw.

        Its words are labels (:meth:`words`, :meth:`axis`) or cells with the words of every
        language: one chart is made, and each language's words are put into it.

        Parameters
        ----------
        title, note
            As of a table.
        alt
            What the chart shows, for those who cannot see it; ``KEY.alt`` of the title's key
            where nothing is said. Without either it says that the table has its figures.
        table, columns, totals
            What the chart draws, for those who read it as a table; by default the columns of
            its data that it draws.
        """
        if chart is not None:
            require(chart, _CHARTS, "page.chart", "an Altair chart")
        rows = table if table is not None else drawn_rows(chart)
        drawn = self._table(rows, columns, totals=totals)
        if chart is None or drawn is None or not drawn.rows:
            return
        self._claimed += claims
        said, name = self._titled(title, "chart", values)
        alt_text = self._alt(title, alt, said, values)
        self._leave(
            ChartBlock(
                id=self._id(id, name),
                title=said,
                alt=alt_text,
                note=self._note(title, note, values),
                spec=specs(chart, alt_text),
                table=drawn,
            )
        )

    def callout(
        self, key: str = "", *, id: str = "", important: bool = False, title: Words = "",
        **values: Value | Figure,
    ) -> None:  # fmt: skip
        """A box beside the text: ``KEY.title`` and ``KEY.text``, or ``title`` and words given
        by language."""
        if not (title or key):
            raise TymorError("page.callout takes a key, or title=… and words by language.")
        head, _ = self._words_of(title or key, "title", values)
        text, name = self._words(key and f"{key}.text", values)
        own_id = self._id(id, name.removesuffix(".text"))
        tone: Literal["important", "note"] = "important" if important else "note"
        self._leave(Callout(id=own_id, tone=tone, title=head, text=text))

    def appendix(self, key: str, **values: Value) -> None:
        label = self.say("page.appendix", {"letter": self._numbering.next_appendix(key)})
        self._leave(
            Appendix(id=self._id("", key), label=label, text=self.say(f"{key}.heading", values))
        )

    def questions(self, key: str, names: Iterable[str], *, lines: int) -> None:
        """Questions ``KEY.NAME`` to write on: each has so many ruled lines in print."""
        asked = tuple(self.say(f"{key}.{name}") for name in names)
        self._leave(Questions(id=self._id("", f"{key}.questions"), questions=asked, lines=lines))

    def links(self, key: str, groups: Mapping[str, list[Link]], *, finder: bool = False) -> None:
        """Ways on; ``groups`` maps a key of the catalogue to its links."""
        require(groups, Mapping, "page.links", "a mapping of the key of a title to its links")
        made = tuple(
            LinkGroup(
                title=self.say(title),
                links=all_of(links, Link, "page.links", "links, as page.link_to(area) makes them"),
            )
            for title, links in groups.items()
            if links
        )
        if made:
            title = self.say(f"{key}.title")
            self._leave(Links(id=self._id("", key), title=title, groups=made, finder=finder))

    def events(self, key: str, items: Iterable[Event]) -> None:
        """Days for the reader's own calendar, as a file beside the page; nothing where none."""
        days = all_of(items, Event, "page.events", "events (tymor.page.Event)")
        if days:
            stamped = self.publication.term.published
            title, name = self.say(f"{key}.title"), self.say(f"{self.report}.title")
            own = self._id("", key)
            self._leave(Events(id=own, title=title, name=name, stamped=stamped, items=days))

    def link_to(self, area: Area, report: str | None = None) -> Link:
        """The way to an area's own page, or to that of ``report``; a school's says its sector
        and medium.

        Raises
        ------
        TymorError
            ``report`` is not among the ``links`` of this report's ``report.yml``.
        """
        note = None
        if area.sector and area.medium:
            kind = {"sector": area.sector, "medium": area.medium}
            note = self.say("home.kind_of_school", kind)
        if report is None:
            path = self.publication.path_of(area.kind, area.slug, area.id)
        else:
            path = self._other(report).path_of(area.slug, area.id)
        return Link(text=area.name, path=path, note=note)

    # Words

    def words(self, key: str = "", **values: Value | Figure) -> str:
        """A label: one text that becomes each language's words in a table or chart.

        Of a message of the catalogues, or of words given by language.
        """
        return label(self._words(key, values)[0])

    def printed(self, figure: Figure) -> str:
        """A label: the figure as each language writes it, or the word for its status."""
        languages = self.config.languages
        return label({name: show_figure(figure, languages[name]) for name in languages})

    def axis(self, key: str) -> str:
        """The label of what a chart's axis or legend shows: ``chart.KEY`` of the catalogues, or
        ``KEY`` where that is a message itself."""
        return label(self.say(key if self.config.languages.has(key) else f"chart.{key}"))

    def say(self, key: str, values: Mapping[str, Value | Figure] | None = None) -> Text:
        """The message in every language; ``{area}``, ``{term}`` and ``{year}`` are there, and
        ``{committee}`` in a report that goes to one, ``{each}`` in one that has several pages."""
        said = self.config.languages.say(key, **self._fillings(values or {}))
        return self._with_numbers(said, values or {})

    def title_of(self, report: str, area: Area) -> Text:
        """What another report on an area is called, whose words stand in a folder of its own.

        As for :meth:`link_to`, it is among the ``links`` of this report.
        """
        self._other(report)
        return self._titles.say(f"{report}.title", **self._fillings({"area": area.name}))

    def runs(self, report: str) -> bool:
        """Whether this page may lead to another report: it is among the ``links`` of this one, and
        the term of this partnership has pages of it, for whichever audience."""
        links = self.config.reports[self.report].links
        if report not in links or report not in self.publication.term.reports:
            return False
        other = self.config.reports[report]
        folders = (self.release.folder.with_name(audience) for audience in other.audiences)
        return any(other.has_pages(partial(rows_in, folder)) for folder in folders)

    def _other(self, name: str) -> Report:
        """A report that this one may name: what it says of itself is part of this one's digest."""
        links = self.config.reports[self.report].links
        if name not in links:
            known = ", ".join(links) or "none"
            raise TymorError(
                f"This report does not lead to {name!r} (its links are {known}): add it to "
                "'links' in its report.yml."
            )
        return self.config.reports[name]

    def by_name(self, area: Area) -> Any:
        """For sorting areas by what they are called, in the first language."""
        first = self.config.languages.first
        return first.sort_key(area.name[first.language])

    def name_of(self, area_id: str) -> Text:
        """What an area is called."""
        return self.area_of(area_id).name

    def figure_of(self, row: Mapping[str, Any]) -> Figure:
        """The figure that a row of a frame of figures is about.

        Raises
        ------
        TymorError
            The row lacks what makes it a figure: pandas left columns out, or made it of others.
        """
        if missing := [name for name in OF_A_FIGURE if name not in row]:
            raise TymorError(
                f"These rows are no figures: they lack {', '.join(missing)}. Show numbers of your "
                "own with col.number, col.pct or col.change."
            )
        term = self.publication.term
        return Figures((row,), self.config, term, traced=not self.protected).first()

    def both(self, text: str) -> Text:
        """Text that is the same in every language, such as a year."""
        return dict.fromkeys(self.config.languages, text)

    def _fillings(self, values: Mapping[str, Value | Figure]) -> dict[str, Value]:
        for name, value in values.items():
            require(value, _FILLING, f"The place {{{name}}}", "a number, a figure, words or a date")
            require_finite(value, f"The place {{{name}}}")
            self.claim(value)
        return self._always | {name: self._filling(value) for name, value in values.items()}

    def _with_numbers(self, said: Text, values: Mapping[str, Any]) -> Text:
        """The same words; where numbers in them say nothing of what they rest on, that is kept."""
        bare = tuple(
            name
            for name, value in values.items()
            if isinstance(value, Real | Number) and getattr(value, "claim", None) is None
        )
        if bare:
            self._bare.append((said, bare))
        return said

    @cached_property
    def _always(self) -> dict[str, Value]:
        """What every message may take."""
        shown: dict[str, Value] = {
            "area": self.area.name,
            "term": self.publication.term.name,
            "year": self.publication.term.results_year,
        }
        if self.committee is not None:
            shown["committee"] = self.committee.name
        if self.config.reports[self.report].each is not None:
            shown["each"] = self.both(str(self.release.rows_of_each["name"].iloc[0]))
        return shown

    def _filling(self, value: Value | Figure) -> Value:
        """What a sentence takes: of a figure its number or the word for its status, of a label
        the words that it stands for."""
        if isinstance(value, str):
            return in_every(value, self.config.languages)
        if isinstance(value, np.integer):  # counted in a data frame
            return int(value)
        if not isinstance(value, Figure):
            return value
        if value.value is None:
            return self.config.languages.say(f"status.{value.status}.short")
        if value.status == "provisional":
            languages = self.config.languages
            return {name: show_figure(value, languages[name], sign=True) for name in languages}
        return Number(value.value, value.decimals, UNIT_SIGNS[value.unit])

    def _words(self, key: str, values: Mapping[str, Any]) -> tuple[Text, str]:
        """Words by a key, or those among the values that are named by a language; and what they
        are called.

        Raises
        ------
        TymorError
            There is neither, or both.
        """
        given = {name: values[name] for name in self.config.languages if name in values}
        names = ", ".join(f"{name}=…" for name in self.config.languages)
        if bool(key) == bool(given):
            raise TymorError(f"Words are a key of a words.yml, or are given by language ({names}).")
        if key:
            require(key, str, "A verb", "a key of a words.yml, or words by language")
            if " " in key:
                raise TymorError(
                    f"{key!r} is no key of a words.yml. Words themselves are given in every "
                    f"language: {names}."
                )
            return self.say(key, values), key
        others = {name: value for name, value in values.items() if name not in given}
        placed = {place for text in given.values() for place in places_of(text)}
        if unused := others.keys() - placed:
            raise TymorError(
                f"{', '.join(sorted(unused))}: no language of this name, and no place in the words."
            )
        return self._inline(given, others)

    def _inline(self, given: Mapping[str, str], values: Mapping[str, Any]) -> tuple[Text, str]:
        text = self.config.languages.fill(given, self._fillings(values))
        return self._with_numbers(text, values), _short(next(iter(given.values())))

    def _words_of(self, words: Words, part: str, values: Mapping[str, Any]) -> tuple[Text, str]:
        """``KEY.PART``, or ``KEY`` where that is a message itself; or words by language."""
        require(
            words, (str, Mapping), "A title or note", "a key of a words.yml, or words by language"
        )
        if not isinstance(words, str):
            return self._inline(words, values)
        if " " in words:
            raise TymorError(
                f"{words!r} is no key of a words.yml. Words themselves are given by language: "
                f"{{{', '.join(f'{name!r}: …' for name in self.config.languages)}}}."
            )
        whole = f"{words}.{part}"
        own = words if self.config.languages.has(words) else whole
        return self.say(own, values), words

    def _titled(self, title: Words, what: str, values: Mapping[str, Any]) -> tuple[Text, str]:
        """The title of a table or chart, and what it is called; else that of the heading above."""
        if title:
            return self._words_of(title, "title", values)
        return self._headed, what

    def _note(self, title: Words, note: Words, values: Mapping[str, Any]) -> Text | None:
        if note:
            return self._words_of(note, "note", values)[0]
        key = f"{title}.note" if isinstance(title, str) else ""
        return self.say(key, values) if key and self.config.languages.has(key) else None

    def _alt(self, title: Words, alt: Words, said: Text, values: Mapping[str, Any]) -> Text:
        if alt:
            return self._words_of(alt, "alt", values)[0]
        key = f"{title}.alt" if isinstance(title, str) else ""
        if key and self.config.languages.has(key):
            return self.say(key, values)
        return self.say("chart.of_table", {"title": said})

    def _id(self, id: str, name: str) -> str:
        """A block's id: as it is given, or of what its words are called, told from the others."""
        made = _slug(id or name) or "block"
        if id or made not in self._ids:
            self._ids.add(made)
            return made
        number = next(n for n in count(2) if f"{made}-{n}" not in self._ids)
        self._ids.add(f"{made}-{number}")
        return f"{made}-{number}"

    # What is left behind

    def _show_head(self) -> None:
        self._headed = title = self.say(f"{self.report}.title")
        head = {
            "path": self.config.reports[self.report].path_of(
                self.area.slug, self.area_id, self.release.each
            ),
            "report": self.report,
            "area_id": self.area_id,
            "audience": self.audience,
            "term": self.publication.term_id,
            "called": self.config.reports[self.report].called(self.area.slug, self.release.each),
            "title": title,
            "description": self.say(f"{self.report}.description"),
            "invented": self.area.invented,
        }
        show_head(head, self._asked, self._preview)
        self._asked.clear()

    def _begin_cell(self, cell: str) -> None:
        """At a desk: a cell that is run again begins with the numbers and names it first had."""
        assert self._preview is not None
        now = (self._numbering, self._ids, self._preview.above)
        began = self._begun.setdefault(cell, deepcopy(now))
        self._numbering, self._ids, self._preview.above = deepcopy(began)

    def _leave(self, block: AnyBlock) -> None:
        said, self._claimed = self._claimed, []
        claims = tuple(each for at, each in enumerate(said) if each not in said[:at])
        own = list(words_of(block))
        bare = (names for text, names in self._bare if any(_holds(each, text) for each in own))
        unclaimed = tuple(dict.fromkeys(name for names in bare for name in names))
        told = block.model_copy(update={"claims": claims, "unclaimed": unclaimed})
        show_block(told, self._asked, self._preview)
        self._asked.clear()


def _holds(whole: Text, part: Text) -> bool:
    """Whether words have others in them, in any language: a name may change its beginning."""
    return any(
        re.search(rf"(?<!\w){re.escape(part[name])}(?!\w)", whole[name])
        for name in whole
        if part.get(name)
    )


def _slug(name: str) -> str:
    """Letters, digits and hyphens: of a key all of it, of a sentence its beginning."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def _short(text: str) -> str:
    return _slug(text)[:_LONGEST].strip("-")


def _only_figures(values: Mapping[str, Value | Figure]) -> tuple[Figure, ...]:
    return tuple(value for value in values.values() if isinstance(value, Figure))
