"""Sentences written by rule from figures: no adjective without a number behind it."""

from collections.abc import Sequence
from typing import Literal

from shared import withheld
from shared.direction import direction, how_many
from shared.names import measures_named
from tymor.claims import Claim, Way
from tymor.locale import Value
from tymor.measures.signals import previous_year
from tymor.page import Figure
from tymor.report import told
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Change, Figures, best, worst

#: What a change is called that is most of all, and which way it went.
_MOST: dict[str, Literal["better", "worse"]] = {"best": "better", "worst": "worse"}
#: What is said of a gap, and how its size then stands to the one before.
_WAYS: dict[str, Way] = {"narrowed": "narrower", "widened": "wider", "unchanged": "equal"}
_SAID: dict[str, Way] = {
    "up": "up", "down": "down", "equal": "equal", "narrower": "narrower", "wider": "wider",
}  # fmt: skip


def outcomes_summary(page: Document, figures: Figures, year: str) -> None:
    """How many targets were met, and what moved most since the year before.

    Where results are withheld, that is said, and the sentences are of those that can be shown.
    """
    tally = figures.against_targets(year)
    aimed = withheld.aimed_and_withheld(figures, year)
    if tally.judged == 0:
        page.text("outcomes.none_shown" if aimed else "outcomes.none_judged")
        return
    of_both = _all_shown(figures, year)
    page.text(withheld.key_of("outcomes.summary", whole=of_both), id="outcomes.summary",
              judged=tally.judged, met=tally.met, improved=tally.improved)  # fmt: skip
    if aimed:
        page.text("outcomes.summary_withheld", number=told.number_of(aimed))
    most_and_least(page, figures, year)


def most_and_least(page: Document, figures: Figures, year: str) -> None:
    """What rose most and what fell most since the year before; nothing without both years."""
    changes = figures.changes(year)
    if changes:  # where no measure has both years, none improved and none fell
        whole = _all_shown(figures, year)
        _most(page, best(changes), changes, "best", "no_rise", whole=whole)
        _most(page, worst(changes), changes, "worst", "no_fall", whole=whole)


def _all_shown(figures: Figures, year: str) -> bool:
    """Whether no result of a year, and of the year before, is withheld."""
    return not withheld.confidential(figures, year, previous_year(year))


def without_result(page: Document, figures: Figures, year: str, *, id: str) -> None:
    """The key indicators without a number of a year, so that no count is read as of all: those
    that are withheld, and those that have no result."""
    hidden, none = withheld.without_number(figures, "key_indicators", year)
    for key, those in (("without_result", none), ("not_shown", hidden)):
        if those:
            own_id = id if key == "without_result" else f"{id}.hidden"
            measures_named(page, f"outcomes.{key}", (each.measure_id for each in those),
                           id=own_id, of_year=year, number=told.number_of(those))  # fmt: skip


def gap_sentences(page: Document, figures: Figures, year: str) -> None:
    """One sentence a gap: narrowed, widened or unchanged; none where a year has no number."""
    for change in figures.section("fsm_gap").changes(year):
        name = change.now.measure_id
        said = "narrowed" if change.points > 0 else "widened" if change.points < 0 else "unchanged"
        values = {} if said == "unchanged" else {"points": told.apart(*change.beside)}
        page.text(
            f"gap.{said}",
            id=f"gap.{name}",
            measure=page.say(f"measures.{page.config.measures[name].of}.short"),
            now=change.now,
            claims=[told.went(_WAYS[said], *change.beside)],
            **values,
        )


def smallest_cohort(page: Document, figures: Figures) -> None:
    """What one pupil is worth in the smallest cohort shown: the honest size of a change."""
    cohorts = [figures.newest_cohort(name) for name in figures.section("key_indicators").measures]
    sizes = [cohort for cohort in cohorts if cohort is not None and cohort.value]
    if sizes:
        smallest = min(sizes, key=lambda cohort: cohort.value or 0)
        page.text("school.small", pupils=smallest, points=told.worth_of_one(smallest))


def moved(page: Document, now: Figure | None, before: Figure | None, *, id: str) -> None:
    """One sentence on how a measure went from one figure to another, or why that is not known.

    Nothing where neither figure is there. ``id`` tells the sentence from others of the page.
    """
    either = now or before
    if either is None:
        return
    better = page.config.measures[either.measure_id].better
    way = direction(now, before, better)
    values: dict[str, Value | Figure] = {"measure": either.label}
    claims: list[Claim] = []
    if now and before and now.value is not None and before.value is not None:
        values |= {"now": now, "before": before, "since": before.academic_year}
        unit = "points" if now.unit == "points" else "pct"
        points = told.apart(now, before, better)
        values |= {"points": page.say(f"units.{unit}", {"points": points})}
        claims = [told.went(_SAID[way], now, before, better), *claimed(points)]
    page.text(f"moved.{way}", id=id, claims=claims, **values)


def few_learners(page: Document, cohort: Figure) -> bool:
    """Whether one learner of a cohort is worth a point or more, as far as its size is known."""
    return bool(cohort.value) and (cohort.value or 0) <= page.config.cautions.large_cohort


def cohort_caution(page: Document, cohort: Figure | None, *, id: str) -> None:
    """What one learner is worth in a small cohort; nothing where it is large or hidden."""
    if cohort is None or not few_learners(page, cohort):
        return
    page.text("moved.caution", id=id, pupils=cohort, points=told.worth_of_one(cohort))


def smallest_group(page: Document, cohort: Figure, area: Area, *, id: str) -> None:
    """What one learner is worth in the smallest group of a comparison; nothing where it is large.

    ``cohort`` is how many learners it has (:meth:`Figures.newest_cohort`) in ``area``.
    """
    if not few_learners(page, cohort):
        return
    page.text(
        "moved.smallest",
        id=id,
        group=page.say(f"groups.{cohort.group}"),
        authority=area.name,
        measure=page.say(f"measures.{cohort.measure_id}.short"),
        pupils=cohort,
        points=told.worth_of_one(cohort),
    )


def schools_counted(page: Document, key: str, number: int, *, id: str, **values: Value) -> None:
    """A sentence on a number of schools: ``KEY.none`` where there are none, else ``KEY.some``.

    ``KEY.some`` has plural forms by ``schools``, so that one school is said as one.
    """
    if how_many(number) == "none":
        page.text(f"{key}.none", id=id, claims=claimed(number), **values)
    else:
        page.text(f"{key}.some", id=id, claims=(), schools=number, **values)


def claimed(number: object) -> Sequence[Claim]:
    """What a number rests on, where it says so: of one that stands in no sentence."""
    claim = getattr(number, "claim", None)
    return [] if claim is None else [claim]


def _most(
    page: Document, change: Change | None, changes: Sequence[Change], key: str, nothing: str,
    *, whole: bool,
) -> None:  # fmt: skip
    """The change that is most (``best`` or ``worst``) of all; where there is none, that.

    ``whole`` says that no result was withheld that could be more.
    """
    every, way = [each.beside for each in changes], _MOST[key]
    if change is None:
        said = withheld.key_of(f"outcomes.{nothing}", whole=whole)
        none = claimed(told.counts(every, way))
        page.text(said, id=f"outcomes.{nothing}", claims=none)
        return
    gap = change.better == "nearer_zero"
    said = f"outcomes.{key}_gap" if gap else f"outcomes.{key}"
    page.text(
        withheld.key_of(said, whole=whole),
        id=f"outcomes.{key}",
        measure=change.now.label,
        points=told.apart(*change.beside),
        now=change.now,
        claims=[told.most(way, change.beside, every)],
    )
