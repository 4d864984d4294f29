"""``mapping.yml``: how a partnership's own files, columns and words become the tables."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Contract, Known
from tymor.inputs.contracts.tables import all_contracts
from tymor.inputs.folder_entries import cannot_be_read, why_no_file
from tymor.inputs.model import Vocabulary
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, Kept
from tymor.inputs.suggest import nearest
from tymor.yaml_files import YamlFaults, read_yaml

NAME = "mapping.yml"

#: The file, and where in it: ``results.columns.pupil_id``.
Fault = tuple[str, str]


def read_mapping(
    folder: Path, name: str, vocabulary: Vocabulary
) -> tuple[list[tuple[str, Kept]], list[Problem]]:
    """The tables that ``mapping.yml`` tells of, each with how it is kept.

    A table may have a list of files. An entry with a fault is left out, and
    every fault is told.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return [], []
    file = f"{name}/{NAME}"
    if fault := why_no_file(path):
        return [], [cannot_be_read(file, fault)]
    try:  # as text: Y, no and 0010 stay what they are
        said = read_yaml(path, as_text=True)
    except YamlFaults as error:
        return [], [Problem(file, "mapping", f"{f.message}.", row=f.line) for f in error.faults]
    if not isinstance(said, dict):
        message = "there are no tables here; expected a key for each table. Put them, or remove it."
        return [], [_problem(name, ("", message))]
    contracts = all_contracts(Known(vocabulary))
    entries: list[tuple[str, Kept]] = []
    problems: list[Problem] = []
    for table, parts in said.items():
        if table not in contracts:
            hint = nearest(table, contracts)
            message = f"there is no such table; expected one of {', '.join(contracts)}. {hint}"
            problems.append(_problem(name, (table, message.rstrip())))
            continue
        for place, part in _parts(table, parts):
            kept, faults = _kept(part, place, contracts[table])
            faults = faults or (
                [] if kept is None else list(_faults(kept, place, contracts[table]))
            )
            problems += [_problem(name, fault) for fault in faults]
            if kept is not None and not faults:
                entries.append((table, kept))
    return entries, problems


def _problem(name: str, fault: Fault) -> Problem:
    return Problem(f"{name}/{NAME}", "mapping", fault[1], column=fault[0] or None)


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
        return TypeAdapter(Kept).validate_python(part), []
    except ValidationError as error:
        faults = []
        for fault in error.errors():
            where = ".".join([place, *(str(step) for step in fault["loc"])])
            faults.append((where, f"{_SAYS.get(fault['type'], fault['msg'])}."))
        return None, faults


def _faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    """What an entry says that cannot be so."""
    if (kept.file is None) == (kept.sql is None):
        yield place, "expected either file or sql, and not both. Put one of them."
    suffix = Path(kept.file or "").suffix.lower()
    if kept.sheet is not None and suffix != ".xlsx":
        yield f"{place}.sheet", "only a workbook (.xlsx) has sheets. Take it out."
    if kept.heading_row > 1 and suffix not in {".xlsx", ".csv"}:
        message = "only a workbook or a CSV file has its headings in some row. Take it out."
        yield f"{place}.heading_row", message
    yield from _column_faults(kept, place, contract)
    yield from _word_faults(kept, place, contract)


def _column_faults(kept: Kept, place: str, contract: Contract) -> Iterator[Fault]:
    for key in ("columns", "words", "fixed"):
        for column in getattr(kept, key):
            if column not in contract.columns:
                hint = nearest(column, contract.columns)
                message = (
                    f"{contract.table} has no such column; expected one of "
                    f"{', '.join(contract.columns)}. {hint}"
                )
                yield f"{place}.{key}.{column}", message.rstrip()
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
