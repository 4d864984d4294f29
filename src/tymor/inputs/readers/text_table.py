"""A table's rows as its files have them, under the contract's columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.raw import RowNumbers

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class TextTable:
    """All rows of a table, text; ``files`` and ``rows`` say where each stands."""

    columns: Mapping[str, Cells]
    files: Cells
    rows: RowNumbers

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, positions: Positions) -> pd.DataFrame:
        """Some of the rows, with ``source_file`` and ``source_row``."""
        texts = {name: cells.at(positions) for name, cells in self.columns.items()}
        places = {
            "source_file": self.files.at(positions),
            "source_row": pd.Series(self.rows[positions]),
        }
        return pd.DataFrame(texts | places)
