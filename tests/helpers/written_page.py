"""A report's blocks as its functions leave them, from a small release written by hand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import ROOT, publication

from tymor.page import AnyBlock, TableBlock
from tymor.prepare.areas import columns_of
from tymor.report.document import Document
from tymor.report.reading import ReleaseReader

PUBLICATION = publication(ROOT)
COLUMNS = columns_of(PUBLICATION.config.languages)
AUTHORITY = "681"
#: Of figures; see :mod:`tymor.measures.frame`.
FIGURE = {
    "area_id": AUTHORITY, "academic_year": "2016/17", "group": "all", "kind": "actual",
    "unit": "pct", "decimals": 1, "status": "verified", "signal": "none", "numerator": pd.NA,
    "denominator": pd.NA, "cohort": pd.NA,
}  # fmt: skip


@dataclass
class Written:
    """A real document over a small release, and the blocks it has left so far."""

    page: Document
    blocks: list[AnyBlock] = field(default_factory=list)

    def said(self, language: str = "en") -> list[str]:
        """The paragraphs, in order."""
        return [b.text[language] for b in self.blocks if b.kind in ("text", "numbered")]

    def table(self, block_id: str, language: str = "en") -> list[list[str]]:
        """A table's rows as text; figures as whole numbers, hidden ones as their status."""
        (block,) = [b for b in self.blocks if isinstance(b, TableBlock) and b.id == block_id]
        return rows_of(block.table, language)


def rows_of(table: Any, language: str = "en") -> list[list[str]]:
    return [[_cell(cell, language) for cell in row.cells] for row in table.rows]


def _cell(cell: Any, language: str) -> str:
    if cell.kind == "text":
        return str(cell.text[language])
    if cell.kind == "number":
        return cell.status if cell.value is None else f"{cell.value:g}"
    return cell.figure.status if cell.figure.value is None else f"{cell.figure.value:g}"


def area_rows(schools: int = 2) -> list[dict[str, Any]]:
    """The partnership, three authorities and ``schools`` schools of the one the page is about."""
    above = [
        {"area_id": "CSC", "kind": "partnership", "parent_id": "", "slug": "csc", "name_en": "CSC"},
        *({"area_id": code, "kind": "local_authority", "parent_id": "CSC", "slug": f"la-{code}",
           "name_en": name, "schools": schools, "pupils": 100 * schools, "efsm_pct": 20.0}
          for code, name in (("681", "Cardiff"), ("672", "Bridgend"), ("674", "Rhondda"))),
    ]  # fmt: skip
    below = [
        {"area_id": f"999000{n}", "kind": "school", "parent_id": AUTHORITY, "slug": f"999000{n}",
         "name_en": f"School {n}", "sector": "primary", "medium": "english", "pupils": 100}
        for n in range(1, schools + 1)
    ]  # fmt: skip
    return [row | {"name_cy": row["name_en"], "invented": True} for row in (*above, *below)]


@contextmanager
def written(
    folder: Path, tables: Mapping[str, list[dict[str, Any]]], *, report: str = "authority",
    audience: str = "authority", schools: int = 2, figures: list[dict[str, Any]] | None = None,
) -> Iterator[Written]:  # fmt: skip
    """A document over ``tables``; a table that is not given is not in the release."""
    release = folder / audience
    release.mkdir(parents=True)
    areas = pd.DataFrame(area_rows(schools)).reindex(columns=list(COLUMNS))
    text = {name: "" for name, kind in COLUMNS.items() if kind == "str"}
    areas.astype(dict.fromkeys(text, "object")).fillna(text).astype(COLUMNS).to_parquet(
        release / "areas.parquet"
    )
    rows = [FIGURE | figure for figure in figures or [{"measure_id": "none", "area_id": "-"}]]
    kinds = dict.fromkeys(("numerator", "denominator", "cohort"), "Int64")
    frame = pd.DataFrame(rows).astype(kinds).reindex(columns=[*FIGURE, "measure_id", "value"])
    frame.astype({"value": "float64"}).to_parquet(release / "figures.parquet")
    for name, held in tables.items():
        pd.DataFrame(held).to_parquet(release / f"{name}.parquet")
    entry = PUBLICATION.config.reports[report]
    compared = PUBLICATION.config.measures_of(entry.compares)
    reader = ReleaseReader(release, AUTHORITY, entry.reads, compared, entry.tables)
    blocks: list[AnyBlock] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tymor.report.document.show_head", lambda *_: None)
        patch.setattr(
            "tymor.report.document.show_block", lambda block, *_, **__: blocks.append(block)
        )
        yield Written(Document(PUBLICATION, report, AUTHORITY, audience, reader), blocks)
