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
# # A light report: one table, one chart

# %% tags=["parameters"]
area: str = "9990001"
term: str = "2017-summer"
audience: str = "public"
report_name: str = "school"

# %%
import drawn

from tymor import report

page = report.open(report_name, area=area, term=term, audience=audience)

from shared import chart_data, tables, units

outcomes = page.figures()

# %%
table, columns = tables.by_year(outcomes, "key_indicators")
unit = units.in_units(page, outcomes.section("key_indicators").measures)
page.table(table, columns, title="outcomes.key_indicators", unit=unit)

# %%
rows = chart_data.trend_rows(outcomes, "key_indicators")
page.chart(drawn.dots(rows, page.axis), title="bench.trend", table=table, columns=columns)
