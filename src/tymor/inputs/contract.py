"""What a contract is: one table's columns, key and rules, and what it leans on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from tymor.inputs.columns import DTYPES, kind_of, unique_key
from tymor.inputs.model import Vocabulary

Codes = frozenset[str]


@dataclass(frozen=True)
class Known:
    """What a table may refer to.

    ``la_codes`` and ``school_ids`` are ``None`` where their table could not be
    read: that was said already, so references to it are not held against a row.
    """

    vocabulary: Vocabulary
    la_codes: Codes | None = frozenset()
    school_ids: Codes | None = frozenset()

    @property
    def area_ids(self) -> Codes | None:
        if self.la_codes is None or self.school_ids is None:
            return None
        return self.vocabulary.partnership_ids | self.la_codes | self.school_ids


@dataclass(frozen=True)
class Contract:
    """One table of the data folders.

    ``parents`` are the tables whose rows every row of this one names.
    """

    table: str
    one_row_per: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    parents: tuple[str, ...] = ()

    @property
    def columns(self) -> Mapping[str, pa.Column]:
        columns: Mapping[str, pa.Column] = self.schema.columns
        return columns

    def empty(self) -> pd.DataFrame:
        """The table without a row, its columns and types in place."""
        kinds = {name: DTYPES[kind_of(column)] for name, column in self.columns.items()}
        kinds |= {"source_file": "str", "source_row": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


ContractMaker = Callable[[Known], Contract]


def contract(
    table: str,
    one_row_per: str,
    columns: Mapping[str, pa.Column],
    *,
    key: list[str],
    rules: list[pa.Check] | None = None,
    parents: tuple[str, ...] = (),
) -> Contract:
    schema = pa.DataFrameSchema(
        dict(columns),
        checks=[*(rules or []), unique_key(key)],
        name=table,
    )
    return Contract(table, one_row_per, schema, tuple(key), parents)
