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
from tymor.report import plan_sentences as say
from tymor.report.plan import PlanGrid
from tymor.report.plan_actions import PlanActions
from tymor.report.provenance import Provenance

page = report.open("business_plan", area=area, term=term, audience=audience)
provenance = Provenance.of(page)
year, year_before = page.publication.term.plan_year, page.publication.term.evaluated_plan_year
plan, before = PlanGrid.of(page, year), PlanGrid.of(page, year_before)
own = PlanActions.of(page, year, [page.area_id])
local = PlanActions.of(page, year, [each.id for each in page.children()]).described()
every = PlanActions.of(page, year, [page.area_id, *(each.id for each in page.children())])
written = say.written_on(page)

# %%
listed = own.described()
attached = {"actions": listed, "local": local, "earlier": before.rows}
page.front_matter(*(f"business_plan.{key}" for key, rows in attached.items() if len(rows)))
if provenance.invented("plan_actions"):
    page.callout("business_plan.invented_too", id="business_plan.invented", important=True)
elif len(local) and Provenance.of_areas(page, page.children()).may_be_invented("plan_actions"):
    page.callout("business_plan.invented", important=True)

# %%
page.section("issue")
say.issue(page, plan, before)

# %%
page.section("summary")
page.key_figures("business_plan.headlines", say.headlines(plan))
say.summary(page, plan, every)

# %%
page.section("recommendation")
say.recommendations(page, plan, every)

# %% [markdown]
# ## Background: the grid, what moved, what is late, how the plan before ended

# %%
page.section("background")
say.background(page, plan, own)
say.progress_chart(page, plan)
page.table(plan.table(), title="business_plan.monitoring.grid", plan_year=year)

# %%
for difference in [*plan.differences(), *before.differences()]:
    page.callout("business_plan.differs", id=difference.id, important=True, **difference.values)

# %%
page.table(every.moved_table(), title="business_plan.moved")
page.table(every.late_table(written), title="business_plan.late", on=written)
say.evaluation(page, before)

# %%
page.section("options")
page.text("business_plan.options")

# %%
page.section("implementation")
page.text("business_plan.cost")
say.timescale(page, every)

# %%
page.section("links")
page.text("business_plan.links", plan_year=year)
say.off_track(page, plan)

# %%
page.section("papers")
say.papers(page, plan, before)
provenance.plan()

# %% [markdown]
# ## Appendices

# %%
if len(listed):
    page.appendix("business_plan.actions")
    page.table(listed.table(), title="business_plan.actions_all", plan_year=year)

# %%
if len(local):
    page.appendix("business_plan.local")
    page.table(local.table(), title="business_plan.local_all", plan_year=year)

# %%
if len(before.rows):
    page.appendix("business_plan.earlier")
    page.table(before.table(), title="business_plan.evaluation.grid", plan_year=year_before)
