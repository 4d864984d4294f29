"""Where an area's own figures come from, said from ``source.yml`` and the figures' own status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from shared.names import measures_named
from tymor.inputs.sources import COLUMNS, COUNTED, cited
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures

#: What the input tables of results and targets are called in sentences, by which there are.
_WHAT = {
    ("published_outcomes", "targets"): "results_and_targets",
    ("published_outcomes",): "results",
    ("targets",): "targets",
}
#: What outcomes at the end of a phase are counted from.
OUTCOMES = ("results", "school_outcomes")
#: Statuses of results of which the source says that they were not there.
_WAITING = ("not_verified", "not_published")


@dataclass(frozen=True)
class Provenance:
    """The sources of an area's figures: ``rows``, one an area, table and data folder."""

    page: Document
    areas: Sequence[Area]
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Provenance":
        return cls.of_areas(page, [page.area])

    @classmethod
    def of_areas(cls, page: Document, areas: Sequence[Area]) -> "Provenance":
        """Of areas below the page's own; nothing where the release says nothing of sources."""
        held = page.release.table("sources") if page.release.has("sources") else None
        rows = pd.DataFrame(columns=list(COLUMNS)) if held is None else held
        return cls(page, areas, rows[rows["area_id"].isin([area.id for area in areas])])

    def invented(self, *tables: str) -> bool:
        """Whether rows of any of these tables come from a folder of invented data."""
        return bool(self._of(*tables)["invented"].any())

    def real(self, *tables: str) -> bool:
        """Whether these tables have rows of the area, none of them invented."""
        return len(self._of(*tables)) > 0 and not self.invented(*tables)

    def may_be_invented(self, *tables: str) -> bool:
        """Whether rows of these tables are invented; where that is not told, whether areas are."""
        told = len(self._of(*tables)) > 0
        return self.invented(*tables) if told else any(area.invented for area in self.areas)

    def told_real(self, figures: Figures) -> bool:
        """Whether all numbers among these were told in folders that are not invented."""
        told = _made(figures, "printed") and not _made(figures, "computed")
        return told and self.real("published_outcomes")

    def say(self, figures: Figures) -> None:
        """Where results and targets come from, what is counted here, and what is still to come."""
        reported = figures.where(group="all")
        self._told(reported)
        self._counted(reported)
        self._waiting(reported)

    def plan(self) -> None:
        """Where the elements of the plan come from; nothing where that is not known."""
        for at, row in enumerate(self._of("plan_actions").to_dict("records")):
            self._cite("plan", row, id=f"provenance.plan.{at}")

    def plan_until(self, written: date) -> None:
        """Of when the plan's elements are, where that was before the month of this report."""
        for at, day in enumerate(sorted(set(self._of("plan_actions")["published"]) - {""})):
            if day < written.isoformat()[: len(day)]:
                languages = self.page.config.languages
                published = {code: languages[code].day_or_month(day) for code in languages}
                id = f"provenance.plan_until.{at}"
                self.page.text("provenance.plan_until", id=id, published=published)

    def counted_tables(self) -> list[str]:
        """The tables of schools' and pupils' rows that outcomes of these areas are counted from."""
        return sorted(set(self._of(*OUTCOMES)["table"]))

    def outcomes(self) -> None:
        """From the rows of which data folders these outcomes are counted."""
        folders = self._of(*OUTCOMES).drop(columns=["area_id", "table"]).drop_duplicates()
        for at, row in enumerate(folders.to_dict("records")):
            self._cite("rows", row, id=f"provenance.rows.{at}")

    def _of(self, *tables: str) -> pd.DataFrame:
        return self.rows[self.rows["table"].isin(tables)]

    def _told(self, figures: Figures) -> None:
        there = {"published_outcomes": ("actual", figures), "targets": ("target", figures)}
        shown = [table for table, (kind, own) in there.items()
                 if own.where(kind=kind, source="printed").rows]  # fmt: skip
        by_folder: dict[Any, list[dict[str, Any]]] = {}
        for row in self._of(*shown).to_dict("records"):
            key = tuple(row[name] for name in COLUMNS if name != "table")
            by_folder.setdefault(key, []).append({str(k): v for k, v in row.items()})
        for at, rows in enumerate(by_folder.values()):
            what = _WHAT[tuple(sorted({row["table"] for row in rows}))]
            self._cite(what, rows[0], id=f"provenance.told.{at}")

    def _cite(self, what: str, row: Any, *, id: str) -> None:
        """One sentence: what, and the folder that it is taken from."""
        way = "invented" if row["invented"] else "from"
        source = cited(self.page.config.languages, row)
        self.page.text(f"provenance.{way}.{what}", id=id, source=source)

    def _counted(self, figures: Figures) -> None:
        if not _made(figures, "computed") or not len(self._of(*COUNTED)):
            return
        others = "others" if _made(figures, "printed") else "all"
        way = "invented" if self.invented(*COUNTED) else "from"
        self.page.text(f"provenance.counted.{way}.{others}", id="provenance.counted")

    def _waiting(self, figures: Figures) -> None:
        """Results of the term's years that the source says were not verified or not published."""
        for status in _WAITING:
            for year in figures.term.years:
                own = figures.where(kind="actual", academic_year=year, status=status)
                if names := own.reported:
                    measures_named(
                        self.page,
                        f"provenance.{status}",
                        names,
                        id=f"provenance.{status}.{year[:4]}",
                        of_year=year,
                    )


def _made(figures: Figures, source: str) -> bool:
    """Whether numbers of results that reports show were ``printed`` or ``computed``."""
    return bool(figures.where(kind="actual", source=source).numbered().reported)
