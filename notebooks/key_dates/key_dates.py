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
from functools import partial

import pandas as pd

from tymor import report
from tymor.report import columns as col
from tymor.report import told

page = report.open("calendar", area=area, term=term, audience=audience)

# %% [markdown]
# `tasks` is the calendar, one row a task: of a term, with its day, or of the schedule that is the
# same each year (`yearly`). What its columns are is said in `key_tasks.py`, beside this notebook.

# %%
from key_tasks import by_season, dates_moved, days_of, meetings_of, only_in, tasks_of
from shared.names import name_them
from shared.vocabulary import in_order

tasks = tasks_of(page, page.release.table("calendar"))
yearly, dated = tasks[tasks["yearly"]], tasks[~tasks["yearly"]]
published = page.publication.term.published
of_terms = partial(told.rows, page, "calendar", term=in_order(tasks["term"]))
ahead = tasks[tasks["due"] >= pd.Timestamp(published)]

# %%
if tasks["invented"].any():
    page.callout("calendar.invented", important=True)
if tasks.empty:
    page.callout("calendar.none", important=True)
elif ahead.empty:
    page.text("calendar.none_ahead", day=published)
else:
    coming = ahead.iloc[0]
    words = {"task": coming["task"].text, "owner": coming["owner"].text}
    number = of_terms(due=told.limit(">=", published))
    page.text("calendar.ahead", ahead=number, day=published)
    page.text("calendar.next", day=coming["due"], **words)

# %% [markdown]
# The schedule: which one it is, how many tasks it has, and where it is from.

# %%
if len(yearly):
    of_schedule = {"season": told.HELD}
    without_day = of_terms(**of_schedule, due=told.NOT_HELD)
    since = yearly["since"].iloc[0]
    page.text("calendar.schedule", tasks=of_terms(**of_schedule), since=since)
    if without_day:
        page.text("calendar.without_day", without_day=without_day)
    for source in yearly["source"].dropna().map(lambda cell: tuple(cell.text.items())).unique():
        page.text("calendar.source", source=dict(source))
later = page.release.table("schedules")["since"]
if yearly.empty and len(later) and later.min() > page.this_year:
    page.text("calendar.later", school_year=page.this_year)
page.events("calendar.file", days_of(page, tasks))

# %% [markdown]
# Columns that several tables have. A kind and a committee are told of dated tasks only.

# %%
due = col.day("due")
when = col.words("when", "table.due")
meets = col.day("meets", "table.meets")
task = col.words("task", "calendar.columns.task")
owner = col.words("owner", "calendar.columns.owner")
strand = col.words("strand", "calendar.columns.strand")
kind = col.words("kind", "calendar.columns.kind", key="calendar.kinds.{}")
of_dated = [kind, col.words("meeting", "table.meets")]

# %% [markdown]
# ## By term

# %%
by_term = by_season(page, tasks)
if len(tasks):
    page.heading("calendar.by_term")
of_schedule = [task, strand, owner, when]
columns = of_schedule if len(yearly) else [when, task, owner]
page.table(
    by_term,
    columns + (of_dated if len(dated) else []),
    title="calendar.by_term",
    sections="part",
)

# %% [markdown]
# ## By strand of work: the tasks of the schedule

# %%
of_strands = by_term[by_term["yearly"]]
of_strands = of_strands.sort_values(
    "strand", key=lambda cells: cells.map(lambda cell: next(iter(cell.text.values()))),
    kind="stable",
)  # fmt: skip
if len(of_strands):
    page.heading("calendar.by_strand")
page.table(
    of_strands,
    [col.words("part", "table.term"), task, owner],
    title="calendar.by_strand",
    sections="strand",
)

# %% [markdown]
# ## By role

# %%
by_owner = by_term.sort_values("owner_name", kind="stable")
by_owner["role"] = by_owner.groupby("owner_name")["owner"].transform("last")
part = col.words("part", "table.term")
if len(tasks):
    page.heading("calendar.by_owner")
page.table(
    by_owner,
    [task, part, when] if len(yearly) else [when, task, part],
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
# Held against the calendar as it was last term, where that is known. The schedule is left out:
# it is the same each year.

# %%
known = page.earlier is not None and page.earlier.has("calendar")
before = tasks_of(page, page.earlier.table("calendar")) if known else tasks.head(0)
before = before[~before["yearly"]]
moved, added, removed = dates_moved(dated, before), only_in(dated, before), only_in(before, dated)
if len(before):
    page.heading("changed")
    if moved.empty and added.empty and removed.empty:
        page.text("calendar.unchanged")

# %%
dates = {"due": page.words("table.due"), "meets": page.words("table.meets")}
moved_columns = [
    task,
    col.words("date", "calendar.columns.date"),
    col.day("last_term", missing="table.none"),
    col.day("this_term", missing="table.none"),
]
if len(before):
    page.table(moved.replace({"date": dates}), moved_columns, title="calendar.moved")
    for key, names in (("calendar.added", added), ("calendar.removed", removed)):
        if len(names):
            tasks = [cell.text for cell in names["task"]]
            name_them(page, key, tasks, place="tasks")
