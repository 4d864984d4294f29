"""Which rows of a release one job may read: those of its slice of the area tree.

A report says in its ``report.yml`` which relations of its area it ``reads``. A
notebook gets no other rows, so what a job's pages rest on is known before it runs, and a
change elsewhere cannot make them stale.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Relation = Literal["self", "above", "beside", "below"]

#: The column by which a release's table belongs to areas; the first that is there counts.
AREA_COLUMNS = ("area_id", "school_id", "la_code")
#: Columns that are read of the areas a report is about, and not of those above and beside it.
OF_OWN_AREAS = {
    "areas": ("pupils", "efsm_pct", "schools"),
    "figures": ("numerator", "denominator", "cohort"),
}
#: The group of learners whose figures are read of areas above and beside.
COMPARED_GROUP = "all"


@dataclass(frozen=True)
class Slice:
    """The areas that one job may read.

    Of ``own`` it reads whole rows; of ``others`` the areas, and the figures of all learners
    that the report compares, without what they rest on (:data:`OF_OWN_AREAS`).
    """

    own: frozenset[str]
    others: frozenset[str]

    @property
    def areas(self) -> frozenset[str]:
        return self.own | self.others


@dataclass(frozen=True)
class AreaTree:
    """Each area's parent; the partnership's is nothing."""

    parents: Mapping[str, str | None]

    @classmethod
    def of(cls, area_ids: Iterable[str], parent_ids: Iterable[object]) -> "AreaTree":
        pairs = zip(area_ids, parent_ids, strict=True)
        return cls({area: str(parent) if isinstance(parent, str) and parent else None
                    for area, parent in pairs})  # fmt: skip

    @cached_property
    def _children(self) -> Mapping[str | None, list[str]]:
        children: dict[str | None, list[str]] = {}
        for area, parent in self.parents.items():
            children.setdefault(parent, []).append(area)
        return children

    def above(self, area_id: str) -> list[str]:
        """The area's parent, its parent's parent and so on."""
        found: list[str] = []
        parent = self.parents[area_id]
        while parent is not None:
            found.append(parent)
            parent = self.parents[parent]
        return found

    def below(self, area_id: str) -> list[str]:
        """All areas inside this one."""
        found = list(self._children.get(area_id, ()))
        for area in found:
            found += self._children.get(area, ())
        return found

    def beside(self, area_id: str) -> list[str]:
        """The other areas with the same parent."""
        return [other for other in self._children[self.parents[area_id]] if other != area_id]

    def slice_of(
        self, area_id: str, reads: Collection[Relation], schools: Collection[str] | None = None
    ) -> Slice:
        """The slice of one area for a report that ``reads`` these relations.

        Where a page is about some of the area's ``schools`` these alone are below it, and the
        areas that they lie in are read as others are.
        """
        own = [area_id] if "self" in reads else []
        others = self.above(area_id) if "above" in reads else []
        others += self.beside(area_id) if "beside" in reads else []
        if schools is not None:
            others += {area: None for school in schools for area in self.above(school)}
            own += schools
        elif "below" in reads:
            own += self.below(area_id)
        return Slice(frozenset(own), frozenset(others) - frozenset(own))


def area_column(columns: Collection[str]) -> str | None:
    """The column by which a table's rows belong to areas; none for one of the whole."""
    return next((name for name in AREA_COLUMNS if name in columns), None)
