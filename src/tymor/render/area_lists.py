"""The pages that lead to others: local authorities, schools, and all pages to search."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from tymor.page import AnyBlock, Heading, Link, LinkGroup, Links, Page, Text
from tymor.render.frames import LISTS, SEARCH, TITLED, standing_paths
from tymor.render.standing import Area, Standing

_AUTHORITY, _SCHOOL = "local_authority", "school"


class AreaLists(Standing):
    """Lists of the areas that a site has reports on, with what there is to read of each."""

    def pages(self) -> list[Page]:
        made = {"authorities": self._authorities, "schools": self._schools}
        paths = [path for path in standing_paths(self.publication, self.site) if path in LISTS]
        lists = [self.page(path, path, path, made[path]()) for path in paths]
        return [*map(self.marked, lists), self.page(SEARCH, SEARCH, SEARCH, self._search())]

    def authorities_below(self) -> Iterator[AnyBlock]:
        """The local authorities below the site's own area that have pages, as home lists them."""
        links = [self._link(row, self._authority_note(row)) for row in self._rows(_AUTHORITY)]
        if links:
            yield from self.links(
                "authorities", "headings.authorities", "home.authorities.title", links
            )

    def schools_below(self) -> Iterator[AnyBlock]:
        """The schools below it that have pages, by authority, with a finder."""
        if groups := tuple(self._schools_by_authority()):
            yield Heading(id="schools-heading", text=self.say("home.schools.heading"))
            title = self.say("home.schools.title")
            yield Links(id="schools", title=title, groups=groups, finder=True)

    def _authorities(self) -> Iterator[AnyBlock]:
        rows = self._rows(_AUTHORITY)
        tiles = self._tiles(rows)
        title = self.say("authorities.map")
        if tiles:
            drawn = [self._link(row, None, tile=tiles[row["area_id"]]) for row in rows]
            yield Links(id="map", title=title, groups=(LinkGroup(title=title, links=tuple(drawn)),))
        title = self.say("authorities.list")
        links = tuple(self._link(row, self._authority_note(row), more=True) for row in rows)
        yield Links(id="list", title=title, groups=(LinkGroup(title=title, links=links),))

    def _schools(self) -> Iterator[AnyBlock]:
        groups = tuple(self._schools_by_authority(more=True))
        yield Links(id="list", title=self.say("schools.list"), groups=groups, finder=True)

    def _search(self) -> Iterator[AnyBlock]:
        """Every page of the site: the site's own first, then those of each kind of area."""
        own = [Link(text=each.title, path=each.path) for each in self.own]
        standing = standing_paths(self.publication, self.site)
        own += [Link(text=self.say(f"{TITLED.get(path, path)}.title"), path=path)
                for path in standing if path != SEARCH]  # fmt: skip
        groups = [LinkGroup(title=self.say("search.whole"), links=tuple(own))]
        for kind, title in ((_AUTHORITY, "headings.authorities"), (_SCHOOL, "table.schools")):
            links = [link for row in self._rows(kind) for link in self._of_area(row)]
            if links:
                groups.append(LinkGroup(title=self.say(title), links=tuple(links)))
        yield Links(id="pages", title=self.say("search.pages"), groups=tuple(groups), finder=True,
                    finds="page")  # fmt: skip

    def _rows(self, kind: str) -> list[Area]:
        """The areas of a kind below the site's own that it has pages on: schools by name."""
        rows: list[Area] = [row for row in self.areas.to_dict("records")
                if row["kind"] == kind and row["area_id"] in self._paths
                and row["area_id"] != self.site.area_id]  # fmt: skip
        first = self.publication.config.languages.first
        if kind == _SCHOOL:
            rows.sort(key=lambda row: first.sort_key(self.named(row)[first.language]))
        return rows

    @cached_property
    def _paths(self) -> Mapping[str, Sequence[str]]:
        """The addresses of the pages on each area, its own page first, then as terms list them."""
        paths: dict[str, list[str]] = {}
        jobs = sorted(self.site.jobs, key=lambda job: self.publication.report_order(job.report))
        rows = {row["area_id"]: row for row in self.areas.to_dict("records")}
        for job in jobs:
            row = rows[job.area_id]
            own = self.publication.path_of(row["kind"], row["slug"], row["area_id"]) == job.path
            held = paths.setdefault(job.area_id, [])
            held.insert(0, job.path) if own else held.append(job.path)
        return paths

    def _schools_by_authority(self, *, more: bool = False) -> Iterator[LinkGroup]:
        """The schools of each local authority that has some, in the order of the alphabet."""
        schools = self._rows(_SCHOOL)
        for row in self.areas.to_dict("records"):
            inside = [each for each in schools if each["parent_id"] == row["area_id"]]
            if row["kind"] == _AUTHORITY and inside:
                links = (self._link(each, self._school_note(each), more=more) for each in inside)
                yield LinkGroup(title=self.named(row), links=tuple(links))

    def _link(
        self,
        row: Area,
        note: Text | None,
        *,
        more: bool = False,
        tile: tuple[int, int] | None = None,
    ) -> Link:
        """To an area's own page, or the first there is; with ``more``, also to all others."""
        first, *others = self._paths[row["area_id"]]
        named = tuple(Link(text=self._title(path), path=path) for path in others if more)
        return Link(text=self.named(row), path=first, note=note, more=named, tile=tile)

    def _of_area(self, row: Area) -> Iterator[Link]:
        yield from (Link(text=self._title(path), path=path) for path in self._paths[row["area_id"]])

    def _title(self, path: str) -> Text:
        """What a page is called; of one that is not made yet, nobody knows it."""
        return (
            self.entries[path].title if path in self.entries else self.say("not_made.callout.title")
        )

    def _authority_note(self, row: Area) -> Text | None:
        """Of an authority without schools none are held; that it has none is not known."""
        schools = int(row["schools"] or 0)
        return self.say("home.authority_schools", schools=schools) if schools else None

    def _school_note(self, row: Area) -> Text:
        languages = self.publication.config.languages
        sector, medium = (languages.say(f"{of}.{row[name]}")
                          for of, name in (("sectors", "sector"), ("media", "medium")))  # fmt: skip
        return languages.say("home.kind_of_school", sector=sector, medium=medium)

    def _tiles(self, rows: Sequence[Area]) -> Mapping[str, tuple[int, int]]:
        """Column and row of each area from the map's own corner; none where one has no place."""
        places = self.publication.config.tiles
        own = [places[row["area_id"]] for row in rows if row["area_id"] in places]
        if len(own) < len(rows):
            return {}
        left, top = (min(place[at] for place in own) for at in (0, 1))
        return {row["area_id"]: (column - left + 1, line - top + 1)
                for row, (column, line) in zip(rows, own, strict=True)}  # fmt: skip
