"""Names for invented schools: a place that is nowhere, and the kind of school.

A place is a head and a thing, as *Sarn y Gornchwiglen* (Lapwing Causeway). Any noun
may head a definite one in Welsh without change, so every pair is good Welsh.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import yaml

from tymor.errors import TymorError
from tymor_invented.draws import Draws
from tymor_invented.words import DATA


class Word(NamedTuple):
    """One word, or one name, in English and in Welsh."""

    en: str
    cy: str


_HELD = yaml.safe_load((DATA / "places.yml").read_text(encoding="utf-8"))
HEADS = (
    *(Word("", welsh) for welsh in _HELD["welsh_heads"]),
    *(Word(*pair) for pair in _HELD["heads"].items()),
)
NOUNS = tuple(
    Word(*pair)
    for kind in ("birds", "beasts", "plants", "people", "things")
    for pair in _HELD[kind].items()
)
# For when the plain names are used up, which a region of Wales's size does not do.
QUALIFIERS = (Word("", ""), Word("Upper", "Uchaf"), Word("Lower", "Isaf"), Word("New", "Newydd"))
_VOWELS = "aeiouwyâêîôûŵŷ"

MOST_NAMES = len(HEADS) * len(NOUNS) * len(QUALIFIERS)


class Names:
    """Gives every school another name; which, hangs on the seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._places = _places(seed)
        self._given = 0

    def of(self, sector: str, medium: str, english: bool) -> Word:
        """The name of the next school; a Welsh-medium school has one name in both languages.

        ``english`` asks for an English name of its own, where its place has one.
        """
        head, noun, qualifier = next(self._places)
        self._given += 1
        welsh_only = medium == "welsh"
        kinds = _HELD["welsh_kinds" if welsh_only else "kinds"]
        kind = Word(*kinds[sector][self._given % len(kinds[sector])])
        welsh = _welsh(head, noun, qualifier)
        in_welsh = kind.cy.format(welsh)
        if welsh_only:
            return Word(in_welsh, in_welsh)
        place = " ".join(filter(None, (qualifier.en, noun.en, head.en)))
        return Word(kind.en.format(place if english and head.en else welsh), in_welsh)


def _places(seed: int) -> Iterator[tuple[Word, Word, Word]]:
    pairs = list(product(HEADS, NOUNS))
    for qualifier in QUALIFIERS:
        chance = Draws("places", qualifier.en, seed=seed).uniform(len(pairs))
        for at in np.argsort(chance, kind="stable"):
            yield *pairs[at], qualifier
    raise TymorError(
        f"There are names for {MOST_NAMES:,} invented schools and more were asked for. "
        "Ask for fewer, or add words to data/places.yml of the generator."
    )


def _welsh(head: Word, noun: Word, qualifier: Word) -> str:
    """The place in Welsh: after a vowel the article shrinks, as in Cae'r Wennol."""
    article, thing = noun.cy.split(" ", 1)
    thing = thing[0].upper() + thing[1:]
    joined = f"{head.cy}'r {thing}" if head.cy[-1] in _VOWELS else f"{head.cy} {article} {thing}"
    return f"{joined} {qualifier.cy}".rstrip()
