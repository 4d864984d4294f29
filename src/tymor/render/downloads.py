"""A table as a file: CSV that a spreadsheet opens as it stands.

Numbers are plain (``-12.80``), so they can be calculated with; a figure without
a number keeps its word or symbol; and what colour and symbol say on the page
stands in a column of its own.
"""

import csv
import io
from typing import Any

from tymor.render.view import View

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table_csv(table: View) -> bytes:
    """One table of a page in one language as CSV (UTF-8 with a byte order mark).

    Parameters
    ----------
    table
        What :func:`tymor.render.view.view_table` gives.

    Returns
    -------
    bytes
        A heading row, then one row for each row of the table, section rows
        included. A column in which a figure has a signal is followed by one with
        the signal's word. A missing or suppressed figure is its status' word.
    """
    signals = _signals(table)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_headings(table, signals))
    for row in table["rows"]:
        line: list[str] = []
        for at, cell in enumerate(row["cells"]):
            line.append(_plain(cell))
            if at in signals:
                line.append(_safe(cell["word"]))
        writer.writerow(line)
    return out.getvalue().encode("utf-8-sig")


def _signals(table: View) -> dict[int, list[str]]:
    """Column -> the words of the signals that occur in it, in the legend's order."""
    words = [entry["word"] for entry in table["legend"]]
    found: dict[int, list[str]] = {}
    for at in range(len(table["columns"])):
        seen = {row["cells"][at]["word"] for row in table["rows"]} - {""}
        if seen:
            found[at] = [word for word in words if word in seen]
    return found


def _headings(table: View, signals: dict[int, list[str]]) -> list[str]:
    headings: list[str] = []
    for at, column in enumerate(table["columns"]):
        label = " ".join(part for part in (column["group"], column["label"]) if part)
        headings.append(_safe(label))
        if at in signals:
            headings.append(_safe(f"{label} – {' / '.join(signals[at])}"))
    return headings


def _plain(cell: dict[str, Any]) -> str:
    if not cell["numeric"]:
        return _safe(cell["text"])
    decimals = len(cell["text"].partition(".")[2])
    number = f"{cell['value']:.{decimals}f}"
    return number.removeprefix("-") if float(number) == 0 else number


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
