"""``search.json`` beside a page's ``page.json``: what it is called, its headings, its words."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tymor.files import to_json
from tymor.locale import Languages
from tymor.page import Appendix, Heading, Links, Page, Text
from tymor.render.folded import folded_words
from tymor.render.glossary import terms_in
from tymor.render.view import view

FILE = "search.json"
#: What of a block nobody reads as words: specs of charts, what sentences claim.
_UNREAD = frozenset(("spec", "claims", "unclaimed", "figure", "figures"))


class PageWords(NamedTuple):
    """One page, by language: ``headings`` are pairs of anchor and text, ``words`` are folded.

    ``terms`` are those of the glossary that it has in any language.
    """

    path: str
    report: str
    area_id: str
    title: Text
    description: Text
    headings: dict[str, list[list[str]]]
    words: dict[str, list[str]]
    terms: list[str]


def page_words(page: Page, languages: Languages) -> bytes:
    """What finds a page, as its file has it. Numbers are left out, so no figure stands in it."""
    return to_json(words_of_page(page, languages)._asdict(), indent=None).encode()


def words_of_page(page: Page, languages: Languages) -> PageWords:
    """What finds a page."""
    used = [name for words in languages.catalogues.values()
            for name in terms_in(view(page, words), words)]  # fmt: skip
    names = tuple(languages)
    return PageWords(
        page.path,
        page.report,
        page.area_id,
        page.title,
        page.description,
        {name: [[each.id, each.text[name]] for each in _headed(page)] for name in names},
        {name: folded_words(_texts(page, names, name)) for name in names},
        sorted(set(used)),
    )


def read_page_words(path: Path) -> PageWords:
    """Those of a page that was composed before."""
    return PageWords(**json.loads(path.read_text("utf-8")))


def _headed(page: Page) -> Iterator[Heading | Appendix]:
    """Titles of tables and charts are left to their words: they count, which no index does."""
    return (block for block in page.blocks if isinstance(block, Heading | Appendix))


def _texts(page: Page, languages: Collection[str], name: str) -> Iterator[str]:
    """All that the page says in one language, but its lists of links: they say other pages'."""
    for block in page.blocks:
        if not isinstance(block, Links):
            yield from _said(block.model_dump(mode="json"), languages, name)


def _said(tree: Any, languages: Collection[str], name: str) -> Iterator[str]:
    if isinstance(tree, dict):
        if tree.keys() >= set(languages):
            yield from _strings(tree[name])
            return
        for key, below in tree.items():
            if key not in _UNREAD:
                yield from _said(below, languages, name)
    elif isinstance(tree, list):
        for below in tree:
            yield from _said(below, languages, name)


def _strings(tree: Any) -> Iterator[str]:
    """What stands in one language: a text, or pieces of prose."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        yield from (text for key, below in tree.items() if key not in ("kind", "href", "address")
                    for text in _strings(below))  # fmt: skip
    elif isinstance(tree, list):
        for below in tree:
            yield from _strings(below)
