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
from tymor.report import changes, moves, narrative, school_parts, sections, tables

page = report.open("school", area=area, term=term, audience=audience)
outcomes = page.figures()
year = page.publication.term.results_year
authority = page.area_of(page.area.parent_id)
region = page.area_of(authority.parent_id)

# %% [markdown]
# ## The school

# %%
school_parts.at_a_glance(page, outcomes)

# %% [markdown]
# ## Outcomes

# %%
results = tables.results_by_year(outcomes)
if results is not None:
    page.heading("school.results")
    narrative.smallest_cohort(page, outcomes)
    moves.key_moves(page, outcomes)
    page.table(results, title="school.results")

# %% [markdown]
# ## Learners eligible for free school meals

# %%
efsm = tables.results_by_year(outcomes, group="efsm")
if efsm is not None:
    page.heading("school.efsm")
    page.table(efsm, title="school.efsm")

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
school_parts.attendance(page, outcomes)

# %%
changes.changed_since_last_term(page)

# %%
page.links("school.authority", {"table.authority": [page.link_to(authority)]})
