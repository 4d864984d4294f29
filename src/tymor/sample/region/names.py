"""Names for invented schools: a place that is nowhere, and the kind of school.

A place is a head and a thing, as *Sarn y Gornchwiglen* (Lapwing Causeway). Any noun
may head a definite one in Welsh without change, so every pair is good Welsh.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

from tymor.errors import TymorError
from tymor.sample.draws import Draws
from tymor.sample.region.place_words import HEADS, NOUNS, QUALIFIERS, Word

_VOWELS = "aeiouwyâêîôûŵŷ"

MOST_NAMES = len(HEADS) * len(NOUNS) * len(QUALIFIERS)

# How a school of each kind is called, in English and Welsh; several are used in turn.
_KINDS: dict[tuple[str, bool], tuple[Word, ...]] = {
    ("nursery", False): (Word("{} Nursery School", "Ysgol Feithrin {}"),),
    ("primary", False): (
        *(Word("{} Primary School", "Ysgol Gynradd {}"),) * 7,
        Word("{} Community Primary School", "Ysgol Gynradd Gymunedol {}"),
        Word("{} Church in Wales Primary School", "Ysgol Gynradd yr Eglwys yng Nghymru {}"),
    ),
    ("primary", True): (Word("", "Ysgol Gynradd Gymraeg {}"), Word("", "Ysgol Gymraeg {}")),
    ("middle", False): (Word("{} Middle School", "Ysgol Ganol {}"),),
    ("secondary", False): (
        Word("{} Comprehensive School", "Ysgol Gyfun {}"),
        Word("{} High School", "Ysgol Uwchradd {}"),
    ),
    ("secondary", True): (Word("", "Ysgol Gyfun Gymraeg {}"),),
    ("through", False): (Word("{} Community School", "Ysgol Gymuned {}"),),
    ("through", True): (Word("", "Ysgol Gymuned Gymraeg {}"),),
    ("special", False): (Word("{} Special School", "Ysgol Arbennig {}"),),
    ("pru", False): (Word("{} Pupil Referral Unit", "Uned Cyfeirio Disgyblion {}"),),
}


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
        kinds = _KINDS.get((sector, welsh_only)) or _KINDS[sector, False]
        kind = kinds[self._given % len(kinds)]
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
        "Ask for fewer, or add words to tymor.sample.region.place_words."
    )


def _welsh(head: Word, noun: Word, qualifier: Word) -> str:
    """The place in Welsh: after a vowel the article shrinks, as in Cae'r Wennol."""
    article, thing = noun.cy.split(" ", 1)
    thing = thing[0].upper() + thing[1:]
    joined = f"{head.cy}'r {thing}" if head.cy[-1] in _VOWELS else f"{head.cy} {article} {thing}"
    return f"{joined} {qualifier.cy}".rstrip()
