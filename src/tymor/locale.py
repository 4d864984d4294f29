"""Words and numbers of each language.

A catalogue is one YAML file a language, ``params/locales/LANG.yml``: nested
keys, addressed with dots. A message may hold ``{name}`` places for values, and
may be a set of CLDR plural forms, chosen by the value that ``plural`` names::

    met:
      plural: met
      one: "{met} measure met its target"
      other: "{met} measures met their targets"

Every catalogue must hold the same keys, use the same places, and give every
plural form of its language: Welsh has six.
"""

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from tymor.errors import ConfigError, TymorError
from tymor.fingerprints import digest_of
from tymor.page import Text
from tymor.yaml_files import YamlFaults, bytes_of, line_of, read_yaml

#: catalogue name -> the locale it is formatted in
LOCALES = {"en": "en_GB", "cy": "cy_GB"}

_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})

#: The Welsh alphabet's letters in order; digraphs are letters of their own.
_WELSH = [
    *("a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "k", "l", "ll"),
    *("m", "n", "o", "p", "ph", "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z"),
]
_WELSH_RANK = {letter: rank for rank, letter in enumerate(_WELSH)}


@dataclass(frozen=True)
class Number:
    """A number to be put into a sentence, with its places and unit."""

    value: float
    decimals: int = 0
    unit: str = ""  # "%" is written after the number


#: What a sentence may be filled with.
Value = int | Number | date | str | Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """The words of one language."""

    language: str
    entries: Mapping[str, str | Mapping[str, str]]

    def has(self, key: str) -> bool:
        return key in self.entries

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
                f"params/locales/{self.language}.yml has no words for {key!r}: add them."
            ) from None
        if not isinstance(entry, str):
            entry = entry[self._plural_form(key, entry, values)]
        return self.fill(entry, values, f"The message {key!r}")

    def fill(self, text: str, values: Mapping[str, Value], what: str = "") -> str:
        """A text of this language with its places filled.

        Raises
        ------
        TymorError
            A place has no value; ``what`` is the text's name in the message.
        """
        try:
            return text.format_map({name: self.show(value) for name, value in values.items()})
        except KeyError as missing:
            raise TymorError(f"{what or repr(text)} needs a value for {missing}.") from None

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
        return _number(self.language, value, decimals)

    def long_date(self, day: date) -> str:
        """``28 September 2017``, ``28 Medi 2017``."""
        return format_date(day, format="d MMMM y", locale=LOCALES[self.language])

    def day_or_month(self, written: str) -> str:
        """``2017-09-28`` as a long date; ``2017-09`` as ``September 2017``, ``Medi 2017``."""
        if len(written) > len("2017-09"):
            return self.long_date(date.fromisoformat(written))
        first = date.fromisoformat(f"{written}-01")
        return format_date(first, format="MMMM y", locale=LOCALES[self.language])

    def _plural_form(self, key: str, forms: Mapping[str, str], values: Mapping[str, Value]) -> str:
        chooser = values.get(forms["plural"])
        number = chooser.value if isinstance(chooser, Number) else chooser
        if not isinstance(number, int | float):
            raise TymorError(f"The message {key!r} needs the number {forms['plural']!r}.")
        # 2.0 pupils are 2 pupils; CLDR would take the fraction digit for a fraction.
        whole = int(number) if number == int(number) else number
        return str(Locale.parse(LOCALES[self.language]).plural_form(whole))


class _Overheard(Mapping[str, str | Mapping[str, str]]):
    """A catalogue's entries that note each key somebody asks for, there or not."""

    def __init__(self, entries: Mapping[str, str | Mapping[str, str]], asked: set[str]) -> None:
        self._entries = entries
        self._asked = asked

    def __getitem__(self, key: str) -> str | Mapping[str, str]:
        self._asked.add(key)
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        self._asked.add(str(key))
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True)
class Languages:
    """All catalogues together; what a page's words are made with."""

    catalogues: Mapping[str, Catalogue]

    def overheard(self, asked: set[str]) -> "Languages":
        """The same words; each key that is asked for is put into ``asked``."""
        return Languages(
            {
                language: Catalogue(language, _Overheard(catalogue.entries, asked))
                for language, catalogue in self.catalogues.items()
            }
        )

    def wording(self, keys: Iterable[str]) -> str:
        """The digest of what every language says under each key: it tells whether it changed."""
        asked = tuple(sorted(keys))
        if asked not in self._wordings:  # pages of one report ask for the same
            said = [
                (key, *(str(catalogue.entries.get(key)) for catalogue in self.catalogues.values()))
                for key in asked
            ]
            self._wordings[asked] = digest_of(said)
        return self._wordings[asked]

    @cached_property
    def _wordings(self) -> dict[tuple[str, ...], str]:
        return {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.catalogues)

    def __getitem__(self, language: str) -> Catalogue:
        return self.catalogues[language]

    def has(self, key: str) -> bool:
        return all(catalogue.has(key) for catalogue in self.catalogues.values())

    def say(self, key: str, **values: Value) -> Text:
        """The message in every language at once."""
        return {
            language: catalogue.say(key, **values)
            for language, catalogue in self.catalogues.items()
        }

    def fill(self, words: Mapping[str, str], values: Mapping[str, Value]) -> Text:
        """Words that are given in every language, with their places filled.

        Raises
        ------
        TymorError
            A language lacks its words, or a place has no value.
        """
        if missing := [name for name in self.catalogues if not words.get(name)]:
            there = ", ".join(f"{name} ({text!r})" for name, text in words.items())
            raise TymorError(f"Words are missing in {', '.join(missing)}; there are {there}.")
        return {name: each.fill(words[name], values) for name, each in self.catalogues.items()}


@lru_cache(maxsize=20_000)
def _number(language: str, value: float, decimals: int) -> str:
    """Pages show the same few thousand numbers again and again, and CLDR is slow."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(value, format=pattern, locale=LOCALES[language])
    return written.replace("-", "\N{MINUS SIGN}")


def load_languages(folder: Path, tree_in: Callable[[Path], Any] = read_yaml) -> Languages:
    """Read every catalogue of ``params/locales`` and hold them against each other.

    Parameters
    ----------
    tree_in
        Reads a file, or knows what stands in it.

    Raises
    ------
    ConfigError
        A file cannot be read, or a key, place or plural form is missing in one language; all
        are named.
    """
    faults: list[str] = []
    catalogues = {
        language: Catalogue(language, _read(folder / f"{language}.yml", tree_in, faults))
        for language in LOCALES
    }
    if faults:
        raise ConfigError(faults)
    faults = [*_missing_keys(catalogues), *_missing_forms(catalogues), *_other_places(catalogues)]
    if faults:
        raise ConfigError(faults)
    return Languages(catalogues)


def sort_key(language: str, text: str) -> tuple[object, ...]:
    """Order of words in a language: Welsh ``ch``, ``dd``, ``ll`` … are letters."""
    plain = text.casefold().translate(_ACCENTS)
    if language != "cy":
        return (plain,)
    letters: list[tuple[int, str]] = []
    at = 0
    while at < len(plain):
        pair, single = plain[at : at + 2], plain[at]
        letter = pair if pair in _WELSH_RANK and len(pair) == 2 else single
        letters.append((_WELSH_RANK.get(letter, -1), letter))
        at += len(letter)
    return tuple(letters)


_ACCENTS = str.maketrans("âêîôûŵŷáéíóúàèìòùäëïöü", "aeiouwyaeiouaeiouaeiou")


def _read(
    path: Path, tree_in: Callable[[Path], Any], faults: list[str]
) -> dict[str, str | Mapping[str, str]]:
    """The words of one language, by keys with dots; what is wrong with them among ``faults``."""
    entries: dict[str, str | Mapping[str, str]] = {}
    file = f"params/locales/{path.name}"
    try:
        tree = tree_in(path)
    except YamlFaults as error:
        faults += [f"{file}: {fault}" for fault in error.faults]
        return entries
    if not isinstance(tree, dict):
        faults.append(f"{file}: found {tree!r}; expected keys with their words")
        return entries
    places: dict[str, tuple[str, ...]] = {}
    for place, said in _entries(tree, ()):
        key = ".".join(place)
        if key in entries:  # once below another key, once with a dot in its own
            lines = [line_of(bytes_of(path), each) for each in (places[key], place)]
            faults.append(f"{file}: {key} stands there twice, in lines {lines[0]} and {lines[1]}")
        places[key], entries[key] = place, said
        faults.extend(f"{file}: {key}: {why}" for why in _faults(said))
    return entries


def _entries(tree: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Every message and where it stands: text or plural forms; else what is none."""
    for name, below in tree.items():
        if isinstance(below, dict) and "plural" not in below:
            yield from _entries(below, (*above, name))
        else:
            yield (*above, name), below


def _faults(said: Any) -> Iterable[str]:
    texts = [*said.values()] if isinstance(said, dict) else [said]
    if not all(isinstance(text, str) for text in texts):
        yield f"{said!r} is not text (quote it)"
        return
    try:
        _places(said)
    except ValueError as error:
        yield f"{error}; a place is {{name}}, and a brace of the text is written twice"


def _missing_keys(catalogues: Mapping[str, Catalogue]) -> Iterable[str]:
    every = {key: language for language, c in catalogues.items() for key in c.entries}
    for language, catalogue in catalogues.items():
        for key, holder in every.items():
            if not catalogue.has(key):
                yield (
                    f"params/locales/{language}.yml: {key} is missing "
                    f"({holder}.yml has it): no page can be written without it"
                )


def _missing_forms(catalogues: Mapping[str, Catalogue]) -> Iterable[str]:
    for language, catalogue in catalogues.items():
        rules = Locale.parse(LOCALES[language]).plural_form
        needed = {*rules.rules, "other"}
        for key, entry in catalogue.entries.items():
            if isinstance(entry, str):
                continue
            for form in sorted(needed - set(entry)):
                yield f"params/locales/{language}.yml: {key} lacks the plural form {form!r}"
            for form in sorted(set(entry) - _PLURALS - {"plural"}):
                yield f"params/locales/{language}.yml: {key}: {form!r} is no CLDR plural form"


def _other_places(catalogues: Mapping[str, Catalogue]) -> Iterable[str]:
    first, *others = catalogues.values()
    for key, entry in first.entries.items():
        for catalogue in others:
            if not catalogue.has(key):
                continue
            differ = _places(entry) ^ _places(catalogue.entries[key])
            for place in sorted(differ):
                yield (
                    f"params/locales/{catalogue.language}.yml: {key}: the place {{{place}}} "
                    f"stands in one language and not in {first.language}"
                )


def _places(entry: str | Mapping[str, str]) -> set[str]:
    texts = [entry] if isinstance(entry, str) else [v for k, v in entry.items() if k != "plural"]
    return {
        name
        for text in texts
        for _, name, _, _ in string.Formatter().parse(text)
        if name is not None
    }
