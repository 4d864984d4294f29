"""What a contract is: one table's columns, key and rules, and what it may refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import pandas as pd

from tymor.inputs.model import Vocabulary

Kind = Literal["text", "whole", "number", "date"]
Codes = frozenset[str]

DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
}


@dataclass(frozen=True)
class Known:
    """What a table may refer to.

    ``la_codes`` and ``school_ids`` are ``None`` where their table could not be
    read: that was said already, so references to it are not held against a row.
    ``open_years`` has the first and the last academic year, by the calendar year
    each begins in, in which a school was open; ``sectors`` its kind. A school
    that is in neither is held to nothing.
    """

    vocabulary: Vocabulary
    la_codes: Codes | None = frozenset()
    school_ids: Codes | None = frozenset()
    open_years: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)

    @property
    def area_ids(self) -> Codes | None:
        if self.la_codes is None or self.school_ids is None:
            return None
        return self.vocabulary.partnership_ids | self.la_codes | self.school_ids


@dataclass(frozen=True, kw_only=True)
class Check:
    """What must hold of a column's cells; of a rule, of several cells of a row.

    ``test`` gets a column's different values (of a rule: the different rows of the columns that
    it ``needs``) and says which are right. An empty cell is right for all but the rules that ask
    for one. ``error`` is the end of the message a person reads: what was expected and how to mend
    it; a rule's points at ``column`` and may name other cells of the row, as ``{denominator}``.
    ``allowed`` are the few values that there are.
    """

    name: str
    test: Callable[[Any], Any]
    error: str
    description: str
    allowed: tuple[str, ...] | None = None
    column: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table; a file may do without one that is not ``required``.

    ``nullable`` says that a cell may be empty, ``mend`` what to do about one that is no number
    or date.
    """

    kind: Kind
    checks: tuple[Check, ...]
    nullable: bool
    required: bool
    description: str
    example: str
    unit: str
    mend: str

    @property
    def words(self) -> tuple[str, ...] | None:
        """The few words that the column allows, where it is a column of words."""
        return next((check.allowed for check in self.checks if check.name == "words"), None)

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """All that may stand in the column, where that is listed anywhere: words or codes."""
        return next((check.allowed for check in self.checks if check.allowed is not None), None)


@dataclass(frozen=True)
class Contract:
    """One table of the data folders.

    ``rules`` are over several cells of a row, or over what the row refers to. A table
    of very many rows is ``coded``: its texts are categories.
    """

    table: str
    one_row_per: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    rules: tuple[Check, ...]
    coded: bool

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that no file may do without."""
        return tuple(name for name, column in self.columns.items() if column.required)

    @property
    def statuses(self) -> tuple[str, ...]:
        """What may be said of a figure, or in its place; nothing where the table says nothing."""
        status = self.columns.get("status")
        return (status.words or ()) if status else ()

    def empty(self) -> pd.DataFrame:
        """The table without a row, its columns and types in place."""
        kinds = {name: DTYPES[column.kind] for name, column in self.columns.items()}
        kinds |= {"source_file": "str", "source_row": "int64"}
        return _empty(tuple(kinds.items())).copy()


@cache
def _empty(kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Columns of these kinds, made once: most projects lack most tables."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds})
