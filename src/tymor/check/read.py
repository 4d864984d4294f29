"""``check``, from folders to typed tables: every problem told, nothing dropped silently."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tymor.check.plausible import implausible
from tymor.errors import Problem
from tymor.inputs.contracts.contract import Known
from tymor.inputs.contracts.rules import open_years
from tymor.inputs.contracts.tables import TABLES, contract_of
from tymor.inputs.folders import find_tables, no_file, shown
from tymor.inputs.headings import in_their_words
from tymor.inputs.model import Inputs, Vocabulary, no_rejects
from tymor.inputs.readers.table_file import TableFile
from tymor.inputs.shifted import SHIFTED
from tymor.inputs.table import Checked, check_table, headings_told

Files = Mapping[str, Sequence[TableFile]]


def read_inputs(
    folders: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    required: Collection[str],
    root: Path,
) -> Inputs:
    """Read every table of the data folders and check it.

    Bad data never raises: look for errors among ``problems``.

    Parameters
    ----------
    folders
        Data folders; tables of one name are put together, in this order.
    vocabulary
        The measures, groups, judgement words and partnerships of ``params/``.
    required
        Tables that must be there.
    root
        The folder that file names in messages are relative to.
    """
    found = find_tables(folders, vocabulary, required, root)
    files = _by_table(found.files)
    parents = {parent for table in files for parent in TABLES[table].parents}
    checked = _check_all(files, {*required, *parents}, vocabulary)
    places = [shown(folder, root) for folder in folders]
    problems = [
        *found.problems,
        *(no_file(table, places) for table in sorted(parents - set(files) - set(required))),
        *_each_row_once(problem for table in checked.values() for problem in table.problems),
    ]
    inputs = Inputs(
        tables={
            name: checked[name].rows
            if name in checked
            else contract_of(name, Known(vocabulary)).empty()
            for name in TABLES
        },
        problems=tuple(problems),
        rejected=_together([each.rejected for each in checked.values()]),
        sources=found.sources,
        held=found.held,
        source_of={
            file: folder for table in checked.values() for file, folder in table.sources.items()
        },
    )
    own = headings_told(pair for table in checked.values() for pair in table.own.items())
    problems += _beside(problems, implausible(inputs, vocabulary), own)
    return replace(inputs, problems=tuple(_in_order(problems, found.files)))


def _in_order(problems: Iterable[Problem], files: Iterable[TableFile]) -> list[Problem]:
    """By file and row: what is no table first, then tables before those that name their rows."""
    tables = {name: number for number, name in enumerate(TABLES)}
    places = {file.name: tables[file.table] for file in files}

    def place(problem: Problem) -> tuple[int, str, int]:
        file = str(problem.file)
        return places.get(file.split(", sheet '", 1)[0], -1), file, problem.row or 0

    return sorted(problems, key=place)


def _each_row_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A row that seems shifted is told of once, however many tables its file is read for."""
    told: set[tuple[str, int | None]] = set()
    for problem in problems:
        place = (str(problem.file), problem.row)
        if problem.rule != SHIFTED or place not in told:
            yield problem
        if problem.rule == SHIFTED:
            told.add(place)


def _beside(
    told: Iterable[Problem], more: Iterable[Problem], own: Mapping[str, Mapping[str, str]]
) -> list[Problem]:
    """Further warnings, without those of rows that are shifted, and in the files' own words."""
    shifted = {(str(each.file), each.row) for each in told if each.rule == SHIFTED}
    return [
        in_their_words(each, own.get(str(each.file), {}))
        for each in more
        if (str(each.file), each.row) not in shifted
    ]


def _by_table(files: Iterable[TableFile]) -> Files:
    by_table: dict[str, list[TableFile]] = defaultdict(list)
    for file in files:
        by_table[file.table].append(file)
    return dict(by_table)


def _check_all(files: Files, wanted: Collection[str], vocabulary: Vocabulary) -> dict[str, Checked]:
    """Every table in the order of the contracts: parents before those that name them."""
    known = Known(vocabulary)
    checked = {}
    for name in TABLES:
        if name in files:
            checked[name] = check_table(files[name], contract_of(name, known))
        known = _knowing(known, name, checked.get(name), wanted=name in wanted)
    return checked


def _knowing(known: Known, name: str, table: Checked | None, *, wanted: bool) -> Known:
    """What the next tables may refer to, after this one."""
    lost = wanted if table is None else not table.readable
    if name == "local_authorities" and (table or lost):
        return replace(known, la_codes=None if table is None or lost else table.codes("la_code"))
    if name != "schools" or not (table or lost):
        return known
    if table is None:
        return replace(known, school_ids=None)
    return replace(
        known,
        school_ids=None if lost else table.codes("school_id"),
        open_years=open_years(table.rows),
        sectors=dict(zip(table.rows["school_id"], table.rows["sector"], strict=True)),
    )


def _together(rejected: Sequence[pd.DataFrame]) -> pd.DataFrame:
    some = [frame for frame in rejected if not frame.empty]
    return pd.concat(some, ignore_index=True) if some else no_rejects()
