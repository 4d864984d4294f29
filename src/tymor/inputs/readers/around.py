"""What stands around a table: notes above its headings and below its rows, told once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from tymor.errors import Problem, count, shortened
from tymor.inputs.contracts.tables import TABLES
from tymor.inputs.invisible import as_seen
from tymor.inputs.readers.raw import RawTable, Reject
from tymor.inputs.readers.table_file import TableFile

#: Headings are looked for in so many rows, and notes in as many of the last ones.
LOOKED_AT = 50

#: A row with fewer of a table's headings than this is not taken for them.
_FEWEST = 2

#: Words, or a sign as those that stand for what is withheld; no code and no number.
_NOTE = re.compile(r"[^\W\d_].*\s|:\Z|\A[\[*(†‡]")


def wanted_headings(file: TableFile) -> frozenset[str]:
    """The headings that a file of this table has, as they are seen."""
    own = map(as_seen, file.kept.columns.values())
    return frozenset((*own, *TABLES[file.table].columns))


def find_headings(rows: Iterable[Sequence[str]], file: TableFile) -> int:
    """The row of a file's headings: that of its mapping, else the first, or the one below notes
    that holds most of the headings of the table."""
    said = file.kept.heading_row
    if "heading_row" in file.kept.model_fields_set:
        return said
    found = [headings_among(row, wanted_headings(file)) for row in islice(rows, LOOKED_AT)]
    if not found or found[0] or max(found) < _FEWEST:
        return said
    return found.index(max(found)) + 1


def headings_among(row: Sequence[str], wanted: Collection[str]) -> int:
    """How many of the cells of a row are headings of the table."""
    return len({as_seen(cell) for cell in row} & {*wanted})


def notes_above(file: str, row: int, above: Iterable[Sequence[str]]) -> Iterator[Problem]:
    """What is to be told of headings that were found below something else."""
    texts = (cell.strip() for cells in above for cell in cells)
    if first := next((text for text in texts if text), ""):
        yield Problem(
            file,
            "notes_above",
            f"the headings were found in this row; what stands above them "
            f"('{shortened(first)}') was not read. Take it out, or say heading_row: {row} in "
            "mapping.yml.",
            severity="warning",
            row=row,
        )


def notes_below(rows: Sequence[Sequence[str]]) -> int:
    """How many of a table's last rows are notes: one cell filled, and from the first on words.

    >>> notes_below([["1", "2", "3"], ["Source: a survey", "", ""], ["[c]", "", ""]])
    2
    >>> notes_below([["1", "2", "3"], ["9990001", "", ""]])
    0
    """
    alone: list[str] = []
    for row in reversed(rows):
        texts = [cell for cell in row if cell.strip()]
        if len(texts) > 1 or len(row) < 3:
            break
        alone += texts or [""]
    while alone and not _NOTE.search(alone[-1].strip()):
        alone.pop()
    return len(alone)


def _told_below(file: str, rows: Sequence[int], first: str) -> Problem:
    return Problem(
        file,
        "notes_below",
        f"{count(rows, 'row')} at the end, from this one on, with one cell filled were taken for "
        "notes below the table and not read. Take them out if they are; else fill in their cells.",
        severity="warning",
        row=rows[0],
        value=shortened(first),
    )


def without_notes(raw: RawTable, file: TableFile) -> RawTable:
    """The same table without what stands below it: that is told, and left out with the rows that
    no reader could use."""
    name = raw.file or file.name
    last = np.arange(max(0, len(raw.rows) - LOOKED_AT), len(raw.rows))
    tail = [column.take(last).column().astype(str).tolist() for column in raw.columns]
    texts = [*zip(*tail, strict=True)]
    number = notes_below(texts)
    if not number:
        return raw
    rows, texts = raw.rows[-number:].tolist(), texts[-number:]
    told = _told_below(name, rows, max(texts[0], key=len))
    left_out = [
        Reject(file.table, name, row, told.message, dict(zip(raw.headings, cells, strict=True)))
        for row, cells in zip(rows, texts, strict=True)
    ]
    kept = np.arange(len(raw.rows) - number)
    others = (each for each in raw.problems if each.row is None or each.row < rows[0])
    return replace(
        raw,
        columns=tuple(column.take(kept) for column in raw.columns),
        rows=raw.rows[:-number],
        problems=(*others, told),
        rejects=(*raw.rejects, *left_out),
    )
