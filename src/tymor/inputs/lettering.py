"""Cells whose very letters show that something went wrong on the way here."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tymor.errors import Problem
from tymor.inputs.contracts.contract import Column, Contract
from tymor.inputs.findings import Finding, Findings, Hint, rows_where
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.encoding import SUSPECT, mistaken_for_windows
from tymor.inputs.readers.raw import Positions, TextTable

#: The most a spreadsheet can hold in one cell.
_LONGEST = 32_767


class _Fault(NamedTuple):
    rule: str
    pattern: re.Pattern[str]
    says: str
    hint: Hint | None = None


def _was(value: str) -> str:
    was = mistaken_for_windows(value)
    return f"It probably was: {was}." if was else ""


_FAULTS = (
    _Fault(
        "spreadsheet_error",
        re.compile(r"\A#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)\Z"),
        "expected a value, not a spreadsheet's error. Mend the formula, or put the value.",
    ),
    _Fault(
        "formula_text",
        re.compile(r"\A="),
        "expected a value, not a formula written as text. Put what it gives.",
    ),
    _Fault(
        "lost_letter",
        re.compile("\N{REPLACEMENT CHARACTER}"),
        "expected text without the mark of a lost letter. Write the letter again.",
    ),
    _Fault(
        "mistaken_letters",
        SUSPECT,
        "expected letters as they are written; these come from UTF-8 opened as Windows-1252. "
        "Export the table again, or correct the text.",
        _was,
    ),
    _Fault(
        "control_character",
        re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"),
        "expected text without control characters, which no page can show. Write the cell again.",
    ),
)


#: All of them at once, as Arrow searches: a text without any of these is sound.
_ANY = "|".join(
    (
        r"\A[#=]",
        "\N{REPLACEMENT CHARACTER}",
        SUSPECT.pattern,
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffe}\x{ffff}]",
    )
)


#: A spreadsheet's errors and formulas begin so.
_FIRST_OF_FAULTS = b"#="


def check_letters(text: TextTable, findings: Findings) -> None:
    """Spreadsheet errors, letters lost or mistaken, control characters, endless cells."""
    for name, cells in text.columns.items():
        if _plain(cells.values):
            continue
        endless = pc.greater(pc.utf8_length(cells.values), _LONGEST)
        long = endless.to_numpy(zero_copy_only=False)
        says = f"expected no more than {_LONGEST:,} characters in a cell. Shorten the text."
        findings.add(Finding("too_long", name, rows_where(cells.spread(long)), says))
        short = pc.if_else(endless, "", cells.values)
        suspect = pc.match_substring_regex(short, _ANY)
        if not pc.any(suspect).as_py():
            continue
        places = np.flatnonzero(suspect.to_numpy(zero_copy_only=False))
        for rule, pattern, says, hint in _FAULTS:
            wrong = np.zeros(len(cells.values), dtype=bool)
            for place in places:
                value = cells.texts[place]
                # Letters may look mistaken and be right: then there is nothing they were.
                wrong[place] = bool(pattern.search(value)) and (hint is None or bool(hint(value)))
            findings.add(Finding(rule, name, rows_where(cells.spread(wrong)), says, hint))


def _plain(texts: pa.Array) -> bool:
    """Whether there is nothing but short printable ASCII: nearly all codes and numbers."""
    if not len(texts):
        return True
    _, places, data = texts.buffers()
    ends = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if ends[-1] == ends[0]:
        return True
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    odd = (
        letters.min() < ord(" ")
        or letters.max() > ord("~")
        or any((letters == first).any() for first in _FIRST_OF_FAULTS)
    )
    return not odd and bool((ends[1:] - ends[:-1]).max() <= _LONGEST)


#: Columns with one of these checks hold codes, of which digits are no number.
_OF_CODES = frozenset(
    {"code", "la_code", "school_id", "la_code_known", "school_id_known", "area_known"}
)
_NO_ROWS = np.zeros(0, np.intp)
_DIGITS_WITH_POINT = r"\A[0-9]+\.0+\z"


def codes_as_digits(cells: Cells, column: Column) -> tuple[Cells, Positions]:
    """A column of codes without the point of ``9990001.0``, and the rows that had one."""
    if column.kind != "text" or not any(check.name in _OF_CODES for check in column.checks):
        return cells, _NO_ROWS
    pointed = pc.match_substring_regex(cells.values, _DIGITS_WITH_POINT)
    if not pc.any(pointed).as_py():
        return cells, _NO_ROWS
    rows = rows_where(cells.spread(pointed.to_numpy(zero_copy_only=False)))
    bare = pc.replace_substring_regex(cells.values, r"\.0+\z", "")
    return cells.with_values(pc.if_else(pointed, bare, cells.values)), rows


#: What programs write where there is nothing: pandas, R, SQL, Excel and Python; in small letters.
_NOTHING = frozenset(
    {"nan", "<na>", "nat", "n/a", "#n/a", "na", "none", "null", "(null)", "nil", "#null!", r"\n"}
)

#: Written so it may be somebody's name.
_MAY_BE_NAMES = frozenset({"Null", "Nan", "Na", "Nat", "Nil"})

#: Checks of a text that may be any: a column with others has words or codes of its own.
_ANY_TEXT = frozenset({"name", "address"})

_WRITTEN_FOR_NOTHING = "this is what programs write where there is nothing"


def names_of_nothing(text: TextTable, contract: Contract, findings: Findings) -> list[Problem]:
    """``nan`` or ``N/A`` is no name, and a warning where it may be what somebody meant to say."""
    warnings: list[Problem] = []
    for name, column in contract.columns.items():
        checks = {check.name for check in column.checks}
        cells = text.columns[name]
        if column.kind != "text" or not checks <= _ANY_TEXT:
            continue
        nothing = [each.casefold() in _NOTHING for each in cells.texts]
        if not any(nothing):
            continue
        surely = [
            is_it and "name" in checks and each not in _MAY_BE_NAMES
            for is_it, each in zip(nothing, cells.texts, strict=True)
        ]
        perhaps = cells.spread(np.array(nothing) & ~np.array(surely))
        mend = "Write the name, or leave the cell empty" if column.nullable else "Write the name"
        says = f"expected a name; {_WRITTEN_FOR_NOTHING}. {mend}."
        findings.add(Finding("no_name", name, rows_where(cells.spread(surely)), says))
        doubt = f"{_WRITTEN_FOR_NOTHING}; it would be published as it stands. Empty the cell if so."
        warnings += _warnings(Finding("no_name", name, rows_where(perhaps), doubt), text)
    return warnings


def _warnings(finding: Finding, text: TextTable) -> Iterator[Problem]:
    for _, problem in finding.problems(text):
        yield replace(problem, severity="warning")
