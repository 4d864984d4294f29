"""A file's rows under the headings and in the words of its table, as ``mapping.yml`` says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from tymor.errors import Problem, count, shortened
from tymor.inputs.contracts.contract import Contract
from tymor.inputs.findings import Finding
from tymor.inputs.meanings import Meaning, Reading
from tymor.inputs.readers.cells import Cells, Mask
from tymor.inputs.readers.raw import RawTable
from tymor.inputs.readers.table_file import EVERYTHING_ELSE, Kept, TableFile
from tymor.inputs.wide import Spread, spread_out

#: In whose place a figure's code words say why there is none.
STATUS = "status"


@dataclass(frozen=True)
class Mapped:
    """What :func:`mapped` makes of a file.

    ``as_read`` is the file with all of its columns. ``own`` has its own heading of each column that
    the mapping names, ``own_by_row`` those of columns whose headings differ by row, as a wide
    table's do. ``findings`` are cells that the mapping has no meaning for, by their positions in
    ``raw``. ``spread`` says that rows were made of headings.
    """

    raw: RawTable
    as_read: RawTable
    own: Mapping[str, str] = field(default_factory=dict)
    own_by_row: Mapping[str, Cells] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    spread: bool = False


def mapped(raw: RawTable, contract: Contract, file: TableFile) -> Mapped:
    """The rows of ``raw`` as the file's entry of ``mapping.yml`` has them read.

    A heading that the mapping names and the file does not have stays missing: that is told with
    the other faults of the headings.
    """
    kept, name = file.kept, raw.file or file.name
    reading = Reading(kept, contract, file.languages)
    spread = spread_out(_without(raw, kept, name), reading, contract, name)
    renamed = _renamed(spread.raw, file, contract, spread)
    return replace(_read(renamed, spread, reading, file, name), as_read=raw)


def may_do_without(contract: Contract, file: TableFile, column: str) -> bool:
    """Whether a file need not have a column: an optional one, or one that may be empty of a file
    whose columns ``mapping.yml`` tells."""
    kept = file.kept
    if column in kept.columns or column in kept.rows:
        return False
    said = contract.columns[column]
    return not said.required or (said.nullable and bool(kept.file or kept.sql))


def _without(raw: RawTable, kept: Kept, name: str) -> RawTable:
    """The rows that the mapping does not leave out by a word of one of the file's columns."""
    keep = np.ones(len(raw.rows), dtype=bool)
    problems = list(raw.problems)
    for heading, words in kept.leave_out.items():
        if heading not in raw.headings:
            message = "there is no such column, by which mapping.yml leaves rows out. Correct that."
            row = raw.heading_row
            problems.append(Problem(name, "missing_column", message, row=row, column=heading))
            continue
        cells = raw.columns[raw.headings.index(heading)]
        keep &= ~cells.where({*words}.__contains__)
    if keep.all():
        return replace(raw, problems=tuple(problems))
    columns = tuple(cells.take(keep) for cells in raw.columns)
    return replace(raw, columns=columns, rows=raw.rows[keep], problems=tuple(problems))


def _renamed(raw: RawTable, file: TableFile, contract: Contract, spread: Spread) -> RawTable:
    """The same rows under the table's headings; one of the file's may serve several columns."""
    kept = file.kept
    own: dict[str, list[str]] = {}
    for name, heading in kept.columns.items():
        own.setdefault(heading, []).append(name)
    columns: list[tuple[str, Cells]] = []
    for heading, cells in zip(raw.headings, raw.columns, strict=True):
        # A column that has the table's own name but is not the one that was meant:
        displaced = heading in kept.columns and heading not in own
        if displaced or heading in kept.ignore:
            continue
        if heading in kept.leave_out and heading not in {*own, *contract.columns}:
            continue
        for name in own.get(heading, [heading]):
            if name in kept.fixed or name in spread.columns:
                continue
            if EVERYTHING_ELSE in kept.ignore and name not in contract.columns:
                continue
            columns.append((name, cells))
    columns += spread.columns.items()
    columns += [(name, Cells.same(value, len(raw.rows))) for name, value in kept.fixed.items()]
    headings = tuple(name for name, _ in columns)
    return replace(raw, headings=headings, columns=tuple(cells for _, cells in columns))


def _read(raw: RawTable, spread: Spread, reading: Reading, file: TableFile, name: str) -> Mapped:
    """The rows in the table's own words; those that the mapping leaves out are gone."""
    kept = file.kept
    keep = np.ones(len(raw.rows), dtype=bool)
    done = {*kept.fixed, *spread.columns} - {*kept.rows}  # headings were read as they were found
    columns, problems = [], list(raw.problems)
    findings: list[Finding] = []
    statuses: list[tuple[Mask, str]] = []
    for column, cells in zip(raw.headings, raw.columns, strict=True):
        if column in done or not reading.changes(column):
            columns.append(cells)
            continue
        meanings = [reading.of(column, text) for text in cells.texts]
        columns.append(Cells.coded(pa.array(cells.codes), [each.text for each in meanings]))
        skipped = cells.spread([each.skip for each in meanings])
        problems += _left_out(cells, meanings, skipped & keep, column, kept.columns, name)
        keep &= ~skipped
        for status in sorted({each.status for each in meanings if each.status}):
            statuses.append((cells.spread([each.status == status for each in meanings]), status))
        findings += _findings(column, cells, meanings)
    if STATUS in raw.headings:
        at = raw.headings.index(STATUS)
        columns[at] = _with(columns[at], statuses)
    if not keep.all():
        places = np.cumsum(keep) - 1
        findings = [replace(each, rows=places[each.rows[keep[each.rows]]]) for each in findings]
        columns = [cells.take(keep) for cells in columns]
    by_row = {column: cells.take(keep) for column, cells in spread.headings.items()}
    raw = replace(raw, columns=tuple(columns), rows=raw.rows[keep], problems=tuple(problems))
    found = tuple(each for each in findings if len(each.rows))
    return Mapped(raw, raw, kept.columns, by_row, found, spread=bool(kept.rows))


def _with(cells: Cells, statuses: Sequence[tuple[Mask, str]]) -> Cells:
    """The statuses that code words told, in the place of what stands there."""
    codes = cells.codes.copy()
    for number, (rows, _) in enumerate(statuses):
        codes[rows] = len(cells.texts) + number
    return Cells.coded(pa.array(codes), [*cells.texts, *(status for _, status in statuses)])


def _findings(column: str, cells: Cells, meanings: Sequence[Meaning]) -> Iterator[Finding]:
    """Cells that the mapping has no meaning for, by what is wrong with them."""
    for rule, says in dict.fromkeys((each.rule, each.fault) for each in meanings if each.rule):
        wrong = cells.spread([(each.rule, each.fault) == (rule, says) for each in meanings])
        yield Finding(rule, column, np.flatnonzero(wrong), says)


def _left_out(
    cells: Cells,
    meanings: Sequence[Meaning],
    skipped: Mask,
    column: str,
    own: Mapping[str, str],
    file: str,
) -> Iterator[Problem]:
    """One warning of the rows that are left out as the rest: nobody named these words."""
    rest = {text for text, each in zip(cells.texts, meanings, strict=True) if each.rest}
    gone = Counter(text for text in cells.take(skipped).column() if text in rest)
    if gone:
        listed = ", ".join(f"'{shortened(text)}' {number}" for text, number in gone.most_common(5))
        more = "" if len(gone) <= 5 else f" and {len(gone) - 5} other words"
        yield Problem(
            file,
            "left_out",
            f"{count(sum(gone.values()), 'row')} left out, for mapping.yml skips the rest of this "
            f"column: {listed}{more}. Give what is to be read a meaning there (codes); name what "
            "is not with the meaning skip, and it is not told.",
            severity="warning",
            column=column,
        )
