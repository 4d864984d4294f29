# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Local authority: performance report for the scrutiny committee
# One report a local authority, in the committee format: eight sections in their order, every
# paragraph numbered, then appendices. Runs as it stands; change `area` to look at another one,
# and `audience` to "authority" for the edition that names schools' judgements.

# %% tags=["parameters"]
area: str = "681"  # local authority code
term: str = "2017-summer"
audience: str = "public"

# %%
from functools import partial

import pandas as pd

from tymor import report
from tymor.page import CONFIDENTIAL
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import counted, days, joined

# %%
page = report.open("authority", area=area, term=term, audience=audience)
year = page.publication.term.results_year

import authority_oversight as oversight
import committee_words
import named_priorities
import priority_counts

# %%
from shared import (
    chance,
    changes,
    chart_data,
    charts,
    groups_apart,
    half_terms,
    inspections_due,
    late_actions,
    narrative,
    school_charts,
    school_targets,
    tables,
    units,
    withheld,
)

# %%
from shared.as_at import say_as_at
from shared.exclusions_moved import say_exclusions
from shared.names import measures_named, name_them
from shared.plan_names import PlanNames
from shared.recommendations import open_with_recommendations, say_written, written_on
from shared.tables import by_year
from shared.targets_reached import show_targets_reached
from shared.trends import show_gaps
from shared.vocabulary import in_order, term_before, term_name, terms_from
from shared.wider import show_wider

# %% [markdown]
# ## What there is to tell
# The authority's results; its schools' priorities, counted and, for those who may read them, by
# name; exclusions. `count("on_track")` is how many priorities are on track, as a figure;
# `number_of` says with a number what it rests on.

# %%
outcomes = page.figures()
written = written_on(page)
counts = priority_counts.counts_of(page)
count = partial(priority_counts.count_of, page, counts)
number_of = partial(priority_counts.number_of, page)
priorities = named_priorities.priorities_now(page)
reviews = named_priorities.half_term_reviews(page)
targets = school_targets.targets_ahead(page, page.schools())
targets["school"] = targets["area_id"].map(named_priorities.schools_by_name(page))
doubtful = targets[targets["told"].notna()].sort_values(["school", "measure_id", "academic_year"])
exclusions = oversight.exclusions_by_year(page)

# %% [markdown]
# Results of the newest year and their targets: a row a measure that reports speak of.

# %%
results = outcomes.frame(academic_year=year, group="all").set_index("measure_id")
actual = results[results["kind"] == "actual"].reindex(outcomes.reported)
target = results[results["kind"] == "target"].reindex(outcomes.reported)


# %% [markdown]
# How priorities were judged: a row a judgement, the best first, and a column a term.

# %%
scheme = page.config.judgements.schemes["school_priority"]
terms = in_order([*counts.index.get_level_values("term"), term])
progress = pd.DataFrame(
    {each: [count(code, term=each) for code in scheme] for each in terms}, index=list(scheme)
)
judged = progress.map(lambda figure: int(figure.value))
judged_in = {each: number_of(*scheme, term=each) for each in judged}
good_in = {each: number_of("very_good", "strong", term=each) for each in judged}

# %% [markdown]
# The front matter names the appendices: those that there is something for.

# %%
LEVELS = ["expected_level", "expected_level_plus1", "expected_level_plus2"]
attached = {
    "measures": any(outcomes.section(level).measures for level in LEVELS),
    "targets": len(doubtful) > 0,
    "priorities": len(priorities) > 0,
    "half_terms": len(reviews) > 0,
    "schools": page.audience == "public" and len(page.children()) > 0,
}
page.front_matter(*(f"scrutiny.appendices.{name}" for name, held in attached.items() if held))

# %% [markdown]
# ## 1. Issue
# First what the committee asked of earlier reports.

# %%
page.section("issue")
open_with_recommendations(page)
say_written(page)
reviewed = count("all")
page.text("scrutiny.issue" if reviewed.value else "scrutiny.issue_results")

# %%
schools = told.cell(page, "areas", "schools", area_id=page.area_id)
pupils = outcomes.one("pupils", page.this_year, kind="count")
efsm = outcomes.one("efsm_pct", page.this_year, kind="pct")
if not schools:
    page.callout("authority.none", title="outcomes.none_held", important=True)
elif pupils and efsm:
    page.text("authority.profile", schools=schools, pupils=pupils, efsm=efsm)
    say_as_at(page, "rolls", page.this_year)
else:
    page.text("authority.profile_schools", schools=schools)
if reviewed.value:  # there are judgements to name
    page.text(f"scrutiny.edition_{committee_words.edition(page)}")

# %% [markdown]
# ## 2. Summary

# %%
page.section("summary")
narrative.outcomes_summary(page, outcomes, year)

# %% [markdown]
# Where it is said of no priority whether it is on track, that is not the same as none.

# %%
on_track, off_track, limited = count("on_track"), count("not_on_track"), count("limited")
all_of_them = {"total": reviewed, "schools": number_of("all", of="schools")}
if on_track.value or off_track.value:
    page.text("scrutiny.track", on_track=on_track, off_track=off_track, **all_of_them)
elif reviewed.value:
    page.text("scrutiny.reviewed", **all_of_them)

# %%
for key, each in (("judged", term), ("judged_before", term_before(page, judged))):
    if judged_in[term] and judged_in.get(each):
        of_limited = count("limited", term=each)
        said = {"good": good_in[each], "judged_count": judged_in[each], "limited": of_limited}
        page.text(f"scrutiny.{key}", **said)

# %% [markdown]
# Inspections that are due in this term or one of the next three; then those that were due before.

# %%
due = oversight.schools_due(page)
coming = terms_from(term, 4)
soon = due[inspections_due.due_by_now(page, due.index)]
if due.sum():  # of some school it is known when its next inspection is due
    number = oversight.number_due(page, *coming)
    of_all = number or due.sum() >= (schools or 0)
    narrative.schools_counted(
        page,
        "scrutiny.due" if of_all else "scrutiny.due_of_known",
        number,
        id="scrutiny.due",
        known=oversight.number_due(page, *due.index),
        until=term_name(page, coming[-1], within=True),
    )

# %%
of_term = partial(oversight.number_due, page)
inspections_due.tell_overdue(page, soon.index, of_term, id="scrutiny.overdue")

# %%
at_a_glance = [
    *outcomes.section("key_indicators").measures,
    *outcomes.section("attendance").measures,
]
newest = [outcomes.latest(name) for name in at_a_glance]
page.key_figures("authority.context", [figure for figure in newest if figure is not None])

# %% [markdown]
# ## 3. Recommendation
# What the figures give reason to ask for: results below their target that are no better than the
# year before, and those of which that cannot be told; priorities off track, limited progress,
# enhanced support.

# %%
page.section("recommendation")
if reviewed.value:
    page.text("scrutiny.ask.note")
elif outcomes.measures:
    page.text("scrutiny.ask.note_results", id="scrutiny.ask.note")
missed = withheld.missed(outcomes, year)
for key, below in (("targets", missed.no_better), ("targets_untold", missed.untold)):
    if below:
        number = told.counts(below, "missed")
        measures = (now.measure_id for now, *_ in below)
        measures_named(page, f"scrutiny.ask.{key}", measures, number=number)

# %%
if off_track.value:
    page.text("scrutiny.ask.track", off_track=number_of("not_on_track"))
if limited.value:
    page.text("scrutiny.ask.limited", limited=number_of("limited"))
if len(reviews):
    of_reviews = told.rows(page, "half_term_reviews", column="school_id", how="different")
    until = term_name(page, in_order(reviews["term"])[-1], within=True)
    page.text("scrutiny.ask.enhanced", schools=of_reviews, until=until)

# %% [markdown]
# ## 4. Background
# ### Results against targets

# %%
page.section("background")
page.text("scrutiny.background" if reviewed.value else "scrutiny.background_results")
if outcomes.measures:
    page.heading("outcomes", level=3)
    page.text("outcomes.intro")
unit = units.in_units(page, outcomes.section("key_indicators").measures)
page.table(*by_year(outcomes, "key_indicators"), title="outcomes.key_indicators", unit=unit)
show_targets_reached(page, outcomes)

# %% [markdown]
# ### Beside the region and the authorities most alike
# Those are the nearest by the share of pupils eligible for free school meals. Each key indicator
# in the newest year in which this authority and the region have a number.

# %%
pairs = page.release.rows("similar_authorities", "similar_id", "similar_efsm_pct", "efsm_pct")
apart = (pairs["similar_efsm_pct"] - pairs["efsm_pct"]).abs()
nearest = pairs.loc[apart.sort_values(kind="stable").index, "similar_id"]
similar = [page.area_of(each) for each in nearest]
region = page.area_of(page.area.parent_id)
beside = page.figures(page.area, *similar, region)
others = [*similar, region]
compared = chart_data.newest_compared(beside, page.area, others, "key_indicators")
when = chart_data.when_compared(page, compared)

# %%
if compared:
    page.heading("scrutiny.compare", level=3)
if compared and similar:
    name_them(page, "scrutiny.similar", (each.name for each in similar), place="authorities")
for other in others:  # the region comes last: the chart's title is about it
    ahead = chart_data.above(beside, page.area, other, compared)
    how_often = {"compared": ahead.compared, "above": ahead.above, "compared_year": when}
    if ahead.compared:
        own_id = f"scrutiny.above.{other.slug}"
        page.text("scrutiny.above", id=own_id, other=other.name, **how_often)
        when = chart_data.said_once(page, when, compared)

# %%
areas = [page.area, *others]
for at, names in enumerate(units.by_scale(page.config, compared).values()):
    own = {name: compared[name] for name in names}
    ahead = chart_data.above(beside, page.area, region, own)
    how_often = {"compared": ahead.compared, "above": ahead.above,
                 "compared_year": chart_data.when_compared(page, own),
                 "measures": chart_data.measures_drawn(page, own)}  # fmt: skip
    rows = chart_data.compared_rows(page, beside, areas, own)
    page.chart(
        charts.compared(rows, page.axis, units.axis(page, names)),
        title="scrutiny.compare" if ahead.compared else "scrutiny.compare.alone",
        id=units.nth_id("scrutiny.compare", at),
        table=tables.areas_beside(page, beside, areas, own),
        columns=[col.words("measure"), *tables.area_columns(areas)],
        **how_often,
    )

# %%
if compared:
    narrative.without_result(page, outcomes, year, id="scrutiny.compare.without")

# %% [markdown]
# ### Schools by how many learners they have
# Only for those who may see every result: each key indicator with the limits of chance.

# %%
if not page.protected:
    chance.show_funnel(page, outcomes, page.config.measures_of(["key_indicators"]), year)

# %% [markdown]
# ### Beside wider areas
# The country, and other partnerships of which figures are held.

# %%
show_wider(page, outcomes, level=3)

# %% [markdown]
# ### The free school meal gap

# %%
gaps = outcomes.section("fsm_gap")
first_year = page.publication.term.years[0]
if gaps.measures:
    page.heading("sections.fsm_gap", level=3, id="gap-heading")
    narrative.gap_sentences(page, outcomes, year)

# %%
show_gaps(page, outcomes, first_year)

# %% [markdown]
# What one learner is worth in the gap that rests on fewest, where they are few.

# %%
eligible = {
    name: outcomes.newest_cohort(page.config.measures[name].of, group=between[0])
    for name in gaps.measures
    if (between := page.config.measures[name].between)
}
newest_gaps = {name: gaps.latest(name) for name in eligible}
given = [name for name, gap in newest_gaps.items() if gap and gap.value is not None]
known = {name: eligible[name] for name in given if eligible[name] and eligible[name].value}
every = [figure for each in (eligible, newest_gaps) for figure in each.values() if figure]
all_known = not any(figure.status in CONFIDENTIAL for figure in every)

# %%
fewest, cohort = min(known.items(), key=lambda pair: pair[1].value, default=(None, None))
if fewest and cohort and narrative.few_learners(page, cohort):
    page.text(
        withheld.key_of("scrutiny.gap_caution", whole=all_known),
        id="scrutiny.gap_caution",
        claims=[told.greatest(cohort, known.values(), least=True)],
        pupils=cohort,
        points=told.worth_of_one(cohort),
        measure=page.say(f"measures.{page.config.measures[fewest].of}.short"),
        in_year=cohort.academic_year,
    )

# %% [markdown]
# ### Groups of learners
# Every group that the release has, and two at a time, as the region's report shows them.

# %%
groups_apart.show_groups(page, outcomes, outcomes.section("key_indicators").measures, level=3)

# %% [markdown]
# ### Attendance and exclusions

# %%
attendance = outcomes.section("attendance")
if attendance.measures or len(exclusions):
    page.heading("scrutiny.attendance", level=3)
for change in attendance.changes(year):
    own_id = f"scrutiny.{change.now.measure_id}"
    narrative.moved(page, change.now, change.before, id=own_id)
unit = units.in_units(page, attendance.measures)
page.table(*by_year(outcomes, "attendance"), title="outcomes.attendance", unit=unit)

# %% [markdown]
# The two newest years of exclusions; a count that is hidden is not compared.

# %%
say_exclusions(page, exclusions, id="scrutiny.exclusions")

# %%
page.table(
    exclusions,
    [
        col.words("academic_year"),
        *(col.figure(name, oversight.heading(name)) for name in oversight.EXCLUSIONS),
    ],
    title="scrutiny.exclusions",
    note="scrutiny.exclusions.limited" if page.protected else "",
)

# %% [markdown]
# ### Schools and their priorities
# On and off track by area of the reform: how many priorities, and of how many schools.

# %%
of_reform = [
    each for each in page.config.support.reform_areas if count("all", reform_area=each).value
]
counted_as = [
    (of, answer) for of in ("priorities", "schools") for answer in priority_counts.HEADINGS
]
track = pd.DataFrame(
    {"reform_area": each, "whole": each == "all"}
    | {f"{of}_{answer}": count(answer, of=of, reform_area=each) for of, answer in counted_as}
    for each in (*of_reform, "all")
)
track["reform_area"] = track["reform_area"].mask(track["whole"])  # the total is of no area

# %%
area_words = {"heading": "table.priority", "key": "school_priorities.reform_areas.{}"}
track_columns = [
    col.figure(f"{of}_{answer}", priority_counts.HEADINGS[answer], group=f"table.{of}")
    for of, answer in counted_as
]
if reviewed.value:
    page.heading("authority.progress", level=3)
if of_reform:
    named = col.words("reform_area", **area_words, missing="table.total")
    page.table(track, [named, *track_columns], title="scrutiny.track_table", totals="whole")

# %% [markdown]
# Which way judgements moved since the term before, for those who may read them.

# %%
last_term = term_before(page, page.release.rows("school_priorities", "term")["term"]) or ""
before = told.rows(page, "school_priorities", term=last_term)
if before:
    ways = changes.ways_judged(page, before)
    if any(ways.values()):
        page.text("scrutiny.moved", **ways)

# %%
with_judgements = [each for each in terms if judged_in[each]] if judged_in[term] else []
names = {each: term_name(page, each) for each in with_judgements}
bars = school_charts.judged_rows(
    judged[with_judgements].to_dict(),
    names,
    {code: category.colour for code, category in scheme.items()},
    {code: page.say(f"judgements.{code}") for code in scheme},
)

# %%
page.chart(
    school_charts.judgement_bars(bars, page.axis),
    title="scrutiny.judged_chart",
    table=progress.assign(judgement=progress.index),
    columns=[col.judgement("judgement"), *(col.figure(each, name) for each, name in names.items())],
    good=good_in[term],
    judged_count=judged_in[term],
)

# %% [markdown]
# By name, for those who may read it: limited progress first, then others not on track.

# %%
support_words = {"heading": "scrutiny.support_column", "key": "scrutiny.support.{}"}
track_words = {"heading": "scrutiny.track_column", "key": "school_priorities.on_track.{}"}
on_track_or_not = col.words("on_track", **track_words, missing="school_priorities.on_track.unsaid")
of_priority = [
    col.words("reform_area", **area_words),
    col.words("support", **support_words),
    on_track_or_not,
]

# %%
is_limited = priorities["judgement"] == "limited"
off = priorities[~is_limited & (priorities["on_track"] == "no")]
page.table(
    pd.concat([priorities[is_limited], off]),
    [
        col.words("school"),
        *of_priority,
        col.judgement("before", "table.last_term"),
        col.judgement("judgement", "table.this_term"),
    ],
    title="scrutiny.concern",
)

# %% [markdown]
# ### Targets that schools have set
# For years to come, for those who may read them: those below the result already reached, or outside
# the middle half of similar schools' results. Each is in an appendix.

# %%
if len(targets):
    page.heading("scrutiny.targets", level=3)
    page.text(
        "scrutiny.targets.reached",
        targets=school_targets.targets_set(targets),
        schools=school_targets.targets_set(targets, areas=True),
        below=school_targets.below_reached(targets),
    )
sides = school_targets.beside_similar(targets)
if sides["targets"]:
    page.text("school_targets.beside_similar", id="scrutiny.targets.similar", **sides)

# %% [markdown]
# ### Support

# %%
kinds = [kind for kind in ("core", "enhanced") if count("all", support=kind).value]
support = pd.DataFrame(
    {
        "support": kind,
        "priorities": count("all", support=kind),
        "schools": count("all", support=kind, of="schools"),
        "on_track": count("on_track", support=kind),
        "not_on_track": count("not_on_track", support=kind),
        "limited": count("limited", support=kind),
    }
    for kind in (*kinds, "all")
)
support["whole"] = support["support"] == "all"
support["support"] = support["support"].mask(support["whole"])  # the total is of no kind

# %%
support_columns = [
    col.words("support", **support_words, missing="table.total"),
    col.figure("priorities"),
    col.figure("schools"),
    col.figure("on_track"),
    col.figure("not_on_track"),
    col.figure("limited", "judgements.limited"),
]
if kinds:
    page.heading("scrutiny.support_table", level=3)
    page.table(support, support_columns, title="scrutiny.support_table", totals="whole")

# %% [markdown]
# Priorities that moved between core and enhanced support since the term before, of those that the
# schools had then, too; by name for those who may read it.

# %%
of_both = number_of(*priority_counts.MOVES, "support_kept")
if of_both and not number_of(*priority_counts.MOVES):
    page.text("scrutiny.support_kept", both=of_both)
elif of_both:
    of_schools = {each: count(each, of="schools") for each in priority_counts.MOVES}
    page.text("scrutiny.support_moves", both=of_both, **of_schools)
moved_words = {"heading": "table.since_last_term", "key": "school_priorities.support_moved.{}"}

# %%
page.table(
    priorities[priorities["moved"].isin(priority_counts.MOVES)],
    [
        col.words("school"),
        col.words("reform_area", **area_words),
        col.words("moved", **moved_words),
    ],
    title="scrutiny.support_moved",
)

# %% [markdown]
# ### Inspections

# %%
inspected = oversight.inspected_schools(page, list(soon.index))
if len(soon) or len(inspected):
    page.heading("scrutiny.inspections", level=3)
by_term = pd.DataFrame(
    {
        "term": [inspections_due.when_due(page, each) for each in soon.index],
        "schools": [oversight.due_figure(page, each, number) for each, number in soon.items()],
    }
)
page.table(
    by_term,
    [col.words("term", "scrutiny.due_column"), col.figure("schools")],
    title="scrutiny.due_table",
)

# %%
judged_words = {"key": "scrutiny.inspected.{}", "missing": "status.not_available.short"}
page.table(
    inspected,
    [
        col.words("school"),
        col.words("when", "scrutiny.due_column", missing="answers.unknown"),
        col.day("inspected", "table.inspected"),
        col.words("performance", "scrutiny.performance_column", **judged_words),
        col.words("prospects", "scrutiny.prospects_column", **judged_words),
        col.words("follow_up", "table.follow_up", key="follow_ups.{}"),
    ],
    title="scrutiny.inspections",
)

# %%
changes.changed_since_last_term(page, level=3)

# %% [markdown]
# ## 5. Options
# Results that fell are lines of enquiry, the largest fall first.

# %%
page.section("options")
page.text("scrutiny.options")
fallen = [change for change in outcomes.changes(year) if change.points < 0]
fallen.sort(key=lambda change: change.points)
if fallen:
    number = told.counts([change.beside for change in fallen], "worse")
    measures = (change.now.measure_id for change in fallen)
    measures_named(page, "scrutiny.enquiry", measures, number=number)

# %% [markdown]
# ## 6. Implementation
# Days of support for those who may read of them; the next meeting; results that are still to come.

# %%
page.section("implementation")
page.text("scrutiny.cost")
supported = page.release.rows("support", "academic_year", "days_agreed", "days_used")
supported = supported[supported["academic_year"] == page.this_year]
agreed, used = (
    days(page, f"support_{kind}", supported[kind].sum(skipna=False),
         page.say(f"days_of_support.{kind}"))
    for kind in ("days_agreed", "days_used")
)  # fmt: skip
if len(supported) and used.value is not None:
    page.text("scrutiny.days", agreed=agreed, used=used, support_year=page.this_year)
    say_as_at(page, "support", page.this_year)
elif len(supported):
    page.text("scrutiny.days_agreed", agreed=agreed, support_year=page.this_year)
elif page.release.has("support"):
    page.text("scrutiny.days_not_held", support_year=page.this_year, known_on=written)

# %%
meets = committee_words.next_meeting(page)
if meets is not None:
    page.text("scrutiny.timescale", meets=meets)
to_come = actual[actual["status"].isin(["not_verified", "not_published"])]
if len(to_come):
    number = told.number_of(outcomes.one(each, year) for each in to_come.index)
    measures_named(page, "scrutiny.to_come", to_come.index, number=number)

# %% [markdown]
# ## 7. Links to the business plan and risks
# The priorities of the partnership's plan by name, where these are held and few; that it has no
# plan. Then the authority's own actions, and which of them are not on track.

# %%
plan = page.release.rows("plan_actions", "area_id", "plan_year", "priority", "title", "on_track")
plan_year = page.publication.term.plan_year
has_plan = page.runs("business_plan")
is_held = (plan["area_id"] == page.config.partnership.id) & (plan["plan_year"] == plan_year)
plan_names = PlanNames.of(page)
plan_priorities = [at for at in plan_names.top if at[:2] == (page.config.partnership.id, plan_year)]

# %%
page.section("links")
if plan_priorities:
    called = [plan_names.name(*at) for at in plan_priorities]
    named = "grouped" if plan_names.is_grouped(*plan_priorities[0][:2]) else "named"
    name_them(page, f"scrutiny.plan_{named}", called, place="priorities", plan_year=plan_year)
elif plan_year is None:
    page.text("scrutiny.no_plan")
else:
    which = "plan" if has_plan else "plan_not_reported" if is_held.any() else "plan_not_held"
    page.text(f"scrutiny.{which}", plan_year=plan_year)

# %%
own_plan = plan[(plan["area_id"] == page.area_id) & (plan["plan_year"] == plan_year)]
own = own_plan["on_track"]


def actions(name, number):
    words = [page.say("scrutiny.own_actions"), page.say(f"table.{name}")]
    what = joined(words, page.config.languages)
    return counted(page, f"own_actions_{name}", number, what, academic_year=plan_year)


# %%
said_of = {"on_track": (own == "yes").sum(), "off_track": (own == "no").sum()}
every = actions("elements", len(own))
if len(own) > 1 and said_of["on_track"] == len(own):
    named = {"id": "scrutiny.plan_actions", "plan_year": plan_year}
    page.text("scrutiny.plan_actions_all", actions=every, **named)
elif sum(said_of.values()):
    page.text(
        "scrutiny.plan_actions",
        plan_year=plan_year,
        actions=every,
        on_track=actions("on_track", said_of["on_track"]),
        off_track=actions("not_on_track", said_of["off_track"]),
    )

# %% [markdown]
# Of the same actions those that are late, as the plan's own report has it; it may say both.

# %%
of_own = {"plan_year": plan_year, "area_id": page.area_id}
late = late_actions.number_late(page, written, **of_own)
if late:
    page.text("scrutiny.plan_late", late=late, on=written)
    late_actions.say_on_track(page, written, **of_own)

# %%
not_on_track = own_plan[own_plan["on_track"] == "no"]
place = ["area_id", "plan_year", "priority"]
page.table(
    not_on_track.assign(of=[plan_names.name(*at) for at in not_on_track[place].to_numpy()]),
    [col.written("title", "table.element"), col.words("of", "table.priority")],
    title="scrutiny.off_track",
)
if judged_in[term]:
    page.text("scrutiny.risk", limited=limited, total=judged_in[term])

# %% [markdown]
# ## 8. Background papers
# A report that has no page this term is not named.

# %%
page.section("papers")
page.text("scrutiny.papers.text" if has_plan else "scrutiny.papers.without_plan")


def way_to(name, about):
    return page.link_to(about, name).model_copy(update={"text": page.title_of(name, about)})


# %%
others = ["grants_authority", "post16_authority", "authority_support", "early_warning"]
others += ["categories_authority", "school_to_school_authority"]
links = {
    "scrutiny.papers.region": [way_to("region", region)],
    "scrutiny.papers.own": [way_to(name, page.area) for name in filter(page.runs, others)],
}
page.links("scrutiny.papers", links)

# %% [markdown]
# ## Appendices

# %%
if attached["measures"]:
    page.appendix("scrutiny.appendices.measures")
    for level in LEVELS:
        unit = units.in_units(page, outcomes.section(level).measures)
        page.table(*by_year(outcomes, level), title=f"outcomes.{level}", unit=unit)

# %%
if attached["targets"]:
    page.appendix("scrutiny.appendices.targets")
    columns = school_targets.table_columns(doubtful)
    page.table(doubtful, columns, sections="school", title="scrutiny.targets_table")

# %%
found = [col.judgement("judgement"), col.written("commentary", "table.found")]
if attached["priorities"]:
    page.appendix("scrutiny.appendices.priorities")
    page.table(priorities, [*of_priority, *found], title="scrutiny.priorities", sections="school")

# %%
if attached["half_terms"]:
    page.appendix("scrutiny.appendices.half_terms")
    columns = half_terms.review_columns()
    title, id = "half_terms.reviews", "scrutiny.half_terms"
    page.table(reviews, columns, title=title, sections="named", id=id)

# %%
if attached["schools"]:
    page.appendix("scrutiny.appendices.schools")
    by_sector = {}
    for school in page.children():
        by_sector.setdefault(f"sectors.{school.sector_code}", []).append(page.link_to(school))
    page.links("authority.schools", dict(sorted(by_sector.items())))
