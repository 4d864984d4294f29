"""What the business plan's report says, by rule, of its grids and actions."""

from datetime import date

from tymor.page import Figure
from tymor.report.charts import Words
from tymor.report.document import Document
from tymor.report.plan import PlanGrid
from tymor.report.plan_actions import PlanActions
from tymor.report.school_charts import judgement_bars

#: The chart's axis counts elements of the plan, not priorities of schools.
_AXIS = {"judged_count": "elements"}


def _axis_of(page: Document) -> Words:
    return lambda word: page.axis(_AXIS.get(word, word))


def written_on(page: Document) -> date:
    """The day that the report to its committee was written: late is told from it."""
    committee = page.config.reports[page.report].committee
    assert committee is not None
    return page.config.committees[committee].terms[page.publication.term_id].written


def issue(page: Document, plan: PlanGrid, before: PlanGrid) -> None:
    """What the report is about: the plan before only where anything of it is held."""
    key = "issue" if len(before.rows) else "issue_alone"
    page.text(f"business_plan.{key}", plan_year=plan.year, before=before.year)


def papers(page: Document, plan: PlanGrid, before: PlanGrid) -> None:
    """The papers behind the report."""
    key = "papers" if len(before.rows) else "papers_alone"
    page.text(f"business_plan.{key}", plan_year=plan.year, before=before.year)


def headlines(plan: PlanGrid) -> list[Figure]:
    """Elements of the plan, and the shares on track and not, where that is told."""
    shares = [plan.share("on_track"), plan.share("not_on_track")] if plan.has_track else []
    return [plan.count("elements"), *shares]


def summary(page: Document, plan: PlanGrid, actions: PlanActions) -> None:
    """How many elements are on track, judged limited, late and moved; each where it is told."""
    if plan.has_track:
        page.text(
            "business_plan.monitoring.summary",
            elements=plan.count("elements"),
            on_track=plan.count("on_track"),
            on_track_pct=plan.share("on_track"),
            not_on_track=plan.count("not_on_track"),
            not_on_track_pct=plan.share("not_on_track"),
        )
    if plan.judged:
        page.text(
            "business_plan.monitoring.limited",
            limited=plan.count("limited"),
            limited_pct=plan.share("limited"),
            not_due=plan.count("not_due"),
            not_due_pct=plan.share("not_due"),
        )
    late_sentence(page, actions)
    moves_sentence(page, actions)


def background(page: Document, plan: PlanGrid, own: PlanActions) -> None:
    """What the judgements are; and that elements known by number only are counted, not listed."""
    page.text("business_plan.background", plan_year=plan.year)
    numbers_only = len(own) - len(own.described())
    if numbers_only:
        page.text("business_plan.numbers_only", elements=numbers_only)


def late_sentence(page: Document, actions: PlanActions) -> None:
    """How many actions were late when the report was written; or that no day is held."""
    on, dated = written_on(page), actions.dated
    if dated == 0:
        page.text("business_plan.late.no_days")
    elif late := actions.late(on):
        page.text("business_plan.late.some", late=len(late), dated=dated, on=on)
    else:
        page.text("business_plan.late.none", dated=dated, on=on)


def moves_sentence(page: Document, actions: PlanActions) -> None:
    """How many actions went up, down, began or stayed since the last review of them.

    That none was reviewed again is said only where each one's reviews are dated in both terms:
    what was not kept did not stand still.
    """
    moves = actions.moves()
    again = sum(map(len, moves.values()))
    if again == 0:
        if actions.all_dated:
            page.text("business_plan.moved.first")
        return
    page.text(
        "business_plan.moved.counted",
        again=again, up=len(moves["up"]), down=len(moves["down"]),
        begun=len(moves["begun"]), same=len(moves["same"]),
    )  # fmt: skip


def recommendations(page: Document, plan: PlanGrid, actions: PlanActions) -> None:
    """What the committee is asked to do: only what the figures give a reason for."""
    page.text("business_plan.recommend.note", elements=plan.count("elements"))
    weakest = plan.most("limited")
    if weakest.figure.value:
        page.text(
            "business_plan.recommend.limited",
            limited=plan.count("limited"), priorities=weakest.priority, most=weakest.figure,
        )  # fmt: skip
    if late := actions.late(written_on(page)):
        page.text("business_plan.recommend.late", late=len(late))


def evaluation(page: Document, before: PlanGrid) -> None:
    """How the plan before ended; nothing where none is held, or none of it was judged."""
    if len(before.rows) and before.judged:
        page.text(
            "business_plan.evaluation.summary",
            elements=before.count("elements"),
            noteworthy=before.count("noteworthy_progress"),
            noteworthy_pct=before.share("noteworthy_progress"),
            carried=before.count("carried_forward"),
            not_completed=before.count("not_completed"),
            plan_year=before.year,
        )


def progress_chart(page: Document, plan: PlanGrid) -> None:
    """Elements of each priority by progress; the title says where limited progress is most.

    Nothing where no element was judged.
    """
    if not plan.judged:
        return
    weakest = plan.most("limited")
    key = "chart" if weakest.figure.value else "none_limited"
    page.chart(
        judgement_bars(
            plan.progress_rows().rename(columns={"priority": "bar"}),
            _axis_of(page),
        ),
        title=f"business_plan.monitoring.{key}",
        table=plan.progress_table(),
        plan_year=plan.year,
        priority=weakest.priority,
        equals=len(weakest.priorities),
        most=weakest.figure,
    )


def timescale(page: Document, actions: PlanActions) -> None:
    """When the next action is due, or that none is to come or no day is held."""
    on = written_on(page)
    if not actions.rows["due"].notna().any():
        page.text("business_plan.timescale.no_days")
    elif (day := actions.next_due(on)) is not None:
        count = int((actions.rows["due"].dt.date == day).sum())
        page.text("business_plan.timescale.next", day=day, count=count)
    else:
        page.text("business_plan.timescale.none", on=on)


def off_track(page: Document, plan: PlanGrid) -> None:
    """The priorities with elements that are not on track: where the plan's risks lie.

    Nothing where nobody told whether any is.
    """
    if not plan.has_track:
        return
    names = plan.with_any("not_on_track")
    if names:
        page.text(
            "business_plan.risk.some",
            not_on_track=plan.count("not_on_track"), priorities=", ".join(names),
        )  # fmt: skip
    else:
        page.text("business_plan.risk.none")
