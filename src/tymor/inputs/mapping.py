"""``mapping.yml``: how a partnership's own files, columns and words become the tables."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Contract, Known
from tymor.inputs.contracts.tables import all_contracts
from tymor.inputs.convert import parse
from tymor.inputs.findings import nearest
from tymor.inputs.folder_entries import Unreadable, yaml_of
from tymor.inputs.formats import form_of, how_to_say, kind_of
from tymor.inputs.model import Vocabulary
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.table_file import (
    EVERYTHING_ELSE,
    REST_IS_WRONG,
    SKIP,
    WORKBOOKS,
    Codes,
    Kept,
    Sql,
)
from tymor.inputs.wide import places_of

NAME = "mapping.yml"

#: The column of a wide table's cells where the mapping names none.
VALUE = "value"

Languages = tuple[str, ...]

#: Where in the file, as ``results.columns.pupil_id``, and what is wrong there.
Fault = tuple[str, str]


def read_mapping(
    folder: Path, name: str, vocabulary: Vocabulary
) -> tuple[list[tuple[str, Kept]], list[Problem]]:
    """The tables that ``mapping.yml`` tells of, each with how it is kept.

    A table may have a list of files. An entry with a fault is left out, and
    every fault is told.
    """
    file = f"{name}/{NAME}"
    if not os.path.lexists(folder / NAME):
        return [], []
    try:  # as text: Y, no and 0010 stay what they are
        said = yaml_of(folder / NAME, file, "mapping", as_text=True)
    except Unreadable as fault:
        return [], [*fault.problems]
    entries: list[tuple[str, Kept]] = []
    faults: list[Fault] = []
    if not isinstance(said, dict):
        message = "there are no tables here; expected a key for each table. Put them, or remove it."
        faults.append(("", message))
        said = {}
    contracts = all_contracts(Known(vocabulary))
    languages = vocabulary.languages
    for table, parts in said.items():
        if table not in contracts:
            faults.append((table, _none_such("there is no such table", table, contracts)))
            continue
        for place, part in _parts(table, parts):
            kept, wrong = _kept(part, place, contracts[table], languages)
            faults += wrong
            if kept is not None and not wrong:
                entries.append((table, kept))
    return entries, [Problem(file, "mapping", says, column=at or None) for at, says in faults]


def _none_such(what: str, name: str, there: Collection[str]) -> str:
    return f"{what}; expected one of {', '.join(there)}. {nearest(name, there)}".rstrip()


def _parts(table: str, parts: Any) -> list[tuple[str, Any]]:
    if isinstance(parts, list):
        return [(f"{table}.{number}", part) for number, part in enumerate(parts, start=1)]
    return [(table, parts)]


#: pydantic's kinds of fault, in plain words
_SAYS = {
    "missing": "the key is missing. Put it",
    "extra_forbidden": f"there is no such key; expected {', '.join(Kept.model_fields)}. Correct it",
    "int_parsing": "expected a whole number. Correct it",
    "greater_than_equal": "expected a row from 1 up. Correct it",
    "string_type": "expected one text. Correct it",
    "dict_type": "expected keys with their values. Correct it",
    "tuple_type": "expected a list. Correct it",
    "model_type": "expected the keys of a table, such as file and columns. Correct it",
    "string_too_short": "there is nothing here. Fill it in",
    "too_short": "there is nothing here. Fill it in",
}

#: The keys of an entry that have keys of their own.
_WITHIN = {"codes": tuple(Codes.model_fields), "sql": tuple(Sql.model_fields)}


def _kept(
    part: Any, place: str, contract: Contract, languages: Languages
) -> tuple[Kept | None, list[Fault]]:
    if isinstance(part, dict) and part.get("ignore") == EVERYTHING_ELSE:
        part = part | {"ignore": [EVERYTHING_ELSE]}
    if isinstance(part, dict) and isinstance(part.get("rows"), str):
        part = part | {"rows": {VALUE: part["rows"]}}
    try:
        kept = Kept.model_validate(part)
    except ValidationError as error:
        return None, [
            (".".join([place, *map(str, fault["loc"])]), _said_of(fault["type"], fault))
            for fault in error.errors()
        ]
    return kept, [*_faults(kept, place, contract, languages)]


def _said_of(kind: str, fault: Any) -> str:
    within = fault["loc"][0] if len(fault["loc"]) > 1 else ""
    if kind == "extra_forbidden" and within in _WITHIN:
        return f"there is no such key; expected {', '.join(_WITHIN[within])}. Correct it."
    return f"{_SAYS.get(kind, fault['msg'])}."


def _faults(kept: Kept, place: str, contract: Contract, languages: Languages) -> Iterator[Fault]:
    """What an entry says that cannot be so."""
    if (kept.file is None) == (kept.sql is None):
        yield place, "expected either file or sql, and not both. Put one of them."
    suffix = Path(kept.file or "").suffix.lower()
    if kept.sheet is not None and suffix not in WORKBOOKS:
        yield f"{place}.sheet", "only a workbook (.xlsx) has sheets. Take it out."
    if kept.heading_row > 1 and suffix not in {*WORKBOOKS, ".csv"}:
        message = "only a workbook or a CSV file has its headings in some row. Take it out."
        yield f"{place}.heading_row", message
    yield from _column_faults(kept, place, contract)
    yield from _word_faults(kept, place, contract)
    yield from _row_faults(kept, place, contract)
    yield from _format_faults(kept, place, contract, languages)


def _column_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    for key in ("columns", "rows", "formats", "codes", "words", "fixed"):
        for column in getattr(kept, key):
            if column not in contract.columns:
                what = f"{contract.table} has no such column"
                yield f"{place}.{key}.{column}", _none_such(what, column, contract.columns)
    for column in kept.fixed:
        if any(column in said for said in (kept.columns, kept.words, kept.codes, kept.formats)):
            message = (
                "a fixed value needs neither a column nor words. Take out the one or the other."
            )
            yield f"{place}.fixed.{column}", message


def _word_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    """Words that mean nothing in the table; what no list of words settles, its rows will tell."""
    meant = [
        (f"{place}.words.{column}.{word}", column, meaning)
        for column, words in kept.words.items()
        for word, meaning in words.items()
    ]
    meant += [(f"{place}.fixed.{column}", column, value) for column, value in kept.fixed.items()]
    told = [(where, _words(contract, column), meaning) for where, column, meaning in meant]
    for where, column, meaning in _codes(kept, place):
        told.append((where, _meanings(contract, column, meaning), meaning))
    for where, allowed, meaning in told:
        if allowed == ():
            yield where, f"found '{meaning}'; expected a number or day, nothing or {SKIP}."
        elif allowed is not None and meaning not in {"", *allowed}:
            message = f"found '{meaning}'; expected one of {', '.join(allowed)}."
            yield where, f"{message} Use one of these words. {nearest(meaning, allowed)}".rstrip()


def _codes(kept: Kept, place: str) -> Iterator[tuple[str, str, str]]:
    """What code words mean and what becomes of the rest, each with its place and its column."""
    for column, codes in kept.codes.items():
        for word, meaning in codes.means.items():
            if meaning != SKIP:
                yield f"{place}.codes.{column}.means.{word}", column, meaning
        if codes.rest not in {SKIP, REST_IS_WRONG}:
            yield f"{place}.codes.{column}.rest", column, codes.rest


def _words(contract: Contract, column: str) -> tuple[str, ...] | None:
    return contract.columns[column].words if column in contract.columns else None


def _meanings(contract: Contract, column: str, meaning: str) -> tuple[str, ...] | None:
    """The few words that a code may mean; of a figure what is said of it, where it is none."""
    if column not in contract.columns or contract.columns[column].kind == "text":
        return _words(contract, column)
    is_one = not parse(Cells.of([meaning]), contract.columns[column].kind)[1][0]
    return None if is_one else contract.statuses


def _row_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    """Patterns of headings that no row can be made by."""
    for column, pattern in kept.rows.items():
        where, places = f"{place}.rows.{column}", places_of(pattern)
        if not places:
            yield where, "expected a column in braces, such as {academic_year}. Put it."
        for name in places:
            if name not in contract.columns:
                what = f"{contract.table} has no column '{name}'"
                yield where, _none_such(what, name, contract.columns)
        twice = [name for name in places if places.count(name) > 1]
        for name in dict.fromkeys([*twice, *({*places, column} & {*kept.columns, *kept.fixed})]):
            yield where, f"{name} is told twice. Take out the one or the other."
    if len({frozenset(places_of(pattern)) for pattern in kept.rows.values()}) > 1:
        yield f"{place}.rows", "the patterns have different places; expected the same in each."


def _format_faults(
    kept: Kept, place: str, contract: Contract, languages: Languages
) -> Iterator[Fault]:
    for column, example in kept.formats.items():
        if column not in contract.columns:
            continue
        kind = kind_of(contract.columns[column])
        if kind is None:
            message = "only numbers, dates and academic years have formats. Take it out."
            yield f"{place}.formats.{column}", message
        elif form_of(kind, example, languages) is None:
            message = f"found '{example}'; {how_to_say(kind)}. Write it so."
            yield f"{place}.formats.{column}", message
