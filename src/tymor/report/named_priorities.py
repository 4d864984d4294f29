"""Schools' priorities by name: for those who may read judgements of schools, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from tymor.config.terms import term_order
from tymor.locale import Value, sort_key
from tymor.page import Cell, Figure, Table, TextCell
from tymor.report.counted import cells_table, counted, joined, word
from tymor.report.document import Document
from tymor.report.vocabulary import judged, term_before, term_name, tracked, typed

_HEADS = ("scrutiny.school_column", "scrutiny.area_column", "scrutiny.support_column",
          "scrutiny.track_column")  # fmt: skip


@dataclass(frozen=True)
class NamedPriorities:
    """``rows``: one a school, term and priority; none where the audience may not read them."""

    page: Document
    rows: pd.DataFrame

    @classmethod
    def of(cls, page: Document) -> "NamedPriorities":
        if not page.release.has("school_priorities"):
            return cls(page, pd.DataFrame(columns=["school_id", "term", "priority", "judgement"]))
        return cls(page, page.release.table("school_priorities"))

    def now(self) -> list[dict[str, Any]]:
        """This term's rows by school name, each with ``before``: last term's judgement or ''."""
        last = term_before(self.page, self.rows["term"])
        key = ["school_id", "priority"]
        held = self.rows[self.rows["term"] == last].set_index(key)["judgement"]
        before: dict[Any, str] = dict(held.items())
        rows: list[Any] = self.rows[self.rows["term"] == self.page.publication.term_id].to_dict(
            "records"
        )
        names = {school.id: school.name for school in self.page.schools()}
        rows = [row | {"before": before.get((row["school_id"], row["priority"]), ""),
                       "school": names[row["school_id"]]}
                for row in rows if row["school_id"] in names]  # fmt: skip
        return sorted(rows, key=lambda row: (sort_key("en", row["school"]["en"]), row["priority"]))

    def moved(self) -> dict[str, int]:
        """How many priorities judged in both terms went ``up``, ``down`` or stayed the ``same``."""
        scheme = self.page.config.judgements.schemes["school_priority"]
        rank = {code: category.rank or 0 for code, category in scheme.items()}
        steps = [rank[row["judgement"]] - rank[row["before"]] for row in self.now()
                 if row["judgement"] in rank and row["before"] in rank]  # fmt: skip
        return {"up": sum(step > 0 for step in steps), "down": sum(step < 0 for step in steps),
                "same": steps.count(0)}  # fmt: skip


def concern_table(named: NamedPriorities) -> Table | None:
    """Priorities with limited progress, then others that are not on track."""
    concern = [row for row in named.now()
               if row["judgement"] == "limited" or row["on_track"] == "no"]  # fmt: skip
    concern.sort(key=lambda row: row["judgement"] != "limited")
    heads = [*_HEADS, "table.last_term", "table.this_term"]
    rows = [
        [*_which(named.page, row), judged(named.page, row["before"]),
         judged(named.page, row["judgement"])]
        for row in concern
    ]  # fmt: skip
    return cells_table(named.page, heads, rows, words=len(heads))


def priorities_table(named: NamedPriorities) -> Table | None:
    """Every school's priorities this term, school by school, with what was found."""
    page = named.page
    heads = [*_HEADS[1:], "table.judgement", "scrutiny.commentary_column"]
    rows: list[list[Cell]] = []
    for _, of_school in groupby(named.now(), lambda row: row["school_id"]):
        held = list(of_school)
        rows.append([TextCell(text=held[0]["school"])])
        rows += [
            [*list(_which(page, row))[1:], judged(page, row["judgement"]),
             typed(page, row, "commentary")]
            for row in held
        ]  # fmt: skip
    return cells_table(page, heads, rows, words=len(heads))


def half_term_table(page: Document) -> Table | None:
    """Enhanced support, priority by priority: a row a half term, through the year."""
    heads = ["scrutiny.half_column", "scrutiny.track_column", "table.judgement",
             "scrutiny.commentary_column"]  # fmt: skip
    rows: list[list[Cell]] = []
    for _, of_priority in groupby(_reviews(page), lambda row: (row["school_id"], row["priority"])):
        held = list(of_priority)
        area = page.say(f"scrutiny.reform_area.{held[-1]['area']}")
        name = joined([held[0]["school"], area], page.config.languages, ": ")
        rows.append([TextCell(text=name)])
        rows += [
            [_half(page, review), tracked(page, review["on_track"]),
             judged(page, review["judgement"]), typed(page, review, "commentary")]
            for review in held
        ]  # fmt: skip
    return cells_table(page, heads, rows, words=len(heads))


def enhanced_schools(page: Document) -> int:
    """How many schools have half-termly reviews of this term or one before."""
    return len({review["school_id"] for review in _reviews(page)})


def support_days(page: Document, kind: str) -> Figure | None:
    """Days of support agreed with (``days_agreed``) or used by (``days_used``) the schools.

    Of the term's academic year; nothing where the audience may not read it or none are held.
    """
    if not page.release.has("support"):
        return None
    rows = page.release.table("support")
    rows = rows[rows["academic_year"] == page.this_year]
    if rows.empty:
        return None
    total = round(float(rows[kind].sum()), 1)
    label = page.say(f"scrutiny.{kind}")
    return counted(page, f"support_{kind}", total, label, unit="days", decimals=1)


def _reviews(page: Document) -> list[dict[str, Any]]:
    if not page.release.has("half_term_reviews") or not page.release.has("school_priorities"):
        return []
    reviews = page.release.table("half_term_reviews")
    key = ["school_id", "term", "priority"]
    areas = page.release.table("school_priorities").set_index(key)["reform_area"].rename("area")
    held: list[Any] = reviews.join(areas, on=key, how="inner").to_dict("records")
    names = {school.id: school.name for school in page.schools()}
    rows = [row | {"school": names[row["school_id"]]} for row in held if row["school_id"] in names]
    return sorted(rows, key=lambda row: (sort_key("en", row["school"]["en"]), row["priority"],
                                         term_order(row["term"]), row["half"]))  # fmt: skip


def _which(page: Document, row: dict[str, Any]) -> Iterator[Cell]:
    yield TextCell(text=row["school"])
    yield word(page, f"scrutiny.reform_area.{row['reform_area']}")
    yield word(page, f"scrutiny.support.{row['support']}")
    yield tracked(page, row["on_track"])


def _half(page: Document, review: dict[str, Any]) -> TextCell:
    """Which half term, and the day of the review where it is known."""
    words: dict[str, Value] = {
        "half_term": term_name(page, review["term"]),
        "half": int(review["half"]),
    }
    if pd.isna(review["reviewed"]):
        return TextCell(text=page.say("scrutiny.half", words))
    return TextCell(text=page.say("scrutiny.half_on", words | {"day": review["reviewed"].date()}))
