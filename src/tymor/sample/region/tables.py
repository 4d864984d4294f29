"""The files of an invented region while they grow."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tymor.sample.folder import AROUND
from tymor.sample.region import rows, sessions

FILES = (
    "schools.csv",
    "results.parquet",
    "attendance.parquet",
    "targets.csv",
    "plan_actions.csv",
    "calendar.csv",
    *(f"{name}.csv" for name in AROUND),
    "post16_completion.csv",
    "source.yml",
)
"""Parquet for what is large, CSV for what someone might open."""

_SCHEMAS = {"results": rows.SCHEMA, "attendance": sessions.SCHEMA}


class RegionTables:
    """Appends to the tables; ``paths`` are where :data:`FILES` are written, in their order."""

    def __init__(self, paths: Sequence[Path]) -> None:
        names = [Path(name).stem for name in FILES]
        self._paths = dict(zip(names, paths, strict=True))
        # Without the Arrow schema in it, a reader sees plain text, not pandas categories.
        self._parquet = {
            name: pq.ParquetWriter(
                self._paths[name], schema, compression="zstd", store_schema=False
            )
            for name, schema in _SCHEMAS.items()
        }
        self._begun: set[str] = set()

    def parquet(self, name: str, table: pa.Table) -> None:
        """One row group: a phase and year (or a year) of one block."""
        self._parquet[name].write_table(table, row_group_size=max(len(table), 1))

    def csv(self, name: str, frame: pd.DataFrame) -> None:
        first = name not in self._begun
        self._begun.add(name)
        with self._paths[name].open("w" if first else "a", encoding="utf-8", newline="") as file:
            frame.to_csv(file, index=False, header=first, lineterminator="\n")

    def text(self, name: str, content: str) -> None:
        self._paths[name].write_text(content, encoding="utf-8", newline="\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._parquet.values():
            writer.close()
