"""What was found wrong, by column and rule, before it is put into words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.intp]

#: What to add for one value: "Write it without the per cent sign: 87.60."
Hint = Callable[[str], str]


@dataclass(frozen=True)
class Finding:
    """One rule that several rows of a table break in one column.

    ``says`` is the message; it may name other cells of its row as
    ``{denominator}``, or a column of ``also``, whose index is the rows'.
    ``column`` may join several by `` + ``.
    """

    rule: str
    column: str
    rows: Rows
    says: str
    hint: Hint | None = None
    also: pd.DataFrame | None = None


@dataclass
class Findings:
    """Gathers findings so that one bad cell is told of once, by the first rule."""

    size: int
    found: list[Finding] = field(default_factory=list)
    _told: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)

    def add(self, finding: Finding, columns: Iterable[str] = ()) -> None:
        """Keep the rows of ``finding`` none of whose ``columns`` was told of before."""
        names = list(columns) or [finding.column]
        rows = finding.rows
        for name in names:
            if name in self._told:
                rows = rows[~self._told[name][rows]]
        if not len(rows):
            return
        for name in names:
            self._told.setdefault(name, np.zeros(self.size, dtype=bool))[rows] = True
        self.found.append(replace(finding, rows=rows))

    def spare(self, column: str, rows: Rows) -> None:
        """Say nothing of these cells: their fault was told of the whole file."""
        if not len(rows):
            return
        self._told.setdefault(column, np.zeros(self.size, dtype=bool))[rows] = True


def rows_where(mask: pd.Series | npt.NDArray[np.bool_]) -> Rows:
    """Positions of the true values."""
    return np.flatnonzero(np.asarray(mask, dtype=bool))
