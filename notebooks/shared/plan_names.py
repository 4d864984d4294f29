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
    ``not_printed`` those whose titles are not the plan's own."""

    page: Document
    titles: Mapping[Place, Text]
    top: tuple[Place, ...]
    not_printed: frozenset[Place]

    @classmethod
    def of(cls, page: Document) -> "PlanNames":
        """Of the whole plan: the partnership's and every authority's own part."""
        columns = ("of_area", "plan_year", "priority", "title", "parent", "wording")
        rows = page.release.rows("plan_priorities", *columns).to_dict("records")
        places = [(row["of_area"], row["plan_year"], row["priority"]) for row in rows]
        titles = [as_told(page.config, row, "title")[0] for row in rows]
        top = tuple(at for at, row in zip(places, rows, strict=True) if not row["parent"])
        own = (at for at, row in zip(places, rows, strict=True) if row["wording"] == "own")
        return cls(page, dict(zip(places, titles, strict=True)), top, frozenset(own))

    def name(self, area_id: str, plan_year: str, priority: str) -> Text:
        """``1.1 Identifying learners``; ``Priority 1.1`` where no title is held."""
        title = self.titles.get((area_id, plan_year, priority))
        if title is None:
            return self.page.say("plan.unnamed", {"priority": priority})
        return self.page.say("plan.named", {"priority": priority, "title": title})

    def heading(self, area_id: str, plan_year: str, priority: str, heading: str) -> Text:
        """The name of the heading that an action stands under: of its own, without its last
        letters or of the priority, the first that has a title."""
        asked = [heading, re.sub("[a-z-]+$", "", heading), priority]
        held = [each for each in asked if (area_id, plan_year, each) in self.titles]
        return self.name(area_id, plan_year, next(iter(held), priority))
