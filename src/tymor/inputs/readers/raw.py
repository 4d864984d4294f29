"""A table as its file holds it: all text, before any contract is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tymor.errors import Problem
from tymor.inputs.readers.cells import Cells

RowNumbers = npt.NDArray[np.int64]


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

    ``columns`` has the trimmed cells below each heading, without rows that are
    wholly empty; ``rows`` the numbers of its rows as a spreadsheet shows them;
    ``heading_row`` that of the headings. ``file`` is what messages call the table where
    the reader knows it better than its file's name says: a workbook's sheet. ``fatal``
    says that no row can be used.
    """

    headings: tuple[str, ...] = ()
    columns: tuple[Cells, ...] | None = None
    rows: RowNumbers | None = None
    problems: tuple[Problem, ...] = ()
    rejects: tuple[Reject, ...] = ()
    heading_row: int = 1
    file: str = ""

    @property
    def fatal(self) -> bool:
        return self.columns is None

    def warned(self, *problems: Problem) -> "RawTable":
        """The same table, with something more to say about it."""
        return replace(self, problems=(*problems, *self.problems))


def raw_table(
    headings: Sequence[str],
    columns: Sequence[Cells],
    rows: RowNumbers,
    problems: Sequence[Problem] = (),
    rejects: Sequence[Reject] = (),
    heading_row: int = 1,
) -> RawTable:
    """Trim every cell and leave out rows without any text."""
    trimmed = [column.trimmed() for column in columns]
    if all(column.holds("") for column in trimmed):
        filled = np.zeros(len(rows), dtype=bool)
        for column in trimmed:
            filled |= column.where(bool)
        if not filled.all():
            trimmed = [column.take(filled) for column in trimmed]
            rows = rows[filled]
    return RawTable(
        tuple(heading.strip() for heading in headings),
        tuple(trimmed),
        rows,
        tuple(problems),
        tuple(rejects),
        heading_row,
    )


def unreadable(file: str, rule: str, message: str, row: int | None = None) -> RawTable:
    """A file of which nothing can be used, and the one reason."""
    return RawTable(problems=(Problem(file, rule, message, row=row),))


EMPTY_FILE = (
    "the file is empty; expected a row of headings and rows below it. "
    "Put the data in, or remove the file."
)
