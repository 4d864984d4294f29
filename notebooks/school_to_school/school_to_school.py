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
# # What schools do together, and the strengths that they can share
# One notebook for the partnership and each local authority; `entry` is the one of `report.yml`
# that fits the area. The kinds of work are in `params/support.yml`. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership or a local authority
term: str = "2017-summer"
audience: str = "partnership"
entry: str = "school_to_school"

# %%

from tymor import report
from tymor.report import columns as col
from tymor.report import told

# %%
page = report.open(entry, area=area, term=term, audience=audience)
kinds = list(page.config.support.collaboration)
reform_areas = list(page.config.support.reform_areas)

import together_figures as figures
from shared.names import name_them
from shared.together import strengths_of, work_of
from shared.vocabulary import newest_year, term_name

# %%
below = [each for each in page.children() if each.kind == "local_authority"]
if page.area.invented or any(each.invented for each in below):
    page.callout("together.invented", title="ui.invented_title", important=True)

# %% [markdown]
# ## What is held
# `counts`: pieces of work by kind and strengths by area of the reform, each of the newest year of
# which any is held, up to this one. What is of an earlier year is told as such.

# %%
counts = page.release.table("together_counts")
counts = counts[counts["academic_year"] <= page.this_year]
own = counts[counts["area_id"] == page.area_id]
held = {what: newest_year(page, rows["academic_year"]) for what, rows in own.groupby("what")}
work_year, strong_year = (held.get(what, page.this_year) for what in ("work", "strengths"))
of_years = counts[counts["academic_year"] == counts["what"].map(held)]
work = figures.counted_by(page, of_years, "work", kinds)
strengths = figures.counted_by(page, of_years, "strengths", reform_areas)

# %%
for what in ("work", "strengths"):
    if held.get(what, page.this_year) < page.this_year:
        page.text(f"together.not_yet.{what}", this_year=page.this_year, of_year=held[what])

# %% [markdown]
# ## Work that joins schools

# %%
if len(work):
    every = work.iloc[-1]
    page.heading("together.work", of_year=work_year)
    page.text(
        "together.joined",
        pieces=every["pieces"],
        schools=every["schools"],
        of=told.rows(page, "areas", kind="school"),
        of_year=work_year,
    )

# %%
if len(work):
    page.table(
        work,
        [
            col.words("word", "together.kind", key="collaboration.kinds.{}", missing="table.total"),
            col.figure("pieces", "together.pieces"),
            col.figure("schools"),
        ],
        totals="whole",
        title="together.by_kind",
        of_year=work_year,
    )
if own.empty:
    page.callout("together.none")

# %% [markdown]
# ## Strengths to share

# %%
if len(strengths):
    every = strengths.iloc[-1]
    page.heading("together.strengths", of_year=strong_year)
    counted = {"strengths": every["pieces"], "schools": every["schools"]}
    page.text("together.strong", of_year=strong_year, **counted)
    if every["told"].value:
        page.text("together.shared", told=every["told"], shared=every["shared"])

# %%
if len(strengths):
    page.table(
        strengths,
        [
            col.words("word", "table.reform_area", key="school_priorities.reform_areas.{}",
                      missing="table.total"),
            col.figure("pieces", "together.strengths_column"),
            col.figure("schools"),
            col.figure("told", "together.told"),
            col.figure("shared", "together.shared_column"),
        ],
        totals="whole",
        title="together.by_area",
        of_year=strong_year,
    )  # fmt: skip

# %% [markdown]
# ## Each local authority

# %%
if below and len(own):
    page.heading("headings.authorities", id="together-authorities-heading")
    rows = figures.by_area(page, of_years, [*below, page.area])
    heads = {
        "work": ("together.schools_working", work_year),
        "strengths": ("together.schools_strong", strong_year),
    }
    columns = [col.figure(name, head, group=page.both(of)) for name, (head, of) in heads.items()]
    columns = [col.area(), *columns, col.figure("all", "together.all_schools")]
    page.table(rows, columns, totals="whole", title="together.by_authority")

# %% [markdown]
# ## School by school
# For those who may read it: each piece of work with its schools, then the strengths.

# %%
in_work = work_of(page, work_year)
pieces = figures.pieces(page, in_work)
if len(in_work):
    page.heading("headings.by_school", id="together-schools-heading")

# %%
page.table(
    pieces,
    [
        col.written("name", "collaboration.columns.work"),
        col.written("focus", "collaboration.columns.focus"),
        col.words("here", "together.here", width="wide"),
        *([] if below else [col.number("elsewhere", "together.elsewhere")]),
        col.written("outcome", "collaboration.columns.outcome"),
    ],
    sections="kind",
    title="together.each",
    of_year=work_year,
)

# %%
named = {school.id: school.name for school in sorted(page.schools(), key=page.by_name)}
alone = [name for school, name in named.items() if school not in {*in_work["school_id"]}]
if len(in_work) and alone:
    name_them(page, "together.alone", alone, place="schools", of_year=work_year)

# %%
strong = strengths_of(page, strong_year)
page.table(
    strong,
    [
        col.words("school"),
        col.written("strength", "collaboration.columns.strength"),
        col.number("shared_with", "collaboration.columns.shared_with"),
    ],
    sections="area",
    title="together.strengths_by_school",
    of_year=strong_year,
)

# %% [markdown]
# Who could help whom: beside each area of the reform the schools that are strong in it, and those
# of which a priority in it was judged to have made limited progress in the newest term in which any
# was judged. Where none was yet, nobody is said to need help.

# %%
judged_in = figures.newest_judged(page)
needs = figures.strengths_and_needs(page, strong, judged_in)
if len(needs):
    page.heading("together.needs", level=3)
    page.text("together.needs.about")
    if judged_in != term:
        page.text("together.needs.not_yet", of_term=term_name(page, judged_in, within=True))
page.table(
    needs,
    [
        col.words("area", "table.reform_area"),
        col.words("strong", "together.strong_column", missing="together.nobody", width="wide"),
        col.words("limited", "together.limited_column", missing="together.nobody", width="wide"),
    ],
    title="together.needs",
    of_year=strong_year,
    of_term=term_name(page, judged_in or term, within=True),
)

# %% [markdown]
# ## Ways on

# %%
links = [page.link_to(each, report="school_to_school_authority") for each in below]
if page.runs("school_to_school_authority") and audience == "public":
    page.links("together.pages", {"page.all_areas": links})
