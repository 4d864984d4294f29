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
# # A report of the bench: 20 cells of code, 6 charts, 6 tables
# Each area's report reads that area's own rows; an authority's also the region's.

# %% tags=["parameters"]
area: str = "9990001"
term: str = "2017-summer"
audience: str = "public"
report_name: str = "school"

# %%
import drawn
import pandas as pd

from tymor import report
from tymor.report import columns as col

page = report.open(report_name, area=area, term=term, audience=audience)

from shared import chart_data, narrative, tables, units

# %%
outcomes = page.figures()
year = page.publication.term.academic_year

# %%
held = [(n, outcomes.one(n, year), outcomes.one(n, year, kind="target")) for n in outcomes.measures]
distances = pd.DataFrame(
    {
        "measure": page.words(f"measures.{name}.short"),
        "actual": actual,
        "target": target,
        "points": round(actual.value - target.value, 1),
    }
    for name, actual, target in held
    if actual and target and None not in (actual.value, target.value)
)

# %%
headline = outcomes.section("key_indicators")
page.key_figures("bench.headlines", [headline.latest(name) for name in headline.measures])

# %%
narrative.outcomes_summary(page, outcomes, year)

# %%
page.heading("outcomes")


def in_unit(section):
    return units.in_units(page, outcomes.section(section).measures)


# %%
page.table(
    *tables.by_year(outcomes, "key_indicators"),
    title="outcomes.key_indicators",
    unit=in_unit("key_indicators"),
)

# %%
page.chart(
    drawn.trend(chart_data.trend_rows(outcomes, "key_indicators"), page.axis),
    title="bench.trend",
    table=tables.by_year(outcomes, "key_indicators")[0],
    columns=tables.by_year(outcomes, "key_indicators")[1],
)

# %%
page.chart(
    drawn.distance(distances[["measure", "points"]], page.axis),
    title="bench.distance",
    table=distances,
    columns=[col.words("measure"), col.figure("actual"), col.figure("target")],
)

# %%
page.table(
    *tables.by_year(outcomes, "expected_level"),
    title="outcomes.expected_level",
    unit=in_unit("expected_level"),
)

# %%
page.chart(
    drawn.dots(chart_data.trend_rows(outcomes, "expected_level"), page.axis),
    title="bench.expected_level",
    table=tables.by_year(outcomes, "expected_level")[0],
    columns=tables.by_year(outcomes, "expected_level")[1],
)

# %%
plus1, columns = tables.by_year(outcomes, "expected_level_plus1")
page.table(
    plus1, columns, title="outcomes.expected_level_plus1", unit=in_unit("expected_level_plus1")
)

# %%
page.chart(
    drawn.dots(chart_data.trend_rows(outcomes, "expected_level_plus1"), page.axis),
    title="bench.expected_level_plus1",
    table=plus1,
    columns=columns,
)

# %%
plus2, columns = tables.by_year(outcomes, "expected_level_plus2")
page.table(
    plus2, columns, title="outcomes.expected_level_plus2", unit=in_unit("expected_level_plus2")
)

# %%
page.chart(
    drawn.dots(chart_data.trend_rows(outcomes, "expected_level_plus2"), page.axis),
    title="bench.expected_level_plus2",
    table=plus2,
    columns=columns,
)

# %%
gaps, columns = tables.by_year(outcomes, "fsm_gap")
page.table(gaps, columns, title="outcomes.fsm_gap", unit=in_unit("fsm_gap"))

# %%
page.chart(
    drawn.bars(chart_data.trend_rows(outcomes, "fsm_gap"), page.axis),
    title="bench.gap",
    table=gaps,
    columns=columns,
)

# %%
page.heading("attendance")
page.table(
    *tables.by_year(outcomes, "attendance"), title="outcomes.attendance", unit=in_unit("attendance")
)

# %%
if report_name == "authority":
    region = page.figures(page.area.parent_id)
    page.text("bench.beside", region=region.latest("fp_fpoi"), own=headline.latest("fp_fpoi"))
