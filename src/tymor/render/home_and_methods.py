"""The pages that no notebook writes: home, methods, and where a page could not be made."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config.disclosure import Protection
from tymor.inputs.sources import cited
from tymor.page import (
    AnyBlock,
    Callout,
    Column,
    Heading,
    KeyFigures,
    Link,
    LinkGroup,
    Links,
    Page,
    Paragraph,
    Row,
    Table,
    TableBlock,
    Text,
    TextCell,
)
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.figures_csv import COLUMNS
from tymor.render.frames import Site

_MISSING = (
    "suppressed", "near_all", "near_none", "not_verified", "not_published", "not_applicable",
    "not_set", "not_available",
)  # fmt: skip


def standing_pages(
    publication: Publication, site: Site, own: Sequence[Page], release: Release
) -> list[Page]:
    """Home and methods of one site; home leads to all of its pages.

    ``own`` are the site's pages that are about its own area, as they were made.
    """
    own = sorted(own, key=lambda page: publication.report_order(page.report))
    return _Standing(publication, site, own, release).pages()


def page_not_made(publication: Publication, job: Job, areas: pd.DataFrame) -> Page:
    """What stands at the address of a page that could not be made, so that links hold."""
    area = _area(publication, areas, job.area_id)
    callout = Callout(
        id="not-made",
        tone="important",
        title=_say(publication, "not_made.callout.title"),
        text=_say(publication, "not_made.callout.text"),
    )
    return Page(
        path=job.path,
        report="not_made",
        area_id=job.area_id,
        audience=job.audience,
        site=job.site,
        term=publication.term_id,
        title=_say(publication, "not_made.title", area=area),
        description=_say(publication, "not_made.description"),
        blocks=(callout,),
    )


def _say(publication: Publication, key: str, **more: str | int | Text) -> Text:
    return publication.config.languages.say(
        key,
        publisher=publication.config.partnership.called,
        term=publication.term.name,
        **more,
    )


def _area(publication: Publication, areas: pd.DataFrame, area_id: str) -> Text:
    """What an area is called."""
    (row,) = areas[areas["area_id"] == area_id].to_dict("records")
    return _names(publication, row)


def _names(publication: Publication, row: Mapping[Any, Any]) -> Text:
    return publication.config.languages.named(row, "name")


@dataclass(frozen=True)
class _Standing:
    """One site, and all that its home and methods are written from."""

    publication: Publication
    site: Site
    own: Sequence[Page]
    release: Release

    @property
    def areas(self) -> pd.DataFrame:
        return self.release.tables["areas"]

    def say(self, key: str, **more: str | int | Text) -> Text:
        return _say(self.publication, key, **more)

    def pages(self) -> list[Page]:
        closed = self.publication.config.audiences[self.site.audience].closed
        words = f"closed.{self.site.audience}" if closed else "home"
        home = self._page("", "home", words, self._closed_home() if closed else self._home())
        invented = bool(self.areas["invented"].any())
        methods = self._page("methods", "methods", "methods", self._methods())
        return [home.model_copy(update={"invented": invented}), methods]

    def _page(self, path: str, report: str, words: str, blocks: Iterator[AnyBlock]) -> Page:
        area = _area(self.publication, self.areas, self.site.area_id)
        return Page(
            path=path,
            report=report,
            area_id=self.site.area_id,
            audience=self.site.audience,
            site=self.site.name,
            term=self.publication.term_id,
            title=self.say(f"{words}.title", area=area),
            description=self.say(f"{words}.description", area=area),
            blocks=tuple(blocks),
        )

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
        yield from self._links("reports", f"{key}.heading", f"{key}.title", links)

    def _links(
        self, name: str, heading: str, titled: str, links: Sequence[Link]
    ) -> Iterator[AnyBlock]:
        """A heading and one group of links below it; ``heading`` and ``titled`` are keys."""
        title = self.say(titled)
        yield Heading(id=f"{name}-heading", text=self.say(heading))
        yield Links(id=name, title=title, groups=(LinkGroup(title=title, links=tuple(links)),))

    def _note(self, page: Page) -> Text:
        """What a report is about in a few words; without such words, its description."""
        key = f"home.{page.report}_note"
        known = self.publication.config.languages.has(key)
        return self.say(key) if known else page.description

    def _areas_below(self) -> Iterator[AnyBlock]:
        """Links to the local authorities and schools that have pages in the site."""
        paths = {job.path for job in self.site.jobs}
        every = self.areas.to_dict("records")
        rows = [
            row
            for row in every
            if row["area_id"] != self.site.area_id and self._path_of(row) in paths
        ]
        below = [row for row in rows if row["kind"] == "local_authority"]
        if below:
            links = [self._link(row, self._authority_note(row)) for row in below]
            yield from self._links(
                "authorities", "headings.authorities", "home.authorities.title", links
            )
        schools = [row for row in rows if row["kind"] == "school"]
        if schools:
            yield Heading(id="schools-heading", text=self.say("home.schools.heading"))
            yield Links(
                id="schools",
                title=self.say("home.schools.title"),
                groups=tuple(self._schools(every, schools)),
                finder=True,
            )

    def _schools(
        self, every: Sequence[Mapping[Any, Any]], schools: Sequence[Mapping[Any, Any]]
    ) -> Iterator[LinkGroup]:
        """The schools of each local authority that has some, in the order of the alphabet."""
        first = self.publication.config.languages.first
        for row in every:
            inside = [each for each in schools if each["parent_id"] == row["area_id"]]
            if row["kind"] == "local_authority" and inside:
                links = [self._link(each, self._school_note(each)) for each in inside]
                links.sort(key=lambda link: first.sort_key(link.text[first.language]))
                yield LinkGroup(title=_names(self.publication, row), links=tuple(links))

    def _path_of(self, row: Mapping[Any, Any]) -> str:
        """Where an area's own page stands."""
        return self.publication.path_of(row["kind"], row["slug"], row["area_id"])

    def _link(self, row: Mapping[Any, Any], note: Text | None) -> Link:
        return Link(text=_names(self.publication, row), path=self._path_of(row), note=note)

    def _authority_note(self, row: Mapping[Any, Any]) -> Text | None:
        """Of an authority without schools none are held; that it has none is not known."""
        schools = int(row["schools"] or 0)
        return self.say("home.authority_schools", schools=schools) if schools else None

    def _school_note(self, row: Mapping[Any, Any]) -> Text:
        languages = self.publication.config.languages
        sector, medium = (languages.say(f"{of}.{row[name]}")
                          for of, name in (("sectors", "sector"), ("media", "medium")))  # fmt: skip
        return languages.say("home.kind_of_school", sector=sector, medium=medium)

    def _methods(self) -> Iterator[AnyBlock]:
        yield Heading(id="disclosure", text=self.say("methods.disclosure.heading"))
        for name, text in self._protection():
            yield Paragraph(id=f"disclosure-{name}", text=text)
        term = self.publication.term
        of_term = {"signals": term.target_years, "plan": term.plan_years}
        for name in ("signals", "rounding", "plan", "data"):
            if not of_term.get(name, True):  # neither targets nor plans are reported in each term
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
        """Each data folder that figures come from, once; nothing where that is not told."""
        sources = self.release.tables.get("sources")
        if sources is None or sources.empty:
            return
        yield Heading(id="sources", text=self.say("methods.sources.heading"))
        folders = sources.drop(columns=["area_id", "table"]).drop_duplicates().to_dict("records")
        for at, row in enumerate(folders):
            key = "methods.sources.invented" if row["invented"] else "methods.sources.from"
            source = cited(self.publication.config.languages, row)
            yield Paragraph(id=f"sources-{at}", text=self.say(key, source=source))

    def _measures_shown(self) -> list[tuple[str, ...]]:
        """The words for each measure whose figures stand on pages of the site."""
        files = (
            self.publication.page_file(self.site.name, job.path).with_name("figures.csv")
            for job in self.site.jobs
        )
        shown = {
            row[COLUMNS.index("measure_id")]
            for file in files
            if file.exists()
            for row in csv.reader(file.read_text("utf-8").splitlines())
        }
        return [
            (f"measures.{name}.label", f"sections.{each.section}", f"definitions.{each.section}")
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
