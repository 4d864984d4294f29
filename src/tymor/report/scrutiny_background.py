"""The background section of the report to a scrutiny committee, and its appendices."""

from tymor.page import Table
from tymor.report import narrative, school_charts, tables
from tymor.report.direction import LARGE_COHORT, worth_of_one
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.named_priorities import (
    NamedPriorities,
    concern_table,
    enhanced_schools,
    half_term_table,
    priorities_table,
)
from tymor.report.oversight import (
    due_table,
    exclusions_moved,
    exclusions_table,
    inspections_table,
)
from tymor.report.priority_counts import (
    PriorityCounts,
    judged_rows,
    judged_table,
    support_table,
    track_table,
)
from tymor.report.school_links import schools_by_sector

_LEVELS = ("expected_level", "expected_level_plus1", "expected_level_plus2")


def outcomes_against_targets(page: Document, figures: Figures) -> None:
    """The key indicators; every other measure is in an appendix."""
    if figures.measures:
        page.heading("outcomes", level=3)
        page.text("outcomes.intro")
    page.table(tables.outcomes_by_year(figures, "key_indicators"), title="outcomes.key_indicators")


def gap_caution(page: Document, figures: Figures) -> None:
    """What one learner is worth in the gap that rests on fewest; nothing where all rest on many."""
    cohorts = {}
    for gap in figures.section("fsm_gap").measures:
        cohort = figures.newest_cohort(page.config.measures[gap].of or "", group="efsm")
        if cohort is not None and cohort.value:
            cohorts[gap] = cohort
    if not cohorts:
        return
    fewest = min(cohorts, key=lambda gap: cohorts[gap].value or 0)
    pupils = int(cohorts[fewest].value or 0)
    if pupils <= LARGE_COHORT:
        page.text("scrutiny.gap_caution", pupils=cohorts[fewest], points=worth_of_one(pupils),
                  measure=page.say(f"measures.{fewest}.short"),
                  in_year=cohorts[fewest].academic_year)  # fmt: skip


def attendance_sentences(page: Document, figures: Figures) -> None:
    """How attendance moved from the year before, of each phase that has a number in both."""
    for change in figures.section("attendance").changes(page.publication.term.results_year):
        name = change.now.measure_id
        narrative.moved(page, change.now, change.before, id=f"scrutiny.{name}")


def attendance_and_exclusions(page: Document, figures: Figures) -> None:
    """Both, with how they moved; nothing where neither is held."""
    attended, excluded = tables.outcomes_by_year(figures, "attendance"), exclusions_table(page)
    if attended is None and excluded is None:
        return
    page.heading("scrutiny.attendance", level=3)
    attendance_sentences(page, figures)
    page.table(attended, title="outcomes.attendance")
    exclusions_moved(page)
    _exclusions(page, excluded)


def _exclusions(page: Document, table: Table | None) -> None:
    """The table, with a note on what is not shown where the audience has a limit."""
    most_hidden = page.minimum_cohort - 1
    if most_hidden:
        page.table(table, title="scrutiny.exclusions.limited", id="scrutiny.exclusions",
                   most_hidden=most_hidden)  # fmt: skip
    else:
        page.table(table, title="scrutiny.exclusions")


def progress_with_priorities(
    page: Document, counts: PriorityCounts, named: NamedPriorities
) -> None:
    """On and off track, judgements by term, and by name for those who may read them."""
    if not counts.number("all"):
        return
    page.heading("authority.progress", level=3)
    page.table(track_table(counts), title="scrutiny.track_table")
    movement_sentence(named)
    judged = judged_table(counts)
    if judged is not None:
        page.chart(
            school_charts.judgement_bars(judged_rows(counts), page.axis),
            title="scrutiny.judged_chart",
            table=judged,
            good=counts.good(),
            judged_count=counts.judged(),
        )
    page.table(concern_table(named), title="scrutiny.concern")


def movement_sentence(named: NamedPriorities) -> None:
    """How many judgements went up, down or stayed; for those who may read them."""
    moves = named.moved()
    if sum(moves.values()):
        named.page.text("scrutiny.moved", up=moves["up"], down=moves["down"], same=moves["same"])


def support(page: Document, counts: PriorityCounts) -> None:
    """Core and enhanced support; nothing where no priorities are held."""
    table = support_table(counts)
    if table is not None:
        page.heading("scrutiny.support_table", level=3)
        page.table(table, title="scrutiny.support_table")


def inspections(page: Document) -> None:
    """How many are due and, for those who may read it, in which schools."""
    due, named = due_table(page), inspections_table(page)
    if due is not None or named is not None:
        page.heading("scrutiny.inspections", level=3)
    page.table(due, title="scrutiny.due_table")
    page.table(named, title="scrutiny.inspections")


def attached(page: Document, figures: Figures, named: NamedPriorities) -> list[str]:
    """The appendices that this report has something for, in their order."""
    there = {
        "measures": any(figures.section(level).measures for level in _LEVELS),
        "priorities": bool(named.now()),
        "half_terms": enhanced_schools(page) > 0,
        "schools": page.audience == "public" and bool(page.children()),
    }
    return [f"scrutiny.appendices.{name}" for name, held in there.items() if held]


def appendices(page: Document, figures: Figures, named: NamedPriorities) -> None:
    """Those of :func:`attached`, each under its letter."""
    for key in attached(page, figures, named):
        page.appendix(key)
        match key.rpartition(".")[2]:
            case "measures":
                for level in _LEVELS:
                    page.table(tables.outcomes_by_year(figures, level), title=f"outcomes.{level}")
            case "priorities":
                page.table(priorities_table(named), title="scrutiny.priorities")
            case "half_terms":
                page.table(half_term_table(page), title="scrutiny.half_terms")
            case "schools":
                page.links("authority.schools", schools_by_sector(page))
