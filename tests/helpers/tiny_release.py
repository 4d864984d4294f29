"""A release of a few rows on disk, and a real report on it whose blocks are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import ROOT, publication

from tymor.measures.frame import as_figures
from tymor.page import AnyBlock
from tymor.prepare.areas import columns_of
from tymor.report import document
from tymor.report.document import Document
from tymor.report.reading import ReleaseReader

OWN = publication(ROOT)
COLUMNS = columns_of(OWN.config.languages)


@dataclass(frozen=True)
class Row:
    """One figure; without a value it has the status that says why."""

    area_id: str
    measure_id: str
    academic_year: str
    value: float | None
    group: str = "all"
    kind: str = "actual"
    cohort: int | None = 200
    status: str = "suppressed"


@dataclass
class Kept:
    """A report and the blocks it has left so far."""

    page: Document
    blocks: list[AnyBlock] = field(default_factory=list)

    def said(self, language: str = "en") -> dict[str, str]:
        """Words of every block by its id: a paragraph's text, otherwise the title."""
        words = {}
        for block in self.blocks:
            text = getattr(block, "text", None) or getattr(block, "title", None)
            words[block.id] = text[language]
        return words

    def block(self, block_id: str) -> Any:
        return next(block for block in self.blocks if block.id == block_id)


def area_row(area_id: str, sector: str = "primary") -> dict[str, Any]:
    kinds = {3: "local_authority", 7: "school"}
    kind = "partnership" if area_id == "CSC" else kinds[len(area_id)]
    parent = {"partnership": None, "local_authority": "CSC", "school": "681"}[kind]
    return {"area_id": area_id, "kind": kind, "parent_id": parent, "slug": area_id.lower(),
            "name_en": f"Area {area_id}", "name_cy": f"Ardal {area_id}",
            "sector": sector if kind == "school" else None, "schools": 1,
            "medium": "english" if kind == "school" else None, "invented": False}  # fmt: skip


def write_release(folder: Path, rows: Sequence[Row], areas: Sequence[dict[str, Any]]) -> Path:
    """``areas.parquet`` and ``figures.parquet`` in ``folder``/public."""
    public = folder / "public"
    public.mkdir()
    table = pd.DataFrame(areas).reindex(columns=list(COLUMNS)).astype(COLUMNS)
    table.to_parquet(public / "areas.parquet", index=False)
    units = {name: each.unit for name, each in OWN.config.measures.items()}
    figures = pd.DataFrame(
        {
            **vars(row),
            "unit": units[row.measure_id],
            "decimals": 1,
            "denominator": row.cohort if row.value is not None else None,
            "cohort": row.cohort if row.value is not None else None,
            "status": row.status if row.value is None else "counted",
            "source": "computed",
        }
        for row in rows
    )
    as_figures(figures).to_parquet(public / "figures.parquet", index=False)
    return public


def report_on(
    monkeypatch: pytest.MonkeyPatch, folder: Path, rows: Sequence[Row], *, area: str = "CSC",
    report: str = "region", sectors: dict[str, str] | None = None,
) -> Kept:  # fmt: skip
    """A report on ``area``; the other areas are those that the rows are about."""
    ids = sorted({"CSC", "681", area, *(row.area_id for row in rows)})  # as in every release
    areas = [area_row(each, (sectors or {}).get(each, "primary")) for each in ids]
    entry = OWN.config.reports[report]
    public = write_release(folder, rows, areas)
    reader = ReleaseReader(public, area, entry.reads, OWN.config.measures_of(entry.compares))
    monkeypatch.setattr(document, "show_head", lambda *args: None)
    kept = Kept(Document(OWN, report, area, "public", reader))
    monkeypatch.setattr(
        document, "show_block", lambda block, *args, **more: kept.blocks.append(block)
    )
    return kept
