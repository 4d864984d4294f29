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
# # Post-16: A levels and equivalents, retention and completion
# One notebook for the partnership and each local authority; `entry` is the one of
# `report.yml` that fits the area. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership or a local authority
term: str = "2017-autumn"
audience: str = "public"
entry: str = "post16"

# %%
from tymor import report
from tymor.report import columns as col
from tymor.report import told
from tymor.report.bilingual import label

page = report.open(entry, area=area, term=term, audience=audience)
year = page.publication.term.results_year
below = [each for each in page.children() if each.kind == "local_authority"]
shown = below or [page.area]

# %%
import post16_chart
from shared import entries, entry_sentences, narrative
from shared.changes import changed_since_last_term
from shared.names import name_them

# %%
if any(each.invented for each in below) and not page.area.invented:
    page.callout("post16.invented", title="ui.invented_title", important=True)

# %% [markdown]
# ## What is held
# One row an area, year and subject of which entries were sent in: figures of the grades and of
# how many entries there were; `all` is all subjects together. `totals` has these by area.

# %%
held = entries.entries_by_subject(page, [*below, page.area])
by_year = held[(held["area_id"] == page.area_id) & (held["subject"] == entries.ALL)]
now = held[held["academic_year"] == year]
totals = now[now["subject"] == entries.ALL].set_index("area_id")
collected = [each for each in below if each.id in totals.index]
own_told = page.area_id in totals.index

# %% [markdown]
# ## Entries by grade

# %%
page.heading("post16.entries", results_year=year)
if below:
    in_all = told.rows(page, "areas", kind="local_authority")
    sent_in = told.number_of(totals.at[each.id, "grade_e"] for each in collected)
    page.text("post16.collected", areas=sent_in, of=in_all)
missing = [each.name for each in below if each not in collected]
if missing:
    name_them(page, "post16.missing", missing, place="names")
if own_told or not below:
    entry_sentences.summary(page, by_year)

# %% [markdown]
# The partnership shows its local authorities beside each other, an authority its years.

# %%
grades = entries.grade_columns(missing="post16.not_collected")
areas = [*below, page.area] if own_told else below
by_area = totals.reindex([each.id for each in areas]).reset_index()
by_area = by_area.assign(
    bar=[label(each.name) for each in areas], whole=[each.kind == "partnership" for each in areas]
)
columns = [col.area(), *grades]
if below:
    post16_chart.chart(page, by_area, columns)
    page.table(by_area, columns, totals="whole", title="post16.by_area", results_year=year)

# %%
if own_told and not below:
    years = sorted(page.publication.term.years, reverse=True)
    rows = by_year.set_index("academic_year").reindex(years).reset_index()
    columns = [col.words("academic_year"), *grades]
    page.table(rows, columns, title="post16.by_year")

# %% [markdown]
# ## By subject

# %%
beside = now[now["area_id"].isin([each.id for each in shown])]
subjects = entries.subjects_in(page, beside["subject"])
if subjects:
    page.heading("post16.by_subject", results_year=year)
    entry_sentences.smallest_subject(page, beside)

# %% [markdown]
# For the partnership a table a range of grades: subjects down, the authorities across that sent
# their entries in.

# %%
ids = [each.id for each in collected]
subject = col.words("subject", "post16.columns.subject", key="post16.subjects.{}")
of_each = [col.figure(each.id, each.name, missing="post16.no_entries") for each in collected]
for grade in entries.GRADES if below else ():
    rows = beside.pivot(index="subject", columns="area_id", values=grade)
    rows = rows.reindex(index=subjects, columns=ids).reset_index()
    title = f"post16.subjects_{grade.removeprefix('grade_')}"
    page.table(rows, [subject, *of_each], title=title, results_year=year)

# %% [markdown]
# For an authority a row a subject, all its entries last: in the chart these are the line across.

# %%
names = beside["subject"].map(lambda subject: page.words(f"post16.subjects.{subject}"))
whole = beside["subject"] == entries.ALL
by_subject = beside.assign(bar=names.mask(whole, label(page.area.name)), whole=whole)
columns = [subject, *grades]
if subjects and not below:
    post16_chart.chart(page, by_subject, columns)
    page.table(by_subject, columns, totals="whole", title="post16.by_subject", results_year=year)

# %% [markdown]
# ## Retention and completion

# %%
programmes = entries.programmes(page, shown)
newest = [f"{name}_{year}" for name in entries.PROGRAMMES]
collected_of = programmes.set_index("area_id")[newest].bfill(axis="columns").iloc[:, 0].dropna()
page.heading("post16.programmes")
if len(collected_of) and len(shown) > 1:
    areas_of, in_all = (
        told.number_of(collected_of),
        told.rows(page, "areas", kind="local_authority"),
    )
    page.text("post16.programmes.collected", areas=areas_of, of=in_all)
    missing = [each.name for each in shown if each.id not in collected_of.index]
    if missing:
        name_them(page, "post16.programmes.missing", missing, place="names")

# %%
if len(collected_of):
    page.table(programmes, entries.programme_columns(page), title="post16.programmes")
else:
    page.text("post16.programmes.not_collected")

# %% [markdown]
# How both went since the year before: an authority's own, and in how many authorities.

# %%
since = page.publication.term.years[-2:][0]
for name in entries.PROGRAMMES if since < year else ():
    both = programmes[[f"{name}_{year}", f"{name}_{since}"]].dropna()
    pairs = [(now, before, told.PLAIN) for now, before in both.to_numpy()
             if now.value is not None and before.value is not None]  # fmt: skip
    said = entry_sentences.programme(page, name)
    if pairs and not below:
        narrative.moved(page, *pairs[0][:2], id=f"post16.went.{name}", called=said)
    elif pairs:
        ways = {way: told.counts(pairs, way) for way in ("up", "down", "equal")}
        page.text("post16.programmes.went", id=f"post16.went.{name}", measure=said,
                  compared=told.counts(pairs), since=since, of_year=year, **ways)  # fmt: skip

# %% [markdown]
# ## Ways on, and what changed

# %%
links = [page.link_to(each, report="post16_authority") for each in below]
page.links("post16.pages", {"page.all_areas": links})

# %%
changed_since_last_term(page)
