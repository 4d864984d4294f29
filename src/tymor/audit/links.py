"""Links: each leads to a file of the site, but for those that prose gives to other sites; nothing
is asked of another host."""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from tymor.audit.site import BuiltSite
from tymor.errors import Problem


def check_links(site: BuiltSite) -> Iterator[Problem]:
    """Broken links and anchors, and every address outside the site, of pages and styles.

    A link that an analyst wrote (``rel="external"``) may lead outside.
    """
    ids = {page.path.as_posix(): page.ids for page in site.pages}
    asked = {page.path: page.addresses for page in site.pages} | site.styles
    for path, addresses in asked.items():
        own = path.as_posix()
        for address in addresses:
            fault = _fault(own, address, site.files, ids)
            if fault:
                yield Problem(file=own, rule="links", value=address, message=fault)


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
