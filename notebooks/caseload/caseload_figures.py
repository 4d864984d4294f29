"""The schools of one improvement partner, a row each, as frames of figures."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tymor.measures.signals import previous_year
from tymor.page import Colour, Figure, Text, TextCell
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.counted import counted, days, joined
from tymor.report.document import Document

#: The levels of risk with their colours.
LEVELS: dict[int, Colour] = {3: "red", 2: "amber", 1: "yellow", 0: "green"}
#: What is counted of priorities and schools, by the key of its name.
_COUNTED = {
    "schools": "table.schools",
    "priorities": "table.priorities",
    **{
        each: f"school_priorities.counts.{each}" for each in ("on_track", "not_on_track", "limited")
    },
}
_PRIORITY = ("priorities", "on_track", "not_on_track", "limited")


def overview(page: Document, schools: Sequence[Area]) -> pd.DataFrame:
    """One row a school: what is held of it, as figures, cells and numbers.

    ``school``, ``authority``, ``sector``: names; ``pupils``, ``days_agreed``, ``days_used`` and
    ``days_left`` (agreed less used), ``priorities``, ``on_track``, ``not_on_track``,
    ``limited``: figures. ``level``: the highest level
    of risk, missing where nothing is known, ``level_cell`` in words, ``flagged``, ``flags`` (its
    indicators that are at the level of a flag). ``category``: a cell, missing where there is
    none. ``due`` (a term), ``inspected``, ``follow_up``: missing where they are not held, as
    ``inspections_held`` says.
    """
    term = page.publication.term_id
    priorities = page.release.table("school_priorities")
    priorities = priorities[priorities["term"] == term]
    support = page.release.table("support")
    support = support[support["academic_year"] == page.this_year]
    given = support.groupby("school_id")[["days_agreed", "days_used"]].sum(skipna=False)
    risk = page.release.table("risk")
    risk = risk[(risk["term"] == term) & risk["indicator"].isin(page.config.risk.indicators)]
    inspections = page.release.table("inspections").set_index("school_id")
    figures = page.figures(*schools)
    rows = []
    for school in schools:
        own = priorities[priorities["school_id"] == school.id]
        rows.append(
            {
                "school_id": school.id,
                "school": school.name,
                "authority": page.area_of(str(school.parent_id)).name,
                "sector": school.sector,
                "pupils": figures.one("pupils", page.this_year, kind="count", area_id=school.id),
                **_days(page, school, given),
                **_priorities(page, school, own),
                **_risk(page, risk[risk["school_id"] == school.id]),
                "category": category(page, school.id),
                **_inspection(inspections, school.id),
            }
        )
    frame = pd.DataFrame(rows, dtype="object")
    return frame.astype(dict.fromkeys(["flagged", "inspections_held"], "bool"))


def _named(page: Document, school: Area, key: str) -> Text:
    return joined([school.name, page.say(key)], page.config.languages)


def _days(page: Document, school: Area, given: pd.DataFrame) -> dict[str, Figure]:
    """Days agreed, used and left this year; not held where nobody wrote them down."""
    agreed, used = (given[name].get(school.id) for name in ("days_agreed", "days_used"))
    left = None if agreed is None or used is None else agreed - used
    of = {"area_id": school.id}
    return {
        "days_agreed": days(
            page,
            "support_days_agreed",
            agreed,
            _named(page, school, "days_of_support.days_agreed"),
            **of,
        ),
        "days_used": days(
            page, "support_days_used", used, _named(page, school, "days_of_support.days_used"), **of
        ),
        "days_left": days(
            page, "support_days_left", left, _named(page, school, "caseload.days_left"), **of
        ),
    }


def _priorities(page: Document, school: Area, own: pd.DataFrame) -> dict[str, Any]:
    on, off = (int((own["on_track"] == word).sum()) for word in ("yes", "no"))
    limited = int((own["judgement"] == "limited").sum())
    numbers = dict(zip(_PRIORITY, (len(own), on, off, limited), strict=True))
    return {
        name: counted(
            page, f"caseload_{name}", number if len(own) else None,
            _named(page, school, _COUNTED[name]), area_id=school.id,
            missing="not_available",
        )
        for name, number in numbers.items()
    }  # fmt: skip


def _risk(page: Document, own: pd.DataFrame) -> dict[str, Any]:
    """The highest level, and which indicators are at that of a flag."""
    if own.empty:
        return {"level": None, "level_cell": None, "flagged": False, "flags": ""}
    level = int(own["level"].max())
    flagged_from = page.config.risk.flagged_from
    there = {*own.loc[own["level"] >= flagged_from, "indicator"]}
    names = [page.say(f"risk.{each}") for each in page.config.risk.indicators if each in there]
    return {
        "level": level,
        "level_cell": TextCell(text=page.say(f"risk_levels.{level}"), colour=LEVELS[level]),
        "flagged": level >= flagged_from,
        "flags": joined(names, page.config.languages, "; ") if names else "",
    }


def indicators_used(page: Document, schools: Sequence[Area]) -> list[str]:
    """The indicators of early warning that are held against the sectors of these schools."""
    sectors = {school.sector_code or "" for school in schools}
    every = page.config.risk.indicators
    return [name for name, each in every.items() if any(map(each.used_in, sectors))]


def indicators_without(page: Document, used: Sequence[str]) -> list[Text]:
    """The names of those used of which the page's term holds nothing on any of its schools."""
    risk = page.release.table("risk")
    held = {*risk.loc[risk["term"] == page.publication.term_id, "indicator"]}
    return [page.say(f"risk.{name}") for name in used if name not in held]


def _inspection(inspections: pd.DataFrame, school_id: str) -> dict[str, Any]:
    if school_id not in inspections.index:
        return {"due": None, "inspected": None, "follow_up": None, "inspections_held": False}
    row = inspections.loc[school_id]
    return {
        "due": row["due"] or None,
        "inspected": row["inspected"],
        "follow_up": row["follow_up"],
        "inspections_held": True,
    }


def category(page: Document, school_id: str) -> TextCell | None:
    """The category that says how much support the school gets; nothing where it has none."""
    scheme = page.config.categorisation
    rows = page.release.rows("categories", "school_id", "term", "part", "category")
    own = rows[
        (rows["school_id"] == school_id)
        & (rows["term"] == page.publication.term_id)
        & (rows["part"] == scheme.support)
    ]
    if own.empty:
        return None
    word = str(own["category"].iloc[0])
    colour = scheme.parts[scheme.support].words[word].colour
    return TextCell(text=page.say(f"categories.{scheme.support}.{word}"), colour=colour)


def sums(page: Document, overview: pd.DataFrame) -> dict[str, Figure]:
    """The tiles: schools, days agreed and used, priorities, schools flagged; what is held."""
    numbers: dict[str, float | None] = {"schools": len(overview)}
    for name in ("days_agreed", "days_used"):
        held = [figure.value for figure in overview[name] if figure.value is not None]
        numbers[name] = sum(held) if held else None
    held = [figure.value for figure in overview["priorities"] if figure.value is not None]
    numbers["priorities"] = sum(held) if held else None
    if overview["level"].notna().any():
        numbers["flagged"] = int(overview["flagged"].sum())
    own = str(page.release.each)
    made = {}
    for name, number in numbers.items():
        if number is not None:
            make = days if name.startswith("days") else counted
            said = page.say(_COUNTED.get(name, f"caseload.counted.{name}"))
            made[name] = make(page, f"caseload_{name}", number, said, group=own)
    return made


def results(page: Document, schools: Sequence[Area]) -> pd.DataFrame:
    """One row a school and measure of its sector with a number: the newest result.

    ``school`` heads those of a school; ``year``; figures ``now``, ``before`` (the year before) and
    ``whole`` (of the partnership in the same year), missing where none is held.
    """
    figures = page.figures(page.area, *schools)
    rows = []
    for school in schools:
        own = page.figures(school).fitting(school.sector_code)
        for section in ("key_indicators", "attendance"):
            for name in own.section(section).measures:
                now = own.latest(name)
                if now is None or now.value is None:
                    continue
                year = now.academic_year
                rows.append(
                    {
                        "school_id": school.id,
                        "school": label(school.name),
                        "measure_id": name,
                        "year": year,
                        "now": _unsignalled(now),
                        "before": _unsignalled(own.one(name, previous_year(year))),
                        "whole": _unsignalled(figures.one(name, year, area_id=page.area_id)),
                    }
                )
    columns = ["school_id", "school", "measure_id", "year", "now", "before", "whole"]
    return pd.DataFrame(rows, columns=columns, dtype="object")


def _unsignalled(figure: Figure | None) -> Figure | None:
    """Without its signal: here it stands beside others, not beside its target."""
    return figure and figure.model_copy(update={"signal": "none"})
