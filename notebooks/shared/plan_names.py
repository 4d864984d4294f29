"""What the priorities of business plans are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tymor.page import Text
from tymor.report.columns import as_told
from tymor.report.document import Document

#: Whose plan, plan year, number of the priority or heading.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class PlanNames:
    """``titles`` of the priorities that have one; ``top`` are those that are part of no other,
    ``not_printed`` those whose titles are not the plan's own, ``part_of`` the heading under which
    others stand."""

    page: Document
    titles: Mapping[Place, Text]
    top: tuple[Place, ...]
    not_printed: frozenset[Place]
    part_of: Mapping[Place, str]

    @classmethod
    def of(cls, page: Document) -> "PlanNames":
        """Of the whole plan: the partnership's and every authority's own part."""
        columns = ("of_area", "plan_year", "priority", "title", "parent", "wording")
        rows = page.release.rows("plan_priorities", *columns).to_dict("records")
        places = [(row["of_area"], row["plan_year"], row["priority"]) for row in rows]
        titles = [as_told(page.config, row, "title")[0] for row in rows]
        top = tuple(at for at, row in zip(places, rows, strict=True) if not row["parent"])
        own = (at for at, row in zip(places, rows, strict=True) if row["wording"] == "own")
        part_of = {at: row["parent"] for at, row in zip(places, rows, strict=True) if row["parent"]}
        return cls(page, dict(zip(places, titles, strict=True)), top, frozenset(own), part_of)

    def is_grouped(self, area_id: str, plan_year: str) -> bool:
        """Whether the plan's priorities stand under headings that are no more than that."""
        return any(at[:2] == (area_id, plan_year) for at in self.part_of)

    def name(self, area_id: str, plan_year: str, priority: str) -> Text:
        """``1.1 Identifying learners``; ``Priority 1.1`` where no title is held."""
        title = self.titles.get((area_id, plan_year, priority))
        if title is None:
            return self.page.say("plan.unnamed", {"priority": priority})
        return self.page.say("plan.named", {"priority": priority, "title": title})

    def heading(self, area_id: str, plan_year: str, priority: str, heading: str) -> Text:
        """The name of the priority, by which the plan's grid counts an element, and of the heading
        that it stands under there: its own, or its own without the last letters, if that has a
        title."""
        asked = [heading, re.sub("[a-z-]+$", "", heading), priority]
        held = [each for each in asked if (area_id, plan_year, each) in self.titles]
        own = next(iter(held), priority)
        of_grid = self.name(area_id, plan_year, priority)
        if own == priority:
            return of_grid
        under = {"priority": of_grid, "heading": self.name(area_id, plan_year, own)}
        return self.page.say("plan.under", under)
