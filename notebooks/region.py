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
from tymor.report import changes, chart_data, charts, narrative, sections, tables
from tymor.report.provenance import Provenance
from tymor.report.region import areas, groups, moves, schools

page = report.open("region", area=area, term=term, audience=audience)
outcomes = page.figures()
provenance = Provenance.of(page)
year = page.publication.term.results_year
headline = outcomes.section("key_indicators")
first_year = page.publication.term.years[0]

# %%
authorities = page.children()
beside = page.figures(page.area_id, *(authority.id for authority in authorities))
indicators = areas.every_measure(page, beside, authorities, "key_indicators")
attended = areas.every_measure(page, beside, authorities, "attendance")

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
    charts.distance_to_target(distances, page.axis),
    title="outcomes.distance",
    table=distance_table,
    met=tally.met,
    judged=tally.judged,
)

# %%
for section in ("key_indicators", "expected_level", "expected_level_plus1", "expected_level_plus2"):
    page.table(tables.outcomes_by_year(outcomes, section), title=f"outcomes.{section}")

# %% [markdown]
# ## Over the years

# %%
if headline.measures:
    page.heading("region.years", first_year=first_year)
    narrative.since_first(page, headline, first_year)

# %%
since = headline.better_since(first_year)
if since.counted:
    page.chart(
        charts.trend(chart_data.trend_rows(outcomes, "key_indicators"), page.axis),
        title="outcomes.trend",
        table=tables.outcomes_by_year(outcomes, "key_indicators"),
        first_year=first_year,
        better=since.better,
        counted=since.counted,
    )
    narrative.without_result(page, outcomes, year, id="outcomes.trend.without")

# %% [markdown]
# ## What improved most and least

# %%
moves.show_moves(page, outcomes, year)

# %% [markdown]
# ## The free school meal gap

# %%
sections.free_school_meal_gap(page, outcomes)

# %% [markdown]
# ## Each local authority beside the region

# %%
if indicators:
    page.heading("region.authorities")
    if any(authority.invented for authority in authorities):
        page.callout(provenance.invented_below(outcomes), id="region.invented", important=True)
    areas.tell_smallest(page, indicators)

# %%
for each in indicators:
    areas.show_beside(page, each)

# %%
page.table(areas.overview(page, indicators), title="region.authorities")

# %% [markdown]
# ## Groups of learners

# %%
groups.show_groups(page, authorities, headline.measures)

# %% [markdown]
# ## Attendance

# %%
sections.attendance(page, outcomes)
if attended and not outcomes.section("attendance").measures:
    page.heading("attendance")
for each in attended:
    areas.show_beside(page, each)

# %% [markdown]
# ## The schools

# %%
schools.show_spread(page, page.schools(), "key_indicators")

# %% [markdown]
# ## Ways on, and what changed

# %%
changes.changed_since_last_term(page)

# %%
page.heading("region.more")
page.links("region.pages", {"page.all_areas": [page.link_to(a) for a in authorities]})

# %%
if outcomes.measures:
    page.heading("provenance")
    provenance.say(outcomes)
