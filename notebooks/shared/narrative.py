"""Sentences written by rule from figures: no adjective without a number behind it."""

from shared.direction import (
    LARGE_COHORT,
    direction,
    how_many,
    points_apart,
    worth_of_one,
)
from tymor.locale import Number, Value
from tymor.page import Figure
from tymor.report.areas import Area
from tymor.report.counted import joined
from tymor.report.document import Document
from tymor.report.figures import Change, Figures, best, worst


def outcomes_summary(page: Document, figures: Figures, year: str) -> None:
    """How many targets were met, and what moved most since the year before."""
    tally = figures.against_targets(year)
    if tally.judged == 0:
        page.text("outcomes.none_judged")
        return
    page.text("outcomes.summary", judged=tally.judged, met=tally.met, improved=tally.improved)
    changes = figures.changes(year)
    if changes:  # where no measure has both years, none improved and none fell
        _most(page, best(changes), "best", "no_rise")
        _most(page, worst(changes), "worst", "no_fall")


def without_result(page: Document, figures: Figures, year: str, *, id: str) -> None:
    """The key indicators with results of other years only, so that no count is read as of all."""
    own = figures.section("key_indicators").where(kind="actual", group="all")
    held = own.where(academic_year=year).numbered().measures
    missing = [name for name in own.numbered().measures if name not in held]
    if missing:
        names = joined((page.say(f"measures.{name}.short") for name in missing),
                       page.config.languages, "; ")  # fmt: skip
        page.text("outcomes.without_result", id=id, of_year=year, number=len(missing),
                  measures=names)  # fmt: skip


def gap_sentences(page: Document, figures: Figures, year: str) -> None:
    """One sentence a gap: narrowed, widened or unchanged; none where a year has no number."""
    for change in figures.section("fsm_gap").changes(year):
        name = change.now.measure_id
        said = "narrowed" if change.points > 0 else "widened" if change.points < 0 else "unchanged"
        values = {} if said == "unchanged" else {"points": _points(change)}
        page.text(
            f"gap.{said}",
            id=f"gap.{name}",
            measure=page.say(f"measures.{name}.short"),
            now=change.now,
            **values,
        )


def smallest_cohort(page: Document, figures: Figures) -> None:
    """What one pupil is worth in the smallest cohort shown: the honest size of a change."""
    cohorts = [figures.newest_cohort(name) for name in figures.section("key_indicators").measures]
    sizes = [cohort for cohort in cohorts if cohort is not None and cohort.value]
    if sizes:
        smallest = min(sizes, key=lambda cohort: cohort.value or 0)
        points = Number(round(100 / (smallest.value or 1), 1), 1)
        page.text("school.small", pupils=smallest, points=points)


def moved(page: Document, now: Figure | None, before: Figure | None, *, id: str) -> None:
    """One sentence on how a measure went from one figure to another, or why that is not known.

    Nothing where neither figure is there. ``id`` tells the sentence from others of the page.
    """
    either = now or before
    if either is None:
        return
    gap = page.config.measures[either.measure_id].better == "nearer_zero"
    way = direction(now, before, gap=gap)
    values: dict[str, Value | Figure] = {"measure": either.label}
    if now and before and now.value is not None and before.value is not None:
        values |= {"now": now, "before": before, "since": before.academic_year}
        unit = "points" if now.unit == "points" else "pct"
        values |= {"points": points_apart(now, before, gap=gap), "unit": page.say(f"units.{unit}")}
    page.text(f"moved.{way}", id=id, **values)


def cohort_caution(page: Document, cohort: Figure | None, *, id: str) -> None:
    """What one learner is worth in a small cohort; nothing where it is large or hidden."""
    if cohort is None or not cohort.value or cohort.value > LARGE_COHORT:
        return
    worth = worth_of_one(int(cohort.value))
    page.text("moved.caution", id=id, pupils=cohort, points=worth)


def smallest_group(page: Document, cohort: Figure, area: Area, *, id: str) -> None:
    """What one learner is worth in the smallest group of a comparison; nothing where it is large.

    ``cohort`` is how many learners it has (:meth:`Figures.newest_cohort`) in ``area``.
    """
    if not cohort.value or cohort.value > LARGE_COHORT:
        return
    worth = worth_of_one(int(cohort.value))
    page.text(
        "moved.smallest",
        id=id,
        group=page.say(f"groups.{cohort.group}"),
        authority=area.name,
        measure=page.say(f"measures.{cohort.measure_id}.short"),
        pupils=cohort,
        points=worth,
    )


def schools_counted(page: Document, key: str, number: int, *, id: str, **values: Value) -> None:
    """A sentence on a number of schools: ``KEY.none`` where there are none, else ``KEY.some``.

    ``KEY.some`` has plural forms by ``schools``, so that one school is said as one.
    """
    if how_many(number) == "none":
        page.text(f"{key}.none", id=id, **values)
    else:
        page.text(f"{key}.some", id=id, schools=number, **values)


def _most(page: Document, change: Change | None, key: str, nothing: str) -> None:
    if change is None:
        page.text(f"outcomes.{nothing}")
        return
    page.text(
        f"outcomes.{key}_gap" if change.gap else f"outcomes.{key}",
        id=f"outcomes.{key}",
        measure=change.now.label,
        points=_points(change),
        now=change.now,
    )


def _points(change: Change) -> Number:
    return Number(abs(change.points), max(change.now.decimals, change.before.decimals))
