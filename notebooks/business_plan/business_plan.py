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
import pandas as pd

from tymor import report
from tymor.locale import Number

page = report.open("business_plan", area=area, term=term, audience=audience)

import plan_actions
from plan_grid import column_name, grid_columns, grid_figures, judged, named, wide
from shared.provenance import Provenance
from shared.recommendations import open_with_recommendations
from shared.school_charts import judged_rows, judgement_bars

# %% [markdown]
# ## What is held
# `plan`: the grids of the plan under way and of the one before, a row a plan year, priority and
# column. `elements`: how many elements the plan under way has, a row a priority (the last of
# `all`), a column each of the grid's. `grid` and `grid_before` are figures, with a last row of the
# `share` of all elements.

# %%
year = page.publication.term.plan_year
year_before = page.publication.term.evaluated_plan_year
plan = page.release.table("plan")
under_way, ended = plan[plan["plan_year"] == year], plan[plan["plan_year"] == year_before]
elements = wide(under_way, "count")
grid = grid_figures(page, year, under_way)
grid_before = grid_figures(page, year_before, ended)
every, share = grid.loc["all"], grid.loc["share"]
scheme = page.config.plan_scheme(year)
is_judged = judged(under_way, scheme) > 0
has_track = "on_track" in elements

# %% [markdown]
# `actions`: one row an action of the plan under way, of the partnership and of each authority, with
# its newest review. `before`: the same as last term's release held them.

# %%
areas = [page.area_id, *(child.id for child in page.children())]
actions = plan_actions.of_plan(page.release.table("plan_actions"), year, areas)
has_before = page.earlier is not None and page.earlier.has("plan_actions")
before = page.earlier.table("plan_actions") if has_before else actions.iloc[:0]
actions["element"] = [plan_actions.element(page, row) for row in actions.to_dict("records")]
actions["area"] = actions["area_id"].map(page.name_of)
actions["of_priority"] = [
    page.words("business_plan.columns.priority", priority=name) for name in actions["priority"]
]
own = actions[actions["area_id"] == page.area_id]
listed = own[own["described"]]
local = actions[(actions["area_id"] != page.area_id) & actions["described"]]

# %% [markdown]
# An action is late, or not, on the day on which the report was written; `dated` counts those with a
# day of which enough is told to say so.

# %%
written = page.committee.terms[page.publication.term_id].written
told = actions["on_track"].isin(["yes", "no"]) | actions["judgement"].isin(list(scheme))
dated = int((actions["due"].notna() & told).sum())
late = actions[plan_actions.is_late(actions, written)].sort_values("due", kind="stable")

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
attached = {"actions": listed, "local": local, "earlier": ended}
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
if is_judged:
    page.text(
        "business_plan.monitoring.limited",
        limited=every["limited"],
        limited_pct=share["limited"],
        not_due=every["not_due"],
        not_due_pct=share["not_due"],
    )

# %%
if dated == 0:
    page.text("business_plan.late.no_days")
elif len(late):
    page.text("business_plan.late.some", late=len(late), dated=dated, on=written)
else:
    page.text("business_plan.late.none", dated=dated, on=written)

# %% [markdown]
# That no action was reviewed again is said only where each one's reviews are dated in both terms:
# what was not kept did not stand still.

# %%
all_dated = twice[["reviewed", "reviewed_before"]].notna().all(axis=None)
if len(moved):
    ways = {way: int((moved["way"] == way).sum()) for way in ("up", "down", "begun", "same")}
    page.text("business_plan.moved.counted", again=len(moved), **ways)
elif again.empty and all_dated and len(twice) == len(actions) > 0:
    page.text("business_plan.moved.first")

# %% [markdown]
# ## Recommendation: only what the figures give a reason for

# %%
limited = elements["limited"].drop("all")
weakest = limited.index[limited == limited.max()]
most = grid.at[weakest[0], "limited"]
page.section("recommendation")
page.text("business_plan.recommend.note", elements=every["elements"])
if most.value:
    page.text(
        "business_plan.recommend.limited",
        limited=every["limited"],
        priorities=", ".join(weakest),
        most=most,
    )
if len(late):
    page.text("business_plan.recommend.late", late=len(late))

# %% [markdown]
# ## Background: the grid, what moved, what is late, how the plan before ended

# %%
page.section("background")
page.text("business_plan.background", plan_year=year)
if numbers_only := len(own) - len(listed):
    page.text("business_plan.numbers_only", elements=numbers_only)

# %% [markdown]
# The title of the chart says which priorities have most elements with limited progress.

# %%
by_priority = elements.drop("all")
bars = judged_rows(
    by_priority[list(scheme)].to_dict("index"),
    {priority: page.both(priority) for priority in by_priority.index},
    {name: category.colour for name, category in scheme.items()},
    {name: page.say(f"judgements.{name}") for name in scheme},
)

# %%
title = "business_plan.monitoring.chart" if most.value else "business_plan.monitoring.none_limited"
if is_judged:
    page.chart(
        judgement_bars(bars, page.axis, counted="elements"),
        title=title,
        alt="business_plan.monitoring.chart",
        table=named(page, grid.loc[by_priority.index]),
        columns=grid_columns(page, year, list(scheme)),
        plan_year=year,
        priority=", ".join(weakest),
        equals=len(weakest),
        most=most,
    )

# %%
page.table(
    named(page, grid),
    grid_columns(page, year, list(grid)),
    title="business_plan.monitoring.grid",
    totals="whole",
    plan_year=year,
)

# %% [markdown]
# A total of the plan's own grid that its elements do not give; the computed one is shown.

# %%
every_grid = pd.concat([under_way, ended])
differs = every_grid["differs"] & (every_grid["priority"] == "all")
for row in every_grid[differs].to_dict("records"):
    of_count = pd.notna(row["printed_count"]) and row["printed_count"] != row["count"]
    computed = (grid if row["plan_year"] == year else grid_before)[row["column"]]
    pct = Number(row["printed_pct"], 2, "%")
    page.callout(
        "business_plan.differs",
        id=f"differs.{row['plan_year']}.{row['column']}",
        important=True,
        column=column_name(page, row["column"]),
        plan_year=row["plan_year"],
        printed=Number(row["printed_count"], 0) if of_count else pct,
        computed=computed["all" if of_count else "share"],
    )

# %% [markdown]
# Actions that moved, those judged lower first, and those that were late, the longest overdue first.

# %%
several = "area" if actions["area_id"].nunique() > 1 else ""
used = page.config.judgements.plan_years[year]
otherwise = pd.concat([moved[moved["way"] == way] for way in ("down", "up", "begun")])
page.table(
    plan_actions.by_area(otherwise),
    plan_actions.action_columns(used, "last_term", "this_term"),
    title="business_plan.moved",
    sections=several,
)

# %%
page.table(
    plan_actions.by_area(late),
    plan_actions.action_columns(used, "due", "lead", "progress", "commentary"),
    title="business_plan.late",
    sections=several,
    on=written,
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
to_come = actions.loc[actions["due"] >= pd.Timestamp(written), "due"]
if actions["due"].isna().all():
    page.text("business_plan.timescale.no_days")
elif to_come.empty:
    page.text("business_plan.timescale.none", on=written)
else:
    day = to_come.min()
    count = int((to_come == day).sum())
    page.text("business_plan.timescale.next", day=day.date(), count=count)

# %% [markdown]
# The plan's risks lie where elements are not on track; nothing where nobody told whether any is.

# %%
page.section("links")
page.text("business_plan.links", plan_year=year)
if has_track:
    off_track = by_priority.index[by_priority["not_on_track"] > 0]
    if len(off_track):
        page.text(
            "business_plan.risk.some",
            not_on_track=every["not_on_track"],
            priorities=", ".join(off_track),
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

# %%
if len(listed):
    page.appendix("business_plan.actions")
    page.table(
        listed,
        plan_actions.action_columns(used, "on_track", "progress", *plan_actions.told_of(listed)),
        title="business_plan.actions_all",
        sections="of_priority",
        plan_year=year,
    )

# %%
if len(local):
    page.appendix("business_plan.local")
    page.table(
        local,
        plan_actions.action_columns(used, "on_track", "progress", *plan_actions.told_of(local)),
        title="business_plan.local_all",
        sections="area" if local["area_id"].nunique() > 1 else "of_priority",
        plan_year=year,
    )

# %%
if len(ended):
    page.appendix("business_plan.earlier")
    page.table(
        named(page, grid_before),
        grid_columns(page, year_before, list(grid_before)),
        title="business_plan.evaluation.grid",
        totals="whole",
        plan_year=year_before,
    )
