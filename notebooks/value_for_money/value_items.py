"""What schools had this year: each programme, grant and kind of support, with its schools."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from shared.grant_names import FOR_EFSM_LEARNERS, grant_name
from shared.vocabulary import typed
from tymor.config.terms import academic_year_of
from tymor.page import Text
from tymor.report.document import Document

Kind = Literal["programme", "grant", "support"]
KINDS: tuple[Kind, ...] = ("programme", "grant", "support")


@dataclass(frozen=True)
class Item:
    """A programme, a grant or a kind of support.

    ``name`` is what the data call it, ``label`` its name in words. ``days``, ``pounds`` (spent) and
    ``budget`` (pounds that were to be spent) are missing where they are not held. ``group``: of
    which learners its outcomes are. ``only``: the support of the priorities that it is about; empty
    where it is about all of a school's. ``sources`` are the input tables that its days and pounds
    come from.
    """

    kind: Kind
    name: str
    label: Text
    schools: frozenset[str]
    days: float | None
    pounds: float | None
    sources: tuple[str, ...]
    group: str = "all"
    only: str = ""
    budget: float | None = None

    @property
    def id(self) -> str:
        """Tells its figures from those of others."""
        return f"{self.kind} {self.name}"


def items_of(page: Document) -> list[Item]:
    """Every item that a school of the area had this year, by kind and then as tables order them."""
    return [*_programmes(page), *_grants(page), *_support(page)]


def of_this_year(page: Document, table: str, *columns: str) -> pd.DataFrame:
    """The rows of a table of this year; of a table by term, of its terms until now."""
    rows = page.release.rows(table, *columns)
    year = rows["term"].map(academic_year_of) if "term" in rows else rows["academic_year"]
    return rows[year == page.this_year]


def _programmes(page: Document) -> Iterator[Item]:
    rows = of_this_year(page, "professional_learning")
    for name, own in rows.groupby("programme"):
        schools = frozenset(own["school_id"])
        told = {each: _told(page, "programme", str(name), each, schools)
                for each in ("days", "cost_gbp", "budget_gbp")}  # fmt: skip
        label = typed(page, own.iloc[0].to_dict(), "programme").text
        yield Item("programme", str(name), label, schools, told["days"], told["cost_gbp"],
                   ("professional_learning", "costs"), budget=told["budget_gbp"])  # fmt: skip


def _grants(page: Document) -> Iterator[Item]:
    """Grants of schools; what all of them spent is missing where one has not told it."""
    rows = of_this_year(page, "grants", "area_id", "academic_year", "grant", "spent_gbp",
                        "allocated_gbp")  # fmt: skip
    of_schools = rows[rows["area_id"].isin([each.id for each in page.schools()])]
    own = rows[rows["area_id"] == page.area_id].set_index("grant").to_dict("index")
    for name, each in of_schools.groupby("grant"):
        given = own.get(name, {})
        spent, budget = _or_none(given.get("spent_gbp")), _or_none(given.get("allocated_gbp"))
        of_some = page.config.learners.disadvantaged if name in FOR_EFSM_LEARNERS else None
        group = of_some or "all"
        yield Item("grant", str(name), grant_name(page, str(name)), frozenset(each["area_id"]),
                   None, spent, ("grants",), group, budget=budget)  # fmt: skip


def _or_none(number: Any) -> float | None:
    return None if pd.isna(number) else float(number)


def _support(page: Document) -> Iterator[Item]:
    """Core and enhanced support of priorities, improvement partners, and work with other schools.

    Days of priorities are those agreed, of partners those used; others are told in ``costs``.
    """
    priorities = of_this_year(page, "school_priorities", "school_id", "term", "support", "days")
    for name in ("core", "enhanced"):
        own = priorities[priorities["support"] == name]
        yield from _kind_of_support(page, name, own, ("school_priorities", "costs"),
                                    own["days"], only=name)  # fmt: skip
    given = of_this_year(page, "support", "school_id", "academic_year", "days_used")
    yield from _kind_of_support(page, "partner", given, ("support", "costs"), given["days_used"])
    work = of_this_year(page, "collaboration", "school_id", "academic_year", "kind")
    for name in page.config.support.collaboration:
        yield from _kind_of_support(page, name, work[work["kind"] == name],
                                    ("collaboration", "costs"))  # fmt: skip


def _kind_of_support(
    page: Document, name: str, rows: pd.DataFrame, sources: tuple[str, ...],
    days: "pd.Series[float] | None" = None, *, only: str = "",
) -> Iterator[Item]:  # fmt: skip
    schools = frozenset(rows["school_id"])
    if not schools:
        return
    key = f"collaboration.kinds.{name}" if days is None else f"value.support.{name}"
    given = _told(page, "support", name, "days", schools)
    if days is not None:  # what some gave is not what all did
        given = _or_none(days.sum(skipna=False))
    pounds, budget = (_told(page, "support", name, each, schools)
                      for each in ("cost_gbp", "budget_gbp"))  # fmt: skip
    yield Item("support", name, page.say(key), schools, given, pounds, sources, only=only,
               budget=budget)  # fmt: skip


def _told(
    page: Document, kind: str, name: str, column: str, schools: frozenset[str]
) -> float | None:
    """Days or pounds of the page's area, as the table ``costs`` tells them."""
    rows = of_this_year(page, "costs", "area_id", "academic_year", "kind", "name", column)
    own = rows[(rows["kind"] == kind) & (rows["name"] == name)].dropna(subset=[column])
    told = dict(zip(own["area_id"], own[column], strict=True))
    return cost_of(page.release.areas["parent_id"].to_dict(), told, page.area_id, schools)


def cost_of(
    parents: Mapping[Any, Any], told: Mapping[str, float], area: str, schools: frozenset[str]
) -> float | None:
    """What was told of an area; else the sum of its parts with any of these schools, if all of
    them have told it. Missing otherwise: what some cost is not what all did.

    >>> parents = {"A": None, "B": "A", "C": "A", "1": "B", "2": "C"}
    >>> cost_of(parents, {"B": 5.0, "2": 1.0}, "A", frozenset({"1", "2"}))
    6.0
    >>> cost_of(parents, {"B": 5.0}, "A", frozenset({"1"}))
    5.0
    >>> cost_of(parents, {"B": 5.0}, "A", frozenset({"1", "2"})) is None
    True
    """
    if area in told:
        return float(told[area])
    parts = [part for part, parent in parents.items() if parent == area]
    with_any = [part for part in parts if part in schools or _any_below(parents, part, schools)]
    costs = [cost_of(parents, told, part, schools) for part in with_any]
    held = [cost for cost in costs if cost is not None]
    return sum(held) if held and len(held) == len(costs) else None


def _any_below(parents: Mapping[Any, Any], area: str, schools: frozenset[str]) -> bool:
    return any(parents.get(school) == area for school in schools)
