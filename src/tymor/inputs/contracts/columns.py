"""The kinds of column a contract is made of, as pandera columns.

A check's ``error`` is the end of the message a person reads: what was expected
and how to mend it. It may name other cells of the same row, as ``{denominator}``.
An empty cell is the business of the rule ``required`` alone: every other check
lets it pass, so that one fault gives one message.
"""

from collections.abc import Callable, Collection
from typing import Any, Literal

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
REQUIRED = "required"

#: For ``empty``: nothing more to say than that the cell may stay empty.
MAY_BE_EMPTY = "Put the number, or leave the cell empty if there is none."

#: The same for a date.
NO_DATE = "Put the date, or leave the cell empty if there is none."

#: More words than this are not listed in a message.
_LISTED = 12


class Check(pa.Check):
    """A pandera check that can also be asked directly, without pandera's book-keeping.

    ``test`` gets a column's different values (of a rule: the whole table) and says
    which are right. On a million rows, or in a thousand small tables, asking it
    directly is many times quicker than ``schema.validate``, which gives the same.
    """

    def __init__(self, test: Test, **said: Any) -> None:
        super().__init__(test, **said)
        self.test = test

    @classmethod
    def get_backend(cls, check_obj: Any) -> Any:
        """pandera knows its own class only, by name."""
        return pa.Check.get_backend(check_obj)


def text(
    description: str,
    example: str,
    *checks: Check,
    required: bool = True,
    optional: bool = False,
) -> pa.Column:
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
) -> pa.Column:
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
) -> pa.Column:
    """A number with a decimal point; NaN where empty. ``empty`` as for :func:`whole`."""
    checks = [between(*span, unit)] if span else []
    return _column("number", description, checks, empty, (example, unit))


def day(
    description: str, example: str, *, empty: str | None = NO_DATE, optional: bool = False
) -> pa.Column:
    """A date as 2017-09-28; NaT where empty. ``empty`` as for :func:`whole`."""
    return _column("date", description, [], empty, (example, ""), optional)


def _column(
    kind: Kind,
    description: str,
    checks: list[Check],
    empty: str | None,
    shown: tuple[str, str],
    optional: bool = False,
) -> pa.Column:
    example, unit = shown
    mend = _REQUIRED_MEND[kind == "date"] if empty is None else empty
    return pa.Column(
        DTYPES[kind],
        [*checks],
        nullable=empty is not None,
        required=not optional,
        description=description,
        metadata={"kind": kind, "example": example, "unit": unit, "mend": mend},
    )


#: What to do about a number, and a date, that every row must have.
_REQUIRED_MEND = (
    "Put the number; if there is none, leave the whole row out.",
    "Put the date; if there is none, leave the whole row out.",
)


def kind_of(column: pa.Column) -> Kind:
    """Which of the four kinds a contract's column is."""
    kind: Kind = column.metadata["kind"]
    return kind


def may_be_empty(column: pa.Column) -> bool:
    """Whether a cell of this column may be left empty."""
    if kind_of(column) != "text":
        return bool(column.nullable)
    return all(check.name != REQUIRED for check in column.checks)


def named(description: str, example: str, *checks: Check) -> pa.Column:
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


def code(description: str, example: str, *, number: bool = False) -> pa.Column:
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


def words_of(column: pa.Column) -> list[str] | None:
    """The few words a column allows, where it is a column of words."""
    for check in column.checks:
        if check.name == "words":
            allowed: list[str] = check.statistics["allowed"]
            return allowed
    return None


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
    values = sorted(allowed)
    right = {"", *values}
    return Check(
        lambda cells: pd.Series([value in right for value in cells], cells.index, dtype=bool),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=describe or expected,
        statistics={"allowed": values},
    )


def shaped(
    name: str, test: Callable[[str], bool], expected: str, mend: str, **statistics: Any
) -> Check:
    """A text of a certain shape; ``test`` sees each different value once."""
    return Check(
        lambda cells: cells.map(lambda value: value == "" or test(value)).astype(bool),
        name=name,
        error=f"expected {expected}. {mend}.",
        description=expected,
        statistics=statistics,
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
        statistics={"column": column, "needs": list(needs)},
        ignore_na=False,
    )


def unique_key(key: list[str]) -> Check:
    """No two rows with one key: the first stays, the message of the others names it.

    (pandera's own ``unique`` takes minutes where a whole file stands there twice.)
    """
    return row_rule(
        REPEATED_KEY,
        " + ".join(key),
        key,
        lambda rows: ~rows.duplicated(key),
        says="",  # the message needs the other row: validate writes it
        describe="",
    )


def span_of(least: float, most: float | None) -> str:
    return f"of {least:g} or more" if most is None else f"from {least:g} to {most:g}"


def listing(allowed: Collection[str]) -> str:
    """``core, enhanced``; a long list only begins."""
    values = sorted(allowed)
    shown = ", ".join(values[:_LISTED])
    return shown if len(values) <= _LISTED else f"{shown} and {len(values) - _LISTED} more"
