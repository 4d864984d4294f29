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
# # School: annual report to governors
# One report a school, in the summer term. Runs as it stands; change `area` to look at another one.

# %% tags=["parameters"]
area: str = "9990001"  # school id
term: str = "2017-summer"
audience: str = "school"

# %%
from tymor import report
from tymor.report import changes, moves
from tymor.report.learning import Learning
from tymor.report.priority_year import PriorityYear
from tymor.report.school_support import SchoolSupport

page = report.open("governors", area=area, term=term, audience=audience)
priorities = PriorityYear.of(page)
support = SchoolSupport.of(page)
learning = Learning.of(page)

# %% [markdown]
# ## The year in short

# %%
page.heading("governors.year", academic_year=page.this_year)
priorities.summary()
support.summary()
learning.summary()

# %% [markdown]
# ## Progress with each priority

# %%
judged = priorities.table()
if judged is not None:
    page.heading("governors.priorities")
    page.table(judged, title="governors.progress", academic_year=page.this_year)
    page.table(priorities.found(), title="governors.found", academic_year=page.this_year)
    page.table(priorities.held.meanings(), title="governors.meanings")

# %% [markdown]
# ## Support received

# %%
if support.figures():
    page.heading("governors.support")
    page.key_figures("governors.days", support.figures())
    page.table(support.table(), title="governors.partners")

# %% [markdown]
# ## Professional learning

# %%
programmes = learning.table()
if programmes is not None:
    page.heading("governors.learning")
    page.table(programmes, title="governors.programmes", academic_year=page.this_year)

# %% [markdown]
# ## Outcomes

# %%
if page.figures().section("key_indicators").numbered().measures:
    page.heading("governors.outcomes")
    moves.key_moves(page, page.figures())

# %%
changes.changed_since_last_term(page)
