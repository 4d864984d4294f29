"""Checking one table: its files together, against its contract."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tymor.errors import Problem
from tymor.files import to_json
from tymor.inputs.contract import Contract
from tymor.inputs.convert import convert
from tymor.inputs.explain import explain
from tymor.inputs.findings import Findings, rows_where
from tymor.inputs.folders import READERS, TableFile
from tymor.inputs.headings import Sheet, no_text, under_headings
from tymor.inputs.lettering import check_letters
from tymor.inputs.model import PROVENANCE, no_rejects
from tymor.inputs.raw import RawTable, Reject, unreadable
from tymor.inputs.validate import validate


@dataclass(frozen=True)
class Checked:
    """One table, read and held against its contract.

    ``text`` holds the rows as their files have them; ``rows`` those that are right,
    typed; ``odd`` those a reader could make no row of. ``readable`` is False where a
    file or a column could not be read at all.
    """

    rows: pd.DataFrame
    text: pd.DataFrame
    problems: tuple[Problem, ...]
    rejected: pd.DataFrame
    odd: tuple[Reject, ...]
    readable: bool

    def codes(self, column: str) -> frozenset[str]:
        """What other tables may name. A rejected row's too: its fault is told once, here."""
        return frozenset(self.text[column]) | {each.cells.get(column, "") for each in self.odd}


def check_table(files: Sequence[TableFile], contract: Contract) -> Checked:
    """Read the files of one table, convert and validate their rows."""
    raws = [_read(file) for file in files]
    sheets = [
        under_headings(raw, contract, file.name) for raw, file in zip(raws, files, strict=True)
    ]
    text = _together(sheets, contract)
    findings = Findings(len(text))
    for column in contract.columns:
        findings.spare(column, rows_where(text[column].isna()))
    check_letters(text, contract, findings)
    typed = convert(text, contract, findings)
    if len(typed):
        validate(typed, contract, findings)
    told = explain(findings.found, text)
    reasons = _reasons(told, sheets, text)
    odd = tuple(reject for raw in raws for reject in raw.rejects)
    return Checked(
        rows=_kept(typed, reasons),
        text=text,
        problems=(*(p for sheet in sheets for p in sheet.problems), *(p for _, p in told)),
        rejected=_rejected(contract.table, text, reasons, odd),
        odd=odd,
        readable=not any(sheet.missing for sheet in sheets) and not any(r.fatal for r in raws),
    )


def _read(file: TableFile) -> RawTable:
    reader = READERS[file.path.suffix.lower()]
    try:
        return reader(file.path, file.table, file.name)
    except OSError as error:
        message = (
            f"the file cannot be opened ({error.strerror}). Close it elsewhere, or let it be read."
        )
        return unreadable(file.name, "unreadable", message)


def _together(sheets: Sequence[Sheet], contract: Contract) -> pd.DataFrame:
    frames = [sheet.text for sheet in sheets if len(sheet.text)]
    if not frames:
        return no_text(contract)
    return pd.concat(frames, ignore_index=True)


def _reasons(
    told: Iterable[tuple[int, Problem]], sheets: Iterable[Sheet], text: pd.DataFrame
) -> dict[int, list[str]]:
    """Why each rejected row is, by its position."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for sheet in sheets:
        if sheet.missing:
            here = sheet.text["source_file"].iloc[0] if len(sheet.text) else ""
            why = [_why(problem) for problem in sheet.missing]
            for position in rows_where(text["source_file"] == here).tolist():
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
    table: str, text: pd.DataFrame, reasons: dict[int, list[str]], earlier: Sequence[Reject]
) -> pd.DataFrame:
    """The rows left out: those a reader could not use, then those that broke a rule."""
    if not reasons and not earlier:
        return no_rejects()
    positions = sorted(reasons)
    rows = text.iloc[positions]
    broken = pd.DataFrame(
        {
            "table": table,
            "file": rows["source_file"],
            "row": rows["source_row"],
            "reasons": [" | ".join(reasons[position]) for position in positions],
            "cells": _as_json(rows.drop(columns=list(PROVENANCE))),
        }
    )
    odd = pd.DataFrame(
        {
            "table": [each.table for each in earlier],
            "file": [each.file for each in earlier],
            "row": [each.row for each in earlier],
            "reasons": [each.reasons for each in earlier],
            "cells": [to_json(dict(each.cells), indent=None).strip() for each in earlier],
        }
    )
    both = [frame for frame in (odd, broken) if not frame.empty]
    return pd.concat(both, ignore_index=True).astype(no_rejects().dtypes)


def _as_json(rows: pd.DataFrame) -> list[str]:
    said = rows.astype(object).where(rows.notna(), None)  # a cell that is not there is null
    return [to_json(cells, indent=None).strip() for cells in said.to_dict("records")]
