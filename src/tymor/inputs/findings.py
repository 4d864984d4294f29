"""What was found wrong, by column and rule, and its words: which file, row, column and value."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.errors import LONGEST_SHOWN, Problem, shortened
from tymor.inputs.readers.cells import Mask
from tymor.inputs.readers.raw import Positions, TextTable

#: What to add for one value: "Write it without the per cent sign: 87.60."
Hint = Callable[[str], str]

#: Among more words than this a near one is mere chance (and slow to find).
_MOST = 500


@dataclass(frozen=True)
class Finding:
    """One rule that several rows of a table break in one column.

    ``says`` is the message; it may name other cells of its row as
    ``{denominator}``, or a column of ``also``, whose index is the rows'.
    ``column`` may join several by `` + ``.
    """

    rule: str
    column: str
    rows: Positions
    says: str
    hint: Hint | None = None
    also: pd.DataFrame | None = None

    def problems(self, text: TextTable) -> Iterator[tuple[int, Problem]]:
        """Each row's problem, with its position in ``text``."""
        rows = text.at(self.rows).set_axis(self.rows)
        cells = [rows[column].astype(str) for column in self.column.split(" + ")]
        hint = cache(self.hint) if self.hint else None
        for position, file, row, value, message in zip(
            self.rows.tolist(),
            rows["source_file"].tolist(),
            rows["source_row"].tolist(),
            map(" + ".join, zip(*cells, strict=True)),
            self._messages(rows),
            strict=True,
        ):
            more = hint(value) if hint else ""
            seen = shortened(value) if value else None
            says = f"{message} {more}".rstrip()
            yield (
                position,
                Problem(file, self.rule, says, row=row, column=self.column, value=seen),
            )

    def _messages(self, rows: pd.DataFrame) -> Iterable[str]:
        """The message for each row, its places filled from the row's own cells."""
        if "{" not in self.says:
            return [self.says] * len(rows)
        if self.also is not None:
            rows = rows.join(self.also)
        records: list[Mapping[str, str]] = rows.to_dict("records")  # type: ignore[assignment]
        return [
            self.says.format_map({name: shortened(str(cell)) for name, cell in record.items()})
            for record in records
        ]


@dataclass
class Findings:
    """Gathers findings so that one bad cell is told of once, by the first rule."""

    size: int
    found: list[Finding] = field(default_factory=list)
    _told: dict[str, Mask] = field(default_factory=dict)

    def add(self, finding: Finding, columns: Iterable[str] = ()) -> None:
        """Keep the rows of ``finding`` none of whose ``columns`` was told of before."""
        names = list(columns) or [finding.column]
        rows = finding.rows
        for name in names:
            if name in self._told:
                rows = rows[~self._told[name][rows]]
        for name in names:
            self.spare(name, rows)
        if len(rows):
            self.found.append(replace(finding, rows=rows))

    def spare(self, column: str, rows: Positions) -> None:
        """Say nothing more of these cells: their fault was told, perhaps of the whole file."""
        if len(rows):
            self._told.setdefault(column, np.zeros(self.size, dtype=bool))[rows] = True


def rows_where(mask: pd.Series | npt.NDArray[np.bool_]) -> Positions:
    """Positions of the true values."""
    return np.flatnonzero(np.asarray(mask, dtype=bool))


def nearest(value: str, allowed: Collection[str]) -> str:
    """``Did you mean 'core'?``, or nothing where no word is near.

    A number is near no other, however it is written: any may be meant.

    >>> nearest("Core ", ["core", "enhanced"])
    "Did you mean 'core'?"
    >>> nearest("672.5", ["672", "675"])
    ''
    """
    is_number = not any(letter.isalpha() for letter in value)
    if is_number or len(value) > LONGEST_SHOWN or len(allowed) > _MOST:
        return ""
    tidy = "_".join(value.strip().lower().replace("-", " ").split())
    plain = {word.lower(): word for word in allowed if word}
    near = get_close_matches(tidy, plain, n=1, cutoff=0.75)
    return f"Did you mean '{plain[near[0]]}'?" if near else ""
