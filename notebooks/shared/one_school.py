"""What reports on one school have in common: its newest figures, and how they moved."""

from collections.abc import Collection, Sequence

import pandas as pd

from shared import chart_data, narrative, own_alone, tables, units
from shared.direction import direction, learners_apart
from shared.names import FEW, quoted
from tymor.measures.signals import previous_year
from tymor.page import Figure
from tymor.report import columns as col
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures


def fitting_figures(page: Document) -> Figures:
    """The school's own figures of measures that fit a school of its kind."""
    return page.figures().fitting(page.area.sector_code)


def say_about(page: Document, authority: Area) -> None:
    """What kind of school it is, which language it teaches in, and in which local authority."""
    medium = page.say(f"school.medium.{page.area.medium_code}")
    page.text(f"school.about.{page.area.sector_code}", id="school.about", medium=medium,
              authority=authority.name)  # fmt: skip


def say_unfit(page: Document, sections: Collection[str] = (), *, group: str = "") -> None:
    """Which measures the page leaves out as they do not fit a school of this kind; nothing where
    none is. They are not counted: another page of the same school leaves out others.

    What fits which sector is in ``params/measures.yml``. ``sections`` are those that the page
    shows of other schools, all where none is named; ``group`` the learners that it is about.
    """
    fit = fitting_figures(page).measures
    held = page.figures().where(group=group) if group else page.figures()
    unfit = [name for name in held.numbered().measures if name not in fit]
    found = dict.fromkeys(page.config.measures[name].section for name in unfit)
    names = [page.say(f"sections.{each}") for each in found if not sections or each in sections]
    if len(names) > FEW:
        page.text("school.unfit_many.text", id="school.unfit")
        rows = pd.DataFrame({"name": names})
        columns = [col.words("name", "names.column")]
        page.table(rows, columns, title="school.unfit_many", id="school.unfit.names")
    elif names:
        page.text("school.unfit", called=quoted(page, names))


def newest(page: Document, figures: Figures) -> list[Figure]:
    """Its pupils, how many are eligible for free school meals, its key indicators, attendance.

    Of this year or the newest with a result; what is not held is left out.
    """
    measures = [
        *figures.section("key_indicators").measures,
        *figures.section("attendance").measures,
    ]
    held = [
        figures.one("pupils", page.this_year, kind="count"),
        figures.one("efsm_pct", page.this_year, kind="pct"),
        *map(figures.latest, measures),
    ]
    return [figure for figure in held if figure is not None]


def key_moves(page: Document, figures: Figures) -> None:
    """A sentence a key indicator that fits a school of its kind: its newest result beside that of
    the year before.

    Where the change is one learner of a small cohort or none, the sentence after it says so.
    """
    own = figures.fitting(page.area.sector_code).section("key_indicators")
    for name in own.measures:
        now = own.latest(name)
        if now is None or now.value is None:
            continue
        before = own.one(name, previous_year(now.academic_year))
        if before is None or before.status == "not_available":
            continue  # the first result of all has nothing to be held against
        narrative.moved(page, now, before, id=f"moved.{name}")
        little_moved(page, now, before, own.newest_cohort(name))


def attendance_moves(page: Document, figures: Figures) -> None:
    """A sentence a measure of attendance: how it went since the year before."""
    for change in figures.section("attendance").changes(page.publication.term.results_year):
        narrative.moved(page, change.now, change.before, id=f"moved.{change.now.measure_id}")


def attendance_beside(
    page: Document, areas: Sequence[Area], year: str, said: Collection[str] = ()
) -> None:
    """The school's attendance in a year beside that of areas above it, but for those of which it
    is all that is counted, which it says of measures that are not ``said`` before; nothing where
    none of them has a figure. ``areas`` begin with it."""
    figures, others = own_alone.beside_above(page, areas), areas[1:]
    measures = figures.with_numbers(page.area_id, year, "attendance")
    compared = chart_data.to_compare(figures, page.area, others, year, "attendance")
    unsaid = [name for name in measures if name not in said]
    own_alone.say_own_alone(page, others, unsaid, id="school.attendance_beside.alone")
    shown = own_alone.others_beside(page, areas, compared)
    rows = tables.areas_beside(page, figures, shown, dict.fromkeys(compared, year))
    columns = [col.words("measure"), *tables.area_columns(shown)]
    page.table(rows, columns, title="school.attendance_beside", compared_year=year,
               unit=units.in_units(page, compared))  # fmt: skip


def little_moved(page: Document, now: Figure, before: Figure, cohort: Figure | None) -> None:
    """That a change is the result of one learner or none; nothing where it is more, or unknown."""
    if cohort is None or not narrative.few_learners(page, cohort):  # no share of few learners
        return
    if direction(now, before) not in ("up", "down"):
        return
    learners = learners_apart(now, before, int(cohort.value or 0))
    if learners <= 1:
        key = "moves.one_learner" if learners else "moves.no_learner"
        page.text(key, id=f"moves.{now.measure_id}", cohort=cohort)
