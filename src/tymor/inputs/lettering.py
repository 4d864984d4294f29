"""Cells whose very letters show that something went wrong on the way here."""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tymor.inputs.findings import Finding, Findings, Hint, rows_where
from tymor.inputs.readers.encoding import SUSPECT, mistaken_for_windows
from tymor.inputs.readers.raw import TextTable

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
