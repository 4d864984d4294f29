"""Home and methods of a site."""

import csv
from collections.abc import Iterator, Sequence

import pandas as pd

from tymor.config.disclosure import Protection
from tymor.config.measures import Measure
from tymor.inputs.sources import cited
from tymor.locale import Languages
from tymor.page import (
    AnyBlock,
    Callout,
    Column,
    Heading,
    KeyFigures,
    Link,
    Page,
    Paragraph,
    Row,
    Table,
    TableBlock,
    Text,
    TextCell,
)
from tymor.render.area_lists import AreaLists
from tymor.render.figures_csv import COLUMNS
from tymor.render.standing import Standing

_MISSING = (
    "suppressed", "near_all", "near_none", "not_verified", "not_published", "not_applicable",
    "not_set", "not_available",
)  # fmt: skip

#: What a cell is coloured and marked for.
_SIGNALS = {"met", "improved"}


def definition_of(name: str, measure: Measure, languages: Languages) -> str:
    """The key of the words nearest to a measure: what it is defined as, its own, or its kind's."""
    if measure.defined_as:
        return f"definitions.{measure.defined_as}"
    nearer = (f"definitions.{each}" for each in (name, f"{measure.section}_{measure.phase}"))
    return next(filter(languages.has, nearer), f"definitions.{measure.section}")


class HomeAndMethods(Standing):
    """Home and methods of one site."""

    def pages(self) -> list[Page]:
        words = f"closed.{self.site.audience}" if self.closed else "home"
        home = self.page("", "home", words, self._closed_home() if self.closed else self._home())
        methods = self.page("methods", "methods", "methods", self._methods())
        return [self.marked(home), methods]

    def _home(self) -> Iterator[AnyBlock]:
        """The key figures of the site's own area, as its own report shows them; then all links."""
        shown = (each for page in self.own for each in page.blocks if isinstance(each, KeyFigures))
        for block in [*shown][:1]:
            title = self.say("home.headlines.title")
            yield block.model_copy(update={"id": "headlines", "title": title})
        yield from self._reports("home.reports")
        yield from self._areas_below()

    def _closed_home(self) -> Iterator[AnyBlock]:
        """Who may read it comes first: what is here must not be handed on."""
        words = f"closed.{self.site.audience}.callout"
        yield Callout(
            id="closed",
            tone="important",
            title=self.say(f"{words}.title"),
            text=self.say(f"{words}.text"),
        )
        yield from self._reports("closed.reports")
        yield from self._areas_below()

    def _reports(self, key: str) -> Iterator[AnyBlock]:
        """Links to the pages about the site's own area, and to methods."""
        links = [Link(text=each.title, path=each.path, note=self._note(each)) for each in self.own]
        note = self.say("home.methods_note")
        links.append(Link(text=self.say("methods.title"), path="methods", note=note))
        yield from self.links("reports", f"{key}.heading", f"{key}.title", links)

    def _note(self, page: Page) -> Text:
        """What a report is about in a few words; without such words, its description."""
        key = f"home.notes.{page.report}"
        known = self.publication.config.languages.has(key)
        return self.say(key) if known else page.description

    def _areas_below(self) -> Iterator[AnyBlock]:
        """Links to the local authorities and schools that have pages in the site."""
        lists = AreaLists(self.publication, self.site, self.own, self.release)
        yield from lists.authorities_below()
        yield from lists.schools_below()

    def _methods(self) -> Iterator[AnyBlock]:
        yield Heading(id="disclosure", text=self.say("methods.disclosure.heading"))
        for name, text in self._protection():
            yield Paragraph(id=f"disclosure-{name}", text=text)
        reports = self.publication.config.reports
        of_plan = any("plan" in reports[job.report].needs for job in self.site.jobs)
        told = {"signals": bool(self._shown("signal") & _SIGNALS), "plan": of_plan}
        for name in ("signals", "rounding", "plan", "data"):
            if not told.get(name, True):  # no page of the site has any
                continue
            yield Heading(id=name, text=self.say(f"methods.{name}.heading"))
            yield Paragraph(id=f"{name}-text", text=self.say(f"methods.{name}.text"))
        yield from self._sources()
        heads: tuple[str, ...] = ("methods.word", "methods.meaning")
        keys = [(f"status.{status}.short", f"status.{status}.meaning") for status in _MISSING]
        yield from self._table("missing", "missing-words", heads, keys)
        heads = ("table.measure", "methods.section", "methods.definition")
        yield from self._table("measures", "every-measure", heads, self._measures_shown())

    def _protection(self) -> Iterator[tuple[str, Text]]:
        """What the rules of this audience do, and no more than they do."""
        config = self.publication.config
        audience, rules = (
            config.audiences[self.site.audience],
            config.disclosure[self.site.audience],
        )
        unseen = [each for each in config.sections_measured if not audience.sees_of_schools(each)]
        if unseen:
            names = [self.say(f"sections.{each}") for each in unseen]
            sections = {each: "; ".join(name[each] for name in names) for each in names[0]}
            yield "schools", self.say("methods.disclosure.schools", sections=sections)
        if not isinstance(rules, Protection):
            yield "text", self.say("methods.disclosure.nothing_hidden")
            return
        least, others, side = rules.least_cohort, rules.least_cohort_others, rules.least_side
        text = self.say("methods.disclosure.text", least=least, others=others, side=side)
        yield "text", text
        if rules.near_all:
            yield "near", self.say("methods.disclosure.near")
        if rules.rest.against_schools:
            yield "attacked", self.say("methods.disclosure.from_schools")
        elif rules.rest.against_readers:
            yield "attacked", self.say("methods.disclosure.from_readers")
        if rules.rest.against_readers and rules.interval > 2:
            yield "interval", self.say("methods.disclosure.interval", interval=rules.interval)
        if rules.rest.against_readers and rules.cohorts_known:
            yield "cohorts", self.say("methods.disclosure.cohorts")

    def _sources(self) -> Iterator[AnyBlock]:
        """Each data folder that figures come from, also those of wider areas, once; nothing where
        that is not told."""
        sources = self.release.tables.get("sources")
        if sources is None or sources.empty:
            return
        yield Heading(id="sources", text=self.say("methods.sources.heading"))
        told = sources.drop(columns=["area_id", "table"])
        wider = self.release.tables.get("wider_outcomes")
        if wider is not None:
            told = pd.concat([told, wider.reindex(columns=told.columns)])
        folders = told.drop_duplicates()
        for at, row in enumerate(folders.to_dict("records")):
            key = "methods.sources.invented" if row["invented"] else "methods.sources.from"
            source = cited(self.publication.config.languages, row)
            yield Paragraph(id=f"sources-{at}", text=self.say(key, source=source))

    def _shown(self, column: str) -> set[str]:
        """What stands in a column of the figures of the site's pages."""
        files = (
            self.publication.page_file(self.site.name, job.path).with_name("figures.csv")
            for job in self.site.jobs
        )
        return {
            row[COLUMNS.index(column)]
            for file in files
            if file.exists()
            for row in csv.reader(file.read_text("utf-8").splitlines())
        }

    def _measures_shown(self) -> list[tuple[str, ...]]:
        """The words for each measure whose figures stand on pages of the site."""
        shown = self._shown("measure_id")
        return [
            (
                f"measures.{name}.label",
                f"sections.{each.section}",
                definition_of(name, each, self.publication.config.languages),
            )
            for name, each in self.publication.config.measures.items()
            if name in shown
        ]

    def _table(
        self, name: str, table: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
    ) -> Iterator[AnyBlock]:
        """A heading and a table of words below it; all of them are keys."""
        yield Heading(id=name, text=self.say(f"methods.{name}.heading"))
        columns = [
            Column(key=head.replace(".", "_"), label=self.say(head), align="start")
            for head in heads
        ]
        said = [Row(cells=tuple(TextCell(text=self.say(key)) for key in keys)) for keys in rows]
        yield TableBlock(
            id=table,
            title=self.say(f"methods.{name}.title"),
            table=Table(columns=tuple(columns), rows=tuple(said)),
        )
