"""What the grants report says and shows beside its tables; no sentence says that one led to
the other."""

from typing import Any

import pandas as pd

from tymor.page import Column, FigureCell, Row, Table, TextCell
from tymor.report import grant_chart, narrative, tables
from tymor.report.areas import Area
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.grants import FOR_EFSM_LEARNERS, Grants

_EFSM = "efsm"


def spent(page: Document, grants: Grants, year: str) -> None:
    """A sentence a grant: allocated, spent and, where it is for them, for each eFSM learner."""
    for grant in grants.names(page.area_id):
        allocated = grants.figure(page.area_id, grant, year, "allocated")
        if allocated is None:
            continue
        used = grants.figure(page.area_id, grant, year, "spent")
        share = grants.figure(page.area_id, grant, year, "spent_share")
        name: dict[str, Any] = {"grant": grants.name(grant), "grant_year": year}
        id = f"grants.spent.{grant}"
        if used is None or used.value is None or share is None or share.value is None:
            page.text("grants.spent.not_told", id=id, allocated=allocated, **name)
        else:
            page.text(
                "grants.spent.told", id=id, allocated=allocated, spent=used, share=share, **name
            )
        _for_each_learner(page, grants, grant, year)


def _for_each_learner(page: Document, grants: Grants, grant: str, year: str) -> None:
    each = grants.figure(page.area_id, grant, year, "per_learner")
    learners = grants.learners(page.area_id, grant, year)
    if each is not None and learners is not None:
        page.text("grants.per_learner", id=f"grants.each.{grant}", each=each, learners=learners)


def beside(page: Document, grants: Grants, areas: list[Area], year: str) -> None:
    """Each grant by the areas below: chart and table; nothing where fewer than two have it."""
    shown = False
    for grant in grants.names(page.area_id):
        own = grants.largest_first(areas, grant, year)
        if len(own) < 2:
            continue
        if not shown:
            page.heading("grants.areas")
            shown = True
        table = grants.by_area([*own, page.area], grant, year)
        name: dict[str, Any] = {"grant": grants.name(grant), "grant_year": year}
        if grant in FOR_EFSM_LEARNERS:
            _chart(page, grants, own, (grant, year))
        block = f"grants.areas.{'efsm' if grant in FOR_EFSM_LEARNERS else 'other'}"
        page.table(table, title=block, id=f"grants.areas.{grant}", **name)


def _chart(page: Document, grants: Grants, areas: list[Area], of: tuple[str, str]) -> None:
    grant, year = of
    rows = []
    for area in areas:
        allocated = grants.figure(area.id, grant, year, "allocated")
        used = grants.figure(area.id, grant, year, "spent")
        if allocated is None or not allocated.value:
            continue
        share = grants.figure(area.id, grant, year, "spent_share")
        if share is not None and share.value is not None:
            shown = page.say("grants.areas.chart.spent", {"share": share})
        else:
            shown = page.say("grants.areas.chart.not_told")
        pounds = (used.value if used else None) or 0.0
        rows.append({"area": area.name, "allocated": allocated.value, "spent": pounds,
                     "shown": shown})  # fmt: skip
    whole = grants.figure(page.area_id, grant, year, "spent_share")
    if len(rows) < 2 or len(rows) > grant_chart.MOST or whole is None or whole.value is None:
        return
    page.chart(
        grant_chart.spent_of_allocated(pd.DataFrame(rows), page.axis),
        title="grants.areas.chart",
        table=grants.by_area([*areas, page.area], grant, year),
        grant=grants.name(grant),
        share=whole,
        grant_year=year,
    )


def outcomes(page: Document, figures: Figures) -> None:
    """Outcomes of eFSM learners, and how far they are from the others; nothing where none held."""
    gap = tables.outcomes_by_year(figures, "fsm_gap")
    own = tables.results_by_year(figures, group=_EFSM)
    below = _by_authority(page)
    if gap is None and own is None and below is None:
        return
    page.heading("grants.outcomes")
    page.callout("grants.cause")
    for name in figures.section("key_indicators").measures:
        _moved(page, figures, name)
    if figures.section("fsm_gap").measures:
        narrative.gap_sentences(page, figures, page.publication.term.results_year)
    page.table(own, title="grants.outcomes.own")
    page.table(
        below, title="grants.outcomes.below", compared_year=page.publication.term.results_year
    )
    page.table(gap, title="outcomes.fsm_gap")


def _moved(page: Document, figures: Figures, name: str) -> None:
    """How eFSM learners' results went between the two newest years of the term."""
    years = page.publication.term.years
    if len(years) < 2 or not figures.where(measure_id=name, group=_EFSM).rows:
        return
    now = figures.one(name, years[-1], group=_EFSM)
    before = figures.one(name, years[-2], group=_EFSM)
    if now is None:  # nothing is held of this year, as of a phase whose results come later
        return
    narrative.moved(page, now, before, id=f"grants.{name}")
    if now.value is not None:
        cohort = figures.newest_cohort(name, group=_EFSM)
        narrative.cohort_caution(page, cohort, id=f"grants.caution.{name}")


def _by_authority(page: Document) -> Table | None:
    """Authorities down, key indicators of eFSM learners across, the newest year."""
    areas = [area for area in page.children() if area.kind == "local_authority"]
    if not areas:
        return None
    year = page.publication.term.results_year
    figures = page.figures(*(area.id for area in areas))
    say = page.say
    names = [
        name
        for name in figures.section("key_indicators").measures
        if figures.where(measure_id=name, group=_EFSM, academic_year=year).numbered().rows
    ]
    rows = []
    for area in areas:
        found = [figures.one(name, year, group=_EFSM, area_id=area.id) for name in names]
        cells = (FigureCell(figure=f) if f else TextCell(text=page.both("")) for f in found)
        rows.append(Row(cells=(TextCell(text=area.name), *cells)))
    columns = (
        Column(key="area", label=say("chart.area"), align="start"),
        *(Column(key=name, label=say(f"measures.{name}.short")) for name in names),
    )
    return Table(columns=columns, rows=tuple(rows)) if names else None
