"""All pages of a site that no notebook writes."""

from collections.abc import Mapping, Sequence

from tymor.page import Page
from tymor.prepare.release_files import Release
from tymor.publication import Publication
from tymor.render.about import About
from tymor.render.area_lists import AreaLists
from tymor.render.downloads_page import Downloads
from tymor.render.finding.page_words import PageWords, words_of_page
from tymor.render.frames import Site
from tymor.render.home_and_methods import HomeAndMethods


def standing_pages(
    publication: Publication,
    site: Site,
    own: Sequence[Page],
    release: Release,
    entries: Mapping[str, PageWords] | None = None,
) -> list[Page]:
    """Home, methods, lists of areas, the search, what is about the site, and the glossary.

    ``own`` are the site's pages that are about its own area, as they were made; ``entries`` the
    words of all of its reports' pages, by address.
    """
    own = sorted(own, key=lambda page: publication.report_order(page.report))
    given = (publication, site, own, release, entries or {})
    pages = [
        page
        for part in (HomeAndMethods, AreaLists, About, Downloads)
        for page in part(*given).pages()
    ]
    languages = publication.config.languages
    used = {term for each in (entries or {}).values() for term in each.terms}
    used |= {term for page in pages for term in words_of_page(page, languages).terms}
    return [*pages, About(*given).glossary(used)]
