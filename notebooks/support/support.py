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
# # Support: priorities of schools and how improvement partners are deployed
# For the partnership, and for each local authority. Runs as it stands; for an authority change
# `area` to its code and `audience` to `authority`.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership, or a local authority's code
term: str = "2017-summer"
audience: str = "partnership"

# %%
from tymor import report
from tymor.report import changes
from tymor.report.days_given import DaysGiven
from tymor.report.deployment import Deployment
from tymor.report.load_chart import load_bars
from tymor.report.reform import Reform
from tymor.report.school_charts import judgement_bars

name = "support" if audience == "partnership" else "authority_support"
page = report.open(name, area=area, term=term, audience=audience)
reform = Reform.of(page)
partners = Deployment.of(page)
given = DaysGiven.of(page)

# %%
if page.area.kind == "partnership" and any(school.invented for school in page.schools()):
    page.callout("support.invented", important=True)

# %% [markdown]
# ## Priorities by area of reform

# %%
if len(reform.rows):
    page.heading("support.priorities")
    page.key_figures("support.counts", reform.figures())
    reform.summary()

# %%
if reform.has_judgements:
    key, values = reform.limited()
    page.chart(
        judgement_bars(reform.chart_rows(), page.axis),
        title=key,
        table=reform.chart_table(),
        **values,
    )
if len(reform.rows):
    page.table(reform.table(), title="support.reform")

# %% [markdown]
# ## Days of support

# %%
if len(given.rows):
    page.heading("support.days")
    given.summary()
    page.table(given.by_authority(), title="support.days_by_authority")

# %%
whole = page.area.kind == "partnership"
key = "support.days_below" if whole else "support.days_by_school"
page.table(given.by_school(only_below=whole), title=key)

# %% [markdown]
# ## Improvement partners

# %%
if len(partners.rows):
    page.heading("support.partners")
    partners.summary()

# %%
if len(partners.chart_rows()) > 1:
    page.chart(
        load_bars(partners.chart_rows(), page.axis),
        title="support.loads",
        table=partners.table(),
        **partners.counts(),
        **partners.norm_values(),
    )
page.table(partners.table(), title="support.partners", **partners.norm_values())

# %%
changes.changed_since_last_term(page)
