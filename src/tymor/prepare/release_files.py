"""A release on disk: written bit by bit, read a table at a time."""

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tymor.measures.frame import COLUMNS, WORDS, as_figures, stacked
from tymor.publication import Publication

#: A school has some 800 figures. Fewer rows a group are read sooner, but more groups
#: have more statistics to look through: 8,000 was the quickest measured.
_ROWS_TOGETHER = 8_000
#: Tables that wait to be written, at most.
_WAITING = 4
#: Files hold text; that words are categories meanwhile is nobody's concern.
_PANDAS = pa.Schema.from_pandas(as_figures(pd.DataFrame()), preserve_index=False).metadata
_NUMBERS = {"float64": pa.float64(), "Int64": pa.int64(), "int64": pa.int64()}
_FIGURES = pa.schema(
    (name, _NUMBERS.get(kind, pa.dictionary(pa.int32(), pa.string())))
    for name, kind in COLUMNS.items()
)


class WriterThread:
    """Writes in a thread of its own, in the order asked, while the next tables are computed.

    What several audiences read is written once and copied. Leaving the block waits for all
    that was asked, and raises what went wrong; after an error in the block nothing more is
    written.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tymor-writer")
        self._asked: deque[Future[object]] = deque()
        self._written: list[tuple[pd.DataFrame, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: object, __: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            for done in self._asked:
                done.result()

    def soon(self, write: Callable[..., object], *what: object) -> None:
        """Call ``write(*what)`` after all that was asked before; ``what`` must not change."""
        while len(self._asked) >= _WAITING:  # tables waiting take memory
            self._asked.popleft().result()
        self._asked.append(self._thread.submit(write, *what))

    def table(self, table: pd.DataFrame, path: Path) -> None:
        """Write a table, or copy the file that this very table was written to."""
        written = next((old for held, old in self._written if held is table), None)
        if written is None:
            self.soon(partial(table.to_parquet, path, index=False))
            self._written.append((table, path))
        else:
            self.soon(shutil.copyfile, written, path)


class AudienceFiles:
    """Writes the tables of audiences that see the same figures, each to its folder.

    The folders are there already; figures come in the order of areas, and are written to
    ``first``, one of the folders.
    """

    def __init__(self, first: Path, writer: WriterThread) -> None:
        self._path = first / "figures.parquet"
        self._writer = writer
        self._figures = pq.ParquetWriter(
            self._path,
            _FIGURES,
            compression="snappy",
            use_dictionary=[*WORDS, "decimals"],
            # By these one area's rows are found; to gather others takes as long as to write.
            write_statistics=["area_id"],
            store_schema=False,
        )
        self._figures.add_key_value_metadata(_PANDAS)
        self._of_all: list[pd.DataFrame] = []

    def add_figures(self, figures: pd.DataFrame) -> None:
        """Figures of whole areas, limited to what the audience may see."""
        self._writer.soon(self._write, figures)
        of_all = (figures["kind"] == "actual") & (figures["group"] == "all")
        self._of_all.append(figures[of_all].drop(columns=["signal", "source", "status"]))

    def _write(self, figures: pd.DataFrame) -> None:
        table = pa.Table.from_arrays([_column(figures[name]) for name in COLUMNS], schema=_FIGURES)
        self._figures.write_table(table, row_group_size=_ROWS_TOGETHER)

    def actuals_of_all_learners(self) -> pd.DataFrame:
        """What was published of all learners."""
        return stacked(self._of_all)

    def close(self) -> None:
        """No more figures come."""
        self._writer.soon(self._figures.close)

    def finish(self, folder: Path, areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> None:
        """One audience's tables, as it may see them."""
        if folder / "figures.parquet" != self._path:
            self._writer.soon(shutil.copyfile, self._path, folder / "figures.parquet")
        for name, table in {"areas": areas, **tables}.items():
            self._writer.table(table, folder / f"{name}.parquet")


@dataclass(frozen=True)
class Release:
    """What one audience may read, by table name."""

    tables: Mapping[str, pd.DataFrame]


def _column(values: pd.Series) -> pa.Array:
    if values.dtype != "category":
        return pa.array(values)
    codes = pa.array(values.cat.codes.to_numpy(np.int32))
    return pa.DictionaryArray.from_arrays(codes, pa.array(values.cat.categories, pa.string()))


class StoredTables(Mapping[str, pd.DataFrame]):
    """A release's tables, each read from its file when asked for and not kept."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.stem: path for path in sorted(folder.glob("*.parquet"))}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self._files[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def stored_releases(publication: Publication) -> dict[str, Release] | None:
    """Every audience's release as it stands on disk; nothing where one is not there."""
    folders = {name: publication.release_folder(name) for name in publication.config.audiences}
    if not all((folder / "figures.parquet").exists() for folder in folders.values()):
        return None
    return {name: Release(StoredTables(folder)) for name, folder in folders.items()}
