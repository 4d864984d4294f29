"""A release on disk: written bit by bit, read a table at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tymor.measures.frame import as_figures

#: A school has some 800 figures. Fewer rows a group are read sooner, but more groups
#: have more statistics to look through: 8,000 was the quickest measured.
_ROWS_TOGETHER = 8_000
_FIGURES = pa.Schema.from_pandas(as_figures(pd.DataFrame()), preserve_index=False)


class AudienceFiles:
    """Writes one audience's tables to ``folder``; figures come in the order of areas."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._figures = pq.ParquetWriter(
            folder / "figures.parquet", _FIGURES, compression="zstd", write_statistics=True
        )
        self._hidden_rolls: set[str] = set()

    def add_figures(self, figures: pd.DataFrame) -> None:
        """Figures of whole areas, limited to what the audience may see."""
        table = pa.Table.from_pandas(figures, _FIGURES, preserve_index=False)
        self._figures.write_table(table, row_group_size=_ROWS_TOGETHER)
        hidden = (figures["measure_id"] == "pupils") & (figures["status"] == "suppressed")
        self._hidden_rolls |= set(figures.loc[hidden, "area_id"])

    def actuals_of_all_learners(self) -> pd.DataFrame:
        """What was published of all learners, read back: no more figures can be added."""
        self._figures.close()
        wanted = [("kind", "=", "actual"), ("group", "=", "all")]
        columns = [name for name in _FIGURES.names if name not in {"signal", "source", "status"}]
        path = self._folder / "figures.parquet"
        return pd.read_parquet(path, columns=columns, filters=wanted)

    def finish(self, areas: pd.DataFrame, beyond: Mapping[str, pd.DataFrame]) -> None:
        """The other tables. An area whose number of pupils is hidden loses it there too."""
        self._figures.close()
        hidden = areas["area_id"].isin(self._hidden_rolls)
        tables = {"areas": areas.assign(pupils=areas["pupils"].mask(hidden)), **beyond}
        for name, table in tables.items():
            table.to_parquet(self._folder / f"{name}.parquet", index=False)


@dataclass(frozen=True)
class Release:
    """What one audience may read, by table name."""

    tables: Mapping[str, pd.DataFrame]


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
