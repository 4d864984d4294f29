"""Reading a release: one area's rows, by a filtered read."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from tymor.errors import TymorError


@dataclass(frozen=True)
class ReleaseReader:
    """One audience's release; see :mod:`tymor.release` for its tables."""

    folder: Path

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row an area, by ``area_id``."""
        return self.table("areas").set_index("area_id", drop=False)

    def figures(self, area_ids: list[str]) -> pd.DataFrame:
        """The figures of these areas; one row a figure."""
        return self.table("figures", [("area_id", "in", area_ids)])

    def table(self, name: str, filters: list[tuple[str, str, Any]] | None = None) -> pd.DataFrame:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise TymorError(
                f"The release for {self.folder.name!r} has no table {name!r}: "
                "that audience may not read it (params/audiences.yml)."
            )
        frame: pd.DataFrame = pq.read_table(path, filters=filters).to_pandas()
        return frame
