"""What the report on support counts, as figures with their names.

Each function takes numbers, a row an area or partner, and gives the same rows and columns with
figures. The row ``all`` is of the page's own area.
"""

from typing import Any

import pandas as pd

from shared.vocabulary import reform_area
from tymor.locale import Number
from tymor.page import Figure, Text
from tymor.report.counted import as_figures, counted, days
from tymor.report.document import Document


def area_name(page: Document, area: str) -> Text:
    """An area of reform in words, or all of them."""
    return page.say("support.all_areas") if area == "all" else reform_area(page, area)


#: Columns that other reports have too.
_SHARED = {
    "priorities": "table.priorities",
    "schools": "table.schools",
    "on_track": "table.on_track",
    "not_on_track": "table.not_on_track",
    "days_agreed": "table.days_agreed",
    "days_used": "table.days_used",
}


def reform_heading(column: str) -> str:
    """The key of what heads a column of :func:`by_reform_area`."""
    own = "table.days_agreed" if column == "days" else f"support.columns.{column}"
    return _SHARED.get(column, own)


def days_heading(column: str) -> str:
    """The key of what heads a column of :func:`days_given`."""
    return _SHARED.get(column, f"support.days.columns.{column}")


def by_reform_area(page: Document, numbers: pd.DataFrame) -> pd.DataFrame:
    """Priorities, their schools, support and days, by area of reform."""

    def figure(column: str, area: str, number: float) -> Figure:
        label = page.say(reform_heading(column))
        if area != "all":
            of_area = {"column": label, "reform_area": area_name(page, area)}
            label = page.say("support.label", of_area)
        if column == "days":
            return days(page, "reform_days", number, label, group=area)
        return counted(page, f"reform_{column}", number, label, group=area)

    return as_figures(numbers, figure)


def judged(page: Document, numbers: pd.DataFrame) -> pd.DataFrame:
    """Priorities by area of reform, a column each judgement."""

    def figure(judgement: str, area: str, number: float) -> Figure:
        word = page.say(f"judgements.{judgement}")
        said = {"judgement": word, "reform_area": area_name(page, area)}
        label = page.say("support.judged_label", said)
        return counted(page, f"reform_judged_{judgement}", number, label, group=area)

    return as_figures(numbers, figure)


def days_given(page: Document, numbers: pd.DataFrame) -> pd.DataFrame:
    """Schools and their days of support, by area: an authority, a school, or all."""

    def figure(column: str, area: str, number: float) -> Figure:
        shared = column in ("days_agreed", "days_used")
        label = page.say(f"days_of_support.{column}" if shared else f"support.days.{column}")
        made = counted if column in ("schools", "below") else days
        area_id = page.area_id if area == "all" else area
        return made(page, f"given_{column}", number, label, area_id=area_id)

    return as_figures(numbers, figure)


def of_partners(page: Document, numbers: pd.DataFrame) -> pd.DataFrame:
    """Schools and days of improvement partners; missing: not held."""

    def figure(column: str, partner: str, number: float) -> Figure:
        own = f"support.partners.{column}"
        heading = page.say(_SHARED[column] if column in ("days_agreed", "days_used") else own)
        label = page.say("support.partner_label", {"column": heading, "partner": partner})
        if "days" in column:
            return days(page, f"partner_{column}", number, label, group=partner)
        more: dict[str, Any] = {"missing": "not_available", "group": partner}
        if column == "working_pct":
            more["unit"] = "pct"
        elif column == "full_time_schools":
            more["decimals"] = 1
        return counted(page, f"partner_{column}", number, label, **more)

    return as_figures(numbers, figure)


def norm_for(page: Document, working_pct: float) -> str:
    """The schools that partners have who work so much of full time, in words: 8.4 to 12.0."""
    norm, share = page.config.support.partner_schools, working_pct / 100
    if pd.isna(share):
        share = 0
    return page.words(
        "support.span", least=Number(norm.least * share, 1), most=Number(norm.most * share, 1)
    )


def partners_by_load(page: Document, load: "pd.Series[str]") -> dict[str, Figure]:
    """How many ``partners`` there are, how many of ``known`` load, and of each load."""
    numbers = {"partners": len(load), "known": int((load != "unknown").sum())}
    numbers |= {each: int((load == each).sum()) for each in ("below", "within", "above", "unknown")}
    return {
        name: counted(page, f"partners_{name}", number, page.say(f"support.loads.{name}"))
        for name, number in numbers.items()
    }
