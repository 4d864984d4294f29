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
# # Early warning
# The schools of one local authority by level of risk, limited progress first. Runs as it stands;
# thresholds are in `params/risk.yml`.

# %% tags=["parameters"]
area: str = "681"  # local authority code
term: str = "2017-summer"
audience: str = "authority"

# %%
import pandas as pd

from tymor import report
from tymor.report import columns as col
from tymor.report.counted import counted, joined

page = report.open("early_warning", area=area, term=term, audience=audience)

from shared import changes, narrative, school_charts
from shared.vocabulary import term_before

# %%
from warning_frames import (
    COLOURS,
    in_order,
    level_bars,
    level_cells,
    levels_of,
    readings_of,
    schools_at,
    short_name,
    thresholds_of,
    what_moved,
)

# %% [markdown]
# `risk` has one row a school, term and indicator: its level from 0 (none) to 3 (high), and the
# reading that gave it, where it is not people who judge. An older term than the last is not held
# against this one: what happened in between is not known.

# %%
risk = page.release.table("risk")
risk = risk[risk["indicator"].isin(page.config.risk.indicators)]
last_term = term_before(page, risk["term"])
now, before = risk[risk["term"] == page.publication.term_id], risk[risk["term"] == last_term]

# %% [markdown]
# `levels`: a row a school, a column an indicator. `schools`: a row a school in the order in which
# a reader meets them, with its level, which is the highest of its indicators.

# %%
levels, levels_before = levels_of(page, now), levels_of(page, before)
schools = in_order(page, page.schools(), levels)
schools["before"] = levels_before.max(axis="columns").reindex(schools.index)
unwatched = [school.name for school in page.schools() if school.id not in schools.index]
step = (schools["level"] - schools["before"]).dropna()
higher, lower, same = (step > 0).sum(), (step < 0).sum(), (step == 0).sum()

# %% [markdown]
# ## At a glance
# A school is flagged when one of its indicators has the level that `params/risk.yml` flags from.

# %%
flagged_from = page.config.risk.flagged_from
flag = page.words(f"risk_levels.{flagged_from}")
at_a_glance = {"watched": len(schools), "flagged": (schools["level"] >= flagged_from).sum()}
if "limited_progress" in levels:  # else nobody's priorities were reviewed
    at_a_glance["limited"] = (levels["limited_progress"] >= 1).sum()
if len(step):
    at_a_glance["higher"] = higher

# %%
if schools.empty:
    page.callout("early_warning.none", important=True)
else:
    page.text("early_warning.about")
    page.key_figures(
        "early_warning.headlines",
        [
            counted(
                page, f"early_warning_{name}", number, page.say(f"early_warning.counted_{name}")
            )
            for name, number in at_a_glance.items()
        ],
    )

# %%
if len(schools):
    key, number = "early_warning.flagged", at_a_glance["flagged"]
    narrative.schools_counted(page, key, number, id=key, of=len(schools), level=flag)
if "limited" in at_a_glance:
    key = "early_warning.limited"
    narrative.schools_counted(page, key, at_a_glance["limited"], id=key)
if len(step):
    page.text("early_warning.moves", higher=higher, lower=lower, same=same)
if len(schools) and unwatched:
    page.text("early_warning.unwatched", schools=joined(unwatched, page.config.languages, "; "))

# %% [markdown]
# ## Schools, limited progress first

# %%
cells, then = level_cells(page), levels_before.to_dict("index")
of_schools = schools.assign(
    level=schools["level"].map(cells.get),
    before=schools["before"].map(cells.get),
    moved=[
        what_moved(page, held, then.get(school, {}))
        for school, held in levels.loc[schools.index].to_dict("index").items()
    ],
)

# %% [markdown]
# Columns that several tables have.

# %%
not_held = "status.not_available.short"
name = col.words("name", "table.school")
level = col.words("level", "early_warning.level_column")
indicator = col.words("indicator", "table.indicator", key="risk.{}")
unit = col.words("unit", "early_warning.unit_column", key="early_warning.unit.{}")

# %%
columns = [name, level]
if last_term:
    columns.append(col.words("before", "table.last_term", missing=not_held))
    columns.append(col.words("moved", "early_warning.moved_column"))

# %%
if len(schools):
    page.heading("early_warning.schools")
page.table(of_schools, columns, title="early_warning.schools")

# %%
of_levels = schools[["name"]].join(levels.map(cells.get))
columns = [col.words(each, short_name(page, each), missing=not_held) for each in levels]
page.table(of_levels, [name, *columns], title="early_warning.levels")

# %%
readings = readings_of(page, schools, now, before, last_term or "")
readings["level"] = readings["level"].map(cells.get)
columns = [name, indicator, unit, level, col.figure("this_term")]
if last_term:
    columns.append(col.figure("last_term"))
page.table(readings, columns, title="early_warning.readings")

# %% [markdown]
# ## Indicators and their thresholds
# How many schools have each level of each indicator.

# %%
counts = pd.DataFrame(
    [(each, at, int((levels[each] == at).sum())) for each in levels for at in COLOURS],
    columns=["indicator", "level", "schools"],
)
counts["figure"] = [schools_at(page, *each) for each in counts.itertuples(index=False)]
of_indicators = counts.pivot(index="indicator", columns="level", values="figure")
of_indicators = of_indicators.loc[levels.columns].add_prefix("level_").reset_index()

# %%
columns = [indicator, *(col.figure(f"level_{at}", f"risk_levels.{at}") for at in COLOURS)]
if len(schools):
    page.heading("early_warning.thresholds")
    page.chart(
        school_charts.judgement_bars(level_bars(page, counts), page.axis, counted="schools_count"),
        title="early_warning.chart",
        table=of_indicators,
        columns=columns,
        flagged=at_a_glance["flagged"],
        of=len(schools),
        level=flag,
    )

# %% [markdown]
# Where each level begins, and how many schools are at it or beyond: those that it would flag.

# %%
columns = [
    indicator,
    col.words("source", "early_warning.source_column", key="early_warning.source.{}"),
    unit,
]
for at in (1, 2, 3):
    group = f"risk_levels.{at}"
    columns.append(col.words(f"from_{at}", "early_warning.from", group=group, align="end"))
    columns.append(col.figure(f"schools_{at}", "table.schools", group=group))
page.table(thresholds_of(page, levels), columns, title="early_warning.thresholds")

# %% [markdown]
# ## What changed since last term

# %%
changes.changed_since_last_term(page)
