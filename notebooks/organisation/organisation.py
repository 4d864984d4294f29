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
# # The organisation: indicators of its own work
# One page on the partnership, for the committee that it answers to. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
from functools import partial

from tymor import report
from tymor.report import columns as col
from tymor.report import told

page = report.open("organisation", area=area, term=term, audience=audience)

# %% [markdown]
# `indicators`: one row an indicator in its newest year, in the order of the table that was handed
# in, with its `value`, that of the year `before`, the `change` and the `target`. What its columns
# are is said in `indicator_frames.py`, beside this notebook.

# %%
from indicator_frames import indicators_of, sources_of
from shared.names import name_them

held = page.release.table("organisation")
indicators = indicators_of(page, held)
not_held = indicators[indicators["number"].isna()]
compared = indicators.dropna(subset=["change"])

# %% [markdown]
# ## The head of the report, and what of it is invented

# %%
page.front_matter()
if held["invented"].any():
    page.callout("organisation.invented", important=True)

# %% [markdown]
# ## What is held
# An indicator without a value is named, and never read as zero.

# %%
in_newest = partial(told.rows, page, "organisation", newest=("indicator", "year"))
page.text("organisation.held", indicators=in_newest(value=told.HELD))
if len(not_held):
    called = [cell.text for cell in not_held["label"]]
    name_them(page, "organisation.not_held", called, place="indicators")
budget = in_newest(indicator="budget", value=told.HELD)
if not budget:
    page.text("organisation.no_budget", held=budget)

# %% [markdown]
# Only indicators that have both a value and a target are held against it, and only those that
# have the year before are compared.

# %%
both = {"value": [told.HELD], "target": told.HELD}
aimed = in_newest(**both)
at_target = told.limit(">=", told.Column("target"))
reached = in_newest(**both | {"value": [told.HELD, at_target]})
if aimed:
    key = "all" if reached == aimed else "some" if reached else "none"
    page.text(f"organisation.reached_{key}", aimed=aimed, reached=reached)

# %%
pairs = [(now, before, told.PLAIN) for now, before in compared[["value", "before"]].to_numpy()]
if pairs:
    ways = {name: told.counts(pairs, way) for name, way in
            (("up", "up"), ("down", "down"), ("same", "equal"))}  # fmt: skip
    page.text("organisation.compared", compared=told.counts(pairs), **ways)

# %% [markdown]
# ## Section by section
# A column stands where some indicator of the section has something for it.

# %%
label = col.words("label", "table.indicator")
optional = {
    "year": col.words("year", "table.year", missing="organisation.no_year"),
    "value": col.figure("value", "organisation.columns.value"),
    "unit": col.words("unit", "organisation.columns.unit", key="organisation.units.{}",
                      missing="units.values.count"),
    "exact": col.words("bound", "organisation.columns.exact", key="organisation.bounds.{}",
                       missing="organisation.bounds.this"),
    "before": col.figure("before", "table.year_before"),
    "change": col.number("change", "organisation.columns.change", decimals="places", signed=True),
    "target": col.figure("target", "table.target"),
}  # fmt: skip

# %%
for _, section in indicators.groupby("section_name", sort=False):
    shown = [each for each in optional.values() if section[each.of].notna().any()]
    page.heading(**section["section"].iloc[0].text)
    page.table(section, [label, *shown])

# %% [markdown]
# ## Where the figures are from

# %%
sources = sources_of(page, held)
if len(sources):
    page.heading("organisation.sources")
earlier = told.number_of(each for each in indicators["before"].dropna() if each.value is not None)
if len(sources) and earlier:
    page.text("organisation.sources.before", before=earlier)
for number, source in sources:
    page.text("organisation.source", number=number, source=source)
