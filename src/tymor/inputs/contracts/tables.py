"""Every table Tymor reads, as ``tables.yml`` describes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tymor.inputs.contracts.columns import SaidOfColumn, SaidOfColumns, column_of
from tymor.inputs.contracts.contract import Contract, Known
from tymor.inputs.contracts.rules import RULES, no_more_than
from tymor.yaml_files import read_yaml


class Table(BaseModel):
    """A table as ``tables.yml`` describes it; what each key means stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one_row_per: str
    key: tuple[str, ...]
    parents: tuple[str, ...] = ()
    parts: dict[str, str] = {}
    rules: tuple[str, ...] = ()
    coded: bool = False
    at_end_of_year: tuple[str, ...] | Literal["row"] = ()
    columns: dict[str, SaidOfColumn | Literal["shared"]]


class _File(SaidOfColumns):
    tables: dict[str, Table]


_FILE = _File.model_validate(read_yaml(Path(__file__).with_name("tables.yml"), as_text=True))

#: In an order in which each finds its parents read.
TABLES: Mapping[str, Table] = _FILE.tables


def contract_of(name: str, known: Known) -> Contract:
    """The contract of a table, held against what is known so far."""
    table = TABLES[name]
    columns = {
        column: column_of(_FILE.shared[column] if said == "shared" else said, _FILE, known)
        for column, said in table.columns.items()
    }
    measures = known.vocabulary.measures if "measure_id" in table.columns else None
    rules = [no_more_than(part, whole, measures) for part, whole in table.parts.items()]
    for rule in table.rules:
        rules += RULES[rule](known, columns)
    return Contract(name, table.one_row_per, columns, table.key, tuple(rules), table.coded)


def all_contracts(known: Known) -> dict[str, Contract]:
    """Every contract, by the name of its table."""
    return {name: contract_of(name, known) for name in TABLES}
