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
# # Grants: what was allocated and spent, beside the outcomes of eFSM learners
# One notebook for the partnership, each local authority and each school; `entry` is the one of
# `params/reports.yml` that fits the area. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership, a local authority or a school
term: str = "2017-summer"
audience: str = "public"
entry: str = "grants"

# %%
from tymor import report
from tymor.report import grant_sentences as say
from tymor.report.changes import changed_since_last_term
from tymor.report.grants import Grants
from tymor.report.provenance import Provenance

page = report.open(entry, area=area, term=term, audience=audience)
grants = Grants.of(page)
year = grants.years[0] if grants.years else ""
outcomes = page.figures()
if any(each.invented for each in page.children()) and not page.area.invented:
    real = Provenance.of(page).told_real(outcomes.section("fsm_gap"))
    key = "grants.invented_gaps" if real else "grants.invented"
    page.callout(key, id="grants.invented", important=True)

# %% [markdown]
# ## What was allocated and spent

# %%
if grants.names(page.area_id):
    page.heading("grants.by_year")
    say.spent(page, grants, year)
    page.table(grants.by_year(page.area_id), title="grants.by_year")
else:
    page.callout("grants.none", important=True)

# %% [markdown]
# ## Areas beside each other

# %%
say.beside(page, grants, page.children(), year)

# %% [markdown]
# ## What schools said of them

# %%
authorities = [each for each in page.children() if each.kind == "local_authority"]
if grants.evaluations(page.schools()) is not None:
    page.heading("grants.evaluations")
if not authorities:
    page.table(grants.evaluations(page.schools()), title="grants.evaluations")
for each in authorities:  # a table of the whole region would be a thousand rows long
    inside = [school for school in page.schools() if school.parent_id == each.id]
    of = f"grants.evaluations.{each.slug}"
    page.table(
        grants.evaluations(inside), title="grants.evaluations_of", id=of, authority=each.name
    )

# %% [markdown]
# ## Outcomes of learners eligible for free school meals

# %%
say.outcomes(page, outcomes)

# %%
links = [page.link_to(each, report="grants_authority") for each in authorities]
page.links("grants.pages", {"page.all_areas": links})

# %%
changed_since_last_term(page)
