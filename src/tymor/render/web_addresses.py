"""What a public site has where its address is known: a sitemap, and a feed in each language.

Both must name their pages by whole addresses, so without one there are none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lxml import etree

from tymor.locale import Languages
from tymor.page import Text
from tymor.render.frame import Frame

SITEMAP, FEED = "sitemap.xml", "feed.xml"
_MAP, _ATOM = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"


def web_files(
    frame: Frame, languages: Languages, paths: Iterable[str], news: Mapping[str, Text]
) -> dict[str, bytes]:
    """By place in the site: the sitemap of all ``paths``, and the feeds.

    ``news`` are what this publication is told with: pages by address, with their titles.
    """
    if not frame.address:
        return {}
    feeds = {f"{name}/{FEED}": _feed(frame, languages, name, news) for name in languages}
    return {SITEMAP: _sitemap(frame, tuple(languages), sorted(paths)), **feeds}


def address_of(frame: Frame, language: str, path: str) -> str:
    """The whole address of a page, where that of the site is known."""
    return frame.address + "".join(f"{part}/" for part in (language, path) if part)


def _sitemap(frame: Frame, languages: tuple[str, ...], paths: Iterable[str]) -> bytes:
    """Each page in each language, with its other languages beside it."""
    spaces: dict[Any, str] = {None: _MAP, "xhtml": _XHTML}
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap=spaces)
    for path in paths:
        for language in languages:
            entry = etree.SubElement(root, f"{{{_MAP}}}url")
            etree.SubElement(entry, f"{{{_MAP}}}loc").text = address_of(frame, language, path)
            etree.SubElement(entry, f"{{{_MAP}}}lastmod").text = frame.published.isoformat()
            for other in languages:
                etree.SubElement(
                    entry, f"{{{_XHTML}}}link", rel="alternate", hreflang=other,
                    href=address_of(frame, other, path),
                )  # fmt: skip
    return _bytes(root)


def _feed(frame: Frame, languages: Languages, language: str, news: Mapping[str, Text]) -> bytes:
    """One entry for each page that is told, as of the day of publication."""
    words = languages[language]
    spaces: dict[Any, str] = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=spaces)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", words.tag)
    own = address_of(frame, language, "")
    _said(root, "id", own)
    _said(root, "title", words.say("ui.site_name"))
    _said(root, "updated", _moment(frame.published))
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    _said(author, "name", words.show(frame.publisher))
    _link(root, "self", f"{own}{FEED}")
    _link(root, "alternate", own)
    for path, title in news.items():
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        # A page is another entry in another term.
        _said(entry, "id", f"{address_of(frame, language, path)}#{frame.published.isoformat()}")
        _said(entry, "title", title[language])
        _said(entry, "updated", _moment(frame.published))
        _link(entry, "alternate", address_of(frame, language, path))
        _said(entry, "summary", words.say("ui.figures_to", term=frame.term_label,
                                          date=frame.published))  # fmt: skip
    return _bytes(root)


def _said(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, rel: str, href: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=href)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
