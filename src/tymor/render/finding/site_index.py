"""The indexes of one site, from the words of its pages and the areas of its release."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tymor.locale import Catalogue
from tymor.publication import Publication
from tymor.render.finding.index import Choice, Found, search_index
from tymor.render.finding.page_words import FILE, PageWords, read_page_words
from tymor.render.frames import SEARCH, Site, standing_paths

#: What an area is part of that has no authority above it.
_AUTHORITY = "local_authority"


def entries_of(publication: Publication, site: Site, paths: Iterable[str]) -> dict[str, PageWords]:
    """The words of a site's pages, by address."""
    return {
        path: read_page_words(publication.page_file(site.name, path).with_name(FILE))
        for path in paths
    }


def site_indexes(
    publication: Publication, site: Site, paths: Iterable[str], areas: pd.DataFrame
) -> dict[str, bytes]:
    """Each language's index by its file's place in the site; only the site's pages are in it."""
    entries = entries_of(publication, site, paths)
    rows = {row["area_id"]: row for row in areas.to_dict("records")}
    found = _Pages(publication, site, rows).found(entries)
    languages = publication.config.languages
    names = [text for row in rows.values() for text in languages.named(row, "name").values()]
    return {
        f"{name}/{SEARCH}/index.json": search_index(
            found, _choices(languages[name], rows), languages[name], [*names, *_nouns(words)]
        )
        for name, words in languages.catalogues.items()
    }


def _nouns(words: Catalogue) -> Iterator[str]:
    for own in words.nouns.values():
        yield from own.keys()
        yield from own.values()


def _choices(words: Catalogue, rows: Mapping[str, Mapping[Any, Any]]) -> list[Choice]:
    named = {row["area_id"]: str(row[f"name_{words.language}"]) for row in rows.values()
             if row["kind"] == _AUTHORITY}  # fmt: skip
    order = sorted(named, key=lambda area: words.sort_key(named[area]))
    said = {
        "authority": [(area, named[area]) for area in order],
        "sector": _of(words, rows, "sector", "sectors"),
        "medium": _of(words, rows, "medium", "media"),
    }
    return [
        Choice(name, words.say(f"table.{name}"), words.say(f"finding.every.{name}"), options)
        for name, options in said.items()
    ]


def _of(
    words: Catalogue, rows: Mapping[str, Mapping[Any, Any]], column: str, key: str
) -> list[tuple[str, str]]:
    """What schools are, in the order in which the words list it."""
    held = {row[column] for row in rows.values() if row["kind"] == "school"}
    known = [each.removeprefix(f"{key}.") for each in words.entries if each.startswith(f"{key}.")]
    return [(name, words.say(f"{key}.{name}")) for name in known if name in held]


class _Pages:
    """Who can say of each page what area it is about."""

    def __init__(
        self, publication: Publication, site: Site, rows: Mapping[str, Mapping[Any, Any]]
    ) -> None:
        self._publication, self._site, self._rows = publication, site, rows

    def found(self, entries: Mapping[str, PageWords]) -> list[Found]:
        """Every page but the search itself: those that surround reports first, schools last."""
        standing = ["", *standing_paths(self._publication, self._site)]
        reports = sorted(
            self._site.jobs, key=lambda job: self._publication.report_order(job.report)
        )
        paths = [path for path in standing if path != SEARCH]
        paths += [job.path for each in ("partnership", _AUTHORITY, "school") for job in reports
                  if self._rows[job.area_id]["kind"] == each]  # fmt: skip
        return [self._found(entries[path], path in standing) for path in paths if path in entries]

    def _found(self, page: PageWords, standing: bool) -> Found:
        row = self._rows[page.area_id]
        if standing:
            return Found(page, "page", {})
        own = self._publication.path_of(row["kind"], row["slug"], row["area_id"]) == page.path
        is_school = row["kind"] == "school"
        authority = row["parent_id"] if is_school else row["area_id"]
        filters = {"authority": str(authority) if row["kind"] != "partnership" else ""}
        if is_school:
            filters |= {name: str(row[name]) for name in ("sector", "medium")}
        return Found(
            page,
            str(row["kind"]) if own else "page",
            filters,
            names=tuple(self._languages.named(row, "name").values()),
            around=tuple(self._around(row)) if is_school else (),
            number=page.area_id if is_school else "",
        )

    @property
    def _languages(self) -> Any:
        return self._publication.config.languages

    def _around(self, row: Mapping[Any, Any]) -> Iterator[str]:
        """Of a school: its authority, and what it is, in every language."""
        said: Sequence[Mapping[str, str]] = [
            self._languages.say(f"sectors.{row['sector']}"),
            self._languages.say(f"finding.sectors.{row['sector']}"),
            self._languages.say(f"media.{row['medium']}"),
        ]
        if (above := self._rows.get(row["parent_id"])) is not None:
            said = [*said, self._languages.named(above, "name")]
        for each in said:
            yield from each.values()
