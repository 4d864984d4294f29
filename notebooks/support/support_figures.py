"""What the report on support counts, as figures with their names.

Each function takes numbers, a row an area or partner, and gives the same rows and columns with
figures. The row ``all`` is of the page's own area.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shared.vocabulary import reform_area, term_before
from tymor.page import Figure, Text
from tymor.report import told
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
    "limited": "judgements.limited",
}
#: The setting of how many schools a partner at full time has.
_NORM = "support.partner_schools"
#: What is counted of schools: whether they are on track, and how their support moved.
STATES = ("all", "on", "off", "unsaid", "to_enhanced", "to_core")
#: What is counted of one school's priorities.
_WAYS = ("to_enhanced", "to_core", "support_kept")
OF_A_SCHOOL = ("priorities", "on_track", "not_on_track", "limited")


def reform_heading(column: str) -> str:
    """The key of what heads a column of :func:`by_reform_area`."""
    own = "table.days_agreed" if column == "days" else f"support.columns.{column}"
    return _SHARED.get(column, own)


def days_heading(column: str) -> str:
    """The key of what heads a column of :func:`days_given`."""
    return _SHARED.get(column, f"support.days.columns.{column}")


def school_heading(column: str) -> str:
    """The key of what heads a column of :func:`schools_by_state` or :func:`school_counts`."""
    if column == "unsaid":
        return "school_priorities.on_track.unsaid"
    return _SHARED.get(column, f"support.schools.{column}")


def by_school(priorities: pd.DataFrame) -> pd.DataFrame:
    """One row a school, by its id, with priorities in a term: how many, and how they stand.

    Columns: :data:`OF_A_SCHOOL`; ``state``, ``off`` where any is said not to be on track, ``on``
    where others are said to be, else ``unsaid``; ``support``, enhanced where any priority has it;
    ``moved``, ``to_enhanced`` where the support of any priority moved so, else ``to_core`` where
    any did, else ``support_kept``; missing where nothing is known of the term before.
    """
    answers = priorities.assign(
        priorities=1,
        on_track=priorities["on_track"] == "yes",
        not_on_track=priorities["on_track"] == "no",
        limited=priorities["judgement"] == "limited",
        enhanced=priorities["support"] == "enhanced",
        **{way: priorities["moved"] == way for way in _WAYS},
    )
    counts = answers.groupby("school_id")[[*OF_A_SCHOOL, "enhanced", *_WAYS]].sum()
    counts["state"] = "unsaid"
    counts.loc[counts["on_track"] > 0, "state"] = "on"
    counts.loc[counts["not_on_track"] > 0, "state"] = "off"
    counts["support"] = (counts["enhanced"] > 0).map({True: "enhanced", False: "core"})
    moved = pd.Series(pd.NA, counts.index, dtype="object")
    for way in reversed(_WAYS):
        moved[counts[way] > 0] = way
    return counts.assign(moved=moved)


def support_moves(page: Document) -> dict[str, told.Whole]:
    """In how many schools the support for any priority moved since the term before:
    ``to_enhanced``, ``to_core``; of how many it is known in ``both`` terms."""
    kinds = ("core", "enhanced")
    key = ["school_id", "priority", "reform_area"]
    held = page.release.table("school_priorities")
    last = term_before(page, held["term"]) or ""
    then, now = (
        {kind: told.rows(page, "school_priorities", term=term, support=kind) for kind in kinds}
        for term in (last, page.publication.term_id)
    )
    every = [told.rows(page, "school_priorities", term=term, support=list(kinds))
             for term in (last, page.publication.term_id)]  # fmt: skip
    pairs = {
        "both": (every[0], every[1]),
        "to_enhanced": (then["core"], now["enhanced"]),
        "to_core": (then["enhanced"], now["core"]),
    }
    return {
        name: told.went_from(page, key, *both, different="school_id")
        for name, both in pairs.items()
    }


def schools_to_move(page: Document, partner: str, number: int) -> told.Whole:
    """How many schools more, or fewer, bring a partner within the norm for the partner's time."""
    of = _of(page, partner)
    schools = told.rows(page, "partners", column="schools_in_all", how="sum", **of)
    return told.brings(page, number, _NORM, held=schools, share=_working(page, partner))


def schools_by_state(
    page: Document, schools: pd.DataFrame, authorities: Mapping[str, str | None]
) -> pd.DataFrame:
    """:func:`by_school` counted: one row an authority that has any, and one of all.

    Columns: ``name``, missing for all, and the figures of :data:`STATES`; ``whole``.
    """
    counted_as = schools.assign(
        authority=[authorities.get(str(each)) or "" for each in schools.index],
        all=True,
        **{state: schools["state"] == state for state in ("on", "off", "unsaid")},
        **{way: schools["moved"] == way for way in _WAYS[:2]},
    )
    twice = pd.concat([counted_as, counted_as.assign(authority="all")])
    numbers = twice.groupby("authority")[[*STATES]].sum()
    order = [child.id for child in page.children() if child.id in numbers.index]
    numbers = numbers.reindex([*order, "all"] if order else [])

    def figure(column: str, area: str, number: float) -> Figure:
        own = page.area_id if area == "all" else area
        return counted(
            page, f"schools_{column}", number, page.say(school_heading(column)), area_id=own
        )

    names = [None if each == "all" else page.name_of(each) for each in numbers.index]
    made = as_figures(numbers, figure)
    return made.assign(name=pd.Series(names, made.index, dtype="object"),
                       whole=numbers.index == "all")  # fmt: skip


def school_counts(page: Document, schools: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`by_school` with figures for :data:`OF_A_SCHOOL`."""

    def figure(column: str, school: str, number: float) -> Figure:
        label = page.say(school_heading(column))
        return counted(page, f"school_{column}", number, label, area_id=school)

    return schools.assign(**as_figures(schools[[*OF_A_SCHOOL]], figure))


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


def norm_for(page: Document, partner: str) -> str:
    """The schools that partners have who work as much of full time as this one, in words: 8.4 to
    12.0."""
    ends = {
        end: told.part_of(page, f"{_NORM}.{end}", _working(page, partner), decimals=1)
        for end in ("least", "most")
    }
    return page.words("support.span", **ends)


def _working(page: Document, partner: str) -> told.Whole | told.Told:
    """How much of full time a partner works, in per cent."""
    return told.rows(page, "partners", column="working_pct", how="sum", **_of(page, partner))


def _of(page: Document, partner: str) -> dict[str, Any]:
    """The one row of a partner, of those that the table has by authority."""
    return {"partner": partner, "academic_year": page.this_year, "newest": ("partner", "la_code")}


def partners_by_load(page: Document, load: "pd.Series[str]") -> dict[str, Figure]:
    """How many ``partners`` there are, how many of ``known`` load, and of each load."""
    numbers = {"partners": len(load), "known": int((load != "unknown").sum())}
    numbers |= {each: int((load == each).sum()) for each in ("below", "within", "above", "unknown")}
    return {
        name: counted(page, f"partners_{name}", number, page.say(f"support.loads.{name}"))
        for name, number in numbers.items()
    }
