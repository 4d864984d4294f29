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
# # School: data pack
# One pack a school, for the school alone: every measure by group, its priorities, questions to
# write on. Runs as it stands; change `area` to look at another school.

# %% tags=["parameters"]
area: str = "9990001"  # school id
term: str = "2017-summer"
audience: str = "school"

# %%
from tymor import report
from tymor.report import changes, chart_data, charts, groups, moves, narrative, school_parts, tables
from tymor.report.priorities import Priorities
from tymor.report.school_entries import earlier_entries, newest_entries
from tymor.report.standings import Standings

page = report.open("school_pack", area=area, term=term, audience=audience)
outcomes = page.figures()
priorities = Priorities.of(page)
standings = Standings.of(page)

# %% [markdown]
# ## The school

# %%
school_parts.at_a_glance(page, outcomes)

# %%
changes.changed_since_last_term(page)

# %% [markdown]
# ## Outcomes

# %%
results = tables.results_by_year(outcomes)
if results is not None:
    page.heading("school_pack.results")
    narrative.smallest_cohort(page, outcomes)
    moves.key_moves(page, outcomes)
    page.table(results, title="school_pack.results")

# %%
since = outcomes.section("key_indicators").better_since(page.publication.term.years[0])
if since.counted:
    page.chart(
        charts.trend(chart_data.trend_rows(outcomes, "key_indicators"), page.axis),
        title="school_pack.trend",
        table=tables.actuals_by_year(outcomes, "key_indicators"),
        first_year=page.publication.term.years[0],
        better=since.better,
        counted=since.counted,
    )
    narrative.without_result(page, outcomes, page.publication.term.results_year,
                             id="school_pack.trend.without")  # fmt: skip

# %% [markdown]
# ## Beside the authority, the region and similar schools

# %%
beside = standings.table()
if beside is not None:
    page.heading("standings")
    standings.sentences()

# %%
if beside is not None and len(standings.chart_rows()):
    page.chart(
        charts.compared(standings.chart_rows(), page.axis),
        title="standings.chart",
        table=beside,
        **standings.above(),
    )

# %%
page.table(beside, title=standings.key)

# %% [markdown]
# ## Groups of learners

# %%
years = groups.years_with_groups(outcomes)
if years:
    page.heading("school_pack.by_group")
    page.table(groups.by_group(outcomes, years[0]), title="school_pack.by_group", of_year=years[0])

# %% [markdown]
# ## Post-16

# %%
newest_entries(page)

# %% [markdown]
# ## Attendance and exclusions

# %%
school_parts.attendance(page, outcomes)
school_parts.exclusions(page)

# %% [markdown]
# ## Priorities

# %%
page.heading("school_pack.priorities")
priorities.summary()
page.table(priorities.log(), title="school_pack.log")
page.table(priorities.meanings(), title="school_pack.meanings")

# %% [markdown]
# ## Vulnerable learners

# %%
page.appendix("school_pack.vulnerable")
groups.vulnerable_learners(page, outcomes)

# %% [markdown]
# ## Earlier years by group

# %%
if years[1:]:
    page.appendix("school_pack.earlier")
for year in years[1:]:
    id = f"school_pack.by_group.{year[:4]}"
    page.table(groups.by_group(outcomes, year), title="school_pack.by_group", id=id, of_year=year)
    earlier_entries(page, year)

# %% [markdown]
# ## Questions for enquiry

# %%
page.appendix("school_pack.enquiry")
page.text("school_pack.enquiry.intro")
page.questions(
    "school_pack.enquiry",
    ("standards", "groups", "teaching", "priorities", "next_steps"),
    lines=4,
)
