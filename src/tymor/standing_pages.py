"""The pages that no notebook writes: home and methods, from the release and the words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tymor.compose import write_page
from tymor.config import BEYOND_REPORTS
from tymor.files import Writer
from tymor.locale import sort_key
from tymor.page import (
    AnyBlock,
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
from tymor.publication import Publication
from tymor.release import Release


def all_pages(
    publication: Publication, written: Sequence[Page], releases: Mapping[str, Release]
) -> list[Page]:
    """The pages that notebooks wrote, and each audience's home and methods."""
    writer = Writer(publication.folder / "pages")
    standing = [
        page
        for audience in dict.fromkeys(page.audience for page in written)
        for page in _standing(
            publication,
            audience,
            [page for page in written if page.audience == audience],
            releases[audience],
        )
    ]
    for page in standing:
        write_page(writer, page)
    return [*standing, *written]


def _standing(
    publication: Publication, audience: str, pages: Iterable[Page], release: Release
) -> list[Page]:
    """Home and methods of one audience's site; home leads to all of ``pages``."""
    pages = sorted(pages, key=lambda page: publication.config.report_order(page.report))
    home = _page(publication, audience, "", "home", _home(publication, pages, release))
    invented = bool(release.tables["areas"]["invented"].any())
    return [
        home.model_copy(update={"invented": invented}),
        _page(publication, audience, "methods", "methods", _methods(publication, audience)),
    ]


def _page(
    publication: Publication, audience: str, path: str, report: str, blocks: Iterator[AnyBlock]
) -> Page:
    return Page(
        path=path,
        report=report,
        area_id=publication.config.partnership.id,
        audience=audience,
        term=publication.term_id,
        title=_say(publication, f"{report}.title"),
        description=_say(publication, f"{report}.description"),
        blocks=tuple(blocks),
    )


def _say(publication: Publication, key: str, **more: str | int | Text) -> Text:
    return publication.config.languages.say(
        key,
        publisher=publication.config.partnership.name.model_dump(),
        term=publication.term.name.model_dump(),
        **more,
    )


def _home(publication: Publication, pages: list[Page], release: Release) -> Iterator[AnyBlock]:
    areas = release.tables["areas"]
    yield from _headlines(publication, pages)
    partnership = publication.config.partnership.id
    whole = [
        Link(text=page.title, path=page.path, note=_say(publication, f"home.{page.report}_note"))
        for page in pages
        if page.area_id == partnership
    ]
    methods = Link(
        text=_say(publication, "methods.title"),
        path="methods",
        note=_say(publication, "home.methods_note"),
    )
    title = _say(publication, "home.reports.title")
    yield Heading(id="reports-heading", text=_say(publication, "home.reports.heading"))
    yield Links(
        id="reports", title=title, groups=(LinkGroup(title=title, links=(*whole, methods)),)
    )
    yield from _authorities(publication, areas)
    yield from _schools(publication, areas)


def _headlines(publication: Publication, pages: list[Page]) -> Iterator[AnyBlock]:
    """The region's key figures, as its own report shows them."""
    for page in pages:
        for block in page.blocks:
            if page.area_id == publication.config.partnership.id and isinstance(block, KeyFigures):
                title = _say(publication, "home.headlines.title")
                yield block.model_copy(update={"id": "headlines", "title": title})
                return


def _authorities(publication: Publication, areas: pd.DataFrame) -> Iterator[AnyBlock]:
    rows = areas[areas["kind"] == "local_authority"].to_dict("records")
    links = [
        Link(
            text=_names(publication, row),
            path=publication.config.path_of("local_authority", row["slug"], row["area_id"]),
            note=_say(publication, "home.authority_note", schools=int(row["schools"])),
        )
        for row in rows
    ]
    title = _say(publication, "home.authorities.title")
    yield Heading(id="authorities-heading", text=_say(publication, "home.authorities.heading"))
    yield Links(id="authorities", title=title, groups=(LinkGroup(title=title, links=tuple(links)),))


def _schools(publication: Publication, areas: pd.DataFrame) -> Iterator[AnyBlock]:
    schools = areas[areas["kind"] == "school"]
    if schools.empty:
        return
    authorities = areas[areas["kind"] == "local_authority"].to_dict("records")
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
                path=publication.config.path_of("school", row["slug"], row["area_id"]),
                note={name: f"{sector[name]}, {medium[name]}" for name in sector},
            )
        )
    return tuple(sorted(links, key=lambda link: sort_key("en", link.text["en"])))


def _names(publication: Publication, row: Mapping[Any, Any]) -> Text:
    return {language: row[f"name_{language}"] for language in publication.config.languages}


def _methods(publication: Publication, audience: str) -> Iterator[AnyBlock]:
    config = publication.config
    minimum = config.audiences[audience].minimum_cohort
    yield Heading(id="disclosure", text=_say(publication, "methods.disclosure.heading"))
    yield Paragraph(
        id="disclosure-text", text=_say(publication, "methods.disclosure.text", minimum=minimum)
    )
    for name in ("signals", "rounding", "plan", "data"):
        yield Heading(id=name, text=_say(publication, f"methods.{name}.heading"))
        yield Paragraph(id=f"{name}-text", text=_say(publication, f"methods.{name}.text"))
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
        table=_every_measure(publication),
    )


_MISSING = (
    "suppressed", "not_verified", "not_published", "not_applicable", "not_set", "not_available",
)  # fmt: skip


def _missing_words(publication: Publication) -> Table:
    return _words_table(
        publication,
        ("methods.word", "methods.meaning"),
        [(f"status.{status}.short", f"status.{status}.meaning") for status in _MISSING],
    )


def _every_measure(publication: Publication) -> Table:
    return _words_table(
        publication,
        ("table.measure", "methods.section", "methods.definition"),
        [
            (f"measures.{name}.label", f"sections.{measure.section}",
             f"definitions.{measure.section}")
            for name, measure in publication.config.measures.items()
            if measure.section not in BEYOND_REPORTS
        ],
    )  # fmt: skip


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
