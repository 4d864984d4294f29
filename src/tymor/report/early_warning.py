"""Early warning: each school's level, what moved it, and in which order a reader meets schools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tymor.config import RiskIndicator
from tymor.locale import sort_key
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.vocabulary import term_before


@dataclass(frozen=True)
class Reading:
    """``value`` is in the indicator's unit; none where people judged the level, or it is hidden."""

    value: float | None
    level: int


#: Indicator to reading; an indicator of which nothing is known is not in it.
Readings = Mapping[str, Reading]


@dataclass(frozen=True)
class Watched:
    """A school with its readings now, and those of the term before (empty without one)."""

    school: Area
    now: Readings
    before: Readings

    @property
    def level(self) -> int:
        """The highest of its indicators."""
        return highest(self.now)

    @property
    def moved(self) -> list[str]:
        """Indicators whose level is another one than last term, or is told for the first time."""
        if not self.before:
            return []
        return [name for name, reading in self.now.items()
                if name not in self.before or self.before[name].level != reading.level]  # fmt: skip


@dataclass(frozen=True)
class EarlyWarning:
    """``schools``: those with limited progress first, then by level.

    ``unwatched`` are schools of the area of which nothing is known this term; ``before`` is the
    term that movement is told against, or nothing.
    """

    page: Document
    schools: Sequence[Watched]
    unwatched: Sequence[Area]
    before: str | None

    @classmethod
    def of(cls, page: Document) -> "EarlyWarning":
        rows = page.release.table("risk")
        rows = rows[rows["indicator"].isin(page.config.risk.indicators)]
        last = term_before(page, rows["term"])
        now = _readings(rows, page.publication.term_id, page.config.risk.indicators)
        before = _readings(rows, last, page.config.risk.indicators)
        schools = page.schools()
        watched = [Watched(s, now[s.id], before.get(s.id, {})) for s in schools if s.id in now]
        return cls(page, in_order(watched), [s for s in schools if s.id not in now], last)

    @property
    def indicators(self) -> dict[str, RiskIndicator]:
        """Those that some school has a level of, in the order of ``params/risk.yml``."""
        held = {name for school in self.schools for name in school.now}
        return {n: each for n, each in self.page.config.risk.indicators.items() if n in held}

    def at_least(self, level: int, indicator: str | None = None) -> int:
        """How many schools have that level or more, of one indicator or of any."""
        return sum(
            school.level >= level if indicator is None
            else indicator in school.now and school.now[indicator].level >= level
            for school in self.schools
        )  # fmt: skip

    def at(self, level: int, indicator: str) -> int:
        """How many schools have exactly that level of an indicator."""
        return self.at_least(level, indicator) - self.at_least(level + 1, indicator)

    @property
    def flagged(self) -> int:
        """Schools with an indicator at the level that ``params/risk.yml`` flags from."""
        return self.at_least(self.page.config.risk.flagged_from)

    def moves(self) -> dict[str, int]:
        """How many schools have a higher, lower or the same level, of those told of twice."""
        steps = [school.level - highest(school.before) for school in self.schools if school.before]
        return {"higher": sum(step > 0 for step in steps), "lower": sum(step < 0 for step in steps),
                "same": steps.count(0)}  # fmt: skip


def highest(readings: Readings) -> int:
    return max((reading.level for reading in readings.values()), default=0)


def in_order(schools: Iterable[Watched]) -> list[Watched]:
    """Limited progress first, then the highest level, then most indicators there, then by name."""

    def key(school: Watched) -> tuple[Any, ...]:
        limited = school.now.get("limited_progress", Reading(None, 0)).level
        there = sum(reading.level == school.level for reading in school.now.values())
        return (-limited, -school.level, -there, sort_key("en", school.school.name["en"]))

    return sorted(schools, key=key)


def _readings(
    rows: pd.DataFrame, term: str | None, indicators: Iterable[str]
) -> dict[str, dict[str, Reading]]:
    """School to indicator to reading in one term, indicators in their order."""
    order = {name: at for at, name in enumerate(indicators)}
    held = rows[rows["term"] == term].to_dict("records")
    found: dict[str, dict[str, Reading]] = {}
    for row in sorted(held, key=lambda row: order[row["indicator"]]):
        value = None if pd.isna(row["reading"]) else float(row["reading"])
        found.setdefault(row["school_id"], {})[row["indicator"]] = Reading(value, int(row["level"]))
    return found
