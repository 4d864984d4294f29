"""Reading a table by asking a database for it; nothing is ever written there."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from tymor.errors import TymorError
from tymor.inputs.as_text import as_text
from tymor.inputs.cells import Cells
from tymor.inputs.raw import RawTable, raw_table, unreadable
from tymor.inputs.table_file import Sql, TableFile

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

#: Rows asked for at a time: a million at once would be held twice over.
_AT_ONCE = 50_000


class _Refused(TymorError):
    """Why a database gave no table."""


def read_sql(file: TableFile) -> RawTable:
    """The rows a query gives, numbered from 2, as if its headings stood in row 1."""
    sql = file.kept.sql
    assert sql is not None
    try:
        return _ask(_url(sql, file.path.parent), sql)
    except _Refused as refused:
        return unreadable(file.name, "database", str(refused))


def _url(sql: Sql, folder: Path) -> URL:
    """The address with the environment's values in it; an SQLite file lies beside the mapping."""
    if missing := [name for name in _VARIABLE.findall(sql.url) if name not in os.environ]:
        raise _Refused(
            f"the address names {missing[0]}, which the environment does not have. Set it, as in "
            f"export {missing[0]}=…"
        )
    try:
        url = make_url(_VARIABLE.sub(lambda name: os.environ[name[1]], sql.url))
    except (ArgumentError, ValueError):  # the address may hold a password: it is not repeated
        raise _Refused(
            "the address cannot be read; expected one such as "
            "postgresql+psycopg://name@host/database or sqlite:///pupils.db."
        ) from None
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return url
    database = folder / str(url.database)
    if not database.is_file():
        raise _Refused(f"there is no database {url.database}; expected it beside mapping.yml.")
    return url.set(database=str(database))


def _ask(url: URL, sql: Sql) -> RawTable:
    where = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            return _rows(_reading_only(connection), sql.query)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise _Refused(
            f"this kind of database cannot be asked here ({error}). Install its driver; for "
            "PostgreSQL: pip install 'psycopg[binary]', and begin the address with "
            "postgresql+psycopg://."
        ) from None
    except DBAPIError as error:
        raise _Refused(
            f"{_shown(where)} refused ({_first_line(error.orig)}). "
            "Correct the address or the query."
        ) from None
    except SQLAlchemyError as error:
        raise _Refused(f"the query gives no table ({_first_line(error)}).") from None


def _shown(where: str) -> str:
    """An SQLite file by its name alone: its folder is known from the file named before it."""
    return f"sqlite:///{Path(where).name}" if where.startswith("sqlite") else where


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
        raise _Refused("the query gives no rows; expected one that begins with SELECT.")
    headings = list(result.keys())
    parts: list[list[pa.Array]] = [[] for _ in headings]
    rows = 0
    for batch in result.partitions(_AT_ONCE):
        rows += len(batch)
        for part, values in zip(parts, zip(*batch, strict=True), strict=True):
            part.append(pa.array(_texts(values), pa.large_string()))
    columns = [Cells.encode(pa.chunked_array(part, pa.large_string())) for part in parts]
    return raw_table(headings, columns, np.arange(2, rows + 2, dtype=np.int64))


def _texts(values: tuple[Any, ...]) -> Iterator[str]:
    return (as_text(value) for value in values)


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
