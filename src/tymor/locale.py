"""Words and numbers of each language.

A message has a key and words in every language (:mod:`tymor.config.words` reads them). It may
hold ``{name}`` places for values, and may be a set of CLDR plural forms, chosen by the value that
``plural`` names::

    met:
      plural: met
      one: "{met} measure met its target"
      other: "{met} measures met their targets"

What is said where numbers are nought or one (:mod:`tymor.languages.nought_and_one`) stands beside
them, with or without plural forms: ``0 met: "No measure met its target"``.

A place may ask for a form of what fills it, by the rules of its language
(:mod:`tymor.languages`): ``{area:yn}`` is *yng Nghaerdydd*.
"""

import unicodedata
from collections import UserDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from tymor.errors import TymorError
from tymor.fingerprints import digest_of
from tymor.languages import rules_of
from tymor.languages.nought_and_one import form_of
from tymor.languages.rules import AS_IN_TABLES, Nouns, OwnForms, Rules
from tymor.page import Text


@dataclass(frozen=True)
class Number:
    """A number to be put into a sentence, with its places and unit."""

    value: float
    decimals: int = 0
    unit: str = ""  # "%" is written after the number


class Name(dict[str, str]):
    """A name in every language; ``forms`` holds, by language, those that its entry gives because
    the rules of the language would make others.
    """

    def __init__(self, names: Mapping[str, str], forms: Mapping[str, OwnForms] | None = None):
        super().__init__(names)
        self.forms = forms or {}


#: What a language says under a key: a text, or its forms and what chooses one of them.
Wording = str | Mapping[str, str]
Entries = Mapping[str, Wording]
#: What a sentence may be filled with.
Value = int | Number | date | str | Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """The words of one language; ``place`` is where one that is missing can be added."""

    language: str
    entries: Mapping[str, Wording]
    place: str = "params/words/"
    name: str = ""  # as its own readers call it
    locale: str = ""  # of CLDR: how numbers and days are written
    letters: tuple[str, ...] = ()  # of an alphabet of its own, in their order
    nouns: Nouns = field(default_factory=dict)  # that messages count: by gender, their plurals

    @property
    def rules(self) -> Rules:
        """What it does to the words around a place."""
        return rules_of(self.cldr)

    @property
    def cldr(self) -> str:
        """The locale that it is formatted in."""
        return self.locale or self.language

    @property
    def tag(self) -> str:
        """``cy-GB``, as documents name their language."""
        return self.cldr.replace("_", "-")

    def sort_key(self, text: str) -> tuple[object, ...]:
        """Order of words: a language's own letters, such as the Welsh ``ch``, ``dd``, ``ll``."""
        return sort_key(self.letters, text)

    def has(self, key: str) -> bool:
        return key in self.entries

    def wording(self, key: str) -> str:
        """All that the message ``key`` rests on: its words, and the nouns that it counts."""
        said = str(self.entries.get(key))
        nouns = [
            (noun, gender, plural)
            for gender, own in self.nouns.items()
            for noun, plural in own.items()
            if f"{noun}}}" in said
        ]
        return f"{said} {nouns}" if nouns else said

    def language_name(self, language: str) -> str:
        """What a language is called in this one; by its code, where nobody says."""
        return str(Locale.parse(self.cldr).languages.get(language, language))

    def say(self, key: str, **values: Value) -> str:
        """The message ``key`` with its places filled, in this language.

        Raises
        ------
        TymorError
            The key is not in the catalogue, or a place has no value.
        """
        try:
            entry = self.entries[key]
        except KeyError:
            raise TymorError(
                f"There are no words for {key!r} in {self.language}: add them to {self.place}."
            ) from None
        if not isinstance(entry, str):
            noughts, ones = ({each for each in values if _is(number, values[each])}
                             for number in (0, 1))  # fmt: skip
            form = form_of(entry, noughts, ones)
            entry = entry[form or self._plural_form(key, entry, values)]
        return self.fill(entry, values, f"The message {key!r}")

    def fill(self, text: str, values: Mapping[str, Value], what: str = "") -> str:
        """A text of this language with its places filled.

        Raises
        ------
        TymorError
            A place has no value; ``what`` is the text's name in the message.
        """
        try:
            return "".join(self._parts(text, values))
        except KeyError as missing:
            raise TymorError(f"{what or repr(text)} needs a value for {missing}.") from None
        except ValueError:
            raise TymorError(
                f"{what or repr(text)}: a place is {{name}}; a brace of the text is written twice."
            ) from None

    def _parts(self, text: str, values: Mapping[str, Value]) -> Iterator[str]:
        for before, place, form, conversion in Formatter().parse(text):
            yield before
            if place is not None:
                if conversion or not place.isidentifier():
                    raise ValueError(place)
                yield self._placed(values[place], form or "")

    def _placed(self, value: Value, form: str) -> str:
        """A value in a sentence, in the form that its place asks for.

        Raises
        ------
        TymorError
            The language has no such form.
        """
        shown = self.show(value)
        if form == AS_IN_TABLES:
            return shown
        if isinstance(value, Number) and value.unit:
            shown = shown.removesuffix(value.unit) + self.rules.units.get(value.unit, value.unit)
        if not form:
            return shown
        if unknown := self.rules.unknown(form, self.nouns):
            raise TymorError(f"The language {self.language} {unknown}.")
        own = value.forms.get(self.language, {}) if isinstance(value, Name) else {}
        return self.rules.form(form, shown, own, self.nouns)

    def show(self, value: Value) -> str:
        """A value as this language writes it in running text."""
        match value:
            case str():
                return value
            case Mapping():
                return value[self.language]
            case Number():
                return self.number(value.value, value.decimals) + value.unit
            case date():
                return self.long_date(value)
            case _:
                return self.number(value, 0)

    def number(self, value: float, decimals: int) -> str:
        """``1,234.50`` and ``−3.20``: fixed places, grouped, with a real minus sign."""
        return _number(self.cldr, value, decimals)

    def long_date(self, day: date) -> str:
        """``28 September 2017``, ``28 Medi 2017``."""
        return format_date(day, format="d MMMM y", locale=self.cldr)

    def day_or_month(self, written: str) -> str:
        """``2017-09-28`` as a long date; ``2017-09`` as ``September 2017``, ``Medi 2017``."""
        if len(written) > len("2017-09"):
            return self.long_date(date.fromisoformat(written))
        first = date.fromisoformat(f"{written}-01")
        return format_date(first, format="MMMM y", locale=self.cldr)

    def _plural_form(self, key: str, forms: Mapping[str, str], values: Mapping[str, Value]) -> str:
        if "plural" not in forms:
            return "other"
        chooser = values.get(forms["plural"])
        number = chooser.value if isinstance(chooser, Number) else chooser
        if not isinstance(number, int | float):
            raise TymorError(f"The message {key!r} needs the number {forms['plural']!r}.")
        # 2.0 pupils are 2 pupils; CLDR would take the fraction digit for a fraction.
        whole = int(number) if number == int(number) else number
        return str(Locale.parse(self.cldr).plural_form(whole))


class _Overheard(UserDict[str, Wording]):
    """A catalogue's entries that note each key somebody asks for, there or not."""

    def __init__(self, entries: Mapping[str, Wording], asked: set[str]) -> None:
        self.data, self.asked = dict(entries), asked

    def __getitem__(self, key: str) -> Wording:
        self.asked.add(key)
        return self.data[key]

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return key in self.data


@dataclass(frozen=True)
class Languages:
    """All catalogues together; what a page's words are made with.

    ``folders`` names, by key, the folder of the report in which a message stands; those that
    reports share are not among it.
    """

    catalogues: Mapping[str, Catalogue]
    folders: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of_folder(self, folder: str) -> "Languages":
        """What the reports of one folder may say: its own messages, and those that all share."""
        place = f"notebooks/{folder}/words.yml, or to params/words/ where reports share them"
        folders = self.folders
        return self._with(
            lambda said: {key: said[key] for key in said if folders.get(key, folder) == folder},
            place=place,
        )

    def overheard(self, asked: set[str]) -> "Languages":
        """The same words; each key that is asked for is put into ``asked``."""
        return self._with(lambda said: _Overheard(said, asked))

    def _with(self, entries: Callable[[Entries], Entries], **more: Any) -> "Languages":
        return Languages(
            {
                language: replace(each, entries=entries(each.entries), **more)
                for language, each in self.catalogues.items()
            }
        )

    def wording(self, keys: Iterable[str]) -> str:
        """The digest of what every language says under each key: it tells whether it changed."""
        asked = tuple(sorted(keys))
        if asked not in self._wordings:  # pages of one report ask for the same
            every = self.catalogues.values()
            said = [(key, *(catalogue.wording(key) for catalogue in every)) for key in asked]
            self._wordings[asked] = digest_of(said)
        return self._wordings[asked]

    @cached_property
    def _wordings(self) -> dict[tuple[str, ...], str]:
        return {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.catalogues)

    @property
    def first(self) -> Catalogue:
        """The language that others fall back on."""
        return next(iter(self.catalogues.values()))

    @property
    def tags(self) -> dict[str, str]:
        """How documents name each language."""
        return {name: each.tag for name, each in self.catalogues.items()}

    def named(self, row: Mapping[Any, Any], column: str) -> Name:
        """What a row says in ``COLUMN_LANGUAGE``; the first language's where one has no words.

        ``COLUMN_LANGUAGE_FORM`` is a form of its own, where the row has one.
        """
        own = row[f"{column}_{self.first.language}"]
        names = {name: str(row.get(f"{column}_{name}") or own) for name in self.catalogues}
        held = {
            name: {form: row.get(f"{column}_{name}_{form}") for form in forms}
            for name, forms in self.own_forms.items()
        }
        return Name(names, {
            name: {form: said for form, said in forms.items() if isinstance(said, str) and said}
            for name, forms in held.items()
        })  # fmt: skip

    @property
    def own_forms(self) -> dict[str, tuple[str, ...]]:
        """By language, the forms that a name's entry may give."""
        return {name: each.rules.own for name, each in self.catalogues.items()}

    def in_order(self, texts: Iterable[Text]) -> list[Text]:
        """Names in the order of the first language's alphabet."""
        first = self.first
        return sorted(texts, key=lambda text: first.sort_key(text[first.language]))

    def __getitem__(self, language: str) -> Catalogue:
        return self.catalogues[language]

    def has(self, key: str) -> bool:
        return all(catalogue.has(key) for catalogue in self.catalogues.values())

    def known_in(self, folder: str, key: str) -> bool:
        """Whether the reports of a folder may say a key, and at least one language has words."""
        own = self.folders.get(key, folder) == folder
        return own and any(catalogue.has(key) for catalogue in self.catalogues.values())

    def say(self, key: str, **values: Value) -> Text:
        """The message in every language at once."""
        return {name: each.say(key, **values) for name, each in self.catalogues.items()}

    def fill(self, words: Mapping[str, str], values: Mapping[str, Value]) -> Text:
        """Words that are given in every language, with their places filled.

        Raises
        ------
        TymorError
            A language lacks its words, or a place has no value.
        """
        whole = self.whole(words)
        if len({frozenset(places_of(text)) for text in whole.values()}) > 1:
            raise TymorError(f"Every language needs the same places; there are {whole}.")
        return {name: each.fill(whole[name], values) for name, each in self.catalogues.items()}

    def whole(self, words: Mapping[str, str]) -> Text:
        """Words that are given in every language, as they stand: a name may have any sign in it.

        Raises
        ------
        TymorError
            A language lacks its words.
        """
        if missing := [name for name in self.catalogues if not words.get(name)]:
            there = ", ".join(f"{name} ({text!r})" for name, text in words.items())
            raise TymorError(f"Words are missing in {', '.join(missing)}; there are {there}.")
        return {name: words[name] for name in self.catalogues}


@lru_cache(maxsize=20_000)
def _number(locale: str, value: float, decimals: int) -> str:
    """Pages show the same few thousand numbers again and again, and CLDR is slow."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(value, format=pattern, locale=locale)
    return written.replace("-", "\N{MINUS SIGN}")


def _is(number: int, value: Value) -> bool:
    told = value.value if isinstance(value, Number) else value
    return isinstance(told, int | float) and told == number


def places_of(text: str) -> set[str]:
    """The names of the places of a text.

    >>> sorted(places_of("{area:the} has {pupils} pupils, {{so}} it is."))
    ['area', 'pupils']

    Raises
    ------
    TymorError
        A brace is not one of a place.
    """
    return {name for name, _ in places_and_forms(text)}


def places_and_forms(text: str) -> set[tuple[str, str]]:
    """The places of a text, each with the form that it asks for, or nothing.

    >>> sorted(places_and_forms("Yn ôl {year}, {pupils:disgybl}"))
    [('pupils', 'disgybl'), ('year', '')]

    Raises
    ------
    TymorError
        A brace is not one of a place.
    """
    try:
        return {(name, form or "") for _, name, form, _ in Formatter().parse(text)
                if name is not None}  # fmt: skip
    except ValueError as error:
        raise TymorError(
            f"{error}; a place is {{name}}, and a brace of the text is written twice: {text!r}."
        ) from None


def sort_key(letters: Sequence[str], text: str) -> tuple[object, ...]:
    """A key for sorting words by these letters; accents make no other letter."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold())
                    if not unicodedata.combining(sign))  # fmt: skip
    if not letters:
        return (plain,)
    rank = {letter: at for at, letter in enumerate(letters)}
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(plain):
        pair = plain[at : at + 2]
        letter = pair if len(pair) == 2 and pair in rank else plain[at]
        found.append((rank.get(letter, -1), letter))
        at += len(letter)
    return tuple(found)
