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
# # School: public profile
# One profile a school. Runs as it stands; change `area` to look at another school.

# %% tags=["parameters"]
area: str = "9990001"  # school id
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report import columns as col

page = report.open("school", area=area, term=term, audience=audience)
outcomes = page.figures()
years = page.publication.term.years
authority = page.area_of(page.area.parent_id)
region = page.area_of(authority.parent_id)

from shared import chart_data, charts, narrative, one_school, tables
from shared.changes import changed_since_last_term

# %% [markdown]
# ## The school

# %%
sector, medium = page.area.sector or "", page.area.medium or ""
page.text("school.about", sector=sector, medium=medium, authority=authority.name)
page.key_figures("school.context", one_school.newest(page, outcomes))
if not outcomes.measures and page.area.sector_code == "nursery":
    page.text("school.about_nursery")
elif not outcomes.measures:
    page.callout("school.no_outcomes")

# %% [markdown]
# ## Outcomes
# Every measure by year, and how many pupils the newest result rests on.

# %%
results = tables.results_by_year(outcomes)
if len(results):
    page.heading("headings.outcomes", id="school-results-heading")
    narrative.smallest_cohort(page, outcomes)
    one_school.key_moves(page, outcomes)

# %%
by_year = [col.measure(), *map(col.figure, years), col.figure("cohort", "table.cohort")]
page.table(results, by_year, sections="section", title="school.results")

# %% [markdown]
# ## Learners eligible for free school meals

# %%
efsm = tables.results_by_year(outcomes, group="efsm")
if len(efsm):
    page.heading("headings.efsm", id="school-efsm-heading")
page.table(efsm, by_year, sections="section", title="school.efsm")

# %% [markdown]
# ## Beside the local authority and the region
# The newest year with key indicators; the title counts on how many measures that both have the
# school is above the region. Where neither has a figure nothing is compared.

# %%
areas = [page.area, authority, region]
beside = page.figures(*areas)
newest = outcomes.newest_year("key_indicators") or page.publication.term.results_year
sections = ["key_indicators", "expected_level"]
measures = chart_data.to_compare(beside, page.area, [authority, region], newest, *sections)
compared = tables.areas_beside(beside, areas, measures, newest)
columns = [col.measure(), *(col.figure(each.id, each.name) for each in areas)]
count = chart_data.above(beside, page.area, region, measures, newest)

# %%
if measures:
    page.heading("school.compare")
    rows = chart_data.compared_rows(beside, areas, measures, newest)
    page.chart(
        charts.compared(rows, page.axis),
        title="school.compare" if count.compared else "school.compare.alone",
        id="school.compare",
        table=compared,
        columns=columns,
        authority=authority.name,
        compared_year=newest,
        compared=count.compared,
        above=count.above,
    )

# %%
if measures:
    narrative.without_result(page, outcomes, newest, id="school.compare.without")

# %% [markdown]
# ## Attendance
# By year; then the newest year beside the local authority and the region.

# %%
attendance = tables.actuals_by_year(outcomes, "attendance")
if len(attendance):
    page.heading("sections.attendance", id="school-attendance-heading")
page.table(attendance, [col.measure(), *map(col.figure, years)], title="school.attendance")

# %%
newest = outcomes.newest_year("attendance")
if newest:
    others = [authority, region]
    measures = chart_data.to_compare(beside, page.area, others, newest, "attendance")
    compared = tables.areas_beside(beside, areas, measures, newest)
    page.table(compared, columns, title="school.attendance_beside", compared_year=newest)

# %% [markdown]
# ## What changed, and ways on

# %%
changed_since_last_term(page)

# %%
page.links("school.authority", {"table.authority": [page.link_to(authority)]})
