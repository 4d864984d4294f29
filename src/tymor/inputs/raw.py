"""A table as its file holds it: all text, before any contract is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tymor.errors import Problem


@dataclass(frozen=True)
class Reject:
    """A row left out, and why. ``cells`` is its text by heading."""

    table: str
    file: str
    row: int
    reasons: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RawTable:
    """What a reader makes of a file.

    ``cells`` has one text column a heading, numbered from 0, without the heading
    row and without rows that are wholly empty; its index is the row number a
    spreadsheet shows. ``fatal`` says that no row of it can be used.
    """

    headings: tuple[str, ...] = ()
    cells: pd.DataFrame | None = None
    problems: tuple[Problem, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def fatal(self) -> bool:
        return self.cells is None


def raw_table(
    headings: list[str],
    cells: pd.DataFrame,
    problems: list[Problem],
    rejects: list[Reject],
) -> RawTable:
    """Trim every cell and leave out rows without any text."""
    trimmed = {column: cells[column].str.strip() for column in cells.columns}
    tidy = pd.DataFrame(trimmed, index=cells.index)
    blank = pd.Series(True, index=cells.index)
    for column in trimmed.values():
        blank &= column == ""
    return RawTable(
        tuple(heading.strip() for heading in headings),
        tidy[~blank] if blank.any() else tidy,
        tuple(problems),
        tuple(rejects),
    )


def unreadable(file: str, rule: str, message: str, row: int | None = None) -> RawTable:
    """A file of which nothing can be used, and the one reason."""
    return RawTable(problems=(Problem(file, rule, message, row=row),))


EMPTY_FILE = (
    "the file is empty; expected a row of headings and rows below it. "
    "Put the data in, or remove the file."
)
