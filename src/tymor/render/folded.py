"""Words as somebody who looks for them types them: small, without accents, without signs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: What NFD parts from the letters of the languages of Europe.
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
#: Of one letter are what is left of *i'w* or *o'r*; nobody looks for them.
_SHORTEST = 2


def folded(text: str) -> str:
    """Small and without accents: ``Tŷ`` as ``ty``. The scripts of pages do the same."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).lower()


def words_in(text: str) -> Iterator[str]:
    """The words of a text as they are written; numbers are none, so that no index holds one."""
    for word in _WORD.findall(text):
        if len(word) >= _SHORTEST and not any(sign.isdigit() for sign in word):
            yield word


def folded_words(texts: Iterable[str]) -> list[str]:
    """The words of these texts, folded, each once, in the order of the alphabet."""
    return sorted(set(words_in(folded("\n".join(texts)))))
