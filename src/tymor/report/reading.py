"""Reading a release: one job's slice of it, by filtered reads."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from tymor.config.area_slices import (
    COMPARED_GROUP,
    OF_OWN_AREAS,
    AreaTree,
    Relation,
    Slice,
    area_column,
)
from tymor.errors import TymorError
from tymor.measures.as_known import as_it_stood


def rows_in(folder: Path, table: str) -> int:
    """How many rows a table of a release has, which is all that is read; none where it is not
    there."""
    path = folder / f"{table}.parquet"
    return int(pq.read_metadata(path).num_rows) if path.exists() else 0


@dataclass(frozen=True)
class ReleaseReader:
    """What one report on one area may read of its audience's release.

    See :mod:`tymor.prepare.release` for the tables, :mod:`tymor.config.area_slices` for the slice.

    Parameters
    ----------
    folder
        ``release/AUDIENCE``.
    area_id, reads
        The report's area, and the relations of it that may be read.
    compares
        The measures whose figures may be read of areas above and beside.
    tables
        Tables beyond ``areas`` that may be read.
    each_of, each
        The table that says of which schools each of the report's pages on the area is, and which
        of these pages this is; nothing where there is one page.
    known_on
        The day on which the report was written, where its committee has one: of tables that are
        told as at a day, or reviewed, it reads what was known then.
    """

    folder: Path
    area_id: str
    reads: Collection[Relation]
    compares: Collection[str] = field(default=())
    tables: Collection[str] = ("figures",)
    each_of: str | None = None
    each: str = ""
    known_on: date | None = None

    @cached_property
    def _every_area(self) -> pd.DataFrame:
        return self._read("areas").set_index("area_id", drop=False)

    def holds(self, area_id: str) -> bool:
        """Whether the release has the area at all."""
        return area_id in self._every_area.index

    @cached_property
    def slice(self) -> Slice:
        every = self._every_area
        if self.area_id not in every.index:
            known = ", ".join(every["area_id"].head(8))
            raise TymorError(f"No area {self.area_id!r} in this release; it has {known}, …")
        tree = AreaTree.of(every["area_id"], every["parent_id"])
        if self.each_of is None:
            return tree.slice_of(self.area_id, self.reads)
        held = {*self.rows_of_each["school_id"]}
        schools = [school for school in tree.below(self.area_id) if school in held]
        return tree.slice_of(self.area_id, self.reads, schools)

    @cached_property
    def rows_of_each(self) -> pd.DataFrame:
        """Of the table that says which schools a page is about, the rows of this page.

        Raises
        ------
        TymorError
            The table has none.
        """
        every = self._read(str(self.each_of))
        rows: pd.DataFrame = every[every["each"] == self.each]
        if rows.empty:
            known = ", ".join(sorted(every["each"].unique())[:8])
            raise TymorError(
                f"No {self.each!r} in the table {self.each_of!r} of this release; it has {known}, …"
            )
        return rows

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row an area of the slice, by ``area_id``."""
        rows = self._every_area[self._every_area["area_id"].isin(self.slice.areas)]
        return self._less_of_others("areas", rows)

    def has(self, name: str) -> bool:
        """Whether the report uses the table and its audience may read it."""
        return name in self.tables and (self.folder / f"{name}.parquet").exists()

    def figures(self, area_ids: Collection[str]) -> pd.DataFrame:
        """The figures of these areas; one row a figure.

        Of areas above and beside only those of all learners that the report compares,
        without numerator, denominator and cohort.

        Raises
        ------
        TymorError
            An area is not in the slice, or the report says that it reads no figures.
        """
        self._refuse_others(area_ids)
        if "figures" not in self.tables:
            raise TymorError(
                "This report says that it reads no figures: take 'figures: false' out of its "
                "report.yml."
            )
        rows = self._read("figures", [("area_id", "in", list(area_ids))])
        compared = (rows["group"] == COMPARED_GROUP) & rows["measure_id"].isin(self.compares)
        rows = rows[rows["area_id"].isin(self.slice.own) | compared]
        return self._less_of_others("figures", rows.reset_index(drop=True))

    def table(self, name: str) -> pd.DataFrame:
        """A table beyond areas and figures: the rows of the report's own areas, or all of
        them where the table belongs to no area.

        Raises
        ------
        TymorError
            The report does not say that it uses the table, or the audience may not read it.
        """
        if name not in self.tables:
            raise TymorError(
                f"This report does not use the table {name!r}: add it to the report's "
                "'uses' in its report.yml."
            )
        rows = as_it_stood(self._read(name), self.known_on)
        column = area_column(list(rows.columns))
        if column is None:
            return rows.reset_index(drop=True)
        return rows[rows[column].isin(self.slice.own)].reset_index(drop=True)

    def rows(self, name: str, *columns: str) -> pd.DataFrame:
        """As :meth:`table`; where the audience may not read it, no rows of these columns.

        Raises
        ------
        TymorError
            The report does not say that it uses the table.
        """
        if name in self.tables and not self.has(name):
            return pd.DataFrame(columns=list(columns))
        return self.table(name)

    def _less_of_others(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        others = rows["area_id"].isin(self.slice.others)
        if not others.any():
            return rows
        return rows.assign(**{name: rows[name].mask(others) for name in OF_OWN_AREAS[table]})

    def _refuse_others(self, area_ids: Collection[str]) -> None:
        beyond = sorted(set(area_ids) - self.slice.areas)
        if beyond:
            raise TymorError(
                f"This report reads {', '.join(self.reads)} of area {self.area_id}, which "
                f"leaves out {', '.join(beyond[:5])}: add the relation that is missing to the "
                "report's 'reads' in its report.yml."
            )

    def _read(self, name: str, filters: list[tuple[str, str, Any]] | None = None) -> pd.DataFrame:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise TymorError(
                f"The release for {self.folder.name!r} has no table {name!r}: "
                "that audience may not read it (params/audiences.yml)."
            )
        frame: pd.DataFrame = pq.read_table(path, filters=filters).to_pandas()
        return frame
