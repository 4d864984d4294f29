"""Digests of a release's rows by area: whether what a job may read has changed.

Rows are hashed where they lie, by DuckDB, and a table's rows of one area are summed up
without regard to their order.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tymor.fingerprints import digest
from tymor.slices import COMMON_TABLES, OF_OWN_AREAS, Slice, area_column

#: The key of a table's rows that belong to no area.
_WHOLE = ""


@dataclass(frozen=True)
class ReleaseDigests:
    """Of each table, a digest of each area's rows, whole and as other areas' jobs read them."""

    whole: Mapping[str, Mapping[str, int]]
    of_others: Mapping[str, Mapping[str, int]]

    def of_slice(self, part: Slice, tables: Collection[str]) -> str:
        """One digest of all that a job with this slice and these tables may read."""
        return digest("".join(self._lines(part, tables)))

    def _lines(self, part: Slice, tables: Collection[str]) -> Iterator[str]:
        for table in sorted({*COMMON_TABLES, *tables}):
            of_table = self.whole.get(table, {})
            for area in sorted(part.own | {_WHOLE}):
                yield f"{table} {area} {of_table.get(area)}\n"
            for area in sorted(part.others):
                yield f"{table} {area} {self.of_others.get(table, {}).get(area)}\n"


def release_digests(folder: Path) -> ReleaseDigests:
    """Digests of every table of ``release/AUDIENCE``."""
    whole: dict[str, Mapping[str, int]] = {}
    of_others: dict[str, Mapping[str, int]] = {}
    with duckdb.connect(":memory:") as database:
        for path in sorted(folder.glob("*.parquet")):
            rows = database.read_parquet(str(path))
            left_out = OF_OWN_AREAS.get(path.stem)
            whole[path.stem] = _by_area(rows, rows.columns)
            if left_out is not None:
                seen = [name for name in rows.columns if name not in left_out]
                of_others[path.stem] = _by_area(rows, seen)
    return ReleaseDigests(whole, of_others)


def _by_area(rows: duckdb.DuckDBPyRelation, columns: list[str]) -> dict[str, int]:
    column = area_column(columns)
    hashed = ", ".join(f'"{name}"' for name in columns)
    # Sums as well as the exclusive or: rows that are alike would cancel each other out.
    total = f"(sum(hash({hashed})) % 18446744073709551557)::UBIGINT"
    area = f'"{column}"' if column else f"'{_WHOLE}'"
    found = rows.aggregate(f"{area} AS area, {total} AS digest", "area").fetchall()
    return {str(area): int(value) for area, value in found}
