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
from tymor.report import post16_sentences as say
from tymor.report.changes import changed_since_last_term
from tymor.report.entries import GRADES, Entries

page = report.open(entry, area=area, term=term, audience=audience)
below = [each for each in page.children() if each.kind == "local_authority"]
own = Entries.of(page, [page.area])
beside = Entries.of(page, below) if below else own
every = Entries.of(page, [*below, page.area]) if own.collected() else beside
year = own.year

# %%
if any(each.invented for each in below) and not page.area.invented:
    page.callout("post16.invented", important=True)

# %% [markdown]
# ## Entries by grade

# %%
page.heading("post16.entries", results_year=year)
if below:
    say.collected(page, beside)
if own.collected() or not below:
    say.summary(page, own, page.area)

# %%
whole = (page.area.name, own.share(page.area, "c"))
if below:
    bars = [(each.name, beside.share(each, "c")) for each in below]
    say.chart(page, beside, bars, every.by_area(), whole)
    page.table(every.by_area(), title="post16.by_area", results_year=year)
elif own.collected():
    page.table(own.by_year(page.area), title="post16.by_year")

# %% [markdown]
# ## By subject

# %%
if beside.subjects:
    page.heading("post16.by_subject", results_year=year)
    say.smallest_subject(page, beside)

# %%
if below:
    for grade in GRADES if beside.subjects else ():
        page.table(
            beside.subjects_by_area(grade), title=f"post16.subjects_{grade}", results_year=year
        )
elif own.subjects:
    bars = [(own.subject_name(name), own.share(page.area, "c", name)) for name in own.subjects]
    say.chart(page, own, bars, own.by_subject(page.area), whole)
    page.table(own.by_subject(page.area), title="post16.by_subject", results_year=year)

# %% [markdown]
# ## Retention and completion

# %%
say.programmes(page, beside)

# %%
links = [page.link_to(each, report="post16_authority") for each in below]
page.links("post16.pages", {"page.all_areas": links})

# %%
changed_since_last_term(page)
