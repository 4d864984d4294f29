"""A folder of input tables: blocks of schools one after the other, then their authorities."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tymor.files import Writer
from tymor_invented.around.plan import (
    calendar,
    plan_actions,
    plan_priorities,
    recommendations,
)
from tymor_invented.around.support import costs
from tymor_invented.block import AROUND, Block, Part, parts
from tymor_invented.learners.printed import Printed
from tymor_invented.targets import Tally, targets

FILES = (
    *(f"{name}.csv" for name in (*AROUND, "post16_completion")),
    *("targets.csv", "plan_priorities.csv", "plan_actions.csv", "calendar.csv"),
    *("recommendations.csv", "costs.csv", "source.yml"),
)
"""What every such folder has beside results and attendance."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A folder: its files of results and attendance, what its ``source.yml`` says, and the seed.

    Parquet is for what is large, CSV for what someone might open.
    """

    results: tuple[str, ...]
    source: str
    seed: int


def write_folder(
    folder: Path,
    recipe: Recipe,
    blocks: Iterable[Block],
    printed: Printed,
    kept: Callable[[Part], Iterable[Part]],
) -> list[Path]:
    """Write the recipe's results and :data:`FILES`; all come to stand together, or none.

    One block is held at a time; ``kept`` says what the folder has of each of its parts.
    """
    files, tally = (*recipe.results, *FILES), Tally()
    with (
        Writer(folder).together(*files) as paths,
        closing(_Tables(dict(zip(files, paths, strict=True)))) as tables,
    ):
        for block in blocks:
            for part in parts(block, printed, tally):
                for told in kept(part):
                    tables.add(told.table, told.rows)
        tables.add("targets", targets(tally, printed, recipe.seed))
        tables.add("plan_priorities", plan_priorities(tally.authorities()))
        tables.add("plan_actions", plan_actions(tally.authorities(), recipe.seed))
        tables.add("calendar", calendar())
        tables.add("recommendations", recommendations(tally.authorities()))
        tables.add("costs", costs(tally.authorities(), recipe.seed))
        paths[-1].write_text(recipe.source, encoding="utf-8", newline="\n")
    return [folder / name for name in files]


class _Tables:
    """Tables by name: what is added to one comes after what it holds already."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._parquet: dict[str, pq.ParquetWriter] = {}
        self._begun: set[str] = set()

    def add(self, name: str, rows: pd.DataFrame | pa.Table) -> None:
        if f"{name}.parquet" in self._paths:
            self._row_group(f"{name}.parquet", rows)
        else:
            self._lines(f"{name}.csv", rows)

    def _row_group(self, file: str, rows: pd.DataFrame | pa.Table) -> None:
        if isinstance(rows, pd.DataFrame):
            rows = pa.Table.from_pandas(rows, preserve_index=False)
        if file not in self._parquet:
            # Without the Arrow schema in it, a reader sees plain text, not pandas categories.
            self._parquet[file] = pq.ParquetWriter(
                self._paths[file], rows.schema, compression="zstd", store_schema=False
            )
        self._parquet[file].write_table(rows, row_group_size=max(len(rows), 1))

    def _lines(self, file: str, rows: pd.DataFrame) -> None:
        first = file not in self._begun
        self._begun.add(file)
        with self._paths[file].open("w" if first else "a", encoding="utf-8", newline="") as lines:
            rows.to_csv(lines, index=False, header=first, lineterminator="\n")

    def close(self) -> None:
        for writer in self._parquet.values():
            writer.close()
