"""The report to a scrutiny committee: the sections around its findings, written by rule."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from tymor.page import Figure, Text
from tymor.report import narrative
from tymor.report.counted import counted, joined
from tymor.report.document import Document
from tymor.report.figures import Figures
from tymor.report.named_priorities import enhanced_schools, support_days
from tymor.report.oversight import due_counts, last_term_ahead, schools_with_due
from tymor.report.priority_counts import PriorityCounts

#: Statuses of results that are still to come.
_TO_COME = frozenset({"not_verified", "not_published"})


def profile(page: Document, figures: Figures) -> None:
    """What the figures rest on, or that none are held."""
    if not page.area.schools:
        page.callout("authority.none", important=True)
        return
    pupils = figures.one("pupils", page.this_year, kind="count")
    efsm = figures.one("efsm_pct", page.this_year, kind="pct")
    if pupils and efsm:
        page.text("authority.profile", schools=page.area.schools, pupils=pupils, efsm=efsm)
    else:
        page.text("authority.profile_schools", schools=page.area.schools)
    page.text(f"scrutiny.edition_{_edition(page)}")


def _edition(page: Document) -> str:
    """``named`` names schools' judgements; ``public`` has such an edition beside it, ``only``
    none."""
    readers = page.config.reports[page.report].audiences
    naming = {name for name in readers
              if "school_priorities" in page.config.audiences[name].tables}  # fmt: skip
    return "named" if page.audience in naming else "public" if naming else "only"


def issue(page: Document, counts: PriorityCounts) -> None:
    """What the report is about: priorities only where some are told."""
    page.text("scrutiny.issue" if counts.number("all") else "scrutiny.issue_results")


def background(page: Document, counts: PriorityCounts) -> None:
    """What the section sets beside what: priorities only where some are told."""
    page.text("scrutiny.background" if counts.number("all") else "scrutiny.background_results")


def summary(page: Document, figures: Figures, counts: PriorityCounts) -> None:
    """What the committee should know before it reads on."""
    narrative.outcomes_summary(page, figures, page.publication.term.results_year)
    priorities_sentences(page, counts)
    inspections_sentence(page)


def priorities_sentences(page: Document, counts: PriorityCounts) -> None:
    """How many are on track and how they were judged, beside last term; nothing where none are."""
    total = counts.number("all")
    if not total:
        return
    told: dict[str, Any] = {"total": counts.figure("all"),
                            "schools": counts.number("all", of="schools")}  # fmt: skip
    if counts.number("on_track") + counts.number("not_on_track"):
        page.text("scrutiny.track", on_track=counts.figure("on_track"),
                  off_track=counts.figure("not_on_track"), **told)  # fmt: skip
    else:  # of none it is told, which is not that none is
        page.text("scrutiny.reviewed", **told)
    if counts.judged():
        page.text("scrutiny.judged", good=counts.good(), judged_count=counts.judged(),
                  limited=counts.figure("limited"))  # fmt: skip
    if counts.judged() and counts.before and counts.judged(counts.before):
        page.text("scrutiny.judged_before", **_before(counts))


def _before(counts: PriorityCounts) -> dict[str, Any]:
    term = counts.before or ""
    return {"good": counts.good(term), "judged_count": counts.judged(term),
            "limited": counts.figure("limited", term=term)}  # fmt: skip


def inspections_sentence(page: Document) -> None:
    """How many schools are due an inspection soon, and how many of them should have had it."""
    known = schools_with_due(page)
    if not known:  # of no school is it held when its next inspection is due
        return
    due = sum(int(figure.value or 0) for _, figure in due_counts(page))
    key = "scrutiny.due" if due or known >= (page.area.schools or 0) else "scrutiny.due_of_known"
    narrative.schools_counted(page, key, due, id="scrutiny.due", known=known,
                              until=last_term_ahead(page))  # fmt: skip


def recommendations(page: Document, figures: Figures, counts: PriorityCounts) -> None:
    """What the committee is asked to do: to note, and what the figures give reason to ask."""
    page.text("scrutiny.ask.note")
    if missed := below_target(figures, page.publication.term.results_year):
        page.text("scrutiny.ask.targets", number=len(missed), measures=short_names(page, missed))
    if off_track := counts.number("not_on_track"):
        page.text("scrutiny.ask.track", off_track=off_track)
    if limited := counts.number("limited"):
        page.text("scrutiny.ask.limited", limited=limited)
    if schools := enhanced_schools(page):
        page.text("scrutiny.ask.enhanced", schools=schools)


def below_target(figures: Figures, year: str) -> list[Figure]:
    """Results of a year that did not reach their target and are no better than the year before."""
    missed = []
    for name in figures.reported:
        actual, target = figures.one(name, year), figures.one(name, year, kind="target")
        if actual and target and actual.value is not None and target.value is not None:
            missed += [actual] if actual.signal == "none" else []
    return missed


def short_names(page: Document, figures: Sequence[Figure]) -> Text:
    names = [page.say(f"measures.{figure.measure_id}.short") for figure in figures]
    return joined(names, page.config.languages, "; ")


def options(page: Document, figures: Figures) -> None:
    """No decision is asked for; results that fell are lines of enquiry, the largest fall first."""
    page.text("scrutiny.options")
    changes = figures.changes(page.publication.term.results_year)
    worse = sorted((c for c in changes if c.points < 0), key=lambda change: change.points)
    if fallen := [change.now for change in worse]:
        page.text("scrutiny.enquiry", number=len(fallen), measures=short_names(page, fallen))


def implementation(page: Document, figures: Figures) -> None:
    """Cost and timescale: days of support where they may be told, results and tasks to come."""
    page.text("scrutiny.cost")
    agreed, used = (support_days(page, kind) for kind in ("days_agreed", "days_used"))
    if agreed and used:
        page.text("scrutiny.days", agreed=agreed, used=used, support_year=page.this_year)
    year = page.publication.term.results_year
    held = (figures.one(name, year) for name in figures.reported)
    waiting = [figure for figure in held if figure is not None and figure.status in _TO_COME]
    if (meets := _next_meeting(page)) is not None:
        page.text("scrutiny.timescale", meets=meets)
    if waiting:
        page.text("scrutiny.to_come", number=len(waiting), measures=short_names(page, waiting))


def _next_meeting(page: Document) -> date | None:
    """When the committee meets next with this report, as ``params/committees.yml`` says."""
    named = page.config.reports[page.report].committee
    if named is None:
        return None
    sittings = page.config.committees[named].terms
    now = sittings[page.publication.term_id].meets
    with_it = {term for term, each in page.config.terms.items() if page.report in each.reports}
    return min(
        (each.meets for term, each in sittings.items() if term in with_it and each.meets > now),
        default=None,
    )


def links_and_risks(page: Document, counts: PriorityCounts) -> None:
    """The authority's own part of the business plan, and what may go wrong."""
    plan_year = page.publication.term.plan_year
    page.text("scrutiny.plan", plan_year=plan_year)
    own = _plan_counts(page, plan_year)
    if own["yes"].value or own["no"].value:
        page.text("scrutiny.plan_actions", plan_year=plan_year, actions=own["all"],
                  on_track=own["yes"], off_track=own["no"])  # fmt: skip
    if counts.judged():
        page.text("scrutiny.risk", limited=counts.figure("limited"), total=counts.judged())


def _plan_counts(page: Document, plan_year: str) -> dict[str, Figure]:
    """Actions of the authority's own part of a plan: all, on track (``yes``) and not (``no``)."""
    rows = page.release.table("plan_actions") if page.release.has("plan_actions") else None
    answers = pd.Series(dtype="str")
    if rows is not None:
        own = (rows["area_id"] == page.area_id) & (rows["plan_year"] == plan_year)
        answers = rows.loc[own, "on_track"]
    words = {"all": "elements", "yes": "on_track", "no": "not_on_track"}
    return {
        answer: counted(
            page, f"own_actions_{name}",
            float(len(answers) if answer == "all" else (answers == answer).sum()),
            joined([page.say("scrutiny.own_actions"), page.say(f"plan_columns.{name}")],
                   page.config.languages),
            academic_year=plan_year,
        )
        for answer, name in words.items()
    }  # fmt: skip


#: Other reports of an authority; a site that does not have one leaves its link out.
_OWN_REPORTS = ("grants_authority", "post16_authority", "authority_support", "early_warning")


def papers(page: Document) -> None:
    """What the report rests on, and the ways to the region's page and the authority's others."""
    with_plan = "business_plan" in page.publication.term.reports
    page.text("scrutiny.papers.text" if with_plan else "scrutiny.papers.without_plan")
    region = page.area_of(page.area.parent_id or "")
    title = page.title_of("region", region)
    own = [
        page.link_to(page.area, report).model_copy(
            update={"text": page.title_of(report, page.area)}
        )
        for report in _OWN_REPORTS
        if report in page.publication.term.reports
    ]
    groups = {
        "scrutiny.papers.region": [page.link_to(region).model_copy(update={"text": title})],
        "scrutiny.papers.own": own,
    }
    page.links("scrutiny.papers", groups)
