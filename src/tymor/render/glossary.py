"""Terms that pages use and the glossary explains: ``glossary.NAME`` of the shared words.

Each page leads to the terms that it has, and a site's glossary explains those that any of its
pages has: both are found by the same words, so that no link leads to nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from tymor.locale import Catalogue, Languages
from tymor.page import Term
from tymor.render.folded import folded

PATH = "glossary"
#: What of a page's view is no text of it.
_UNREAD = frozenset(
    ("id", "kind", "path", "lang", "csv", "svg", "spec", "ics", "status", "signal", "style",
     "colour", "align", "width", "report", "audience"),
)  # fmt: skip


def names_of(words: Catalogue) -> list[str]:
    """The terms that there are words for, as the words list them."""
    parts = (key.split(".") for key in words.entries)
    return [part[1] for part in parts if part[0] == PATH and part[-1] == "term"]


def terms_in(view: Mapping[str, Any], words: Catalogue) -> list[str]:
    """The names of the terms that a page in one language has; the glossary itself is none."""
    if view["path"] == PATH:
        return []
    text = folded("\n".join(_texts([view["title"], view["description"], view["blocks"]])))
    return [name for name in names_of(words)
            if any(_stands_in(phrase, text) for phrase in _found_by(words, name))]  # fmt: skip


def ways_to_terms(view: Mapping[str, Any], words: Catalogue) -> list[dict[str, str]]:
    """The terms of a page, each with its anchor in the glossary, in the order of the alphabet."""
    named = [{"id": anchor(name), "term": words.say(f"glossary.{name}.term")}
             for name in terms_in(view, words)]  # fmt: skip
    return sorted(named, key=lambda term: words.sort_key(term["term"]))


def anchor(name: str) -> str:
    return name.replace("_", "-")


def explained(languages: Languages, names: Iterable[str]) -> tuple[Term, ...]:
    """What each of these terms means."""
    return tuple(
        Term(id=anchor(name), term=languages.say(f"glossary.{name}.term"),
             meaning=languages.say(f"glossary.{name}.meaning"))
        for name in names
    )  # fmt: skip


def _found_by(words: Catalogue, name: str) -> tuple[str, ...]:
    """The phrases that a term is found by, also as the language writes their first word."""
    phrases = []
    for phrase in words.say(f"glossary.{name}.found_by").split(";"):
        first, space, rest = phrase.strip().partition(" ")
        phrases += [form + space + rest for form in (first, *words.rules.also_written(first))]
    return tuple(map(folded, phrases))


def _stands_in(phrase: str, text: str) -> bool:
    """Whether it stands there as words of its own; most stand nowhere, which is quickly known."""
    return phrase in text and _pattern(phrase).search(text) is not None


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for key, below in tree.items():
            if key not in _UNREAD:
                yield from _texts(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _texts(below)
