"""How a school's priorities went over the year, for its governors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config.terms import academic_year_of, terms_of
from tymor.page import Column, Figure, FigureCell, Row, Table, TextCell
from tymor.report.counted import counted, days
from tymor.report.document import Document
from tymor.report.priorities import Priorities
from tymor.report.vocabulary import judged, term_name, tracked, typed

WAYS = ("up", "same", "down", "not_compared")


def steps(judgements: list[str], rank: Mapping[str, int]) -> int | None:
    """By how many categories the last judgement is above the first; nothing with fewer than two.

    >>> rank = {"limited": 1, "satisfactory": 2, "strong": 3}
    >>> steps(["limited", "", "strong"], rank), steps(["strong", "limited"], rank)
    (2, -2)
    >>> steps(["", "strong"], rank) is None
    True
    """
    given = [rank[code] for code in judgements if code]
    return given[-1] - given[0] if len(given) > 1 else None


def way(moved: int | None) -> str:
    """``up``, ``same``, ``down`` or ``not_compared``."""
    if moved is None:
        return "not_compared"
    return "up" if moved > 0 else "down" if moved < 0 else "same"


@dataclass(frozen=True)
class PriorityYear:
    """The priorities of one school in one academic year."""

    held: Priorities
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "PriorityYear":
        held = Priorities.of(page)
        own = held.rows["term"].map(academic_year_of) == page.this_year
        return cls(held, held.rows[own])

    @property
    def page(self) -> Document:
        return self.held.page

    def summary(self) -> None:
        """How many ended the year judged higher than they began it; or that there are none."""
        moves = [way(moved) for _, moved in self._moved()]
        if not moves:
            self.page.text("school_priorities.none_of_year", academic_year=self.page.this_year)
            return
        counts: dict[str, Any] = {name: self._count(name, moves.count(name)) for name in WAYS}
        left = counts.pop("not_compared")
        whole = self._count("priorities", len(moves) - moves.count("not_compared"))
        if whole.value:
            key = "year_of_compared" if left.value else "year"
            self.page.text(f"school_priorities.{key}", priorities=whole, **counts)
        if left.value:
            self.page.text("school_priorities.year_not_compared", not_compared=left)

    def table(self) -> Table | None:
        """A priority a row, its judgement each term, and which way it went over the year."""
        page, terms = self.page, terms_of(self.page.this_year)
        rows = []
        for own, moved in self._moved():
            by_term = dict(zip(own["term"], own["judgement"], strict=True))
            cells = [judged(page, by_term.get(term, "")) for term in terms]
            name = TextCell(text=self.held.name_of(own.iloc[-1]))
            went = page.say(f"school_priorities.went.{way(moved)}", {"steps": abs(moved or 0)})
            rows.append(Row(cells=(name, *cells, TextCell(text=went))))
        columns = (
            Column(key="priority", label=page.say("table.priority"), align="start"),
            *(Column(key=term, label=term_name(page, term), align="start") for term in terms),
            Column(key="year", label=page.say("school_priorities.columns.year"), align="start"),
        )
        return Table(columns=columns, rows=tuple(rows)) if rows else None

    def found(self) -> Table | None:
        """What was found of each priority last, and the days agreed for it over the year."""
        page = self.page
        rows = []
        for own, _ in self._moved():
            last = own.iloc[-1].to_dict()
            name = self.held.name_of(last)
            label = page.say("school_priorities.days_in_year", {"name": name})
            total = days(page, "priority_days_in_year", own["days"].sum(), label,
                         group=f"priority {last['priority']}")  # fmt: skip
            found, agreed = typed(page, last, "commentary"), typed(page, last, "support_agreed")
            on_track = tracked(page, last["on_track"])
            cells = (TextCell(text=name), on_track, found, agreed, FigureCell(figure=total))
            rows.append(Row(cells=cells))
        heads = ("priority", "on_track", "commentary", "support_agreed", "days_in_year")
        columns = tuple(
            Column(
                key=name,
                label=page.say(f"school_priorities.columns.{name}"),
                align="end" if name == "days_in_year" else "start",
            )
            for name in heads
        )
        return Table(columns=columns, rows=tuple(rows)) if rows else None

    def _moved(self) -> list[tuple[pd.DataFrame, int | None]]:
        scheme = self.page.config.judgements.schemes["school_priority"]
        rank = {code: category.rank or 0 for code, category in scheme.items()}
        by_priority: Any = self.rows.groupby(["priority", "reform_area"], sort=False)
        return [(own, steps(list(own["judgement"]), rank)) for _, own in by_priority]

    def _count(self, name: str, number: int) -> Figure:
        label = self.page.say(f"school_priorities.counts.{name}")
        group = "all" if name == "priorities" else name
        return counted(self.page, "school_priorities_over_year", number, label, group=group)
