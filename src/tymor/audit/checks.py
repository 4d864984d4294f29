"""What can be told from a whole site: links that lead nowhere or outside, pages that a language
lacks, and the faults of each page and PDF.
"""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from tymor.audit.site import BuiltSite
from tymor.errors import Problem

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def check_links(site: BuiltSite) -> Iterator[Problem]:
    """Broken links and anchors, and every address outside the site, of pages and styles.

    A link that an analyst wrote (``rel="external"``) may lead outside.
    """
    ids = {path.as_posix(): frozenset(found["ids"]) for path, found in site.pages.items()}
    for path, found in {**site.pages, **site.styles}.items():
        own = path.as_posix()
        for address in found["addresses"]:
            fault = _fault(own, _within(site, own, address), site.files, ids)
            if fault:
                yield Problem(file=own, rule="links", value=address, message=fault)


def _within(site: BuiltSite, page: str, address: str) -> str:
    """An address that begins with the site's own, as one from this page."""
    if not site.address or not address.startswith(site.address):
        return address
    return "../" * page.count("/") + address.removeprefix(site.address)


def check_sitemap(site: BuiltSite) -> Iterator[Problem]:
    """Every address of the sitemap and of feeds is one of the site's pages."""
    for file in sorted(file for file in site.files if file.endswith(".xml")):
        tree: Any = etree.parse(site.root / file, _PARSER)
        named = [*tree.xpath("//*[local-name()='loc']/text()"), *tree.xpath("//@href")]
        for address in map(str, named):
            inside = _within(site, file, address)
            if inside == address or _target(file, inside) not in site.files:
                message = "is told as a page of this site, which has none there."
                yield Problem(file=file, rule="links", value=address, message=message)


def _fault(
    page: str, address: str, files: Collection[str], ids: Mapping[str, frozenset[str]]
) -> str:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "leads outside the site: no page may ask another host for anything."
    if parts.path.startswith("/"):
        return "starts at the server's root: the site must work below any prefix."
    target = _target(page, unquote(parts.path))
    if target not in files:
        return f"leads to {target}, which is not in the site."
    if parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
        return f"leads to an anchor that {target} does not have."
    return ""


def _target(page: str, path: str) -> str:
    if not path:
        return page
    file = f"{path}index.html" if path.endswith("/") else path
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), file))


def check_languages(site: BuiltSite, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Pages missing in a language, with the wrong ``lang``, or with no way to the other.

    A page's language is the first folder of its path; before one is chosen it has none.
    """
    for path, found in site.pages.items():
        language = path.parts[0]
        if language not in languages:
            continue
        others = [other for other in languages if other != language]
        for other in others:
            twin = Path(other, *path.parts[1:])
            if twin not in site.pages:
                yield _of_language(path, f"has no page in {other!r}: {twin} is missing.")
        said = found["says"].split("-")[0]
        if said != language:
            yield _of_language(path, f"says its language is {said!r}.")
        if not set(others) <= set(found["offers"]):
            yield _of_language(path, "offers no link to the same page in the other language.")


def _of_language(path: Path, message: str) -> Problem:
    return Problem(file=path.as_posix(), rule="languages", message=f"The page {message}")


def check_files(site: BuiltSite) -> Iterator[Problem]:
    """What is wrong with each page and PDF for those who cannot see it, and what only those who
    look behind a page can see.
    """
    every = (
        ("accessibility", site.pages),
        ("pdf", site.pdfs),
        ("leaks", site.workbooks),
        ("leaks", site.cards),
    )
    for rule, files in every:
        for path, found in files.items():
            for message in found["faults"]:
                yield Problem(file=path.as_posix(), rule=rule, message=message)
    for path, found in site.pages.items():
        for comment in found["comments"]:
            said = f"The page has a number in a comment: {comment.strip()[:80]!r}."
            yield Problem(file=path.as_posix(), rule="leaks", message=said)
