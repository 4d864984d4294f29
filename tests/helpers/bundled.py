"""Where the bundled data lies, and how the tests read it: every cell as text."""

from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).parents[2]
PUBLISHED = PROJECT / "data" / "published"
SAMPLE = PROJECT / "data" / "sample"
REGION_LAS = {"672", "681", "675", "674", "673"}


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
