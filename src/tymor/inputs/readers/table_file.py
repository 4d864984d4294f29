"""Where a table is kept, and what ``mapping.yml`` says of it."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

#: What names of files end in that are read.
WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb")
FORMATS = (".csv", *WORKBOOKS, ".parquet")

#: Written for ``ignore``: every column that is no column of the table.
EVERYTHING_ELSE = "*"


class Sql(BaseModel):
    """A table that is asked of a database; ``${NAME}`` in the URL is taken from the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str = Field(min_length=1, repr=False)
    query: str = Field(min_length=1)


class Kept(BaseModel):
    """How one file or query of a partnership holds a table.

    ``columns`` gives the partnership's heading of a column, ``words`` its code
    words and what they mean, ``fixed`` a value that stands in no column because
    it is the same in every row, ``ignore`` headings that are of no concern.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    file: str | None = None
    sql: Sql | None = None
    sheet: str | None = None
    heading_row: int = Field(default=1, ge=1)
    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    fixed: dict[str, str] = {}
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableFile:
    """A file (or query) that holds a table. ``name`` is what messages call it."""

    table: str
    path: Path
    name: str
    kept: Kept = field(default_factory=Kept)
