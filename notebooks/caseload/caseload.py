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
# # Caseload: the schools of one improvement partner, and a brief for each visit
# One page for each partner, for the partnership alone. Runs as it stands; change `each` to look at
# another partner: the table `caseloads` has them.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "partnership"
each: str = "a-hebog"  # the improvement partner, as pages are addressed

# %%
from functools import partial

import pandas as pd

from tymor import report
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import counted

# %%
page = report.open("caseload", area=area, term=term, audience=audience, each=each)

import caseload_brief as brief
import caseload_figures as figures
from shared import narrative, units
from shared.as_at import say_as_at
from shared.category_meanings import category_meanings, meaning_columns
from shared.inspections_due import tell_overdue, when_due
from shared.names import name_them
from shared.vocabulary import meeting, newest_term, of_this_term, term_name, terms_from

# %%
schools = sorted(page.schools(), key=page.by_name)
caseload = page.release.table("caseloads")
caseload = caseload[caseload["each"] == each]
if any(school.invented for school in schools):
    page.callout("caseload.invented", title="ui.invented_title", important=True)

# %% [markdown]
# ## At a glance
# `overview`: one row a school, in the order of names.

# %%
overview = figures.overview(page, schools)
sums = figures.sums(page, overview)
of_term = [sums[name] for name in ("schools", "priorities", "flagged") if name in sums]
page.key_figures("caseload.glance", sums.values(), when=of_this_term(page, of_term))

# %%
working = caseload["working_pct"].iloc[0]
number = told.rows(page, "areas", kind="school")
if pd.notna(working) and working > 0:
    of_full = counted(page, "caseload_working", working, page.say("caseload.working"), unit="pct")
    whole = counted(
        page, "caseload_full_time", 100 * len(schools) / working, page.say("caseload.full_time"),
        decimals=1,
    )  # fmt: skip
    span = {end: told.given(page, f"support.partner_schools.{end}") for end in ("least", "most")}
    page.text("caseload.load", schools=number, working=of_full, full_time=whole, **span)
else:
    page.text("caseload.load_unknown", schools=number)

# %% [markdown]
# Where of no school days are held, that is said: a table without a number says it of each alone.

# %%
agreed, used = (overview[name].map(lambda each: each.value is not None).any()
                for name in ("days_agreed", "days_used"))  # fmt: skip
if not used:
    said = "caseload.days_used_not_held" if agreed else "caseload.days_not_held"
    page.text(said, id="caseload.days_not_held", support_year=page.this_year)
else:
    say_as_at(page, "support", page.this_year)

# %% [markdown]
# What is held, and only that: of priorities that nobody asked about nothing is said.

# %%
of_term = partial(told.rows, page, "school_priorities", term=term)
asked = of_term(on_track=["yes", "no"])
if asked:
    page.text(
        "caseload.off_track",
        asked=asked,
        off=of_term(on_track="no"),
        limited=of_term(judgement="limited"),
    )
held = page.release.table("school_priorities")["term"]
newest = newest_term(page, held)
if newest not in (None, term):
    page.text("caseload.not_reviewed", of_term=term_name(page, newest, within=True))

# %%
flagged_from, known = page.config.risk.flagged_from, list(figures.indicators_used(page, schools))
levels = partial(told.rows, page, "risk", column="school_id", how="different", indicator=known,
                 term=term)  # fmt: skip
if watched := levels():
    flagged = levels(level=told.limit(">=", flagged_from))
    level = page.words(f"risk_levels.{flagged_from}")
    if flagged:
        page.text("caseload.flagged", watched=watched, flagged=flagged, level=level)
    else:
        none = {"id": "caseload.flagged", "claims": narrative.claimed(flagged)}
        page.text("caseload.none_flagged", watched=watched, level=level, **none)
    held = told.rows(page, "risk", column="indicator", how="different", indicator=known, term=term)
    if without := figures.indicators_without(page, known):
        name_them(page, "caseload.of_indicators", without, place="indicators", held=held)

# %% [markdown]
# Inspections that are due in this term or one of the next three; then those that were due before.

# %%
coming, known = terms_from(term, 4), overview["due"].dropna()
of_terms = partial(told.rows, page, "inspections")
if len(known):
    until = term_name(page, coming[-1], within=True)
    page.text("caseload.due", schools=of_terms(due=coming), until=until)
tell_overdue(page, known.unique(), lambda each: of_terms(due=each), id="caseload.overdue")

# %% [markdown]
# ## The schools

# %%
page.heading("caseload.schools")
has_category = overview["category"].notna().any()
columns = [
    col.words("school"),
    col.words("authority", "table.authority"),
    col.words("sector", "caseload.sector"),
    col.figure("pupils", "table.cohort"),
    *([col.words("category", "categories.category", missing="answers.unknown")]
      if has_category else []),
    col.figure("days_agreed"),
    col.figure("days_used"),
    col.figure("days_left", "caseload.days_left"),
]  # fmt: skip
page.table(overview, columns, title="caseload.schools")
meanings = category_meanings(page, [page.config.categorisation.support]) if has_category else None
page.table(meanings, meaning_columns(), title="categories.meanings")

# %%
columns = [
    col.words("school"),
    *(col.figure(of, f"table.{of}") for of in ("priorities", "on_track", "not_on_track")),
    col.figure("limited", "judgements.limited"),
    col.words("level_cell", "caseload.level", missing="answers.unknown"),
    col.words("flags", "caseload.flags", width="wide", missing="answers.unknown"),
]
none = overview["flags"].eq("") & overview["level_cell"].notna()
watched = overview.assign(flags=overview["flags"].mask(none, page.words("table.none")))
page.table(watched, columns, title="caseload.watch")

# %% [markdown]
# ## Results and attendance in brief
# The newest result of each key indicator that fits the school's sector, and its attendance, beside
# the year before and the partnership.

# %%
results = figures.results(page, schools)
if len(results):
    page.heading("caseload.results")
page.table(
    results,
    [
        col.measure(),
        col.words("year", "table.year"),
        col.figure("now", "table.actual"),
        col.figure("before", "table.year_before", missing="status.not_available.short"),
        col.figure("whole", page.area.name, missing="status.not_available.short"),
    ],
    sections="school",
    title="caseload.results",
    unit=units.in_units(page, results["measure_id"]),
)

# %% [markdown]
# ## Dates
# The term's key tasks, and inspections.

# %%
page.heading("caseload.dates")
tasks = page.release.table("calendar")
tasks = tasks[tasks["term"] == term].sort_values("due", kind="stable")
meetings = [meeting(page, task) for task in tasks.to_dict("records")]
page.table(
    tasks.assign(meeting=pd.Series(meetings, tasks.index, dtype="object")),
    [
        col.day("due"),
        col.written("task", "caseload.task"),
        col.written("owner", "caseload.owner"),
        col.words("meeting", "table.meets"),
    ],
    title="caseload.tasks",
)

# %%
inspected = overview.assign(
    due=[when_due(page, due) if isinstance(due, str) else None for due in overview["due"]]
)
page.table(
    inspected[inspected["inspections_held"]],
    [
        col.words("school"),
        col.words("due", "caseload.due_column", missing="answers.unknown"),
        col.day("inspected", "table.inspected", missing="answers.unknown"),
        col.words("follow_up", "table.follow_up", key="follow_ups.{}"),
    ],
    title="caseload.inspections",
)

# %% [markdown]
# ## A brief for each visit
# The five questions for enquiry, each with what is held of the school.

# %%
page.heading("caseload.briefs")
page.text("caseload.briefs.about")

# %%
for at, school in enumerate(schools):
    page.heading(
        level=3, id=f"school-{school.id}", **{name: school.name[name] for name in school.name}
    )
    page.table(
        brief.brief_of(page, school, overview.iloc[at], results),
        [
            col.words("about", "caseload.about"),
            col.words("held", "caseload.held", missing="caseload.nothing", width="wide"),
        ],
        sections="question",
        title="caseload.brief",
        id=f"brief-{school.id}",
        school=school.name,
    )
