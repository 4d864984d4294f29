"""What the pages that no notebook writes have in common: one site, its release, words and links."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tymor.page import AnyBlock, Callout, Heading, Link, LinkGroup, Links, Page, Text
from tymor.plan.jobs import Job
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.finding.page_words import PageWords
from tymor.render.frames import Site

#: A row of the release's areas.
Area = Mapping[Any, Any]


@dataclass(frozen=True)
class Standing:
    """One site, and all that its own pages are written from.

    ``own`` are the pages that are about the site's own area, as they were made, and ``entries``
    the words of all of its reports, by address.
    """

    publication: Publication
    site: Site
    own: Sequence[Page]
    release: Release
    entries: Mapping[str, PageWords] = field(default_factory=dict)

    @property
    def areas(self) -> pd.DataFrame:
        return self.release.tables["areas"]

    @property
    def closed(self) -> bool:
        return self.publication.config.audiences[self.site.audience].closed

    def say(self, key: str, **more: str | int | Text) -> Text:
        return say(self.publication, key, **more)

    def page(self, path: str, report: str, words: str, blocks: Iterable[AnyBlock]) -> Page:
        """A page whose title and description are ``WORDS.title`` and ``WORDS.description``."""
        area = self.named(self._area(self.site.area_id))
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

    def marked(self, page: Page) -> Page:
        """The page as one that names schools: it says so where any of them is invented."""
        return page.model_copy(update={"invented": bool(self.areas["invented"].any())})

    def links(
        self, name: str, heading: str, titled: str, links: Sequence[Link]
    ) -> Iterator[AnyBlock]:
        """A heading and one group of links below it; ``heading`` and ``titled`` are keys."""
        title = self.say(titled)
        yield Heading(id=f"{name}-heading", text=self.say(heading))
        yield Links(id=name, title=title, groups=(LinkGroup(title=title, links=tuple(links)),))

    def named(self, row: Area) -> Text:
        """What an area is called."""
        return self.publication.config.languages.named(row, "name")

    def _area(self, area_id: str) -> Area:
        return area_row(self.areas, area_id)


def say(publication: Publication, key: str, **more: str | int | Text) -> Text:
    """A message of what surrounds reports: publisher and term are always there."""
    return publication.config.languages.say(
        key,
        publisher=publication.config.partnership.called,
        term=publication.term.name,
        **more,
    )


def area_row(areas: pd.DataFrame, area_id: str) -> Area:
    (row,) = areas[areas["area_id"] == area_id].to_dict("records")
    return row


def page_not_made(publication: Publication, job: Job, areas: pd.DataFrame) -> Page:
    """What stands at the address of a page that could not be made, so that links hold."""
    area = publication.config.languages.named(area_row(areas, job.area_id), "name")
    callout = Callout(
        id="not-made",
        tone="important",
        title=say(publication, "not_made.callout.title"),
        text=say(publication, "not_made.callout.text"),
    )
    return Page(
        path=job.path,
        report="not_made",
        area_id=job.area_id,
        audience=job.audience,
        site=job.site,
        term=publication.term_id,
        title=say(publication, "not_made.title", area=area),
        description=say(publication, "not_made.description"),
        blocks=(callout,),
    )
