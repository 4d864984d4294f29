"""Whole addresses stand in pages, a sitemap and feeds only where the site's own is known."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from page_frame import FRAME, seen
from pages import both, every_block
from projects import ROOT

from tymor.audit.checks import check_links, check_sitemap
from tymor.audit.site import BuiltSite
from tymor.config import load_config
from tymor.render.html.document import render_page
from tymor.render.web_addresses import web_files

WORDS = load_config(ROOT).languages
ADDRESS = "https://example.org/tymor/"
KNOWN = replace(FRAME, address=ADDRESS)
NEWS = {"": both("Home", "Hafan"), "region": both("Region", "Rhanbarth")}
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "a": "http://www.w3.org/2005/Atom"}


def files() -> dict[str, bytes]:
    return web_files(KNOWN, WORDS, ["region", ""], NEWS)


def test_without_an_address_there_are_none() -> None:
    assert web_files(FRAME, WORDS, ["region"], NEWS) == {}


def test_the_sitemap_has_every_page_in_each_language() -> None:
    tree = etree.fromstring(files()["sitemap.xml"])
    assert tree.xpath("//s:loc/text()", namespaces=SPACES) == [
        f"{ADDRESS}en/", f"{ADDRESS}cy/", f"{ADDRESS}en/region/", f"{ADDRESS}cy/region/"
    ]  # fmt: skip
    assert set(tree.xpath("//s:lastmod/text()", namespaces=SPACES)) == {"2017-09-28"}


def test_a_feed_is_of_one_language_and_says_when_it_was_published() -> None:
    tree = etree.fromstring(files()["cy/feed.xml"])
    assert tree.xpath("//a:entry/a:title/text()", namespaces=SPACES) == ["Hafan", "Rhanbarth"]
    ids = tree.xpath("//a:id/text()", namespaces=SPACES)
    assert len(set(ids)) == len(ids) == 3
    assert tree.xpath("string(a:updated)", namespaces=SPACES) == "2017-09-28T00:00:00Z"
    assert tree.xpath("string(//a:link[@rel='self']/@href)", namespaces=SPACES) == (
        f"{ADDRESS}cy/feed.xml"
    )


@pytest.mark.parametrize(("frame", "whole"), [(FRAME, False), (KNOWN, True)])
def test_a_page_says_what_it_is_and_where(frame: object, whole: bool) -> None:
    page = render_page(seen(every_block(), WORDS["cy"]), frame, WORDS["cy"])  # type: ignore[arg-type]
    tree = html.document_fromstring(page)
    offered = tree.xpath("//link[@rel='alternate' and @hreflang]/@href")
    own = f"{ADDRESS}cy/authorities/cardiff/"
    assert (offered[1] == own) is whole and len(offered) == 2
    assert tree.xpath("//link[@rel='canonical']/@href") == ([own] if whole else [])
    told = {each.get("property"): each.get("content") for each in tree.xpath("//meta[@property]")}
    assert told["og:title"] == "Caerdydd: adroddiad perfformiad"
    assert told["og:locale"] == "cy_GB"
    assert ("og:url" in told) is whole


def test_the_audit_follows_the_sites_own_address_and_no_other(tmp_path: Path) -> None:
    page = (
        f"<html lang=cy><title>t</title><main><h1>h</h1><a href='{ADDRESS}{{}}'>a</a></main></html>"
    )
    (tmp_path / "cy").mkdir()
    (tmp_path / "cy" / "index.html").write_text(page.format("cy/"), "utf-8")
    (tmp_path / "cy" / "b.html").write_text(page.format("cy/nowhere/"), "utf-8")
    for name, content in web_files(KNOWN, WORDS, [""], {"": both("a")}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    places = frozenset(
        p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()
    )
    site = BuiltSite(tmp_path, places, address=ADDRESS)
    assert [problem.file for problem in check_links(site)] == ["cy/b.html"]
    told = {(problem.file, problem.value) for problem in check_sitemap(site)}
    assert told == {("sitemap.xml", f"{ADDRESS}en/"), ("en/feed.xml", f"{ADDRESS}en/")}
    elsewhere = BuiltSite(tmp_path, places)
    assert len([*check_links(elsewhere)]) == 2
