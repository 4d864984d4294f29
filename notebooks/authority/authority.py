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
# # Local authority: performance report for the scrutiny committee
# One report a local authority, in the committee format. Runs as it stands; change `area` to look
# at another one, and `audience` to "authority" for the edition that names schools' judgements.

# %% tags=["parameters"]
area: str = "681"  # local authority code
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report import changes, scrutiny, sections, similar
from tymor.report import scrutiny_background as background
from tymor.report.named_priorities import NamedPriorities
from tymor.report.priority_counts import PriorityCounts

page = report.open("authority", area=area, term=term, audience=audience)
outcomes = page.figures()
headline = outcomes.section("key_indicators")
counts = PriorityCounts.of(page)
named = NamedPriorities.of(page)
page.front_matter(*background.attached(page, outcomes, named))

# %% [markdown]
# ## 1. Issue

# %%
page.section("issue")
scrutiny.issue(page, counts)
scrutiny.profile(page, outcomes)

# %% [markdown]
# ## 2. Summary

# %%
page.section("summary")
scrutiny.summary(page, outcomes, counts)
page.key_figures(
    "authority.context",
    [
        *(headline.latest(name) for name in headline.measures),
        *(outcomes.latest(name) for name in outcomes.section("attendance").measures),
    ],
)

# %% [markdown]
# ## 3. Recommendation

# %%
page.section("recommendation")
scrutiny.recommendations(page, outcomes, counts)

# %% [markdown]
# ## 4. Background
# ### Results

# %%
page.section("background")
scrutiny.background(page, counts)
background.outcomes_against_targets(page, outcomes)

# %%
similar.beside_similar(page, page.publication.term.results_year)

# %%
sections.free_school_meal_gap(page, outcomes, level=3)
background.gap_caution(page, outcomes)

# %%
background.attendance_and_exclusions(page, outcomes)

# %% [markdown]
# ### Schools: priorities, support, inspections

# %%
background.progress_with_priorities(page, counts, named)
background.support(page, counts)

# %%
background.inspections(page)

# %%
changes.changed_since_last_term(page, level=3)

# %% [markdown]
# ## 5 to 8. Options, implementation, links and risks, papers

# %%
page.section("options")
scrutiny.options(page, outcomes)
page.section("implementation")
scrutiny.implementation(page, outcomes)

# %%
page.section("links")
scrutiny.links_and_risks(page, counts)
page.section("papers")
scrutiny.papers(page)

# %% [markdown]
# ## Appendices

# %%
background.appendices(page, outcomes, named)
