"""The slow, careful way to read CSV: one record at a time, each odd one named."""

import csv
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from tymor.errors import Problem, count
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.csv_form import Form, records
from tymor.inputs.readers.raw import RawTable, Reject, raw_table
from tymor.inputs.readers.table_file import TableFile


@dataclass
class RowByRow:
    """Python's own reader over a whole file's text."""

    text: str
    form: Form
    file: TableFile
    problems: list[Problem] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def read(self) -> RawTable:
        rows: list[int] = []
        kept: list[list[str]] = []
        width = len(self.form.headings)
        first = self.form.heading_row + 1
        below = islice(records(self.text, self.form.separator), first - 1, None)
        for row, record in enumerate(below, start=first):
            if not any(cell.strip() for cell in record):
                continue
            if len(record) > width:
                self._too_many(row, record)
                continue
            if len(record) < width:
                self._too_few(row, record)
            rows.append(row)
            kept.append([*record[:width], *[""] * (width - len(record))])
        self._open_quote(rows, kept)
        columns = [Cells.of([record[number] for record in kept]) for number in range(width)]
        return raw_table(
            self.form.headings, columns, np.array(rows, np.int64), self.problems, self.rejects
        )

    def _too_many(self, row: int, record: list[str]) -> None:
        problem = Problem(
            self.file.name,
            "too_many_cells",
            f"the row has {len(record)} cells; expected {len(self.form.headings)}, one a heading. "
            "Put quotation marks around a cell that holds a comma, or take the extra cells out.",
            row=row,
        )
        self._leave_out(problem, record)

    def _too_few(self, row: int, record: list[str]) -> None:
        width = len(self.form.headings)
        self.problems.append(
            Problem(
                self.file.name,
                "too_few_cells",
                f"the row has {count(record, 'cell')}; expected {width}, one a heading. "
                "The missing ones were taken as empty, at the end. Check that no comma is missing.",
                severity="warning",
                row=row,
            )
        )

    def _open_quote(self, rows: list[int], kept: list[list[str]]) -> None:
        """A quotation mark that is never closed swallows the rest of the file."""
        if not rows or not self._ends_inside_quotes():
            return
        problem = Problem(
            self.file.name,
            "open_quote",
            "a quotation mark opens here and is never closed, so the rest of the file "
            "became one cell. Close it, or double it if it belongs to the text.",
            row=rows[-1],
        )
        rows.pop()
        self._leave_out(problem, kept.pop())

    def _ends_inside_quotes(self) -> bool:
        try:
            for _ in records(self.text, self.form.separator, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False

    def _leave_out(self, problem: Problem, record: list[str]) -> None:
        self.problems.append(problem)
        assert problem.row is not None
        names = [*self.form.headings, *(f"+{n}" for n in range(1, len(record)))]
        cells = dict(zip(names, record, strict=False))
        self.rejects.append(
            Reject(self.file.table, self.file.name, problem.row, problem.message, cells)
        )
