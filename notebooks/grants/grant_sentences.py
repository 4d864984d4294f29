"""What the report says of grants and outcomes; no sentence says that one led to the other."""

from collections.abc import Mapping
from typing import Any

from shared import narrative
from tymor.report.document import Document
from tymor.report.figures import Figures


def spent(page: Document, row: Mapping[Any, Any]) -> None:
    """Of one grant and year: allocated, spent and, where it is for them, for each eFSM learner.

    ``row`` is one of :func:`grant_figures.with_figures`.
    """
    grant, share = row["grant"], row["spent_share"]
    named = {"grant": row["name"], "grant_year": row["academic_year"]}
    if share.value is None:
        key, figures = "grants.spent.not_told", {"allocated": row["allocated"]}
    else:
        key = "grants.spent.told"
        figures = {"allocated": row["allocated"], "spent": row["spent"], "share": share}
    page.text(key, id=f"grants.spent.{grant}", **figures, **named)
    if row["learners"] is not None:
        id = f"grants.each.{grant}"
        page.text("grants.per_learner", id=id, each=row["per_learner"], learners=row["learners"])


def moved(page: Document, figures: Figures, name: str, *, group: str) -> None:
    """How a group's results went between the two newest years of the term; nothing where the
    newest is not held, as of a phase whose results come later."""
    years = page.publication.term.years
    if len(years) < 2:
        return
    now, before = (figures.one(name, year, group=group) for year in (years[-1], years[-2]))
    if now is None:
        return
    narrative.moved(page, now, before, id=f"grants.{name}")
    if now.value is not None:
        cohort = figures.newest_cohort(name, group=group)
        narrative.cohort_caution(page, cohort, id=f"grants.caution.{name}")
