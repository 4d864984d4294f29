"""What surrounds the pages of each site, and the way down to each page, from the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.page import Link
from tymor.plan.jobs import Job
from tymor.publication import Publication
from tymor.render.frame import Frame, readers_of

#: Of :data:`.STANDING`, the pages that list the areas of a kind, where a site has reports on
#: more than one.
LISTS = {"authorities": "local_authority", "schools": "school"}
SEARCH = "search"
#: The words of a page that surrounds reports, where they are not called as its address is.
TITLED = {"glossary": "glossary_page"}
#: The pages that surround reports to which the menu at the top of each page leads, by its words.
IN_MENU = {"authorities": "headings.authorities", "schools": "table.schools",
           "methods": "nav.methods", SEARCH: "search.title"}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """One site of a term: its audience, and the area that it is about."""

    name: str  # its folder: "public", "authority/cardiff"
    audience: str
    area_id: str
    jobs: tuple[Job, ...]


def sites_of(publication: Publication, jobs: Sequence[Job], areas: pd.DataFrame) -> list[Site]:
    """The sites that the jobs' pages make up.

    ``areas`` are those of a release: a site of an audience that has one for each local
    authority or school is about the area that its jobs are about or lie in.
    """
    by_site: dict[str, list[Job]] = {}
    for job in jobs:
        by_site.setdefault(job.site, []).append(job)
    rows = _by_id(areas)
    found = []
    for name, own in by_site.items():
        kind = publication.config.audiences[own[0].audience].of
        area = publication.config.partnership.id
        if kind is not None:
            area = next(a for a in _up(rows, own[0].area_id) if rows[a]["kind"] == kind)
        found.append(Site(name, own[0].audience, area, tuple(own)))
    return found


def frame_of(publication: Publication, site: Site, areas: pd.DataFrame) -> Frame:
    """Publisher, term, readers and the ways through the site: its own area's pages, and methods.

    ``areas`` are those of a release. Of a report that has several pages on the area the site's
    home names each.
    """
    config = publication.config
    own = [job for job in site.jobs if job.area_id == site.area_id and not job.each]
    own.sort(key=lambda job: publication.report_order(job.report))
    say = config.languages.say
    standing = standing_paths(publication, site)
    audience = config.audiences[site.audience]
    area = config.languages.named(_by_id(areas)[site.area_id], "name")
    ways = [(f"nav.{job.report}", job.path) for job in own]
    ways += [(IN_MENU[path], path) for path in standing if path in IN_MENU]
    return Frame(
        publisher=config.partnership.called,
        term_label=publication.term.name,
        published=publication.term.published,
        navigation=tuple(Link(text=say(key), path=path) for key, path in ways),
        languages={name: config.languages[name].name for name in config.languages},
        readers=readers_of(config, site.audience, area),
        word=audience.word,
        closed=audience.closed,
        address=_address(publication, site),
    )


def _address(publication: Publication, site: Site) -> str:
    """Where a site stands, if everybody may know it."""
    config = publication.config
    closed = config.audiences[site.audience].closed
    return "" if closed else config.partnership.website.address or ""


def standing_paths(publication: Publication, site: Site) -> tuple[str, ...]:
    """The paths of the pages that no notebook writes, home left out, in the order of menus."""
    reports = publication.config.reports
    about = {(reports[job.report].area, job.area_id) for job in site.jobs}
    lists = [path for path, kind in LISTS.items() if sum(of == kind for of, _ in about) > 1]
    return (*lists, "methods", SEARCH, "about", "glossary", "downloads")


def paths_of(publication: Publication, site: Site) -> frozenset[str]:
    """The paths of all pages of a site."""
    standing = standing_paths(publication, site)
    return frozenset({"", *standing, *(job.path for job in site.jobs)})


class Crumbs:
    """Who can tell the way down the area tree to a page."""

    def __init__(self, publication: Publication, areas: pd.DataFrame) -> None:
        self.publication = publication
        self.rows = _by_id(areas)

    def to(self, area_id: str, paths: frozenset[str]) -> tuple[Link, ...]:
        """The areas that ``area_id`` lies in, from the top: those with a page in ``paths``."""
        named, path_of = self.publication.config.languages.named, self.publication.path_of
        above = (self.rows[each] for each in [*_up(self.rows, area_id)][:0:-1])
        ways = ((row, path_of(row["kind"], row["slug"], row["area_id"])) for row in above)
        return tuple(Link(text=named(row, "name"), path=way) for row, way in ways if way in paths)


def _by_id(areas: pd.DataFrame) -> dict[str, Mapping[Any, Any]]:
    return {row["area_id"]: row for row in areas.to_dict("records")}


def _up(rows: Mapping[str, Mapping[Any, Any]], area_id: str) -> Iterable[str]:
    """An area, the one it lies in, and so on."""
    here: Any = area_id
    while isinstance(here, str) and here:
        yield here
        here = rows[here]["parent_id"]
