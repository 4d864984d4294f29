"""What a contract is: one table's columns, key and rules, and what it leans on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from tymor.inputs.contracts.columns import DTYPES, Check, Column
from tymor.inputs.model import Vocabulary

Codes = frozenset[str]


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
    rules: tuple[Check, ...] = ()
    coded: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that no file may do without."""
        return tuple(name for name, column in self.columns.items() if column.required)

    def empty(self) -> pd.DataFrame:
        """The table without a row, its columns and types in place."""
        kinds = {name: DTYPES[column.kind] for name, column in self.columns.items()}
        kinds |= {"source_file": "str", "source_row": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


ContractMaker = Callable[[Known], Contract]


@dataclass(frozen=True)
class Table:
    """How a table's contract is made, and the ``parents`` whose rows its own rows name."""

    make: ContractMaker
    parents: tuple[str, ...] = ()


def contract(
    table: str,
    one_row_per: str,
    columns: Mapping[str, Column],
    *,
    key: list[str],
    rules: list[Check] | None = None,
    coded: bool = False,
) -> Contract:
    return Contract(table, one_row_per, dict(columns), tuple(key), tuple(rules or ()), coded)
