"""``search/index.json`` of a site in each language: its pages, and the words that find them.

A word finds a page by its own form and by any other that the language's rules know: *Nghaerdydd*
finds what is called *Caerdydd*. The forms are worked out here, so that a page's script has no
grammar: it looks up, takes beginnings, and allows one mistyped letter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tymor.files import to_json
from tymor.locale import Catalogue
from tymor.render.finding.page_words import PageWords
from tymor.render.folded import folded, words_in

#: Where a word stands, and so how much it says about a page: its title, a heading, its text.
_TITLE, _HEADING, _TEXT = range(3)
#: What an area is filtered by: its authority, and what it is if it is a school.
FILTERS = ("authority", "sector", "medium")


@dataclass(frozen=True)
class Found:
    """A page that is searched: its words, and the area that it is about.

    ``kind`` is that of the area where the page is the area's own, and else ``page``. ``filters``
    are the area's own by :data:`FILTERS`. ``names`` are what the area is called in any language,
    ``around`` what else somebody may know it by; ``number`` is a school's.
    """

    page: PageWords
    kind: str
    filters: Mapping[str, str]
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter as readers see it: its label, what chooses nothing, and what can be chosen."""

    name: str
    label: str
    every: str
    options: Sequence[tuple[str, str]]


def search_index(
    found: Sequence[Found], choices: Iterable[Choice], words: Catalogue, known: Iterable[str] = ()
) -> bytes:
    """The index of one language, as its file has it.

    ``known`` are names and nouns that a mutated form may come from, beside the words of pages.
    """
    language = words.language
    postings: dict[str, list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    called: dict[str, str] = {}  # words of titles and headings, by their folded forms
    for at, each in enumerate(found):
        titles = [each.page.title[language], *each.names]
        headings = [*(text for _, text in each.page.headings[language]), *each.around]
        for place, texts in ((_TITLE, titles), (_HEADING, headings)):
            for word in (word for text in texts for word in words_in(text)):
                called.setdefault(folded(word), word)
                postings[folded(word)][place].add(at)
        for word in each.page.words[language]:
            postings[word][_TEXT].add(at)
        if each.number:
            postings[each.number][_TITLE].add(at)
    radicals = {folded(word): word for text in known for word in words_in(text)} | called
    _under_radicals(postings, radicals, words)
    tree = {
        "pages": [_shown(each, language) for each in found],
        "filters": [
            {"name": each.name, "label": each.label, "every": each.every,
             "options": [list(option) for option in each.options]}
            for each in choices
        ],
        "words": {word: [sorted(at) for at in postings[word]] for word in sorted(postings)},
        "forms": _forms(postings, radicals, words),
    }  # fmt: skip
    return to_json(tree, indent=None).encode()


def _shown(each: Found, language: str) -> dict[str, Any]:
    page = each.page
    shown = {
        "path": page.path,
        "title": page.title[language],
        "note": page.description[language],
        "kind": each.kind,
        "headings": page.headings[language],
    }
    told = {**each.filters, "number": each.number}
    return shown | {name: told[name] for name in (*FILTERS, "number") if told.get(name)}


def _under_radicals(
    postings: dict[str, list[set[int]]], radicals: Mapping[str, str], words: Catalogue
) -> None:
    """Pages that have a word in another form only stand under the word itself as well."""
    for word in list(postings):
        for radical in map(folded, words.rules.comes_from(word)):
            if radical in radicals or radical in postings:
                for place, pages in enumerate(postings[word]):
                    postings[radical][place] |= pages


def _forms(
    postings: Mapping[str, Any], radicals: Mapping[str, str], words: Catalogue
) -> dict[str, list[str]]:
    """The other forms of what pages are called, and of nouns: each with the words it may be."""
    forms: dict[str, set[str]] = defaultdict(set)
    for word in sorted(postings.keys() & radicals.keys()):
        for form in map(folded, words.rules.also_written(radicals[word])):
            if form != word:
                forms[form].add(word)
    return {form: sorted(forms[form]) for form in sorted(forms)}
