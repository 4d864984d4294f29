"""A school's priorities: how many are on track, and their log term by term."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from tymor.config.terms import academic_year_of, term_order
from tymor.measures.signals import previous_year
from tymor.page import Cell, Column, Figure, FigureCell, Row, Table, Text, TextCell
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.vocabulary import judged, priority_name, term_name, tracked, typed

Count = Literal["priorities", "on_track", "not_on_track", "limited", "not_judged", "unsaid"]
#: Columns in which an empty cell is an empty text.
_TYPED = ("on_track", "judgement", "commentary", "support_agreed")
_LOG = ("term", "on_track", "judgement", "commentary", "support_agreed", "days")


@dataclass(frozen=True)
class Priorities:
    """Those of one school, this academic year and the one before.

    ``rows``: one row a term and priority, as the table ``school_priorities`` has it; in the
    order of priorities, then of terms.
    """

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "Priorities":
        held = page.release.table("school_priorities")
        held = held.fillna(dict.fromkeys(_TYPED, ""))
        year = held["term"].map(academic_year_of)
        held = held[year.isin([page.this_year, previous_year(page.this_year)])]
        held = held.assign(nth=held["term"].map(term_order)).sort_values(["priority", "nth"])
        return cls(page, held.reset_index(drop=True))

    @property
    def now(self) -> pd.DataFrame:
        """The rows of the page's own term."""
        return self.rows[self.rows["term"] == self.page.publication.term_id]

    def count(self, what: Count) -> Figure:
        """How many of this term's priorities."""
        now = self.now
        number = {
            "priorities": len(now),
            "on_track": (now["on_track"] == "yes").sum(),
            "not_on_track": (now["on_track"] == "no").sum(),
            "limited": (now["judgement"] == "limited").sum(),
            "not_judged": (now["judgement"] == "").sum(),
            "unsaid": (now["on_track"] == "").sum(),
        }[what]
        label = self.page.say(f"school_priorities.counts.{what}")
        return counted(self.page, f"school_{what}", int(number), label)

    def summary(self) -> None:
        """How many are on track and how many limited, in sentences; or that there are none."""
        page = self.page
        if self.now.empty:
            page.text("school_priorities.none")
            return
        counts: dict[str, Any] = {
            name: self.count(name) for name in ("priorities", "on_track", "limited")
        }
        page.text("school_priorities.summary", **counts)
        unsaid, unjudged = self.count("unsaid"), self.count("not_judged")
        if unsaid.value:
            page.text("school_priorities.unsaid", unsaid=unsaid)
        if unjudged.value:
            page.text("school_priorities.unjudged", not_judged=unjudged)

    def log(self) -> Table | None:
        """Every priority as a section, every term a row of it; nothing where there are none."""
        rows: list[Row] = []
        for _, own in self.rows.groupby(["priority", "reform_area"], sort=False):
            rows.append(self._named(own.iloc[-1]))
            rows += [Row(cells=tuple(self._cells(entry))) for entry in own.to_dict("records")]
        columns = tuple(
            Column(
                key=name,
                label=self.page.say(f"school_priorities.columns.{name}"),
                align="end" if name == "days" else "start",
            )
            for name in _LOG
        )
        return Table(columns=columns, rows=tuple(rows)) if rows else None

    def meanings(self) -> Table:
        """What each of the four judgements means, the best first."""
        page = self.page
        return Table(
            columns=(
                Column(key="judgement", label=page.say("table.judgement"), align="start"),
                Column(key="meaning", label=page.say("methods.meaning"), align="start"),
            ),
            rows=tuple(
                Row(cells=(judged(page, code), TextCell(text=page.say(
                    f"school_priorities.meanings.{code}"))))
                for code in page.config.judgements.schemes["school_priority"]
            ),
        )  # fmt: skip

    def name_of(self, entry: Any) -> Text:
        """A priority by its number and reform area."""
        return priority_name(self.page, str(entry["priority"]), entry["reform_area"])

    def _named(self, entry: Any) -> Row:
        """A priority's own row: its name, and the support it has now."""
        support = self.page.say(f"school_priorities.support.{entry['support']}")
        text = self.page.say(
            "school_priorities.supported", {"name": self.name_of(entry), "support": support}
        )
        empty = TextCell(text=self.page.both(""))
        return Row(cells=(TextCell(text=text), *[empty] * (len(_LOG) - 1)), style="section")

    def _cells(self, entry: Any) -> Iterator[Cell]:
        page, term = self.page, entry["term"]
        yield TextCell(text=term_name(page, term))
        yield tracked(page, entry["on_track"])
        yield judged(page, entry["judgement"])
        yield typed(page, entry, "commentary")
        yield typed(page, entry, "support_agreed")
        yield FigureCell(
            figure=days(
                page, "priority_days", entry["days"],
                page.say("school_priorities.days_of", {
                    "name": self.name_of(entry), "priority_term": term_name(page, term)}),
                group=f"{term}, priority {entry['priority']}",
                academic_year=academic_year_of(term),
            )
        )  # fmt: skip
