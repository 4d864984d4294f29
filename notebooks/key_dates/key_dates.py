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
import pandas as pd

from tymor import report
from tymor.config.terms import term_order
from tymor.report import columns as col
from tymor.report.counted import joined

page = report.open("calendar", area=area, term=term, audience=audience)

# %% [markdown]
# `tasks` is the calendar, one row a task. What its columns are is said in `key_tasks.py`, beside
# this notebook.

# %%
from key_tasks import dates_moved, days_of, meetings_of, only_in, tasks_of
from shared.vocabulary import term_name

tasks = tasks_of(page, page.release.table("calendar"))
published = page.publication.term.published
ahead = tasks[tasks["due"] >= pd.Timestamp(published)]

# %%
if tasks.empty:
    page.callout("calendar.none", important=True)
elif ahead.empty:
    page.text("calendar.none_ahead", day=published)
else:
    coming = ahead.iloc[0]
    words = {"task": coming["task"].text, "owner": coming["owner"].text}
    page.text("calendar.ahead", ahead=len(ahead), day=published)
    page.text("calendar.next", day=coming["due"], **words)
page.events("calendar.file", days_of(page, tasks))

# %% [markdown]
# Columns that several tables have.

# %%
due = col.day("due")
meets = col.day("meets", "calendar.columns.meets")
task = col.words("task", "calendar.columns.task")
owner = col.words("owner", "calendar.columns.owner")

# %% [markdown]
# ## By term

# %%
terms = sorted(tasks["term"].unique(), key=term_order)
by_term = tasks.sort_values("term", key=lambda held: held.map(terms.index), kind="stable")
by_term["season"] = [term_name(page, each) for each in by_term["term"]]
kind = col.words("kind", "calendar.columns.kind", key="calendar.kinds.{}")
if len(tasks):
    page.heading("calendar.by_term")
page.table(by_term, [due, task, owner, kind, meets], title="calendar.by_term", sections="season")

# %% [markdown]
# ## By role

# %%
by_owner = by_term.sort_values(["owner_name", "due", "name"])
by_owner["role"] = by_owner.groupby("owner_name")["owner"].transform("last")
if len(tasks):
    page.heading("calendar.by_owner")
page.table(
    by_owner,
    [due, task, col.words("season", "table.term")],
    title="calendar.by_owner",
    sections="role",
)

# %% [markdown]
# ## Committees and data collections

# %%
meetings = meetings_of(page, tasks)
if len(meetings):
    page.heading("calendar.committees")
page.table(
    meetings, [meets, col.words("goes", "calendar.columns.goes")], title="calendar.committees"
)

# %%
collections = tasks[tasks["kind"] == "collection"]
if len(collections):
    page.heading("calendar.collections")
page.table(collections, [due, task, owner], title="calendar.collections")

# %% [markdown]
# ## What changed since last term
# Held against the calendar as it was last term, where that is known.

# %%
known = page.earlier is not None and page.earlier.has("calendar")
before = tasks_of(page, page.earlier.table("calendar")) if known else tasks.head(0)
moved, added, removed = dates_moved(tasks, before), only_in(tasks, before), only_in(before, tasks)
if len(before):
    page.heading("changed")
    if moved.empty and added.empty and removed.empty:
        page.text("changed.nothing")

# %%
dates = {"due": page.words("table.due"), "meets": page.words("calendar.columns.meets")}
moved_columns = [
    task,
    col.words("date", "calendar.columns.date"),
    col.day("last_term", missing="calendar.no_date"),
    col.day("this_term", missing="calendar.no_date"),
]
if len(before):
    page.table(moved.replace({"date": dates}), moved_columns, title="calendar.moved")
    for key, names in (("calendar.added", added), ("calendar.removed", removed)):
        if len(names):
            words = joined((cell.text for cell in names["task"]), page.config.languages, "; ")
            page.text(key, tasks=words)
