"""Digests of a release's rows by area: whether what a job may read has changed.

Rows are hashed where they lie, by DuckDB, and a table's rows of one area are summed up
without regard to their order.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from tymor.config import Measure, Report
from tymor.config.area_slices import (
    COMPARED_GROUP,
    OF_OWN_AREAS,
    AreaTree,
    Slice,
    area_column,
)
from tymor.fingerprints import digest

#: The key of a table's rows that belong to no area.
_WHOLE = ""
#: Sums as well as the exclusive or: rows that are alike would cancel each other out.
_SUM = "(sum(hash({})) % 18446744073709551557)::UBIGINT"


@dataclass(frozen=True)
class ReleaseDigests:
    """Digests of an audience's release.

    ``whole`` has one a table and area, of all its rows; ``names`` one an area, of what
    others' jobs read of the area itself; ``compared`` one an area and section of measures,
    of the figures that others' jobs may compare theirs with.
    """

    whole: Mapping[str, Mapping[str, int]]
    names: Mapping[str, int]
    compared: Mapping[tuple[str, str], int]

    def of_slice(self, part: Slice, sections: Collection[str], tables: Collection[str]) -> str:
        """One digest of all that a job with this slice may read.

        ``sections`` are those of the measures that its report compares, ``tables`` what it reads
        beyond areas.
        """
        lines = [
            f"{table} {area} {self.whole.get(table, {}).get(area)}\n"
            for table in sorted({"areas", *tables})
            for area in sorted(part.own | {_WHOLE})
        ]
        for area in sorted(part.others):
            lines.append(f"{area} {self.names.get(area)}\n")
            for section in sorted(sections):
                lines.append(f"{area} {section} {self.compared.get((area, section))}\n")
        return digest("".join(lines))


def release_digests(folder: Path, measures: Mapping[str, Measure]) -> ReleaseDigests:
    """Digests of every table of ``release/AUDIENCE``; ``measures`` tell their sections."""
    with duckdb.connect(":memory:") as database:
        tables = {
            path.stem: database.read_parquet(str(path)) for path in sorted(folder.glob("*.parquet"))
        }
        return ReleaseDigests(
            whole={name: _by_area(rows, rows.columns) for name, rows in tables.items()},
            names=_by_area(tables["areas"], _seen("areas", tables["areas"].columns)),
            compared=_compared(tables["figures"], measures),
        )


@dataclass(frozen=True)
class EarlierRows:
    """The rows of the term before that pages are held against, by the area tree of that term."""

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


def _seen(table: str, columns: Collection[str]) -> list[str]:
    """The columns that are read of areas above and beside."""
    return [name for name in columns if name not in OF_OWN_AREAS[table]]


def _by_area(rows: duckdb.DuckDBPyRelation, columns: Collection[str]) -> dict[str, int]:
    column = area_column(columns)
    area = f'"{column}"' if column else f"'{_WHOLE}'"
    found = rows.aggregate(f"{area} AS area, {_summed(columns)} AS digest", "area").fetchall()
    return {str(area): int(value) for area, value in found}


def _compared(
    figures: duckdb.DuckDBPyRelation, measures: Mapping[str, Measure]
) -> dict[tuple[str, str], int]:
    columns = _seen("figures", figures.columns)
    of_all = figures.filter(f"\"group\" = '{COMPARED_GROUP}'")
    rows = of_all.aggregate(
        f"area_id, measure_id, {_summed(columns)} AS digest", "area_id, measure_id"
    ).fetchall()
    compared: dict[tuple[str, str], int] = {}
    for area, measure, value in rows:
        if measure in measures:
            key = (area, measures[measure].section)
            compared[key] = compared.get(key, 0) + int(value)
    return compared


def _summed(columns: Collection[str]) -> str:
    return _SUM.format(", ".join(f'"{name}"' for name in columns))
