"""Checking one table: its files together, against its contract."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.errors import Problem
from tymor.files import to_json
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.convert import convert
from tymor.inputs.findings import Findings, rows_where
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.headings import Sheet, in_their_words, under_headings
from tymor.inputs.lettering import check_letters, names_of_nothing
from tymor.inputs.model import PROVENANCE, no_rejects
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.csv_reader import read_csv
from tymor.inputs.readers.parquet_reader import read_parquet
from tymor.inputs.readers.raw import RawTable, Reject, TextTable
from tymor.inputs.readers.table_file import WORKBOOKS, TableFile
from tymor.inputs.shifted import shifted_rows
from tymor.inputs.validate import validate


@dataclass(frozen=True)
class Checked:
    """One table, read and held against its contract.

    ``text`` holds the rows as their files have them; ``rows`` those that are right,
    typed; ``odd`` those a reader could make no row of. ``readable`` is False where a
    file or a column could not be read at all. ``sources`` has for each file the folder whose
    ``source.yml`` tells of it, ``own`` the file's own heading of each column that a mapping
    names; of several entries, where they agree.
    """

    rows: pd.DataFrame
    text: TextTable
    problems: tuple[Problem, ...]
    rejected: pd.DataFrame
    odd: tuple[Reject, ...]
    readable: bool
    sources: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def codes(self, column: str) -> frozenset[str]:
        """What other tables may name. A rejected row's too: its fault is told once, here."""
        odd = {each.cells.get(column, "") for each in self.odd}
        return self.text.columns[column].used | odd


def check_table(files: Sequence[TableFile], contract: Contract) -> Checked:
    """Read the files of one table, convert and validate their rows."""
    sheets: list[Sheet] = []
    unread: list[Problem] = []
    sources: dict[str, str] = {}
    for file in files:
        try:
            sheets.append(under_headings(_read(file), contract, file))
            sources[sheets[-1].file] = file.source
        except Unreadable as fault:
            unread += [in_their_words(each, file.kept.columns) for each in fault.problems]
    text = _together(sheets, contract)
    findings = Findings(len(text))
    for name, cells in text.columns.items():
        findings.spare(name, rows_where(cells.absent))
    ends = np.cumsum([len(sheet.rows) for sheet in sheets])
    for sheet, end in zip(sheets, ends, strict=True):
        for finding in sheet.mapped.findings:
            rows = end - len(sheet.rows) + finding.rows
            findings.add(replace(finding, rows=rows))
    check_letters(text, findings)
    doubtful = names_of_nothing(text, contract, findings)
    typed = convert(text, contract, findings)
    if len(text):
        validate(typed, contract, findings)
    rows = typed.frame(coded=contract.coded)
    told = [
        (position, _in_words_of(sheets, ends, position, problem))
        for finding in findings.found
        for position, problem in finding.problems(text)
    ]
    reasons = _reasons(told, sheets, ends)
    odd = tuple(reject for sheet in sheets for reject in sheet.rejects)
    problems = (
        *unread,
        *(in_their_words(p, sheet.mapped.own) for sheet in sheets for p in sheet.problems),
        *shifted_rows(sheets, text, findings.found, contract),
        *(p for _, p in told),
        *doubtful,
    )
    return Checked(
        rows=_kept(rows, reasons),
        text=text,
        problems=problems,
        sources=sources,
        own=headings_told((sheet.file, sheet.mapped.own) for sheet in sheets),
        rejected=_rejected(contract.table, text, reasons, odd),
        odd=odd,
        readable=not unread and not any(sheet.missing for sheet in sheets),
    )


def _read(file: TableFile) -> RawTable:
    try:
        suffix = file.path.suffix.lower()
        if file.kept.sql is not None:  # SQLAlchemy and openpyxl are loaded only where needed
            from tymor.inputs.readers.sql_reader import read_sql as read
        elif suffix in WORKBOOKS:
            from tymor.inputs.readers.workbook_reader import read_workbook as read
        else:
            read = read_csv if suffix == ".csv" else read_parquet
        return read(file)
    except OSError as error:
        message = (
            f"the file cannot be opened ({error.strerror}). Close it elsewhere, or let it be read."
        )
        raise Unreadable(Problem(file.name, "unreadable", message)) from None


def _together(sheets: Sequence[Sheet], contract: Contract) -> TextTable:
    some = [sheet for sheet in sheets if len(sheet.rows)]
    if not some:
        nothing = {name: Cells.of([]) for name in contract.columns}
        return TextTable(nothing, Cells.of([]), np.zeros(0, np.int64))
    columns = {
        name: Cells.together([sheet.columns[name] for sheet in some]) for name in contract.columns
    }
    files = Cells.together([Cells.same(sheet.file, len(sheet.rows)) for sheet in some])
    return TextTable(columns, files, np.concatenate([sheet.rows for sheet in some]))


def headings_told(
    entries: Iterable[tuple[str, Mapping[str, str]]],
) -> dict[str, Mapping[str, str]]:
    """By file its own heading of each column, without those of which two entries differ."""
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file, own in entries:
        for column, heading in own.items():
            told[file][column].add(heading)
    return {
        file: {column: next(iter(each)) for column, each in columns.items() if len(each) == 1}
        for file, columns in told.items()
    }


def _in_words_of(
    sheets: Sequence[Sheet], ends: npt.NDArray[np.int_], position: int, problem: Problem
) -> Problem:
    """A problem of a row, its columns under the headings of the entry that the row came by."""
    number = int(np.searchsorted(ends, position, side="right"))
    done, row = sheets[number].mapped, position - int(ends[number])  # from the end of its file
    own = {name: cells.texts[cells.codes[row]] for name, cells in done.own_by_row.items()}
    return in_their_words(problem, {**done.own, **own})


def _reasons(
    told: Iterable[tuple[int, Problem]], sheets: Sequence[Sheet], ends: npt.NDArray[np.int_]
) -> dict[int, list[str]]:
    """Why each rejected row is, by its position."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for sheet, end in zip(sheets, ends, strict=True):
        if sheet.missing:
            why = [_why(problem) for problem in sheet.missing]
            for position in range(int(end) - len(sheet.rows), int(end)):
                reasons[position] += why
    for position, problem in told:
        reasons[position].append(_why(problem))
    return reasons


def _why(problem: Problem) -> str:
    return f"column {problem.column}: {problem.message}" if problem.column else problem.message


def _kept(typed: pd.DataFrame, reasons: dict[int, list[str]]) -> pd.DataFrame:
    if not reasons:
        return typed
    keep = np.ones(len(typed), dtype=bool)
    keep[list(reasons)] = False
    return typed[keep].reset_index(drop=True)


def _rejected(
    table: str, text: TextTable, reasons: dict[int, list[str]], earlier: Sequence[Reject]
) -> pd.DataFrame:
    """The rows left out: those a reader could not use, then those that broke a rule."""
    if not reasons and not earlier:
        return no_rejects()
    positions = sorted(reasons)
    rows = text.at(np.array(positions, dtype=np.intp))
    said = rows.drop(columns=list(PROVENANCE)).astype(object)
    said = said.where(said.notna(), None)  # a cell that is not there is null
    broken = zip(
        repeat(table),
        rows["source_file"],
        rows["source_row"],
        (" | ".join(reasons[position]) for position in positions),
        said.to_dict("records"),
        strict=False,
    )
    odd = ((each.table, each.file, each.row, each.reasons, dict(each.cells)) for each in earlier)
    nothing = no_rejects()
    lines = [(*row, to_json(cells, indent=None).strip()) for *row, cells in chain(odd, broken)]
    return pd.DataFrame(lines, columns=nothing.columns).astype(nothing.dtypes)
