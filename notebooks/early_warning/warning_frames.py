"""Early warning as frames: schools and their levels, readings, thresholds, and what moved."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from tymor.config import RiskIndicator
from tymor.locale import Number
from tymor.page import Colour, Figure, Status, Text, TextCell
from tymor.report.areas import Area
from tymor.report.bilingual import label
from tymor.report.counted import counted, joined
from tymor.report.document import Document

#: The levels with their colours, the highest first.
COLOURS: dict[int, Colour] = {3: "red", 2: "amber", 1: "yellow", 0: "green"}
#: Ways in which levels are known, and the sources of ``params/risk.yml`` that are of each.
KINDS = {
    "worked_out": ("school_priorities", "results", "attendance", "exclusions"),
    "counted": ("risk_readings",),
    "judged": ("risk",),
}


def levels_of(page: Document, risk: pd.DataFrame) -> pd.DataFrame:
    """One row a school, a column an indicator in the order of ``params/risk.yml``: its level.

    Missing where nothing is known. ``risk`` has the readings of one term.
    """
    levels = risk.pivot(index="school_id", columns="indicator", values="level")
    return levels[[name for name in page.config.risk.indicators if name in levels]]


def in_order(page: Document, schools: Iterable[Area], levels: pd.DataFrame) -> pd.DataFrame:
    """One row a school with a level, by its id: those with limited progress first, then by the
    highest level, by how many indicators have it, and by name.

    ``name`` is the school's, ``level`` the highest of its indicators.
    """
    known = sorted((school for school in schools if school.id in levels.index), key=page.by_name)
    level = levels.max(axis="columns")
    limited = levels["limited_progress"].fillna(0) if "limited_progress" in levels else 0
    rows = pd.DataFrame({"name": [school.name for school in known]}, [each.id for each in known])
    rows = rows.assign(
        level=level, limited=limited, there=levels.eq(level, axis="index").sum(axis="columns")
    )
    rows = rows.sort_values(["limited", "level", "there"], ascending=False)
    return rows[["name", "level"]]


def what_moved(page: Document, now: Mapping[str, float], before: Mapping[str, float]) -> Text:
    """Each indicator of a school that moved, with both levels; or that none did, or that nothing
    was known of it last term.

    Both are indicator to level, missing where nothing is known.
    """
    if not before:
        return page.say("table.not_known_last_term")
    levels = [(name, level, before.get(name)) for name, level in now.items() if pd.notna(level)]
    moved = [_moved(page, *each) for each in levels if each[1] != each[2]]
    if not moved:
        return page.say("early_warning.none_moved")
    return joined(moved, page.config.languages, "; ")


def short_name(page: Document, indicator: str) -> Text:
    """What an indicator is called where there is little room."""
    key = f"risk_short.{indicator}"
    return page.say(key if page.config.languages.has(key) else f"risk.{indicator}")


def _moved(page: Document, indicator: str, now: float, before: float | None) -> Text:
    words = {
        "indicator": short_name(page, indicator),
        "now": page.say(f"risk_levels.{now:g}"),
    }
    if before is None or pd.isna(before):
        return page.say("early_warning.new_indicator", words)
    return page.say("early_warning.moved", words | {"before": page.say(f"risk_levels.{before:g}")})


def level_cells(page: Document) -> dict[int, TextCell]:
    """Each level in words on its colour."""
    return {
        level: TextCell(text=page.say(f"risk_levels.{level}"), colour=colour)
        for level, colour in COLOURS.items()
    }


def levels_told(page: Document, levels: pd.DataFrame) -> pd.DataFrame:
    """Levels in words on their colours; in words alone where an indicator is not held against
    the school's sector, and missing where nothing is known."""
    cells = level_cells(page)
    not_used = TextCell(text=page.say("early_warning.not_used"))
    sectors = _sectors(page)

    def told(school: str, name: str, level: float) -> TextCell | None:
        used = page.config.risk.indicators[name].used_in(sectors[school])
        return not_used if not used else cells.get(int(level)) if pd.notna(level) else None

    made = {
        name: [told(str(school), str(name), level) for school, level in levels[name].items()]
        for name in levels
    }
    return pd.DataFrame(made, index=levels.index, dtype="object")


def _sectors(page: Document) -> "pd.Series[str]":
    """The sector of each of the page's schools, by its id."""
    return pd.Series({school.id: school.sector_code or "" for school in page.schools()})


def readings_of(
    page: Document, schools: pd.DataFrame, now: pd.DataFrame, before: pd.DataFrame, last_term: str
) -> pd.DataFrame:
    """One row a school and indicator at level 1 or more that is worked out, in the order of both.

    ``this_term`` and ``last_term`` are figures in the indicator's unit. A reading that rests on
    too few exclusions is suppressed: only its level is known.
    """
    indicators = {name: each for name, each in page.config.risk.indicators.items()
                  if not each.judged}  # fmt: skip
    rows = now[(now["level"] > 0) & now["indicator"].isin(indicators)]
    rows = rows.join(schools["name"], on="school_id", how="inner")
    order = {name: at for at, name in enumerate([*schools.index, *indicators])}
    rows = rows.sort_values(["school_id", "indicator"], key=lambda names: names.map(order))
    rows = rows.merge(before, "left", ["school_id", "indicator"], suffixes=("", "_before"))
    records: list[Any] = rows.to_dict("records")
    this_term = page.publication.term_id
    figures: dict[str, list[Any]] = {
        "this_term": [_reading(page, row, "", this_term) for row in records],
        "last_term": [_reading(page, row, "_before", last_term) for row in records],
    }
    units = [page.say(f"risk_measured.{name}") for name in rows["indicator"]]
    return rows.assign(unit=pd.Series(units, rows.index, dtype="object"), **figures)


def _reading(page: Document, row: Mapping[str, Any], when: str, term: str) -> Figure:
    """A reading of this term or of the one before, of which nothing may be known."""
    name, value = row["indicator"], row[f"reading{when}"]
    unit = page.config.risk.indicators[name].unit or "count"
    missing: Status = "not_available" if pd.isna(row[f"level{when}"]) else "suppressed"
    return Figure(
        area_id=row["school_id"],
        measure_id=f"risk_{name}",
        academic_year=page.this_year,
        group=term,
        kind="actual",
        value=None if pd.isna(value) else value,
        unit=unit,
        decimals=0 if unit == "count" else 1,
        status=missing if pd.isna(value) else "counted",
        label=joined([row["name"], page.say(f"risk.{name}")], page.config.languages),
    )


def thresholds_of(page: Document, levels: pd.DataFrame) -> pd.DataFrame:
    """Where each level begins: one row an indicator and the ``sectors`` that have the same.

    Only sectors that the page has schools of. For each level of 1 to 3 where it begins
    (``from_1``) and how many schools are at it or beyond (``schools_1``), which it would flag;
    ``unit`` is what the readings are. Of sectors against which the indicator is not held there
    are no schools.
    """
    sectors = _sectors(page)
    rows = []
    for name in map(str, levels.columns):
        indicator = page.config.risk.indicators[name]
        for sector in _apart(indicator, sectors):
            own = sectors == sector if sector else ~sectors.isin(indicator.sectors)
            at = levels.loc[levels.index.isin(own.index[own]), name]
            rows.append(_threshold(page, name, sector, at))
    return pd.DataFrame(rows)


def _apart(indicator: RiskIndicator, sectors: "pd.Series[str]") -> list[str]:
    """The sectors that a row each is of: nothing for those without levels of their own."""
    named = [sector for sector in indicator.sectors if (sectors == sector).any()]
    others = (~sectors.isin(indicator.sectors)).any() and (indicator.judged or indicator.levels)
    return ["", *named] if others else named


def _threshold(page: Document, name: str, sector: str, at: "pd.Series[float]") -> dict[str, Any]:
    indicator = page.config.risk.indicators[name]
    whole = "others" if indicator.sectors else "all"
    row: dict[str, Any] = {
        "indicator": name,
        "sectors": page.say(f"sectors.{sector}" if sector else f"early_warning.sectors.{whole}"),
        "unit": page.say("early_warning.judged_unit" if indicator.judged
                         else f"risk_measured.{name}"),
    }  # fmt: skip
    unused = not indicator.used_in(sector)
    not_used = TextCell(text=page.say("early_warning.not_used"))
    for level in (1, 2, 3):
        row[f"from_{level}"] = _begins(page, indicator, level, sector)
        there = int((at >= level).sum())
        more = f"_or_more{f'_{sector}' if sector else ''}"
        row[f"schools_{level}"] = not_used if unused else schools_at(page, name, level, there, more)
    return row


def _begins(page: Document, indicator: RiskIndicator, level: int, sector: str) -> Text:
    if indicator.judged:
        return page.say("early_warning.judged")
    levels = indicator.levels_in(sector)
    if not levels:
        return page.say("early_warning.not_used")
    limit = levels[level - 1]
    places = 0 if limit == int(limit) else 1
    return page.say(f"early_warning.or_{indicator.worse}", {"limit": Number(limit, places)})


def schools_at(
    page: Document, indicator: str, level: int, number: int, or_more: str = ""
) -> Figure:
    """How many schools have a level of an indicator, as a figure."""
    words = [page.say(f"risk.{indicator}"), page.say(f"risk_levels.{level}")]
    label = joined(words, page.config.languages)
    return counted(page, f"risk_{indicator}", number, label, group=f"level_{level}{or_more}")


def level_bars(page: Document, counts: pd.DataFrame) -> pd.DataFrame:
    """For ``judgement_bars``: one row an indicator and level, with how many ``schools`` have it."""
    return pd.DataFrame(
        {
            "bar": [label(short_name(page, name)) for name in counts["indicator"]],
            "order": pd.factorize(counts["indicator"])[0],
            "category": [page.words(f"risk_levels.{level}") for level in counts["level"]],
            "rank": counts["level"].map(list(COLOURS).index),
            "colour": counts["level"].map(COLOURS),
            "count": counts["schools"],
        }
    )
