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
# # Local authority: performance report
# One report a local authority. Runs as it stands; change `area` to look at another one.

# %% tags=["parameters"]
area: str = "681"  # local authority code
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report import narrative, progress, sections, tables

page = report.open("authority", area=area, term=term, audience=audience)
outcomes = page.figures()
year = page.publication.term.results_year
region = page.area_of(page.area.parent_id)
headline = outcomes.section("key_indicators")

# %% [markdown]
# ## At a glance

# %%
page.key_figures(
    "authority.context",
    [
        *(headline.latest(name) for name in headline.measures),
        *(outcomes.latest(name) for name in outcomes.section("attendance").measures),
    ],
)

# %%
if page.area.schools:
    page.text(
        "authority.profile",
        schools=page.area.schools,
        pupils=outcomes.one("pupils", page.this_year, kind="count"),
        efsm=outcomes.one("efsm_pct", page.this_year, kind="pct"),
    )
    narrative.outcomes_summary(page, outcomes, year)
else:
    page.callout("authority.none", important=True)

# %% [markdown]
# ## Outcomes against targets

# %%
if outcomes.measures:
    page.heading("outcomes")
    page.text("outcomes.intro")

# %%
for section in ("key_indicators", "expected_level", "expected_level_plus1", "expected_level_plus2"):
    page.table(f"outcomes.{section}", tables.outcomes_by_year(outcomes, section))

# %% [markdown]
# ## Beside the region

# %%
sections.beside_other_areas(page, "compare", [page.area, region], year, ["key_indicators"])

# %% [markdown]
# ## The free school meal gap and attendance

# %%
sections.free_school_meal_gap(page, outcomes)

# %%
sections.attendance(page, outcomes)

# %% [markdown]
# ## Progress of schools with their priorities

# %%
judged = progress.priorities_table(page)
if judged is not None:
    page.heading("authority.progress")
    page.table("authority.progress", judged)

# %% [markdown]
# ## Schools

# %%
if page.children():
    page.heading("authority.schools")
    page.links("authority.schools", progress.schools_by_sector(page))
