"""The words of all languages, read and held against each other.

What reports share stands in ``params/words/LANG.yml``, a file a language; what one report says, in
the ``words.yml`` of its folder, each message with its languages one under the other::

    school:
      title:
        en: "{area}: profile"
        cy: "{area}: proffil"

Keys are addressed with dots (``school.title``). A key stands in one place only. Every message has
words in every language, with the same places, and every plural form of each: Welsh has six. Beside
them may stand what is said where numbers are nought or one
(:mod:`tymor.languages.nought_and_one`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale

from tymor.config.addresses import Name
from tymor.config.files import ConfigFiles
from tymor.config.models import Language
from tymor.config.report_folders import WORDS_FILE, NotebookFolders, notebook_folders
from tymor.errors import ConfigError, TymorError
from tymor.languages import rules_of
from tymor.languages.nought_and_one import is_of_numbers, noughts_of, ones_of
from tymor.locale import Catalogue, Languages, Wording, places_and_forms, places_of
from tymor.yaml_files import YamlFaults

#: What every message is given.
_ALWAYS_THERE = frozenset({"area", "term", "year"})
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass
class _Message:
    """What one language says under a key, and where that stands."""

    key: str
    language: str
    said: Wording
    path: Path
    place: tuple[str, ...]
    folder: str = ""  # of the report that says it; nothing where reports share it

    @cached_property
    def asked(self) -> set[tuple[str, str]]:
        """The names of the values that it is filled with, each with a form that it asks for."""
        said = self.said
        texts = [said] if isinstance(said, str) else [said[k] for k in said if k != "plural"]
        return set().union(*map(places_and_forms, texts))

    @cached_property
    def places(self) -> set[str]:
        """The names of the values that it is filled with."""
        return {name for name, _ in self.asked}

    def told(self, files: ConfigFiles, what: str) -> str:
        """A fault of it, with file, line and key."""
        return files.told(self.path, self.place, what)


def load_languages(root: Path) -> Languages:
    """The words of a project.

    Raises
    ------
    ConfigError
        A file cannot be read, or a message lacks a language, place or plural form; all are named.
    """
    files = ConfigFiles(root, {})
    languages = read_languages(files, notebook_folders(root))
    if files.faults:
        raise ConfigError(tuple(dict.fromkeys(files.faults)))
    return languages


def read_languages(
    files: ConfigFiles, folders: NotebookFolders, own_words: Path | None = None
) -> Languages:
    """The words of a project, as far as they can be read; what is wrong with them is put among
    the faults of ``files``.

    What the file ``own_words`` says, a publication's own, stands in place of what is said else.
    """
    said = files.read(files.root / "params" / "languages.yml", dict[Name, Language]) or {}
    every = [*_every_message(files, folders, said)]
    if own_words is not None:
        every = _with_own(files, every, [*_of_report(files, own_words, "", said)])
    messages: list[_Message] = []
    for message in every:
        if fault := _fault(message, said[message.language]):
            files.faults.append(message.told(files, f": {fault}"))
        else:
            messages.append(message)
    held: dict[str, dict[str, _Message]] = {language: {} for language in said}
    owners: dict[str, _Message] = {}
    for message in messages:
        own = held[message.language]
        owner = owners.setdefault(message.key, message)
        first = own.setdefault(message.key, owner if owner.folder != message.folder else message)
        if first is not message:
            files.faults.append(_twice(first, message, files))
    files.faults.extend(_missing_keys(every, said))
    files.faults.extend([*_missing_forms(messages, files, said), *_other_places(held, files)])
    return Languages(
        {
            language: Catalogue(
                language,
                {key: message.said for key, message in own.items()},
                **said[language].model_dump(),
            )
            for language, own in held.items()
        },
        {key: message.folder for key, message in owners.items() if message.folder},
    )


def _every_message(
    files: ConfigFiles, folders: NotebookFolders, languages: Collection[str]
) -> Iterator[_Message]:
    for language in languages:
        path = files.root / "params" / "words" / f"{language}.yml"
        for place, said in _messages(_tree(files, path), _has_forms):
            yield _Message(".".join(place), language, said, path, place)
    for folder in folders.reports:
        if WORDS_FILE in folder.held:
            path = files.root / folder.place / WORDS_FILE
            yield from _of_report(files, path, folder.name, languages)


def _with_own(files: ConfigFiles, every: list[_Message], own: list[_Message]) -> list[_Message]:
    """All messages, with a publication's own in place of those of the same key; whose they were,
    they are. One asks for no value that the other is not given.
    """
    said = {(each.key, each.language): each for each in every}
    for message in own:
        before = said.pop((message.key, message.language), None)
        if before is not None:
            message.folder = before.folder
            for place in sorted(message.places - before.places - _ALWAYS_THERE):
                told = f": asks for {{{place}}}, which the message in its place is not given"
                files.faults.append(message.told(files, told))
    new = {(each.key, each.language) for each in own}
    return [*(each for each in every if (each.key, each.language) not in new), *own]


def _has_forms(below: Mapping[str, Any]) -> bool:
    return "plural" in below or any(map(is_of_numbers, below))


def _tree(files: ConfigFiles, path: Path) -> Mapping[str, Any]:
    try:
        tree = files.tree(path)
    except YamlFaults as error:
        files.unread(path, error)
        return {}
    if not isinstance(tree, dict):
        files.faults.append(f"{files.shown(path)}: found {tree!r}; expected keys with their words")
        return {}
    return tree


def _messages(
    tree: Mapping[str, Any],
    is_one: Callable[[Mapping[str, Any]], bool],
    above: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Where each message stands, and what it says: text, or keys that ``is_one`` knows."""
    for name, below in tree.items():
        if isinstance(below, dict) and not is_one(below):
            yield from _messages(below, is_one, (*above, name))
        else:
            yield (*above, name), below


def _of_report(
    files: ConfigFiles, path: Path, folder: str, languages: Collection[str]
) -> Iterator[_Message]:
    def is_message(below: Mapping[str, Any]) -> bool:
        """Something is named by a language, or nothing lies deeper."""
        deeper = any(isinstance(each, dict) for each in below.values())
        return not deeper or not below.keys().isdisjoint(languages)

    for place, said in _messages(_tree(files, path), is_message):
        for what in _not_by_language(said, languages):
            files.faults.append(files.told(path, place, what))
        key = ".".join(place)
        for language in languages if isinstance(said, dict) else ():
            if language in said:
                yield _Message(key, language, said[language], path, (*place, language), folder)


def _not_by_language(said: Any, languages: Collection[str]) -> Iterator[str]:
    """What is wrong with the languages of a message."""
    names = ", ".join(languages)
    if not isinstance(said, dict):
        yield f": found {said!r}; expected its words in each language ({names})"
        return
    yield from (f" lacks its words in {language}" for language in languages if language not in said)
    for name in said:
        if name not in languages:
            yield f": {name!r} is no language of the publication ({names})"


def _fault(message: _Message, language: Language) -> str:
    """Why these are no words of the language."""
    said: Any = message.said
    texts = [*said.values()] if isinstance(said, dict) else [said]
    if not all(isinstance(text, str) for text in texts):
        return f"{said!r} is not text (quote it)"
    if isinstance(said, dict) and not _has_forms(said):
        return "expected text, or plural forms and 'plural' with the name of their number"
    try:
        asked = message.asked
    except TymorError as error:
        return str(error).removesuffix(".")
    rules = rules_of(language.locale)
    unknown = {rules.unknown(form, language.nouns): name for name, form in sorted(asked)}
    return "; ".join(f"{{{name}}} {why}" for why, name in unknown.items() if why)


def _twice(first: _Message, again: _Message, files: ConfigFiles) -> str:
    """One key with two messages: in two files, or in one as a key with a dot and below a key."""
    there, here = (
        files.at(each.path, *(each.place[:-1] if each.folder else each.place))
        for each in (first, again)
    )
    return f"{here}: {again.key} has words twice, also in {there}; keep one of them"


def _missing_keys(messages: Iterable[_Message], languages: Collection[str]) -> Iterator[str]:
    """Shared messages that a language lacks; nothing where all of a language cannot be read."""
    said: dict[str, set[str]] = {language: set() for language in languages}
    for message in messages:
        if not message.folder:
            said[message.language].add(message.key)
    for language, own in said.items():
        others = {key: other for other in said for key in said[other] - own if own and said[other]}
        for key, other in sorted(others.items()):
            yield (
                f"params/words/{language}.yml: {key} is missing "
                f"({other}.yml has it): no page can be written without it"
            )


def _missing_forms(
    messages: Iterable[_Message], files: ConfigFiles, languages: Mapping[str, Language]
) -> Iterator[str]:
    for message in messages:
        if not isinstance(message.said, str):
            rules = Locale.parse(languages[message.language].locale).plural_form
            forms = rules.rules if "plural" in message.said else ()
            for form in sorted({*forms, "other"} - message.said.keys()):
                yield message.told(files, f" lacks the plural form {form!r}")
            of_numbers = {form for form in message.said if is_of_numbers(form)}
            for form in sorted(message.said.keys() - _PLURALS - {"plural"} - of_numbers):
                yield message.told(files, f": {form!r} is no CLDR plural form")
            for form in sorted(of_numbers):
                if wrong := _number_fault(message.said, form):
                    yield message.told(files, f": {form!r} {wrong}")


def _number_fault(said: Mapping[str, str], form: str) -> str:
    """Why this is not what is said where numbers are nought, and not shown, or one."""
    known = places_of(said.get("other", ""))
    unknown = [name for name in (*noughts_of(form), *ones_of(form)) if name not in known]
    shown = [name for name in noughts_of(form) if name in places_of(said[form])]
    if unknown:
        return f"names {{{unknown[0]}}}, which the message has not"
    return f"shows {{{shown[0]}}}, which is nought there" if shown else ""


def _other_places(held: Mapping[str, Mapping[str, _Message]], files: ConfigFiles) -> Iterator[str]:
    first, *others = held.items() or [("", {})]
    for key, message in first[1].items():
        for other in (own[key] for _, own in others if key in own):
            for place in sorted(message.places ^ other.places):
                lacks = place in message.places
                told = (
                    f": lacks the place {{{place}}}, which {first[0]} has"
                    if lacks
                    else f": has the place {{{place}}}, which {first[0]} lacks"
                )
                yield other.told(files, told)
