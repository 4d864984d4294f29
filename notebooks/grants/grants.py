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
# # Grants: what was allocated and spent, beside the outcomes of eFSM learners
# One notebook for the partnership, each local authority and each school; `entry` is the one of
# `report.yml` that fits the area. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership, a local authority or a school
term: str = "2017-summer"
audience: str = "public"
entry: str = "grants"

# %%
from tymor import report
from tymor.report import columns as col
from tymor.report.bilingual import label

page = report.open(entry, area=area, term=term, audience=audience)
authorities = [each for each in page.children() if each.kind == "local_authority"]

# %% [markdown]
# Modules of this folder: `grant_figures` makes figures of the amounts, `grant_sentences` says
# what is said by rule, `grant_chart` draws.
# %%
import grant_sentences as say
from grant_chart import spent_of_allocated
from grant_figures import amounts, with_figures
from shared import narrative, one_school, tables, units
from shared.as_at import say_as_at
from shared.changes import changed_since_last_term
from shared.grant_names import FOR_EFSM_LEARNERS
from shared.provenance import Provenance

# %% [markdown]
# A school's outcomes are of measures that fit a school of its kind, and the page says which do not.

# %%
outcomes = one_school.fitting_figures(page) if page.area.kind == "school" else page.figures()

# %%
if any(each.invented for each in page.children()) and not page.area.invented:
    real = Provenance.of(page).told_real(outcomes.section("fsm_gap"))
    key = "grants.invented_gaps" if real else "grants.invented"
    page.callout(key, title="ui.invented_title", id="grants.invented", important=True)

# %% [markdown]
# ## The table of grants
# One row an area, grant and year, in the order of areas; grants for learners eligible for free
# school meals first, the newest year first. Sums are pounds. How many learners are eligible is
# known of this year only, so an amount for each of them is, too.

# %%
grants = page.release.table("grants")
grants = grants[grants["academic_year"] <= page.this_year]
grants = grants.assign(
    place=page.release.areas.index.get_indexer(grants["area_id"]),
    for_efsm=grants["grant"].isin(FOR_EFSM_LEARNERS),
).sort_values(["place", "for_efsm", "grant", "academic_year"], ascending=[True, False, True, False])
year = grants["academic_year"].max()

# %%
each_learner = grants["allocated_gbp"] / grants["efsm_learners"].where(grants["efsm_learners"] > 0)
now = grants["for_efsm"] & (grants["academic_year"] == page.this_year)
share = 100 * grants["spent_gbp"] / grants["allocated_gbp"].where(grants["allocated_gbp"] > 0)
grants = with_figures(page, grants.assign(share_pct=share, each_gbp=each_learner.where(now)))

# %% [markdown]
# ## What was allocated and spent

# %%
own = grants[grants["area_id"] == page.area_id]
newest = own[own["academic_year"] == year]
if own.empty:
    page.callout("grants.none", important=True)
else:
    page.heading("grants.by_year")
for row in newest.to_dict("records"):
    say.spent(page, row)
if len(newest):
    say_as_at(page, "grants", year)

# %%
columns = [col.words("academic_year"), *amounts()]
page.table(own, columns, sections="name", title="grants.by_year")

# %% [markdown]
# ## Areas beside each other
# Each grant that at least two of the areas below have: the largest first, their sum last.

# %%
below = [each.id for each in page.children()]
beside = grants[grants["area_id"].isin([*below, page.area_id]) & (grants["academic_year"] == year)]
beside = beside.assign(whole=beside["area_id"] == page.area_id)
beside = beside.sort_values(["whole", "allocated_gbp"], ascending=[True, False])
compared = newest[newest["grant"].map(beside["grant"].value_counts()) > 2]
by = "areas" if authorities else "schools"
if len(compared):
    page.heading(f"grants.{by}")

# %%
for row in compared.to_dict("records"):
    rows = beside[beside["grant"] == row["grant"]]
    named = {"grant": row["name"], "grant_year": year}
    shown = amounts() if row["for_efsm"] else amounts("per_learner")
    columns = [col.area(heading="table.area" if authorities else "table.school"), *shown]
    of = {"columns": columns, "totals": "whole", **named}
    spent = row["spent_share"]
    if row["for_efsm"] and spent.value is not None:
        chart = spent_of_allocated(page, rows[~rows["whole"]])
        page.chart(chart, title="grants.areas.chart", table=rows, share=spent, **of)
    page.table(rows, title=f"grants.{by}", id=f"grants.areas.{row['grant']}", **of)

# %% [markdown]
# ## What schools said of them
# School by school, the newest year first. A table of the whole region would be a thousand rows
# long: there each local authority has its own.

# %%
schools = {each.id: each for each in page.schools()}
written = grants.filter(like="evaluation").fillna("").ne("").any(axis="columns")
told = grants[grants["area_id"].isin(schools) & written]
told = told.assign(
    school=[label(schools[area_id].name) for area_id in told["area_id"]],
    authority=[schools[area_id].parent_id for area_id in told["area_id"]],
).sort_values(["place", "academic_year", "grant"], ascending=[True, False, True])

# %%
columns = [
    col.words("name", "grants.columns.grant"),
    col.words("academic_year"),
    col.written("evaluation", "grants.columns.evaluation"),
]
if len(told):
    page.heading("grants.evaluations")
if not authorities:
    sections = "school" if len(schools) > 1 else ""
    page.table(told, columns, sections=sections, title="grants.evaluations")

# %%
for each in authorities:
    inside = told[told["authority"] == each.id]
    page.table(
        inside,
        columns,
        sections="school",
        title="grants.evaluations_of",
        note="grants.evaluations",
        id=f"grants.evaluations.{each.slug}",
        authority=each.name,
    )

# %% [markdown]
# ## Outcomes of learners eligible for free school meals
# How their results and the gap went; then the tables, of the local authorities too.

# %%
results_year = page.publication.term.results_year
group = page.config.learners.disadvantaged or "all"
of_group = tables.results_by_year(outcomes, group=group)
gap, gap_columns = tables.by_year(outcomes, "fsm_gap")

# %%
below = page.figures(*authorities).section("key_indicators")
below = below.where(group=group, kind="actual", academic_year=results_year)
measures = below.numbered().measures if authorities else []
areas = [each.id for each in authorities]
by_authority = below.grid("area_id", "measure_id", areas, heads=measures)

# %%
if len(gap) or len(of_group) or measures:
    page.heading("grants.outcomes")
    page.callout("grants.cause")
for name in outcomes.section("key_indicators").where(group=group).measures:
    say.moved(page, outcomes, name, group=group)
narrative.gap_sentences(page, outcomes, results_year, rests=True)
if page.area.kind == "school":
    one_school.say_unfit(page, (*tables.RESULTS, "fsm_gap"), group=group)

# %%
years = page.publication.term.years
columns = [col.measure(), *map(col.figure, years), col.figure("cohort", "table.cohort")]
unit = units.in_units(page, of_group["measure_id"])
page.table(of_group, columns, sections="section", title="grants.outcomes.own", unit=unit)

# %%
columns = [col.area(), *(col.figure(name, f"measures.{name}.short") for name in measures)]
if measures:
    page.table(by_authority, columns, title="grants.outcomes.below", compared_year=results_year,
               unit=units.in_units(page, measures))  # fmt: skip
unit = units.in_units(page, list(gap["measure_id"]))
page.table(gap, gap_columns, title="outcomes.fsm_gap", unit=unit)

# %% [markdown]
# ## Ways on, and what changed

# %%
links = [page.link_to(each, report="grants_authority") for each in authorities]
page.links("grants.pages", {"page.all_areas": links})

# %%
changed_since_last_term(page)
