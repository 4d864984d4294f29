"""What the last release of a term had rows of, and nothing is there for now."""

from collections import defaultdict
from collections.abc import Iterator

from tymor.errors import Problem, count
from tymor.inputs.model import Inputs, RowsHeld


def gone(before: RowsHeld, inputs: Inputs) -> Iterator[Problem]:
    """A warning for each table of a data folder that had rows ``before`` and is not there.

    A table that has moved to another folder is not gone. What is there and cannot be read,
    and a folder or a table that must be there, was told as an error.
    """
    folders = {source.folder for source in inputs.sources}
    told = {str(problem.file) for problem in inputs.problems if problem.severity == "error"}
    had = {(table, folder) for folder, tables in before.items() for table in tables}
    moved = {table for table, _ in inputs.held - had}
    lost: dict[str, dict[str, int]] = defaultdict(dict)
    for table, folder in sorted(had - inputs.held):
        if table not in moved and folder not in told and f"{table}.csv" not in told:
            lost[folder][table] = before[folder][table]
    for folder, tables in lost.items():
        if folder in folders:
            yield from (_table(folder, table, rows) for table, rows in tables.items())
        else:
            yield _folder(folder, tables)


def _table(folder: str, table: str, rows: int) -> Problem:
    return Problem(
        f"{folder}/{table}.csv",
        "table_gone",
        f"there is no such file now, nor another with this table, but the last release of this "
        f"term had {count(rows, 'row')} from here. Put it back, or leave it so if it was taken "
        "out: what it said will not be published.",
        severity="warning",
    )


def _folder(folder: str, tables: dict[str, int]) -> Problem:
    listed = ", ".join(f"{table} ({count(rows, 'row')})" for table, rows in tables.items())
    return Problem(
        folder,
        "table_gone",
        f"the folder is none of the partnership's data folders now, but the last release of this "
        f"term had rows from here: {listed}. Name it again, or leave it so if it was taken out: "
        "what it said will not be published.",
        severity="warning",
    )
