"""The pages that no notebook writes: home, methods, and where a page could not be made."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

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


def standing_pages(
    publication: Publication, site: Site, own: Sequence[Page], release: Release
) -> list[Page]:
    """Home and methods of one site; home leads to all of its pages.

    Parameters
    ----------
    own
        The site's pages that are about its own area, as they were made.
    """
    own = sorted(own, key=lambda page: publication.report_order(page.report))
    closed = publication.config.audiences[site.audience].closed
    blocks = (_closed_home if closed else _home)(publication, site, own, release)
    words = f"closed.{site.audience}" if closed else "home"
    area = _names(publication, _row_of(release.tables["areas"], site.area_id))
    home = _page(publication, site, ("", "home", words), blocks, area)
    invented = bool(release.tables["areas"]["invented"].any())
    return [
        home.model_copy(update={"invented": invented}),
        _page(
            publication,
            site,
            ("methods", "methods", "methods"),
            _methods(publication, site, release.tables.get("sources")),
            area,
        ),
    ]


def page_not_made(publication: Publication, job: Job, areas: pd.DataFrame) -> Page:
    """What stands at the address of a page that could not be made, so that links hold."""
    row = areas.set_index("area_id").loc[job.area_id]
    names = {language: str(row[f"name_{language}"]) for language in publication.config.languages}
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
        title=_say(publication, "not_made.title", area=names),
        description=_say(publication, "not_made.description"),
        blocks=(callout,),
    )


def _page(
    publication: Publication,
    site: Site,
    names: tuple[str, str, str],
    blocks: Iterator[AnyBlock],
    area: Text,
) -> Page:
    """A page by its path, its report's name and the key of its words."""
    path, report, words = names
    return Page(
        path=path,
        report=report,
        area_id=site.area_id,
        audience=site.audience,
        site=site.name,
        term=publication.term_id,
        title=_say(publication, f"{words}.title", area=area),
        description=_say(publication, f"{words}.description", area=area),
        minimum_cohort=publication.config.audiences[site.audience].minimum_cohort,
        blocks=tuple(blocks),
    )


def _row_of(areas: pd.DataFrame, area_id: str) -> Mapping[Any, Any]:
    row: Mapping[Any, Any] = areas.set_index("area_id", drop=False).loc[area_id].to_dict()
    return row


def _say(publication: Publication, key: str, **more: str | int | Text) -> Text:
    return publication.config.languages.say(
        key,
        publisher=publication.config.partnership.name,
        term=publication.term.name,
        **more,
    )


def _home(
    publication: Publication, site: Site, own: Sequence[Page], release: Release
) -> Iterator[AnyBlock]:
    yield from _headlines(publication, own)
    yield from _reports(publication, "home.reports", own)
    yield from _areas_below(publication, site, release)


def _closed_home(
    publication: Publication, site: Site, own: Sequence[Page], release: Release
) -> Iterator[AnyBlock]:
    """Who may read it comes first: what is here must not be handed on."""
    words = f"closed.{site.audience}"
    yield Callout(
        id="closed",
        tone="important",
        title=_say(publication, f"{words}.callout.title"),
        text=_say(publication, f"{words}.callout.text"),
    )
    yield from _reports(publication, "closed.reports", own)
    yield from _areas_below(publication, site, release)


def _reports(publication: Publication, key: str, own: Sequence[Page]) -> Iterator[AnyBlock]:
    """Links to the pages about the site's own area, and to methods."""
    reports = [Link(text=page.title, path=page.path, note=_note(publication, page)) for page in own]
    methods = Link(
        text=_say(publication, "methods.title"),
        path="methods",
        note=_say(publication, "home.methods_note"),
    )
    title = _say(publication, f"{key}.title")
    yield Heading(id="reports-heading", text=_say(publication, f"{key}.heading"))
    yield Links(
        id="reports", title=title, groups=(LinkGroup(title=title, links=(*reports, methods)),)
    )


def _note(publication: Publication, page: Page) -> Text:
    """What a report is about in a few words; without such words, its description."""
    key = f"home.{page.report}_note"
    known = publication.config.languages.has(key)
    return _say(publication, key) if known else page.description


def _areas_below(publication: Publication, site: Site, release: Release) -> Iterator[AnyBlock]:
    """Links to the local authorities and schools that have pages in the site."""
    areas = release.tables["areas"]
    paths = {job.path for job in site.jobs}
    below = areas[(areas["area_id"] != site.area_id) & _has_page(publication, areas, paths)]
    yield from _authorities(publication, below)
    yield from _schools(publication, below, areas)


def _has_page(publication: Publication, areas: pd.DataFrame, paths: set[str]) -> "pd.Series[bool]":
    """Which areas' own pages are among the site's."""
    found = [
        publication.path_of(row["kind"], row["slug"], row["area_id"]) in paths
        for row in areas.to_dict("records")
    ]
    return pd.Series(found, index=areas.index, dtype=bool)


def _headlines(publication: Publication, own: Sequence[Page]) -> Iterator[AnyBlock]:
    """The key figures of the site's own area, as its own report shows them."""
    for page in own:
        for block in page.blocks:
            if isinstance(block, KeyFigures):
                title = _say(publication, "home.headlines.title")
                yield block.model_copy(update={"id": "headlines", "title": title})
                return


def _authorities(publication: Publication, areas: pd.DataFrame) -> Iterator[AnyBlock]:
    rows = areas[areas["kind"] == "local_authority"].to_dict("records")
    if not rows:
        return
    links = [
        Link(
            text=_names(publication, row),
            path=publication.path_of("local_authority", row["slug"], row["area_id"]),
            # Of an authority without schools none are held; that it has none is not known.
            note=_say(publication, "home.authority_schools", schools=int(row["schools"]))
            if row["schools"]
            else None,
        )
        for row in rows
    ]
    title = _say(publication, "home.authorities.title")
    yield Heading(id="authorities-heading", text=_say(publication, "headings.authorities"))
    yield Links(id="authorities", title=title, groups=(LinkGroup(title=title, links=tuple(links)),))


def _schools(
    publication: Publication, areas: pd.DataFrame, every: pd.DataFrame
) -> Iterator[AnyBlock]:
    schools = areas[areas["kind"] == "school"]
    if schools.empty:
        return
    authorities = every[every["kind"] == "local_authority"].to_dict("records")
    groups = tuple(
        LinkGroup(title=_names(publication, row), links=_school_links(publication, inside))
        for row in authorities
        if len(inside := schools[schools["parent_id"] == row["area_id"]])
    )
    yield Heading(id="schools-heading", text=_say(publication, "home.schools.heading"))
    yield Links(
        id="schools", title=_say(publication, "home.schools.title"), groups=groups, finder=True
    )


def _school_links(publication: Publication, schools: pd.DataFrame) -> tuple[Link, ...]:
    say = publication.config.languages.say
    links = []
    for row in schools.to_dict("records"):
        sector, medium = say(f"sectors.{row['sector']}"), say(f"media.{row['medium']}")
        links.append(
            Link(
                text=_names(publication, row),
                path=publication.path_of("school", row["slug"], row["area_id"]),
                note={name: f"{sector[name]}, {medium[name]}" for name in sector},
            )
        )
    first = publication.config.languages.first
    return tuple(sorted(links, key=lambda link: first.sort_key(link.text[first.language])))


def _names(publication: Publication, row: Mapping[Any, Any]) -> Text:
    return publication.config.languages.named(row, "name")


def _methods(
    publication: Publication, site: Site, sources: pd.DataFrame | None
) -> Iterator[AnyBlock]:
    config = publication.config
    minimum = config.audiences[site.audience].minimum_cohort
    key = "methods.disclosure.text" if minimum > 1 else "methods.disclosure.nothing_hidden"
    yield Heading(id="disclosure", text=_say(publication, "methods.disclosure.heading"))
    yield Paragraph(id="disclosure-text", text=_say(publication, key, minimum=minimum))
    places = {
        name: _say(publication, "methods.rounding.places", places=number)
        for name, number in config.decimals.model_dump().items()
    }
    for name in ("signals", "rounding", "plan", "data"):
        yield Heading(id=name, text=_say(publication, f"methods.{name}.heading"))
        text = _say(publication, f"methods.{name}.text", **places)
        yield Paragraph(id=f"{name}-text", text=text)
    yield from _sources(publication, sources)
    yield Heading(id="missing", text=_say(publication, "methods.missing.heading"))
    yield TableBlock(
        id="missing-words",
        title=_say(publication, "methods.missing.title"),
        table=_missing_words(publication),
    )
    yield Heading(id="measures", text=_say(publication, "methods.measures.heading"))
    yield TableBlock(
        id="every-measure",
        title=_say(publication, "methods.measures.title"),
        table=_every_measure(publication, site),
    )


def _sources(publication: Publication, sources: pd.DataFrame | None) -> Iterator[AnyBlock]:
    """Each data folder that figures come from, once; nothing where that is not told."""
    if sources is None:
        return
    folders = sources.drop(columns=["area_id", "table"]).drop_duplicates().to_dict("records")
    if folders:
        yield Heading(id="sources", text=_say(publication, "methods.sources.heading"))
    for at, row in enumerate(folders):
        key = "methods.sources.invented" if row["invented"] else "methods.sources.from"
        text = _say(publication, key, source=cited(publication.config.languages, row))
        yield Paragraph(id=f"sources-{at}", text=text)


_MISSING = (
    "suppressed", "not_verified", "not_published", "not_applicable", "not_set", "not_available",
)  # fmt: skip


def _missing_words(publication: Publication) -> Table:
    return _words_table(
        publication,
        ("methods.word", "methods.meaning"),
        [(f"status.{status}.short", f"status.{status}.meaning") for status in _MISSING],
    )


def _every_measure(publication: Publication, site: Site) -> Table:
    """A row a measure that a page of the site shows."""
    shown = _measures_shown(publication, site)
    return _words_table(
        publication,
        ("table.measure", "methods.section", "methods.definition"),
        [
            (f"measures.{name}.label", f"sections.{measure.section}",
             f"definitions.{measure.section}")
            for name, measure in publication.config.measures.items()
            if name in shown
        ],
    )  # fmt: skip


def _measures_shown(publication: Publication, site: Site) -> set[str]:
    """The measures whose figures stand on the pages of a site."""
    rows = (
        row
        for job in site.jobs
        if (file := publication.page_file(site.name, job.path).with_name("figures.csv")).exists()
        for row in csv.reader(file.read_text("utf-8").splitlines())
    )
    return {row[COLUMNS.index("measure_id")] for row in rows}


def _words_table(
    publication: Publication, heads: tuple[str, ...], rows: list[tuple[str, ...]]
) -> Table:
    return Table(
        columns=tuple(
            Column(key=head.replace(".", "_"), label=_say(publication, head), align="start")
            for head in heads
        ),
        rows=tuple(
            Row(cells=tuple(TextCell(text=_say(publication, key)) for key in keys)) for keys in rows
        ),
    )
