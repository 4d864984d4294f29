"""A region that the generator invented, as the tests read it."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd
from bundled import PUBLISHED, table

from tymor_invented import Wish, write_region


class Region(NamedTuple):
    folder: Path
    schools: pd.DataFrame
    results: pd.DataFrame
    attendance: pd.DataFrame


def region(folder: Path, schools: int) -> Region:
    write_region(folder, PUBLISHED, Wish(schools, seed=2017))
    return Region(
        folder,
        table(folder, "schools").astype({"pupils": int, "efsm_pct": float}),
        pd.read_parquet(folder / "results.parquet"),
        pd.read_parquet(folder / "attendance.parquet"),
    )
