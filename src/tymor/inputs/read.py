"""``check``, from folders to typed tables: every problem told, nothing dropped silently."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tymor.inputs.contract import Known
from tymor.inputs.contracts import CONTRACTS
from tymor.inputs.folders import TableFile, find_tables, no_file, shown
from tymor.inputs.model import Inputs, Vocabulary, no_rejects
from tymor.inputs.table import Checked, check_table

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
    found = find_tables(folders, CONTRACTS, required, root)
    files = _by_table(found.files)
    parents = _parents(files, vocabulary)
    checked = _check_all(files, {*required, *parents}, vocabulary)
    places = [shown(folder, root) for folder in folders]
    problems = [
        *found.problems,
        *(no_file(table, places) for table in sorted(parents - set(files) - set(required))),
        *(problem for table in checked.values() for problem in table.problems),
    ]
    return Inputs(
        tables={table: each.rows for table, each in checked.items()},
        problems=tuple(sorted(problems, key=lambda each: (str(each.file), each.row or 0))),
        rejected=_together([each.rejected for each in checked.values()]),
        sources=found.sources,
    )


def _by_table(files: Iterable[TableFile]) -> Files:
    by_table: dict[str, list[TableFile]] = defaultdict(list)
    for file in files:
        by_table[file.table].append(file)
    return dict(by_table)


def _check_all(files: Files, wanted: Collection[str], vocabulary: Vocabulary) -> dict[str, Checked]:
    """Every table in the order of the contracts: parents before those that name them."""
    known = Known(vocabulary)
    checked = {}
    for table, make in CONTRACTS.items():
        each = check_table(files.get(table, ()), make(known))
        checked[table] = each
        lost = not each.readable or (table in wanted and table not in files)
        if table == "local_authorities":
            known = replace(known, la_codes=None if lost else each.codes("la_code"))
        elif table == "schools":
            known = replace(known, school_ids=None if lost else each.codes("school_id"))
    return checked


def _parents(files: Files, vocabulary: Vocabulary) -> set[str]:
    """Tables that rows of the tables at hand refer to."""
    known = Known(vocabulary)
    return {parent for table in files for parent in CONTRACTS[table](known).parents}


def _together(rejected: Sequence[pd.DataFrame]) -> pd.DataFrame:
    some = [frame for frame in rejected if not frame.empty]
    return pd.concat(some, ignore_index=True) if some else no_rejects()
