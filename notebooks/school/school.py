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

# %%
page = report.open("school", area=area, term=term, audience=audience)
years = page.publication.term.years
authority = page.area_of(page.area.parent_id)
region = page.area_of(authority.parent_id)

from shared import chart_data, charts, narrative, one_school, own_alone, tables, units, withheld
from shared.as_at import day_of_rolls
from shared.changes import changed_since_last_term

# %% [markdown]
# ## The school
# Measures that do not fit a school of its kind are left out, and the page says which.

# %%
outcomes = one_school.fitting_figures(page)
one_school.say_about(page, authority)
page.key_figures("school.context", one_school.newest(page, outcomes), when=day_of_rolls(page))
if not page.figures().measures and page.area.sector_code == "nursery":
    page.text("school.about_nursery")
elif not page.figures().measures:
    seen = page.config.audiences[audience].sees_of_schools
    public = any(seen(section) for section in page.config.sections_measured)
    page.callout("school.no_outcomes" if public else "school.not_public")
one_school.say_unfit(page)

# %% [markdown]
# ## Outcomes
# Every measure by year, and how many pupils the newest result rests on.

# %%
results = tables.results_by_year(outcomes)
if len(results):
    page.heading("headings.outcomes", id="school-results-heading")
    if withheld.is_all(outcomes.where(kind="actual").of_measures(list(results["measure_id"]))):
        page.text("school.confidential")
    narrative.smallest_cohort(page, outcomes)
    one_school.key_moves(page, outcomes)
    narrative.most_and_least(page, outcomes, page.publication.term.results_year)

# %%
by_year = [col.measure(), *map(col.figure, years), col.figure("cohort", "table.cohort")]
unit = units.in_units(page, results["measure_id"])
page.table(results, by_year, sections="section", title="school.results", unit=unit)

# %% [markdown]
# ## The group whose results stand apart
# Learners eligible for free school meals, or another group that `params/groups.yml` names.

# %%
group = page.config.learners.disadvantaged
of_group = tables.results_by_year(outcomes, group=group) if group else []
if len(of_group):
    page.heading(f"group_headings.{group}", id=f"school-{group}-heading")
    unit = units.in_units(page, of_group["measure_id"])
    page.table(of_group, by_year, sections="section", title="school.of_group",
               id=f"school-{group}", unit=unit, group=page.say(f"groups.{group}"))  # fmt: skip

# %% [markdown]
# ## Beside the local authority and the region
# Each measure in the newest year in which the school and the region have a number; an area of
# which the school is all that is counted is left out, and the page says so. The title counts on
# how many of them the school is above the region. Where neither has a figure nothing is compared.

# %%
areas = [page.area, authority, region]
beside = own_alone.beside_above(page, areas)
sections = ["key_indicators", "expected_level"]
others = [authority, region]
compared = chart_data.newest_compared(beside, page.area, others, *sections)
shown = own_alone.others_beside(page, areas, compared)
columns = [col.words("measure"), *tables.area_columns(shown)]

# %%
if compared:
    page.heading("school.compare")
    own_alone.say_own_alone(page, others, compared, id="school.compare.alone")

# %%
if compared:
    for at, names in enumerate(units.by_scale(page.config, compared).values()):
        own = {name: compared[name] for name in names}
        count = chart_data.above(beside, page.area, region, own)
        rows = chart_data.compared_rows(page, beside, shown, own)
        page.chart(
            charts.compared(rows, page.axis, units.axis(page, names)),
            title="school.compare" if count.compared else "school.compare.alone",
            id=units.nth_id("school.compare", at),
            table=tables.areas_beside(page, beside, shown, own),
            columns=columns,
            authority=authority.name, compared_year=chart_data.when_compared(page, own),
            measures=chart_data.measures_drawn(page, own),
            compared=count.compared, above=count.above,
        )  # fmt: skip

# %%
if compared:
    narrative.without_result_since(page, outcomes, compared, id="school.compare.without")

# %% [markdown]
# ## Attendance
# By year; then the newest year beside the local authority and the region.

# %%
attendance = tables.actuals_by_year(outcomes, "attendance")
if len(attendance):
    page.heading("sections.attendance", id="school-attendance-heading")
    one_school.attendance_moves(page, outcomes)
page.table(attendance, [col.measure(), *map(col.figure, years)], title="school.attendance",
           unit=units.in_units(page, attendance["measure_id"]))  # fmt: skip

# %%
newest = outcomes.newest_year("attendance")
if newest:
    one_school.attendance_beside(page, areas, newest)

# %% [markdown]
# ## What changed, and ways on

# %%
changed_since_last_term(page)

# %%
page.links("school.authority", {"table.authority": [page.link_to(authority)]})
