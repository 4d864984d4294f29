"""The kinds of column a contract is made of, and what is checked of their cells.

A check's ``error`` is the end of the message a person reads: what was expected
and how to mend it. It may name other cells of the same row, as ``{denominator}``.
An empty cell is the business of the rule ``required`` alone: every other check
lets it pass, so that one fault gives one message.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Test = Callable[[Any], Any]
Kind = Literal["text", "whole", "number", "date"]

DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
}

REPEATED_KEY = "repeated_key"
REQUIRED = "required"

#: For ``empty``: nothing more to say than that the cell may stay empty.
MAY_BE_EMPTY = "Put the number, or leave the cell empty if there is none."

#: The same for a date.
NO_DATE = "Put the date, or leave the cell empty if there is none."

#: More words than this are not listed in a message.
_LISTED = 12


@dataclass(frozen=True)
class Check:
    """What must hold of a column's cells; of a rule, of several cells of a row.

    ``test`` gets a column's different values (of a rule: the different rows of the columns that
    it ``needs``) and says which are right. ``allowed`` are the few values that there are.
    """

    test: Test
    name: str
    error: str
    description: str = ""
    allowed: tuple[str, ...] | None = None
    column: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table; a file may do without one that is not ``required``.

    ``nullable`` says that a number or date may be absent; whether a text may be empty is a
    check's business. ``mend`` says what to do about a cell that is no number or date.
    """

    kind: Kind
    checks: tuple[Check, ...]
    nullable: bool
    required: bool
    description: str
    example: str
    unit: str
    mend: str


def text(
    description: str,
    example: str,
    *checks: Check,
    required: bool = True,
    optional: bool = False,
) -> Column:
    """Words or a code; one that need not be there is ``""`` where empty.

    ``optional`` says that a file may do without the whole column.
    """
    presence = [required_text()] if required and not optional else []
    return _column("text", description, [*presence, *checks], None, (example, ""), optional)


def whole(
    description: str,
    example: str,
    *,
    minimum: int = 0,
    maximum: int | None = None,
    empty: str | None = None,
) -> Column:
    """A whole number, counted from ``minimum``; ``<NA>`` where empty.

    ``empty`` says what to do where there is no number; ``None`` where there must be one.
    """
    checks = [between(minimum, maximum, "count")]
    return _column("whole", description, checks, empty, (example, ""))


def number(
    description: str,
    example: str,
    *,
    unit: str,
    span: tuple[float, float | None] | None = None,
    empty: str | None = None,
) -> Column:
    """A number with a decimal point; NaN where empty. ``empty`` as for :func:`whole`."""
    checks = [between(*span, unit)] if span else []
    return _column("number", description, checks, empty, (example, unit))


def day(
    description: str, example: str, *, empty: str | None = NO_DATE, optional: bool = False
) -> Column:
    """A date as 2017-09-28; NaT where empty. ``empty`` as for :func:`whole`."""
    return _column("date", description, [], empty, (example, ""), optional)


def _column(
    kind: Kind,
    description: str,
    checks: list[Check],
    empty: str | None,
    shown: tuple[str, str],
    optional: bool = False,
) -> Column:
    example, unit = shown
    mend = _REQUIRED_MEND[kind == "date"] if empty is None else empty
    return Column(
        kind, tuple(checks), empty is not None, not optional, description, example, unit, mend
    )


#: What to do about a number, and a date, that every row must have.
_REQUIRED_MEND = (
    "Put the number; if there is none, leave the whole row out.",
    "Put the date; if there is none, leave the whole row out.",
)


def may_be_empty(column: Column) -> bool:
    """Whether a cell of this column may be left empty."""
    if column.kind != "text":
        return column.nullable
    return all(check.name != REQUIRED for check in column.checks)


def named(description: str, example: str, *checks: Check) -> Column:
    """A name people read: a date or a bare number there belongs to another column."""
    return text(
        description,
        example,
        shaped(
            "name",
            lambda value: any(letter.isalpha() for letter in value),
            "a name, with letters in it",
            "Write the name, or move the value to where it belongs",
        ),
        *checks,
    )


def code(description: str, example: str, *, number: bool = False) -> Column:
    """A word without spaces that stands for something, such as a subject.

    ``number`` says that it may begin with a digit, as a pupil's code does.
    """
    begins = "" if number else ", a letter first"
    # Asked of all values at once: there are as many codes as pupils.
    pattern = f"(?:[A-Za-z{'0-9' if number else ''}][A-Za-z0-9_-]{{0,39}})?"
    check = Check(
        lambda cells: cells.str.fullmatch(pattern).astype(bool),
        name="code",
        error=f"expected a code of letters, digits, hyphens and underscores{begins}. "
        "Write it without spaces or other signs.",
        description=f"a code of letters, digits, hyphens and underscores{begins}",
    )
    return text(description, example, check)


def words_of(column: Column) -> tuple[str, ...] | None:
    """The few words a column allows, where it is a column of words."""
    return next((check.allowed for check in column.checks if check.name == "words"), None)


def required_text() -> Check:
    return Check(
        lambda cells: cells != "",
        name=REQUIRED,
        error="the cell is empty; expected a value in every row. Fill it in.",
    )


def words(allowed: Collection[str]) -> Check:
    """One of a few words, written exactly so."""
    return one_of("words", allowed, f"one of {listing(allowed)}", "Use one of these words")


def one_of(
    name: str, allowed: Collection[str], expected: str, mend: str, *, describe: str = ""
) -> Check:
    """A value of ``allowed``; a near miss is named in the message."""
    right = {"", *allowed}
    return Check(
        lambda cells: pd.Series([value in right for value in cells], cells.index, dtype=bool),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=describe or expected,
        allowed=tuple(sorted(allowed)),
    )


def shaped(
    name: str,
    test: Callable[[str], bool],
    expected: str,
    mend: str,
    allowed: Collection[str] | None = None,
) -> Check:
    """A text of a certain shape; ``test`` sees each different value once."""
    return Check(
        lambda cells: cells.map(lambda value: value == "" or test(value)).astype(bool),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=expected,
        allowed=None if allowed is None else tuple(allowed),
    )


def between(least: float, most: float | None, unit: str) -> Check:
    expected = span_of(least, most)
    noun = {"pct": "a percentage", "count": "a whole number"}.get(unit, "a number")
    return Check(
        lambda cells: (cells >= least) & (most is None or cells <= most),
        name="range",
        error=f"expected {noun} {expected}. Correct the number.",
        description=expected.removeprefix("of "),
    )


def row_rule(
    name: str, column: str, needs: Collection[str], test: Test, *, says: str, describe: str
) -> Check:
    """A rule over several cells of a row; the message points at ``column``.

    ``test`` gets the columns that it ``needs``, each different row of them once,
    and says which are right, also where a cell it needs is empty. ``says`` is the
    message, ``describe`` the rule.
    """
    return Check(
        lambda rows: pd.Series(test(rows), index=rows.index),
        name=name,
        error=says,
        description=describe,
        column=column,
        needs=tuple(needs),
    )


def span_of(least: float, most: float | None) -> str:
    return f"of {least:g} or more" if most is None else f"from {least:g} to {most:g}"


def listing(allowed: Collection[str]) -> str:
    """``core, enhanced``; a long list only begins."""
    values = sorted(allowed)
    shown = ", ".join(values[:_LISTED])
    return shown if len(values) <= _LISTED else f"{shown} and {len(values) - _LISTED} more"
