"""Typed values of workbooks and databases, as the text a CSV would hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any


def as_text(value: Any) -> str:  # noqa: PLR0911 - one answer for each type
    """A value as a CSV file would have it; nothing is ``""``.

    >>> as_text(12.0), as_text(0.000001), as_text(date(2017, 9, 28)), as_text(None)
    ('12', '0.000001', '2017-09-28', '')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return format(Decimal(repr(value)), "f")
        case Decimal():
            return format(value, "f")
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
