"""A partnership's own headings and words into those of the table, as ``mapping.yml`` has it."""

from collections.abc import Mapping
from dataclasses import replace

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import RawTable
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, Kept


def mapped(raw: RawTable, kept: Kept, contract: Contract) -> RawTable:
    """The same rows under the table's headings and in its words.

    A heading that the mapping names and the file does not have stays missing:
    that is told with the other faults of the headings.
    """
    if raw.columns is None or raw.rows is None or kept == Kept():
        return raw
    own = {heading: name for name, heading in kept.columns.items()}
    headings: list[str] = []
    columns: list[Cells] = []
    for heading, cells in zip(raw.headings, raw.columns, strict=True):
        # A column that has the table's own name but is not the one that was meant:
        displaced = heading in kept.columns and heading not in own
        name = own.get(heading, heading)
        if displaced or heading in kept.ignore or name in kept.fixed:
            continue
        if EVERYTHING_ELSE in kept.ignore and name not in contract.columns:
            continue
        headings.append(name)
        columns.append(cells.worded(kept.words.get(name, {})))
    for name, value in kept.fixed.items():
        headings.append(name)
        columns.append(Cells.same(value, len(raw.rows)))
    return replace(raw, headings=tuple(headings), columns=tuple(columns))


def in_their_words(problem: Problem, own: Mapping[str, str]) -> Problem:
    """A problem whose columns bear the file's own headings too: ``pupil_id (UPN)``."""
    if problem.column is None or not own:
        return problem
    names = [
        f"{name} ({own[name]})" if own.get(name, name) != name else name
        for name in problem.column.split(" + ")
    ]
    return replace(problem, column=" + ".join(names))
