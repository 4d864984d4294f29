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
# # Calendar: key tasks, committees and data collections
# From the autumn of the term's academic year on. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
from tymor import report
from tymor.report.dates_moved import changed_since_last_term
from tymor.report.key_dates import Calendar, say_what_comes

page = report.open("calendar", area=area, term=term, audience=audience)
calendar = Calendar.of(page)

# %%
if calendar.tasks:
    say_what_comes(page, calendar)
    page.events("calendar.file", calendar.events())
else:
    page.callout("calendar.none", important=True)

# %% [markdown]
# ## By term

# %%
if calendar.tasks:
    page.heading("calendar.by_term")
    page.table(calendar.by_term(), title="calendar.by_term")

# %% [markdown]
# ## By role

# %%
if calendar.tasks:
    page.heading("calendar.by_owner")
    page.table(calendar.by_owner(), title="calendar.by_owner")

# %% [markdown]
# ## Committees and data collections

# %%
committees = calendar.committees()
if committees is not None:
    page.heading("calendar.committees")
    page.table(committees, title="calendar.committees")

# %%
collections = calendar.collections()
if collections is not None:
    page.heading("calendar.collections")
    page.table(collections, title="calendar.collections")

# %% [markdown]
# ## What changed since last term

# %%
changed_since_last_term(page, calendar)
