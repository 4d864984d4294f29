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
# # Business plan: monitoring for the Joint Committee
# The plan under way, and the evaluation of the one before. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report import charts
from tymor.report.plan import PlanGrid

page = report.open("business_plan", area=area, term=term, audience=audience)
plan = PlanGrid.of(page, page.publication.term.plan_year)
before = PlanGrid.of(page, page.publication.term.evaluated_plan_year)

# %% [markdown]
# ## At a glance

# %%
page.key_figures(
    "business_plan.headlines",
    [plan.count("elements"), plan.share("on_track"), plan.share("not_on_track")],
)

# %% [markdown]
# ## The plan under way

# %%
page.heading("business_plan.monitoring", plan_year=plan.year)
page.text(
    "business_plan.monitoring.summary",
    elements=plan.count("elements"),
    on_track=plan.count("on_track"),
    on_track_pct=plan.share("on_track"),
    not_on_track=plan.count("not_on_track"),
    not_on_track_pct=plan.share("not_on_track"),
)
page.text(
    "business_plan.monitoring.limited",
    limited=plan.count("limited"),
    limited_pct=plan.share("limited"),
    not_due=plan.count("not_due"),
    not_due_pct=plan.share("not_due"),
)

# %%
for difference in [*plan.differences(), *before.differences()]:
    page.callout("business_plan.differs", id=difference.id, important=True, **difference.values)

# %%
weakest = plan.most("limited")
page.chart(
    "business_plan.monitoring.chart",
    charts.progress_bars,
    data=plan.progress_rows(),
    table=plan.progress_table(),
    plan_year=plan.year,
    priority=weakest.priority,
    most=weakest.figure,
)

# %%
page.table("business_plan.monitoring.grid", plan.table(), plan_year=plan.year)

# %% [markdown]
# ## The plan before

# %%
page.heading("business_plan.evaluation", plan_year=before.year)
page.text(
    "business_plan.evaluation.summary",
    elements=before.count("elements"),
    noteworthy=before.count("noteworthy_progress"),
    noteworthy_pct=before.share("noteworthy_progress"),
    carried=before.count("carried_forward"),
    not_completed=before.count("not_completed"),
)
page.table("business_plan.evaluation.grid", before.table(), plan_year=before.year)
