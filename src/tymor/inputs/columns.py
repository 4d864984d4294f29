"""The kinds of column a contract is made of, as pandera columns.

A check's ``error`` is the end of the message a person reads: what was expected
and how to mend it. It may name other cells of the same row, as ``{denominator}``.
An empty cell is the business of the rule ``required`` alone: every other check
lets it pass, so that one fault gives one message.
"""

from collections.abc import Callable, Collection
from typing import Any, Literal

import numpy as np
import pandas as pd
import pandera.pandas as pa

Test = Callable[[Any], Any]
Kind = Literal["text", "whole", "number", "date"]

DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
}

REPEATED_KEY = "repeated_key"

#: For ``empty``: nothing more to say than that the cell may stay empty.
MAY_BE_EMPTY = "Put the number, or leave the cell empty if there is none."

#: More words than this are not listed in a message.
_LISTED = 12


def text(
    description: str,
    example: str,
    *checks: pa.Check,
    required: bool = True,
) -> pa.Column:
    """Words or a code; an optional one that is empty is ``""``."""
    presence = [required_text()] if required else []
    return _column("text", description, [*presence, *checks], None, (example, ""))


def whole(
    description: str, example: str, *, minimum: int = 0, empty: str | None = None
) -> pa.Column:
    """A whole number, counted from ``minimum``; ``<NA>`` where empty.

    ``empty`` says what to do where there is no number; ``None`` where there must be one.
    """
    return _column("whole", description, [between(minimum, None, "count")], empty, (example, ""))


def number(
    description: str,
    example: str,
    *,
    unit: str,
    span: tuple[float, float | None] | None = None,
    empty: str | None = None,
) -> pa.Column:
    """A number with a decimal point; NaN where empty. ``empty`` as for :func:`whole`."""
    checks = [between(*span, unit)] if span else []
    return _column("number", description, checks, empty, (example, unit))


def day(description: str, example: str) -> pa.Column:
    """A date as 2017-09-28, or none; NaT where empty."""
    empty = "Put the date, or leave the cell empty if there is none."
    return _column("date", description, [], empty, (example, ""))


def _column(
    kind: Kind,
    description: str,
    checks: list[pa.Check],
    empty: str | None,
    shown: tuple[str, str],
) -> pa.Column:
    example, unit = shown
    mend = "Put the number; if there is none, leave the whole row out." if empty is None else empty
    return pa.Column(
        DTYPES[kind],
        checks,
        nullable=empty is not None,
        description=description,
        metadata={"kind": kind, "example": example, "unit": unit, "mend": mend},
    )


def kind_of(column: pa.Column) -> Kind:
    """Which of the four kinds a contract's column is."""
    kind: Kind = column.metadata["kind"]
    return kind


def may_be_empty(column: pa.Column) -> bool:
    """Whether a cell of this column may be left empty."""
    if kind_of(column) != "text":
        return bool(column.nullable)
    return all(check.name != "required" for check in column.checks)


def required_text() -> pa.Check:
    return pa.Check(
        lambda cells: cells != "",
        name="required",
        error="the cell is empty; expected a value in every row. Fill it in.",
    )


def words(allowed: Collection[str]) -> pa.Check:
    """One of a few words, written exactly so."""
    return one_of("words", allowed, f"one of {listing(allowed)}", "Use one of these words")


def one_of(
    name: str, allowed: Collection[str], expected: str, mend: str, *, describe: str = ""
) -> pa.Check:
    """A value of ``allowed``; a near miss is named in the message."""
    values = sorted(allowed)
    return pa.Check(
        lambda cells: cells.isin(["", *values]),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=describe or expected,
        statistics={"allowed": values},
    )


def shaped(
    name: str, test: Callable[[str], bool], expected: str, mend: str, **statistics: Any
) -> pa.Check:
    """A text of a certain shape; ``test`` sees each different value once."""
    return pa.Check(
        lambda cells: each_value(cells, lambda value: value == "" or test(value)),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=expected,
        statistics=statistics,
    )


def between(least: float, most: float | None, unit: str) -> pa.Check:
    expected = span_of(least, most)
    noun = {"pct": "a percentage", "count": "a whole number"}.get(unit, "a number")
    return pa.Check(
        lambda cells: (cells >= least) & (most is None or cells <= most),
        name="range",
        error=f"expected {noun} {expected}. Correct the number.",
        description=expected.removeprefix("of "),
    )


def row_rule(name: str, column: str, test: Test, *, says: str, describe: str) -> pa.Check:
    """A rule over several cells of a row; the message points at ``column``.

    ``test`` gets the table and returns True for each row that is right, also
    where a cell it needs is empty. ``says`` is the message, ``describe`` the rule.
    """
    return pa.Check(
        test,
        name=name,
        error=says,
        description=describe,
        statistics={"column": column},
        ignore_na=False,
    )


def unique_key(key: list[str]) -> pa.Check:
    """No two rows with one key: the first stays, the message of the others names it.

    (pandera's own ``unique`` takes minutes where a whole file stands there twice.)
    """
    return row_rule(
        REPEATED_KEY,
        " + ".join(key),
        lambda rows: ~rows.duplicated(key),
        says="",  # the message needs the other row: validate writes it
        describe="",
    )


def each_value(cells: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """``test`` of every cell, asked once for each different value."""
    codes, values = pd.factorize(cells)
    known = np.fromiter((test(value) for value in values), dtype=bool, count=len(values))
    # An absent cell (code -1) takes the last place: it passes.
    return pd.Series(np.append(known, True)[codes], index=cells.index)


def span_of(least: float, most: float | None) -> str:
    return f"of {least:g} or more" if most is None else f"from {least:g} to {most:g}"


def listing(allowed: Collection[str]) -> str:
    """``core, enhanced``; a long list only begins."""
    values = sorted(allowed)
    shown = ", ".join(values[:_LISTED])
    return shown if len(values) <= _LISTED else f"{shown} and {len(values) - _LISTED} more"
