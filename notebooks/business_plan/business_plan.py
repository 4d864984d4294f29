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
# # Business plan: monitoring for the partnership's committee
# The plan under way, and the evaluation of the one before. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
from functools import partial
from textwrap import fill

import pandas as pd

from tymor import report
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import joined

# %%
page = report.open("business_plan", area=area, term=term, audience=audience)

import plan_actions
import plan_success
from plan_grid import column_name, differences, grid_columns, grid_figures, judged, named, wide
from shared import late_actions
from shared.judgement_definitions import definition_columns, definitions
from shared.names import name_them
from shared.plan_names import PlanNames
from shared.provenance import Provenance
from shared.recommendations import open_with_recommendations, written_on
from shared.school_charts import judged_rows, judgement_bars

# %% [markdown]
# ## What is held
# `plan`: the grids of the plan under way and of the one before, a row a plan year, priority and
# column. `elements`: how many elements the plan under way has, a row a priority (the last of
# `all`), a column each of the grid's. `grid` and `grid_before` are figures, with a last row of the
# `share` of all elements. A grid that was printed is shown as printed; `names` are those of the
# priorities.

# %%
year = page.publication.term.plan_year
year_before = page.publication.term.evaluated_plan_year
names = PlanNames.of(page)
plan = page.release.table("plan")
under_way, ended = plan[plan["plan_year"] == year], plan[plan["plan_year"] == year_before]
elements = wide(under_way, "count")
grid = grid_figures(names, year, under_way)
grid_before = grid_figures(names, year_before, ended)
every, share = grid.loc["all"], grid.loc["share"]
scheme = page.config.plan_scheme(year)
is_judged = judged(under_way, scheme) > 0
has_track = "on_track" in elements

# %% [markdown]
# `actions`: one row an action of the plan under way, of the partnership and of each authority, with
# its newest review. `before`: the same as last term's release held them. `own` are the
# partnership's, `listed` those of them of which more than a number is held, `local` the
# authorities', `of_ended` the partnership's of the plan before.

# %%
areas = [page.area_id, *(child.id for child in page.children())]
held = page.release.table("plan_actions")
actions = plan_actions.of_plan(held, year, areas)
of_ended = plan_actions.of_plan(held, year_before, [page.area_id])
has_before = page.earlier is not None and page.earlier.has("plan_actions")
before = page.earlier.table("plan_actions") if has_before else actions.iloc[:0]
for rows in (actions, of_ended):
    records = rows.to_dict("records")
    place = ["area_id", "plan_year", "priority", "heading"]
    rows["element"] = [plan_actions.element(page, row) for row in records]
    rows["reach_by"] = [plan_actions.milestone(page, row) for row in records]
    rows["area"] = rows["area_id"].map(page.name_of)
    rows["of_priority"] = [names.heading(*(row[part] for part in place)) for row in records]

# %%
own = actions[actions["area_id"] == page.area_id]
listed = own[own["described"]]
local = actions[(actions["area_id"] != page.area_id) & actions["described"]].copy()
local["of_area"] = [
    page.say("business_plan.columns.of_area", {"area": area, "priority": priority})
    for area, priority in zip(local["area"], local["of_priority"], strict=True)
]

# %% [markdown]
# What was judged at more than one review, with the last `SHOWN` reviews; and success criteria that
# name a measure, each judged by the figure of its year.

# %%
SHOWN = 4
used = page.config.judgements.plan_years[year]
reviews = page.release.table("plan_reviews")
history = plan_actions.history(page, actions, reviews, used, SHOWN)
criteria = plan_success.criteria(page, actions)
verdicts = {
    name: told.listed(
        "business_plan.success",
        int((criteria["verdict"] == name).sum()),
        verdict=page.say(f"business_plan.success.verdicts.{name}"),
    )
    for name in plan_success.VERDICTS
}

# %% [markdown]
# An action is late, or not, on the day on which the report was written; `dated` counts those with a
# day of which enough is told to say so.

# %%
written = written_on(page)
of_year = {"plan_year": year, "area_id": areas}
said_of_progress = [{"on_track": ["yes", "no"]}, {"judgement": list(scheme)}]
dated = told.rows(page, "plan_actions", due=told.HELD, **of_year, either=said_of_progress)
late = actions[late_actions.is_late(actions, written)].sort_values("due", kind="stable")
number_late = late_actions.number_late(page, written, **of_year)
of_own = {"plan_year": year, "area_id": page.area_id, "due": told.HELD}
dated_by_authorities = dated and not told.rows(page, "plan_actions", **of_own)

# %% [markdown]
# `twice`: the actions that both terms hold; `again`: those reviewed again since last term; `moved`:
# those of them that were judged both times, and which way.

# %%
key = plan_actions.ACTION
twice = actions.merge(before[[*key, "judgement", "reviewed"]], on=key, suffixes=("", "_before"))
again = twice[twice["reviewed"] > twice["reviewed_before"]]
both = again["judgement"].isin(list(scheme)) & again["judgement_before"].isin(list(scheme))
moved = again[both]
pairs = zip(moved["judgement_before"], moved["judgement"], strict=True)
moved["way"] = [plan_actions.way_moved(*pair, scheme) for pair in pairs]

# %% [markdown]
# ## The head of the report, and what of it is invented

# %%
attached = {"actions": listed, "local": local, "history": history, "earlier": ended}
page.front_matter(*(f"business_plan.{name}" for name, rows in attached.items() if len(rows)))
provenance = Provenance.of(page)
if provenance.invented("plan_actions"):
    page.callout("business_plan.invented_too", id="business_plan.invented", important=True)
elif len(local) and Provenance.of_areas(page, page.children()).may_be_invented("plan_actions"):
    page.callout("business_plan.invented", important=True)

# %% [markdown]
# ## Issue
# First what the committee asked of earlier reports.

# %%
page.section("issue")
open_with_recommendations(page)
issue = "business_plan.issue" if len(ended) else "business_plan.issue_alone"
page.text(issue, plan_year=year, before=year_before)

# %% [markdown]
# ## Summary
# What nobody told, such as whether elements are on track, is not told as none.

# %%
page.section("summary")
shares = share[["on_track", "not_on_track"]] if has_track else []
page.key_figures("business_plan.headlines", [every["elements"], *shares])
if has_track:
    page.text(
        "business_plan.monitoring.summary",
        elements=every["elements"],
        on_track=every["on_track"],
        on_track_pct=share["on_track"],
        not_on_track=every["not_on_track"],
        not_on_track_pct=share["not_on_track"],
    )

# %%
if is_judged and "limited" in every and "not_due" in every:
    page.text(
        "business_plan.monitoring.limited",
        limited=every["limited"],
        limited_pct=share["limited"],
        not_due=every["not_due"],
        not_due_pct=share["not_due"],
    )

# %%
if own["reviewed"].isna().all():
    provenance.plan_until(written)

# %% [markdown]
# Where the plan's own elements have no days, or no criteria, it is said whose those are.

# %%
if dated_by_authorities:
    page.text("business_plan.of_authorities.dates")
if dated == 0:
    page.text("business_plan.late.no_days")
elif len(late):
    page.text("business_plan.late.some", late=number_late, dated=dated, on=written)
    late_actions.say_on_track(page, written, **of_year)
else:
    page.text("business_plan.late.none", dated=dated, on=written)

# %%
withheld = verdicts.pop("withheld")
if len(criteria) > withheld:
    named_verdicts = [page.say(f"business_plan.success.verdicts.{name}") for name in verdicts]
    counted_in = len(criteria) - withheld
    count = told.listed("business_plan.success", counted_in, verdict=named_verdicts)
    page.text("business_plan.success.counted", count=count, **verdicts)
if withheld:
    page.text("business_plan.success.withheld", count=withheld)
if other := told.counts(plan_success.beside_own_targets(criteria), "up", "down"):
    page.text("business_plan.success.other_target", other=other)
if len(criteria) and page.area_id not in set(criteria["area_id"]):
    page.text("business_plan.of_authorities.criteria")

# %% [markdown]
# That no action was reviewed again is said only where each one's reviews are dated in both terms:
# what was not kept did not stand still.

# %%
all_dated = twice[["reviewed", "reviewed_before"]].notna().all(axis=None)
if len(moved):
    ways = plan_actions.ways_moved(page, scheme, **of_year)
    begun = ways.pop("begun")
    page.text("business_plan.moved.counted", **ways)
    page.text("business_plan.moved.begun", begun=begun)
elif again.empty and all_dated and len(twice) == len(actions) > 0:
    page.text("business_plan.moved.first")

# %% [markdown]
# `undated`: something was said of them, and not on which day; of `never` nothing was.

# %%
reviews_of = partial(told.rows, page, "plan_actions", **of_year)
undated = reviews_of(reviewed=told.NOT_HELD, either=said_of_progress)
never = reviews_of(reviewed=told.NOT_HELD, on_track=told.NOT_HELD, judgement=told.NOT_HELD)
dated_reviews = reviews_of(reviewed=told.HELD)
if undated and dated_reviews:
    page.text("business_plan.reviews.undated", undated=undated, dated=dated_reviews)
if never:
    page.text("business_plan.reviews.never", never=never)

# %% [markdown]
# ## Recommendation: only what the figures give a reason for
# Priorities are named where they are few; of many the table has them.

# %%
FEW = 3


def listed_names(priorities):
    return joined(own_names(priorities), page.config.languages, "; ")


def own_names(priorities):
    return [names.name(page.area_id, year, each) for each in priorities]


# %%
by_priority = elements.drop("all")
limited = by_priority["limited"] if "limited" in by_priority else pd.Series(dtype="Int64")
limited = limited if limited.notna().all() else limited.iloc[:0]  # one not told may be the most
weakest = limited.index[limited == limited.max()]
most = grid.at[weakest[0], "limited"] if len(weakest) else None
has_limited = most is not None and most.value > 0
page.section("recommendation")
page.text("business_plan.recommend.note", elements=every["elements"])

# %%
if has_limited:
    told_of = "limited" if len(weakest) <= FEW else "limited_of_many"
    page.text(
        f"business_plan.recommend.{told_of}",
        limited=every["limited"],
        most=most,
        **({"priorities": listed_names(weakest)} if len(weakest) <= FEW else {}),
    )
if len(late):
    page.text("business_plan.recommend.late", late=number_late)
    if dated_by_authorities:
        page.text("business_plan.of_authorities.late")

# %% [markdown]
# ## Background: the grid, what moved, what is late, how the plan before ended

# %%
page.section("background")
page.text("business_plan.background", plan_year=year)
page.table(
    definitions(page, used),
    definition_columns(page, used),
    title="judgement_definitions",
    id="business_plan.definitions",
)

# %%
if own.empty:
    of_grid = {"column": "elements"}
    numbers_only = told.cell(page, "plan", "count", plan_year=year, priority="all", where=of_grid)
else:
    of_own = {"plan_year": year, "area_id": page.area_id}
    blank = {"title": told.NOT_HELD, "commentary": told.NOT_HELD}
    numbers_only = told.rows(page, "plan_actions", **of_own, **blank)
if numbers_only:
    page.text("business_plan.numbers_only", elements=numbers_only)

# %% [markdown]
# The title of the chart says which priorities have most elements with limited progress.

# %%
CHARACTERS = 40  # of a line of a bar's name
judgements = [name for name in scheme if name in by_priority]
called = {each: names.name(page.area_id, year, each) for each in by_priority.index}
bars = judged_rows(
    by_priority[judgements].fillna(0).to_dict("index"),
    {
        each: {language: fill(text, CHARACTERS) for language, text in name.items()}
        for each, name in called.items()
    },
    {name: scheme[name].colour for name in judgements},
    {name: page.say(f"judgements.{name}") for name in judgements},
)

# %%
of_limited = partial(told.rows, page, "plan", plan_year=year, priority=list(by_priority.index))
as_weakest = {"column": "limited", "count": most.value if has_limited else 0}
headed = "chart" if has_limited else "none_limited" if len(weakest) else "grid"
title = f"business_plan.monitoring.{headed}"

# %%
if is_judged:
    page.chart(
        judgement_bars(bars, page.axis, counted="elements"),
        title=title,
        alt="business_plan.monitoring.chart",
        table=named(names, year, grid.loc[by_priority.index]),
        columns=grid_columns(page, year, judgements),
        plan_year=year,
        priority=listed_names(weakest),
        equals=of_limited(where={"column": "limited", "count": f"{as_weakest['count']:.0f}"}),
        most=most if has_limited else of_limited(where={"column": "limited", "count": "1"}),
        claims=[told.greatest(most, grid.loc[by_priority.index, "limited"])] if has_limited else [],
    )

# %%
page.table(
    named(names, year, grid),
    grid_columns(page, year, list(grid)),
    title="business_plan.monitoring.grid",
    totals="whole",
    plan_year=year,
)

# %% [markdown]
# Names that the plan itself does not give, where they are few.

# %%
not_its_own = [
    each for each in by_priority.index if (page.area_id, year, each) in names.not_printed
]
if 0 < len(not_its_own) <= FEW:
    name_them(page, "business_plan.own_names", own_names(not_its_own), place="priorities")

# %% [markdown]
# A percentage of the plan's own grid that its counts do not give: the computed one is shown. Then
# where the grid and the list of actions are not of one mind: each is shown as it is.

# %%
every_grid = pd.concat([under_way, ended])
misprinted = every_grid[every_grid["misprinted"] & (every_grid["priority"] == "all")]

# %%
for row in misprinted.to_dict("records"):
    counted_in = grid if row["plan_year"] == year else grid_before
    of_row = {"plan_year": row["plan_year"], "priority": "all", "where": {"column": row["column"]}}
    page.callout(
        "business_plan.differs",
        id=f"differs.{row['plan_year']}.{row['column']}",
        important=True,
        column=column_name(page, row["column"]),
        plan_year=row["plan_year"],
        printed=told.cell(page, "plan", "printed_pct", decimals=2, unit="%", **of_row),
        computed=counted_in.at["share", row["column"]],
    )

# %%
for plan_year, rows in every_grid.groupby("plan_year", sort=False):
    page.table(
        differences(names, rows),
        [
            col.words("priority"),
            col.words("what", "table.counted"),
            col.number("printed", "business_plan.unlike.printed"),
            col.number("listed", "business_plan.unlike.listed"),
        ],
        title="business_plan.unlike",
        id=f"unlike.{plan_year}",
        totals="whole",
        plan_year=plan_year,
    )

# %% [markdown]
# Actions that moved, those judged lower first; those that were late, the longest overdue first, and
# those that are due next; those that are not on track; and what success criteria came to.

# %%
several = "area" if actions["area_id"].nunique() > 1 else ""
otherwise = pd.concat([moved[moved["way"] == way] for way in ("down", "up", "begun")])
page.table(
    plan_actions.by_area(otherwise),
    plan_actions.action_columns(used, "last_term", "this_term"),
    title="business_plan.moved",
    sections=several,
)

# %%
to_come = actions[actions["due"] >= pd.Timestamp(written)]
due_next = to_come[to_come["due"] == to_come["due"].min()]
page.table(
    plan_actions.by_area(late),
    plan_actions.action_columns(used, "milestone", "lead", "on_track", "progress", "commentary"),
    title="business_plan.late",
    sections=several,
    on=written,
)

# %%
if len(due_next):
    page.table(
        plan_actions.by_area(due_next),
        plan_actions.action_columns(used, "milestone", "lead", "progress"),
        title="business_plan.due_next",
        sections=several,
        on=due_next["due"].iloc[0].date(),
    )

# %%
off_track = pd.concat([listed, local])
off_track = off_track[off_track["on_track"] == "no"]
said_of = plan_actions.told_of(off_track, "of_priority", "lead", "commentary")
page.table(
    plan_actions.by_area(off_track),
    plan_actions.action_columns(used, *said_of),
    title="business_plan.off_track",
    sections=several,
)
page.table(
    plan_actions.by_area(criteria),
    plan_success.criterion_columns(criteria),
    title="business_plan.success",
    sections=several,
)

# %% [markdown]
# How the plan before ended; nothing where none of it was judged.

# %%
if len(ended) and judged(ended, page.config.plan_scheme(year_before)):
    whole = grid_before.loc["all"]
    page.text(
        "business_plan.evaluation.summary",
        elements=whole["elements"],
        noteworthy=whole["noteworthy_progress"],
        noteworthy_pct=grid_before.at["share", "noteworthy_progress"],
        carried=whole["carried_forward"],
        not_completed=whole["not_completed"],
        plan_year=year_before,
    )

# %% [markdown]
# ## Options, implementation, links and papers

# %%
page.section("options")
page.text("business_plan.options")

# %%
page.section("implementation")
page.text("business_plan.cost")
if actions["due"].isna().all():
    page.text("business_plan.timescale.no_days")
elif due_next.empty:
    page.text("business_plan.timescale.none", on=written)
else:
    day = due_next["due"].iloc[0].date()
    count = told.rows(page, "plan_actions", due=day, **of_year)
    page.text("business_plan.timescale.next", day=day, count=count)
    if dated_by_authorities:
        page.text("business_plan.of_authorities.next")

# %% [markdown]
# The plan's risks lie where elements are not on track; nothing where nobody told whether any is.

# %%
page.section("links")
page.text("business_plan.links", plan_year=year)

# %%
if has_track:
    risky = by_priority.index[(by_priority["not_on_track"] > 0).fillna(False)]
    if len(risky) > FEW:
        some = {"column": "not_on_track", "count": told.limit(">", 0)}
        number = told.rows(
            page, "plan", plan_year=year, priority=list(by_priority.index), where=some
        )
        page.text("business_plan.risk.many", not_on_track=every["not_on_track"], priorities=number)
    elif len(risky):
        page.text(
            "business_plan.risk.some",
            not_on_track=every["not_on_track"],
            priorities=listed_names(risky),
        )
    else:
        page.text("business_plan.risk.none")

# %%
page.section("papers")
papers = "business_plan.papers" if len(ended) else "business_plan.papers_alone"
page.text(papers, plan_year=year, before=year_before)
provenance.plan()

# %% [markdown]
# ## Appendices
# What is held of no action has no column; the paragraph above the table says so.

# %%
SAID = ("on_track", "progress", "milestone", "lead", "success", "commentary", "evidence",
        "reviewed")  # fmt: skip


# %%
def list_actions(rows, scheme_name, title, sections, plan_year):
    unsaid = plan_actions.never_told(rows, *SAID)
    if unsaid:
        named = [page.say(f"business_plan.not_held.{name}") for name in unsaid]
        what = joined(named, page.config.languages, "; ")
        page.text("business_plan.not_held.told", id=f"not_held.{title}", what=what,
                  number=told.named(page, named))  # fmt: skip
    shown = plan_actions.told_of(rows, *SAID)
    page.table(
        rows,
        plan_actions.action_columns(scheme_name, *shown),
        title=f"business_plan.{title}",
        sections=sections,
        plan_year=plan_year,
    )


# %%
if len(listed):
    page.appendix("business_plan.actions")
    list_actions(listed, used, "actions_all", "of_priority", year)

# %%
if len(local):
    page.appendix("business_plan.local")
    list_actions(local, used, "local_all", "of_area", year)

# %%
if len(history):
    page.appendix("business_plan.history")
    shown_reviews = plan_actions.told_of(history, *(f"review_{nth}" for nth in range(1, SHOWN + 1)))
    page.table(
        plan_actions.by_area(history),
        [
            col.words("element", "table.element"),
            *(col.words(each, f"business_plan.columns.{each}") for each in shown_reviews),
        ],
        title="business_plan.history_all",
        sections=several,
    )

# %%
if len(ended):
    page.appendix("business_plan.earlier")
    page.table(
        named(names, year_before, grid_before),
        grid_columns(page, year_before, list(grid_before)),
        title="business_plan.evaluation.grid",
        totals="whole",
        plan_year=year_before,
    )
    of_ended = of_ended[of_ended["described"]]
    if len(of_ended):
        used_before = page.config.judgements.plan_years[year_before]
        list_actions(of_ended, used_before, "ended_all", "of_priority", year_before)
