"""The rows of the term before that a page is held against: whether they have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tymor.config import Measure, Report
from tymor.config.area_slices import AreaTree
from tymor.plan.release_digests import ReleaseDigests, release_digests


@dataclass(frozen=True)
class EarlierRows:
    """Digests of one audience's earlier release, by the area tree that it had itself."""

    tree: AreaTree
    digests: ReleaseDigests

    @classmethod
    def of(cls, folder: Path, measures: Mapping[str, Measure]) -> "EarlierRows":
        areas = pd.read_parquet(folder / "areas.parquet", columns=["area_id", "parent_id"])
        tree = AreaTree.of(areas["area_id"], areas["parent_id"])
        return cls(tree, release_digests(folder, measures))

    def of_slice(self, area_id: str, report: Report) -> str:
        """One digest of what a report reads of the area; empty where there was no such area."""
        if area_id not in self.tree.parents:
            return ""
        part = self.tree.slice_of(area_id, report.reads)
        return self.digests.of_slice(part, report.compares, report.tables)
