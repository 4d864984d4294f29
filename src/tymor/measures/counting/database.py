"""A DuckDB database that lives as long as one stage, within the limits of ``params/engine.yml``."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from tymor.config import EngineSettings

Engine = duckdb.DuckDBPyConnection


@contextmanager
def open_engine(settings: EngineSettings) -> Iterator[Engine]:
    """An empty database; what outgrows its memory goes to a temporary folder.

    Nothing is fetched from outside: extensions are neither loaded nor installed by themselves.
    """
    with tempfile.TemporaryDirectory(prefix="tymor-engine-") as aside:
        engine = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{settings.memory_limit_mb}MB",
                "threads": settings.threads,
                "temp_directory": aside,
                # The order of rows is asked for where it matters; keeping it costs memory.
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        try:
            yield engine
        finally:
            engine.close()
