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
from tymor.report import chart_data, charts, narrative, progress, sections, tables

page = report.open("authority", area=area, term=term, audience=audience)
outcomes = page.figures()
year = page.publication.term.academic_year
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
        pupils=outcomes.one("pupils", year, kind="count"),
        efsm=outcomes.one("efsm_pct", year, kind="pct"),
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
beside = page.figures(area, region.id)
measures = beside.with_numbers(area, year, "key_indicators")
rows, compared = chart_data.compared_rows(beside, [page.area, region], measures, year)
if len(rows):
    page.heading("compare")
    page.chart(
        "compare",
        charts.compared,
        data=rows,
        table=compared,
        compared_year=year,
        compared=len(measures),
        above=chart_data.above(beside, page.area, region, measures, year),
    )

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
