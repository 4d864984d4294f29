"""``mapping.yml``: how a partnership's own files, columns and words become the tables."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Contract, Known
from tymor.inputs.contracts.tables import all_contracts
from tymor.inputs.findings import nearest
from tymor.inputs.folder_entries import Unreadable, yaml_of
from tymor.inputs.model import Vocabulary
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, WORKBOOKS, Kept

NAME = "mapping.yml"

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
    for table, parts in said.items():
        if table not in contracts:
            faults.append((table, _none_such("there is no such table", table, contracts)))
            continue
        for place, part in _parts(table, parts):
            kept, wrong = _kept(part, place, contracts[table])
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
}


def _kept(part: Any, place: str, contract: Contract) -> tuple[Kept | None, list[Fault]]:
    if isinstance(part, dict) and part.get("ignore") == EVERYTHING_ELSE:
        part = part | {"ignore": [EVERYTHING_ELSE]}
    try:
        kept = Kept.model_validate(part)
    except ValidationError as error:
        return None, [
            (
                ".".join([place, *map(str, fault["loc"])]),
                f"{_SAYS.get(fault['type'], fault['msg'])}.",
            )
            for fault in error.errors()
        ]
    return kept, [*_faults(kept, place, contract)]


def _faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
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


def _column_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    for key in ("columns", "words", "fixed"):
        for column in getattr(kept, key):
            if column not in contract.columns:
                what = f"{contract.table} has no such column"
                yield f"{place}.{key}.{column}", _none_such(what, column, contract.columns)
    for column in kept.fixed:
        if column in kept.columns or column in kept.words:
            message = (
                "a fixed value needs neither a column nor words. Take out the one or the other."
            )
            yield f"{place}.fixed.{column}", message
    first: dict[str, str] = {}
    for column, heading in kept.columns.items():
        if first.setdefault(heading, column) != column:
            message = f"'{heading}' is given for {first[heading]} too. Correct one of the two."
            yield f"{place}.columns.{column}", message


def _word_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    """Words that mean nothing in the table; what no list of words settles, its rows will tell."""
    meant = [
        (f"{place}.words.{column}.{word}", column, meaning)
        for column, words in kept.words.items()
        for word, meaning in words.items()
    ]
    meant += [(f"{place}.fixed.{column}", column, value) for column, value in kept.fixed.items()]
    for where, column, meaning in meant:
        allowed = contract.columns[column].words if column in contract.columns else None
        if allowed is not None and meaning not in {"", *allowed}:
            message = f"found '{meaning}'; expected one of {', '.join(allowed)}."
            yield where, f"{message} Use one of these words. {nearest(meaning, allowed)}".rstrip()
