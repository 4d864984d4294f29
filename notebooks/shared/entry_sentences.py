"""What is said, by rule, of post-16 entries: their grades, and the smallest subject."""

from typing import Any

import pandas as pd

from shared.entries import ALL, GRADES, PROGRAMMES
from shared.names import name_them
from shared.narrative import cohort_caution, moved
from tymor.measures.signals import previous_year
from tymor.page import CONFIDENTIAL, Figure, Text
from tymor.report import told
from tymor.report.document import Document
from tymor.report.figures import Figures


def summary(page: Document, by_year: pd.DataFrame) -> None:
    """Each range of grades, and how each went since the year before.

    ``by_year``: all entries of one area, a row a year (:func:`entries.entries_by_subject`).
    """
    held = by_year.set_index("academic_year")
    year = page.publication.term.results_year
    shown = [_figure(held, year, of) for of in (*GRADES, "entries")]
    numbered = [each for each in shown if each is not None and each.value is not None]
    if len(numbered) < len(shown):
        hidden = any(each is not None and each.status in CONFIDENTIAL for each in shown)
        told_of = "some_shown" if numbered else "none_shown"
        page.text(f"post16.{told_of if hidden else 'none_collected'}", id="post16.none_told")
        return
    a, c, e, entries = numbered
    page.text("post16.summary", entries=entries, grades_a=a, grades_c=c, grades_e=e)
    years = page.publication.term.years
    if len(years) > 1:
        for of, now in zip(GRADES, (a, c, e), strict=True):
            said = page.say("post16.share_of", {"grades": page.say(f"post16.columns.{of}")})
            id = "post16.moved" if of == "grade_c" else f"post16.went.{of}"
            moved(page, now, _figure(held, years[-2], of), id=id, called=said)


def programmes_moved(page: Document, figures: Figures) -> None:
    """How retention and completion went since the year before, a sentence each; of a small cohort
    what one learner is worth. Nothing of one that is not held in both years.

    ``figures``: those of one area.
    """
    year = page.publication.term.results_year
    for name in PROGRAMMES:
        now, before = figures.one(name, year), figures.one(name, previous_year(year))
        held = [each for each in (now, before) if each and each.status != "not_available"]
        if len(held) == len((now, before)):
            moved(page, now, before, id=f"post16.went.{name}", called=programme(page, name))
            cohort_caution(page, figures.newest_cohort(name), id=f"post16.rests.{name}")


def programme(page: Document, name: str) -> Text:
    """What retention or completion is called in a sentence."""
    return page.say(f"post16.programmes.of.{name}")


def _figure(by_year: pd.DataFrame, year: str, of: str) -> Figure | None:
    figure = by_year[of].get(year)
    return figure if isinstance(figure, Figure) else None


def smallest_subject(page: Document, entries: pd.DataFrame) -> None:
    """What one entry is worth in the smallest subject shown; nothing where all are large.

    ``entries``: one row an area and subject; where there are several areas, it is said of which.
    """
    rows: list[Any] = entries[entries["subject"] != ALL].to_dict("records")
    known = [row for row in rows if row["entries"].value]
    smallest = min(known, key=lambda row: row["entries"].value, default=None)
    large = page.config.cautions.large_cohort
    if smallest is None or smallest["entries"].value > large:
        return
    tied = [row for row in known if row["entries"].value == smallest["entries"].value]
    names = [_named(page, row, alone=entries["area_id"].nunique() == 1) for row in tied]
    worth, least = told.worth_of_one(smallest["entries"]), smallest["entries"]
    claims = [told.greatest(least, [row["entries"] for row in known], least=True)]
    if len(names) > 1:
        name_them(page, "post16.smallest_tied", names, place="subjects", id="post16.smallest",
                  entries=least, points=worth, claims=claims)  # fmt: skip
        return
    page.text("post16.smallest", subject=names[0], entries=least, points=worth, claims=claims)


def _named(page: Document, row: Any, *, alone: bool) -> Text:
    """A subject, and its area where there are others."""
    subject: Text = page.say(f"post16.subjects.{row['subject']}")
    if alone:
        return subject
    in_area = page.name_of(row["area_id"])
    return page.say("post16.subject_in", {"subject": subject, "in_area": in_area})
