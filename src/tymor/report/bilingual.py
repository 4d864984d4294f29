"""Words of every language as one piece of text, on their way through pandas and Altair.

A data frame's cell, a chart's title or a list of names to sort by holds one text. A
:func:`label` reads there like the first language, can be compared, sorted and grouped, and
becomes each language's own words where a table or chart is published.
"""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from tymor.page import Text

#: Invisible in a notebook: they tell a label from a text that happens to read the same.
_OPEN, _CLOSE = "\N{INVISIBLE SEPARATOR}", "\N{INVISIBLE PLUS}"
_WORD = re.compile(r"[^\W\d_]{3,}")
_LABEL = re.compile(f"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}+")
_words: dict[str, Text] = {}
#: Words that were said in every language, and are the same in each.
_alike: set[str] = set()


def label(text: Text) -> str:
    """One text that stands for the words of every language."""
    first = next(iter(text.values()))
    if all(said == first for said in text.values()):
        _alike.add(first)
        return first
    made = f"{_OPEN}{first}{_CLOSE}"
    while _words.setdefault(made, dict(text)) != text:  # the same word, meant otherwise
        made += _CLOSE
    return made


def in_one_language(text: str) -> bool:
    """Whether a text has words, and nobody said them in every language."""
    plain = _LABEL.sub("", text)
    return bool(_WORD.search(plain)) and text not in _alike


def labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a label in place of each cell that holds words of every language."""
    made = {
        name: [label(cell) if isinstance(cell, dict) else cell for cell in column]
        for name, column in frame.items()
        if column.dtype == object
    }
    return frame.assign(**{str(name): cells for name, cells in made.items()})


def in_every(text: str, languages: Iterable[str]) -> Text:
    """A text with its labels as the words of each language."""
    return {language: _in(language, text) for language in languages}


def in_language(tree: Any, language: str) -> Any:
    """Plain data (of a chart, say) with every label in it as the words of one language."""
    if isinstance(tree, str):
        return _in(language, tree)
    if isinstance(tree, dict):
        return {
            in_language(key, language): in_language(value, language) for key, value in tree.items()
        }
    if isinstance(tree, list):
        return [in_language(value, language) for value in tree]
    return tree


def _in(language: str, text: str) -> str:
    if _OPEN not in text:
        return text
    return _LABEL.sub(lambda found: _words[found.group()][language], text)
