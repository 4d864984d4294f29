"""Terms that pages use and the glossary explains: ``glossary.NAME`` of the shared words.

Each page leads to the terms that it has, and a site's glossary explains those that any of its
pages has: both are found by the same words, so that no link leads to nothing. A term is a common
noun: a name that has it, with its capital letter, has no such term.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from tymor.locale import Catalogue, Languages
from tymor.page import Term

PATH = "glossary"
#: Where a text begins, or a sentence in it: not behind an initial, as in *A. Bwlch*.
_BEGINNING = r"(?:^|(?<=[“(])|(?<=\w\w[.?!:]\s))"
#: What stands behind the first word of a name: another with a capital, or what leads to one.
_NAME_GOES_ON = r"(?: (?:yr?|of|of the|the|and|a|ac))? [A-ZÂÊÎÔÛŴŶ][\w'’]*[a-zâêîôûŵŷ]"
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
    text = "\n".join(_texts([view["title"], view["description"], view["blocks"]]))
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
    """The phrases that a term is found by, also as their first word stands behind others."""
    phrases = []
    for phrase in words.say(f"glossary.{name}.found_by").split(";"):
        first, space, rest = phrase.strip().partition(" ")
        phrases += [form + space + rest for form in (first, *words.rules.mutated(first))]
    return tuple(phrases)


def _stands_in(phrase: str, text: str) -> bool:
    """Whether it stands there as words of its own; most stand nowhere, which is quickly known."""
    return phrase[1:] in text and _pattern(phrase).search(text) is not None


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as it is; with a capital only where a text or sentence begins, and no name goes on.

    *Bwlch* is a term, and in *Ysgol Bwlch yr Aradr* or *Bwlch Primary School* it is a name.
    """
    whole = rf"(?<!\w){re.escape(phrase)}(?!\w)"
    if not phrase[0].islower():
        return re.compile(whole)
    capital = re.escape(phrase[0].upper() + phrase[1:])
    return re.compile(rf"{whole}|{_BEGINNING}{capital}(?!\w)(?!{_NAME_GOES_ON})", re.MULTILINE)


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
