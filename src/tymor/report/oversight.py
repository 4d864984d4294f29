"""What is known of an authority's schools from outside their results: exclusions, inspections."""

from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor.locale import sort_key
from tymor.page import Cell, Figure, Table, Text, TextCell, Unit
from tymor.report.counted import cells_table, counted, joined, number, word
from tymor.report.direction import direction, points_apart
from tymor.report.document import Document
from tymor.report.vocabulary import in_order, term_name, terms_from

_COUNTS: tuple[tuple[str, Unit, int], ...] = (
    ("fixed_term", "count", 0), ("days_lost", "days", 1), ("permanent", "count", 0),
)  # fmt: skip
#: Inspections due in the term of the report and so many terms in all are told.
AHEAD = 4


def exclusions_of(page: Document) -> dict[str, dict[str, Figure]]:
    """Year to count: fixed-term exclusions, days lost to them, permanent ones.

    Of the term's years only; a count that is hidden is a figure without a number.
    """
    if not page.release.has("exclusions"):
        return {}
    rows = page.release.table("exclusions")
    own = rows[rows["area_id"] == page.area_id].set_index("academic_year")
    years = [year for year in page.publication.term.years if year in own.index]
    return {
        year: {
            name: counted(
                page, f"exclusions_{name}", _value(own.loc[year, name]),
                page.say(f"scrutiny.exclusions.{name}"), missing="suppressed",
                academic_year=year, unit=unit, decimals=places,
            )
            for name, unit, places in _COUNTS
        }
        for year in years
    }  # fmt: skip


def exclusions_table(page: Document) -> Table | None:
    """A row a year."""
    heads = ["scrutiny.year_column", *(f"scrutiny.exclusions.{name}" for name, _, _ in _COUNTS)]
    rows: list[list[Cell]] = [
        [TextCell(text=page.both(year)), *map(number, of_year.values())]
        for year, of_year in exclusions_of(page).items()
    ]
    return cells_table(page, heads, rows)


def exclusions_moved(page: Document) -> None:
    """One sentence: fixed-term exclusions in the newest year beside the year before."""
    years = list(exclusions_of(page).items())[-2:]
    if len(years) < 2:
        return
    (since, before), (year, now) = years
    way = direction(now["fixed_term"], before["fixed_term"])
    values: dict[str, Any] = {"since": since, "this_year": year}
    if way in ("up", "down", "equal"):
        values |= {"now": now["fixed_term"], "before": before["fixed_term"]}
        if way != "equal":
            values["change"] = points_apart(now["fixed_term"], before["fixed_term"])
    else:
        way = "suppressed"
    page.text(f"scrutiny.exclusions.{way}", **values)


def due_counts(page: Document) -> list[tuple[str, Figure]]:
    """Term to how many schools are due an inspection, up to the last term told of.

    A term before the report's own is one in which an inspection was due and is not held.
    """
    if not page.release.has("inspection_counts"):
        return []
    rows = page.release.table("inspection_counts")
    due = rows[(rows["area_id"] == page.area_id) & (rows["kind"] == "due")]
    held = due.set_index("word")["schools"]
    last = term_order(terms_from(page.publication.term_id, AHEAD)[-1])
    return [
        (term, counted(page, "inspections_due", float(held[term]), _due_label(page, term),
                       group=term))
        for term in in_order(held.index) if term_order(term) <= last
    ]  # fmt: skip


def schools_with_due(page: Document) -> int:
    """Of how many schools it is held when they are inspected next."""
    if not page.release.has("inspection_counts"):
        return 0
    rows = page.release.table("inspection_counts")
    due = rows[(rows["area_id"] == page.area_id) & (rows["kind"] == "due")]
    return int(due["schools"].sum())


def last_term_ahead(page: Document) -> Text:
    """The last term whose inspections are told of, as within a sentence."""
    return term_name(page, terms_from(page.publication.term_id, AHEAD)[-1], within=True)


def due_table(page: Document) -> Table | None:
    """Schools due an inspection, by term; no school is named."""
    rows: list[list[Cell]] = [
        [TextCell(text=_when(page, term)), number(figure)] for term, figure in due_counts(page)
    ]
    return cells_table(page, ["scrutiny.due_column", "scrutiny.counted_schools"], rows)


def inspections_table(page: Document) -> Table | None:
    """Schools due an inspection or in follow-up, by name; for those who may read it."""
    if not page.release.has("inspections"):
        return None
    told = {term for term, _ in due_counts(page)}
    names = {school.id: school.name for school in page.schools()}
    every: list[Any] = page.release.table("inspections").to_dict("records")
    held = [row for row in every if row["school_id"] in names
            and (row["due"] in told or row["follow_up"] != "none")]  # fmt: skip
    held.sort(key=lambda row: (row["due"] not in told, term_order(row["due"] or "9999-autumn"),
                               sort_key("en", names[row["school_id"]]["en"])))  # fmt: skip
    heads = [f"scrutiny.{name}_column" for name in
             ("school", "due", "inspected", "performance", "prospects", "follow_up")]  # fmt: skip
    rows = [_inspected(page, row, names[row["school_id"]]) for row in held]
    return cells_table(page, heads, rows, words=len(heads))


def _inspected(page: Document, row: dict[str, Any], school: Text) -> list[Cell]:
    words = page.config.languages
    day = row["inspected"]
    last = page.both("") if pd.isna(day) else {k: words[k].long_date(day.date()) for k in words}
    due = _when(page, row["due"]) if row["due"] else page.say("scrutiny.no_term")
    return [
        TextCell(text=school), TextCell(text=due), TextCell(text=last),
        *(_judgement(page, row, name) for name in ("performance", "prospects")),
        word(page, f"scrutiny.follow_up.{row['follow_up']}"),
    ]  # fmt: skip


def _judgement(page: Document, row: dict[str, Any], name: str) -> Cell:
    """A judgement; without one it is not held, or, where no day is either, there was none."""
    if row[name]:
        return word(page, f"scrutiny.inspected.{row[name]}")
    not_inspected = pd.isna(row["inspected"])
    return word(page, "scrutiny.inspected.none" if not_inspected else "status.not_available.short")


def _when(page: Document, term: str) -> Text:
    """The term's name; one that has passed says so."""
    name = term_name(page, term)
    passed = term_order(term) < term_order(page.publication.term_id)
    return page.say("scrutiny.passed", {"due_term": name}) if passed else name


def _due_label(page: Document, term: str) -> Text:
    say = page.say
    return joined([say("scrutiny.due_column"), term_name(page, term)], page.config.languages)


def _value(count: Any) -> float | None:
    return None if pd.isna(count) else float(count)
