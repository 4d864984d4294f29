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
# # Protection: what it costs, and which rule costs it
# For the head of statistics. Runs as it stands; `protected` is the audience that figures are
# withheld from. The rules and their numbers are in `params/disclosure.yml`.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "partnership"
protected: str = "public"

# %%
from functools import partial

import pandas as pd

from tymor import report
from tymor.disclosure.costs import SHOWN_AS
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import joined

page = report.open("protection", area=area, term=term, audience=audience)

# %%
from protection_counts import (
    GAPS,
    by_rule,
    leading,
    most_withheld,
    phases_of_results,
    results_of_schools,
    sums,
    sums_by,
    with_measures,
)

# %%
from protection_words import (
    LEVEL_NAMES,
    cohort_names,
    meaning,
    number_of,
    rule_names,
    share_withheld,
    summed,
    with_words,
)
from shown_bars import bar_rows, shown_bars

# %%
if any(each.invented for each in page.schools()):
    page.callout("protection.invented", title="ui.invented_title", important=True)

# %% [markdown]
# `costs`: one row a level of areas, sector, measure, group and size of the cohort, with how many
# figures are shown exactly, nearly or not, and a column a rule with how many it withholds.
# `results`: those of all learners of schools, of cohorts of which the rules show every level.

# %%
costs = page.release.table("protection")
costs = with_measures(costs[costs["audience"] == protected], page.config.measures)
rules = page.config.disclosure[protected]
setting = f"disclosure.{protected}.least_cohort_others"
least = 0 if isinstance(rules, str) else told.given(page, setting)
phases = phases_of_results(page.config)
results = results_of_schools(costs, least, phases)
whole = sums(results)
of_results = partial(number_of, page, protected, least)

# %% [markdown]
# ## In short

# %%
years = joined(map(page.both, page.publication.term.years), page.config.languages)
if results.empty:
    page.callout("protection.none", important=True)
else:
    page.text("protection.about", years=years)
    page.heading("protection.results")
    page.text("protection.summary", least=least, **summed(page, whole))

# %% [markdown]
# The rule that withholds most, and where the largest share is withheld: nothing is said where
# there is nothing to compare, or nothing withheld.

# %%
parts = {
    "sector": sums_by(results, "sector"),
    "phase": sums_by(results, "phase", phases),
    "section": sums_by(results, "section", [*page.config.sections]),
}
for part, rows in parts.items():
    rows["name"] = [page.words(f"{part}s.{each}") for each in rows.index]

# %%
if most := leading(whole):
    page.text("protection.leading", rule=rule_names(page, most), number=of_results(most[0]))
for part in ("sector", "phase"):
    if len(where := most_withheld(parts[part])):
        share = share_withheld(of_results, **{part: where.index[0]})
        page.text(f"protection.most_by_{part}", where="; ".join(where["name"]), share=share)

# %% [markdown]
# ## Results by sector, phase and table

# %%
NONE = "protection.columns.none"
counts = [
    col.number("figures", "protection.columns.figures"),
    *(col.number(each, f"protection.columns.{each}") for each in SHOWN_AS),
    col.pct("withheld_pct", "protection.columns.withheld_pct"),
]
columns = [
    col.words("name", "table.counted"),
    *counts,
    col.words("rule", "protection.columns.rule", missing=NONE),
]
tables = [
    with_words(page, rows, rows["name"], f"protection.by_{part}") for part, rows in parts.items()
]

# %%
page.chart(
    shown_bars(bar_rows(page, parts["sector"]), page.axis),
    title="protection.chart",
    table=tables[0],
    columns=columns,
    least=least,
    share=share_withheld(of_results) if len(results) else 0,
)
page.table(pd.concat(tables), columns, sections="part", title="protection.results", least=least)

# %% [markdown]
# ## Which rule withholds them
# A rule that withholds nothing is not listed.

# %%
of_rules = by_rule(results, costs)
of_rules["name"] = [rule_names(page, [rule]) for rule in of_rules.index]
of_rules["means"] = [meaning(page, rule, rules) for rule in of_rules.index]

# %%
if len(of_rules):
    page.heading("protection.rules")
page.table(
    of_rules,
    [
        col.words("name", "protection.columns.rule_name"),
        col.words("means", "methods.meaning", width="wide"),
        col.number("results", "protection.columns.results", total=True),
        col.pct("results_pct", "protection.columns.results_pct", missing=NONE),
        col.number("figures", "protection.columns.all_figures", total=True),
    ],
    title="protection.rules",
    least=least,
)

# %% [markdown]
# ## Everything that rests on learners, by level and group
# Of schools, all learners by the size of their cohort first.

# %%
tables = []
for level in LEVEL_NAMES if len(costs) else ():
    own = costs[costs["level"] == level]
    if level == "school":
        rows = sums_by(own[own["group"] == "all"], "cohort_from", [*cohort_names(page, protected)])
        names = [cohort_names(page, protected)[each] for each in rows.index]
        tables.append(with_words(page, rows, names, "protection.levels.by_cohort"))
    rows = sums_by(own, "group", [*page.config.groups, GAPS])
    names = [page.words(f"sections.{GAPS}" if each == GAPS else f"groups.{each}")
             for each in rows.index]  # fmt: skip
    tables.append(with_words(page, rows, names, LEVEL_NAMES[level]))

# %%
if tables:
    page.heading("protection.levels")
    page.table(pd.concat(tables), columns, sections="part", title="protection.levels")

# %% [markdown]
# ## Results by measure

# %%
tables = []
for phase in parts["phase"].index:
    rows = sums_by(results[results["phase"] == phase], "measure_id", [*page.config.measures])
    names = [page.words(f"measures.{each}.label") for each in rows.index]
    tables.append(with_words(page, rows, names, f"phases.{phase}"))
if tables:
    page.heading("protection.measures")
    columns = [col.words("name", "table.measure"), *columns[1:]]
    page.table(
        pd.concat(tables), columns, sections="part", title="protection.measures", least=least
    )
