"""Reading a table by asking a database for it; nothing is ever written there."""

import warnings

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from tymor.errors import Problem
from tymor.inputs.folder_entries import Unreadable
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.database_url import Address, AddressRefused, address_of
from tymor.inputs.readers.raw import RawTable, as_text, raw_table
from tymor.inputs.readers.table_file import Sql, TableFile

#: Rows asked for at a time: a million at once would be held twice over.
_AT_ONCE = 50_000


def read_sql(file: TableFile) -> RawTable:
    """The rows a query gives, numbered from 2, as if its headings stood in row 1."""
    sql = file.kept.sql
    assert sql is not None
    try:
        return _ask(address_of(sql, file.path.parent), sql)
    except AddressRefused as refused:
        raise Unreadable(Problem(file.name, "database", str(refused))) from None


def _ask(address: Address, sql: Sql) -> RawTable:
    """What a driver says is quoted without the address's secrets, and never chained to."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they quote the address, at the terminal
            engine = create_engine(address.url, poolclass=NullPool, hide_parameters=True)
            with engine.connect() as connection:
                return _rows(_reading_only(connection), sql.query)
    except AddressRefused:
        raise
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        says = (
            f"this kind of database cannot be asked here ({_said(address, error)}). Install its "
            "driver; for PostgreSQL: pip install 'psycopg[binary]', and begin the address with "
            "postgresql+psycopg://."
        )
    except DBAPIError as error:
        cause = _said(address, error.orig)
        says = f"{address} refused ({cause}). Correct the address or the query."
    except SQLAlchemyError as error:
        says = f"the query gives no table ({_said(address, error)})."
    except Exception as error:  # a driver raises anything where it does not know a setting
        says = f"{address} cannot be asked ({_said(address, error)}). Correct the address."
    raise AddressRefused(says)


def _said(address: Address, error: BaseException | None) -> str:
    """The first line of an error's own words."""
    lines = address.scrubbed(str(error)).splitlines()
    return next(iter(lines), type(error).__name__)


def _reading_only(connection: Connection) -> Connection:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
        return connection
    if connection.dialect.name == "postgresql":
        return connection.execution_options(postgresql_readonly=True, stream_results=True)
    return connection.execution_options(stream_results=True)


def _rows(connection: Connection, query: str) -> RawTable:
    # A colon in a query is a colon: there are no parameters to fill in.
    result = connection.execute(text(query.replace(":", r"\:")))
    if not result.returns_rows:
        raise AddressRefused("the query gives no rows; expected one that begins with SELECT.")
    headings = list(result.keys())
    parts: list[list[pa.Array]] = [[] for _ in headings]
    rows = 0
    for batch in result.partitions(_AT_ONCE):
        rows += len(batch)
        for part, values in zip(parts, zip(*batch, strict=True), strict=True):
            part.append(pa.array(map(as_text, values), pa.large_string()))
    columns = [Cells.encode(pa.chunked_array(part, pa.large_string())) for part in parts]
    return raw_table(headings, columns, np.arange(2, rows + 2, dtype=np.int64))
