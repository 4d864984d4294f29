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
# # Region: data commentary
# One report on the whole partnership. Runs as it stands; change the parameters to look elsewhere.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report import chart_data, charts, narrative, sections, tables

page = report.open("region", area=area, term=term, audience=audience)
outcomes = page.figures()
year = page.publication.term.results_year
headline = outcomes.section("key_indicators")
first_year = page.publication.term.years[0]

# %% [markdown]
# ## Headlines

# %%
page.key_figures(
    "outcomes.headlines",
    [
        *(headline.latest(name) for name in headline.measures),
        *(outcomes.latest(name) for name in outcomes.section("attendance").measures),
    ],
)

# %%
if len(outcomes.numbered()) == 0:
    page.callout("region.none", important=True)
else:
    narrative.outcomes_summary(page, outcomes, year)

# %% [markdown]
# ## Outcomes against targets

# %%
if outcomes.measures:
    page.heading("outcomes")
    page.text("outcomes.intro")

# %%
distances, distance_table = chart_data.distance_rows(outcomes, year)
tally = outcomes.against_targets(year)
page.chart(
    "outcomes.distance",
    charts.distance_to_target,
    data=distances,
    table=distance_table,
    met=tally.met,
    judged=tally.judged,
)

# %%
page.table("outcomes.key_indicators", tables.outcomes_by_year(outcomes, "key_indicators"))

# %%
if headline.measures:
    since = headline.better_since(first_year)
    page.chart(
        "outcomes.trend",
        charts.trend,
        data=chart_data.trend_rows(outcomes, "key_indicators"),
        table=tables.outcomes_by_year(outcomes, "key_indicators"),
        first_year=first_year,
        better=since.better,
        counted=since.counted,
    )

# %%
for section in ("expected_level", "expected_level_plus1", "expected_level_plus2"):
    page.table(f"outcomes.{section}", tables.outcomes_by_year(outcomes, section))

# %% [markdown]
# ## The free school meal gap and attendance

# %%
sections.free_school_meal_gap(page, outcomes)

# %%
sections.attendance(page, outcomes)

# %% [markdown]
# ## Local authorities

# %%
authorities = page.children()
page.heading("region.authorities")
beside = page.figures(area, *(authority.id for authority in authorities))
if any(authority.schools for authority in authorities):
    page.table(
        "region.authorities",
        tables.areas_down(beside, [*authorities, page.area], headline.measures[:3], year),
        compared_year=year,
    )

# %%
page.links("region.pages", {"page.all_areas": [page.link_to(a) for a in authorities]})

# %%
if outcomes.measures:
    page.callout("region.source")
