"""What each column of a site's data files means: for its page of downloads and for programs.

``data/datapackage.json`` is a Tabular Data Package (frictionless), which says the same to programs
that read the files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tymor.config import Config
from tymor.files import to_json
from tymor.locale import Languages
from tymor.page import Identity, Text
from tymor.publication import Publication
from tymor.render.figures_csv import COLUMNS, NAMED
from tymor.render.what_figures_are import AREA, MEASURE, MEASURE_NAMED

PACKAGE = "data/datapackage.json"
#: By file: its columns of numbers; all others are text.
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "figures": ("value", "numerator", "denominator"), "areas": (), "measures": ("per",),
}  # fmt: skip
#: By file: what tells one row from every other.
_KEYS = {
    "figures": ("page", *Identity._fields),
    "areas": ("area_id",),
    "measures": ("measure_id",),
}
#: By file and column: the file whose rows it names.
_NAMES = {"figures": {"area_id": "areas", "measure_id": "measures"}}


@dataclass(frozen=True)
class Field:
    """A column: ``number`` where it holds numbers, and what it means."""

    name: str
    number: bool
    meaning: Text


def fields_of(languages: Languages) -> Mapping[str, tuple[Field, ...]]:
    """The columns of each file, in their order."""
    files = {"figures": (COLUMNS, NAMED), "areas": (AREA, ("name",)),
             "measures": (MEASURE, MEASURE_NAMED)}  # fmt: skip
    return {
        file: (
            *(_field(languages, file, name) for name in columns),
            *(_named(languages, name, lang) for name in named for lang in languages),
        )
        for file, (columns, named) in files.items()
    }


def _field(languages: Languages, file: str, name: str) -> Field:
    own = f"dictionary.{file}.{name}"
    key = own if languages.has(own) else f"dictionary.every.{name}"
    return Field(name, name in _NUMBERS[file], languages.say(key))


def _named(languages: Languages, name: str, lang: str) -> Field:
    """A name in one language: ``label_cy``."""
    called = {each: languages[each].language_name(lang) for each in languages}
    said = languages.say(f"dictionary.named.{name}", language=called)
    return Field(f"{name}_{lang}", False, said)


def data_package(publication: Publication, site: str) -> bytes:
    """``datapackage.json`` of a site: of words that it has once, those of the first language."""
    config = publication.config
    languages, first = config.languages, config.languages.first.language
    say = languages.say
    title = say("downloads.package", publisher=config.partnership.called,
                term=publication.term.name)  # fmt: skip
    tree: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"{publication.name}-{site}".lower().replace("/", "-"),
        "title": title[first],
        "titles": title,
        "created": f"{publication.term.published.isoformat()}T00:00:00Z",
        **_licences(config, first),
        "resources": [
            _resource(file, fields, first, say(f"downloads.{file}"))
            for file, fields in fields_of(languages).items()
        ],
    }
    return to_json(tree).encode()


def _licences(config: Config, first: str) -> dict[str, Any]:
    licence = config.partnership.website.licence
    if licence is None:
        return {}
    return {"licenses": [{"title": licence.name[first], "path": licence.address}]}


def _resource(file: str, fields: tuple[Field, ...], first: str, about: Text) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}}
        for column, other in _NAMES.get(file, {}).items()
    ]
    return {
        "name": file,
        "path": f"{file}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": about[first],
        "descriptions": about,
        "schema": {
            "fields": [*_described(fields, first)],
            "missingValues": [""],
            "primaryKey": list(_KEYS[file]),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _described(fields: tuple[Field, ...], first: str) -> Iterator[dict[str, Any]]:
    for field in fields:
        kind = "number" if field.number else "string"
        yield {"name": field.name, "type": kind, "description": field.meaning[first],
               "descriptions": field.meaning}  # fmt: skip
