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


#: The meaning of a code word whose rows are left out.
SKIP = "skip"

#: What becomes of words without a meaning, unless something else is said: each is told.
REST_IS_WRONG = "error"


class Codes(BaseModel):
    """What each code word of a column means, and what becomes of the ``rest``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    means: dict[str, str] = Field(min_length=1)
    rest: str = REST_IS_WRONG


class Kept(BaseModel):
    """How one file or query of a partnership holds a table.

    ``columns`` gives the partnership's heading of a column, ``rows`` for a column of a wide table
    the pattern of its headings, ``words`` words and what they mean, ``codes`` the words of a whole
    column and what becomes of the rest, ``formats`` an example of how a column is written,
    ``fixed`` a value that stands in no column because it is the same in every row, ``leave_out``
    words of the file's own columns whose rows are of no concern, ``ignore`` headings that are of
    none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    file: str | None = None
    sql: Sql | None = None
    sheet: str | None = None
    heading_row: int = Field(default=1, ge=1)
    columns: dict[str, str] = {}
    rows: dict[str, str] = {}
    formats: dict[str, str] = {}
    codes: dict[str, Codes] = {}
    words: dict[str, dict[str, str]] = {}
    fixed: dict[str, str] = {}
    leave_out: dict[str, tuple[str, ...]] = {}
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableFile:
    """A file (or query) that holds a table.

    ``name`` is what messages call it, ``source`` the folder whose ``source.yml`` tells of it.
    ``languages`` are those that names of months may be in.
    """

    table: str
    path: Path
    name: str
    kept: Kept = field(default_factory=Kept)
    source: str = ""
    languages: tuple[str, ...] = ()
