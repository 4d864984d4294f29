"""How a CSV file is written: its headings, and the sign between its cells."""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tymor.inputs.readers.raw import RawTable, unreadable
from tymor.inputs.readers.table_file import TableFile

#: No row of headings, with what stands above it, is longer than this many bytes.
_HEADINGS = 100_000

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True)
class Form:
    """How a CSV file is written."""

    headings: tuple[str, ...]
    separator: str
    heading_row: int


def form_of(data: bytes, file: TableFile) -> Form | RawTable:
    """The headings, and the sign between them: the one that makes most cells of them."""
    row = file.kept.heading_row
    text = data[:_HEADINGS].decode("utf-8", errors="ignore")
    found = {sign: next(islice(records(text, sign), row - 1, None), []) for sign in _SEPARATORS}
    if not any(heading.strip() for heading in found[","]):
        message = "the row is empty; expected the headings there. Take out what stands above them."
        return unreadable(file.name, "no_headings", message, row=row)
    most = max(len(headings) for headings in found.values())
    signs = [sign for sign, headings in found.items() if len(headings) == most]
    if most == 1 and "|" in found[","][0]:
        message = (
            "the headings are separated by upright strokes; expected commas, semicolons or "
            "tabs. In Excel, use Save As with the type 'CSV UTF-8 (Comma delimited)'."
        )
        return unreadable(file.name, "separator", message, row=row)
    if most > 1 and len(signs) > 1:
        names = " and ".join(_SEPARATORS[sign] for sign in signs)
        message = (
            f"the headings hold as many {names}, so nobody can tell which separate them; "
            "expected one of the two. Write the headings with one sign between them."
        )
        return unreadable(file.name, "separator", message, row=row)
    return Form(tuple(found[signs[0]]), signs[0], row)


def records(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The records of a CSV text, whatever the length of a cell."""
    csv.field_size_limit(sys.maxsize)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
