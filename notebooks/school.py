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
from tymor.report import narrative, sections, tables

page = report.open("school", area=area, term=term, audience=audience)
outcomes = page.figures()
year = page.publication.term.results_year
authority = page.area_of(page.area.parent_id)
region = page.area_of(authority.parent_id)

# %% [markdown]
# ## The school

# %%
page.text(
    "school.about",
    sector=page.area.sector,
    medium=page.area.medium,
    authority=authority.name,
)

# %%
context = [
    outcomes.one("pupils", page.this_year, kind="count"),
    outcomes.one("efsm_pct", page.this_year, kind="pct"),
    *(outcomes.latest(name) for name in outcomes.section("key_indicators").measures),
    *(outcomes.latest(name) for name in outcomes.section("attendance").measures),
]
page.key_figures("school.context", [figure for figure in context if figure])

# %%
if not outcomes.measures:
    nursery = page.area.sector_code == "nursery"
    page.text("school.about_nursery") if nursery else page.callout("school.no_outcomes")

# %% [markdown]
# ## Outcomes

# %%
results = tables.results_by_year(outcomes)
if results is not None:
    page.heading("school.results")
    narrative.smallest_cohort(page, outcomes)
    page.table("school.results", results)

# %% [markdown]
# ## Learners eligible for free school meals

# %%
efsm = tables.results_by_year(outcomes, group="efsm")
if efsm is not None:
    page.heading("school.efsm")
    page.table("school.efsm", efsm)

# %% [markdown]
# ## Beside the local authority and the region

# %%
sections.beside_other_areas(
    page,
    "school.compare",
    [page.area, authority, region],
    outcomes.newest_year("key_indicators") or year,
    ["key_indicators", "expected_level"],
)

# %% [markdown]
# ## Attendance

# %%
attendance = tables.actuals_by_year(outcomes, "attendance")
if attendance is not None:
    page.heading("school.attendance")
    page.table("school.attendance", attendance)

# %%
page.links("school.authority", {"table.authority": [page.link_to(authority)]})
