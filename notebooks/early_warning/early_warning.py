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
# The schools of one local authority by level of risk, limited progress first; for the partnership
# those that are flagged, and flags counted. Runs as it stands; for the partnership change `area` to
# its id and `audience` to `partnership`. Thresholds are in `params/risk.yml`.

# %% tags=["parameters"]
area: str = "681"  # local authority code, or the partnership's id
term: str = "2017-summer"
audience: str = "authority"

# %%
from functools import partial

import pandas as pd

from tymor import report
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import counted

name = "early_warning_partnership" if audience == "partnership" else "early_warning"
page = report.open(name, area=area, term=term, audience=audience)
partnership = page.area.kind == "partnership"

# %%
import back_test
import flags
from shared import changes, narrative, school_charts
from shared.names import name_them
from shared.vocabulary import of_this_term, term_before

# %%
from warning_frames import (
    COLOURS,
    KINDS,
    in_order,
    level_bars,
    level_cells,
    levels_of,
    levels_told,
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

# %% [markdown]
# How many schools, and how many moved since last term, counted from the rows of `risk`.

# %%
of_now = {"term": page.publication.term_id, "indicator": list(page.config.risk.indicators)}
flagged_from = page.config.risk.flagged_from
from_flag = told.limit(">=", flagged_from)
schools_with = partial(told.rows, page, "risk", column="school_id", how="different")
all_now = told.rows(page, "risk", **of_now)
all_before = told.rows(page, "risk", **of_now | {"term": last_term or ""})
moves = {
    name: told.went_from(page, ["school_id"], all_before, all_now, told.step("level", way))
    for name, way in (("higher", "up"), ("lower", "down"), ("same", "equal"))
}

# %% [markdown]
# ## At a glance
# A school is flagged when one of its indicators has the level that `params/risk.yml` flags from.

# %%
flag = page.words(f"risk_levels.{flagged_from}")
watched_now = schools_with(**of_now)
at_a_glance = {"watched": watched_now, "flagged": schools_with(**of_now, level=from_flag)}
if "limited_progress" in levels:  # else nobody's priorities were reviewed
    of_limited = of_now | {"indicator": "limited_progress", "level": told.limit(">=", 1)}
    at_a_glance["limited"] = schools_with(**of_limited)
if any(moves.values()):
    at_a_glance["higher"] = moves["higher"]

# %%
if schools.empty:
    page.callout("early_warning.none", important=True)
else:
    page.text("early_warning.about")
    tiles = [
        counted(page, f"early_warning_{name}", number, page.say(f"early_warning.counted_{name}"))
        for name, number in at_a_glance.items()
    ]
    page.key_figures("early_warning.headlines", tiles, when=of_this_term(page, tiles))

# %%
if len(schools):
    key, number = "early_warning.flagged", at_a_glance["flagged"]
    narrative.schools_counted(page, key, number, id=key, of=watched_now, level=flag)
if "limited" in at_a_glance:
    key = "early_warning.limited_counted" if partnership else "early_warning.limited"
    narrative.schools_counted(page, key, at_a_glance["limited"], id="early_warning.limited")
if any(moves.values()):
    page.text("early_warning.moves", **moves)
if len(schools) and unwatched:
    name_them(page, "early_warning.unwatched", unwatched, place="schools")

# %% [markdown]
# ## Flags: new, lasting and gone
# A flag is a school and an indicator that flags it. `watched`: one row a school and indicator of
# which a level is known in this term or the one before.

# %%
watched = flags.flags_of(page, now, before)
state = watched["state"].value_counts()
shown = ["watched", "schools", "flags"]
if last_term:
    usual = ["new", "lasting", "gone"]
    shown += [*usual, *(each for each in ("first", "unknown") if state.get(each))]
if len(schools):
    page.heading("early_warning.flags")

# %%
if len(schools) and last_term:
    below_flag, key = told.limit("<", flagged_from), ["school_id", "indicator"]
    was = {"term": last_term, "indicator": of_now["indicator"]}
    flags_now, not_now, flags_then, not_then = (
        told.rows(page, "risk", level=level, **of)
        for of in (of_now, was)
        for level in (from_flag, below_flag)
    )

# %%
if len(schools) and last_term:
    if flags_now:
        page.text(
            "early_warning.flags.summary",
            flags=flags_now,
            new=told.went_from(page, key, not_then, flags_now),
            lasting=told.went_from(page, key, flags_then, flags_now),
        )
    else:
        page.text("early_warning.flags.summary_none", claims=narrative.claimed(flags_now))
    if flags_then:
        gone = told.went_from(page, key, flags_then, not_now)
        page.text("early_warning.flags.ended", gone=gone)

# %%
parts = {
    "authority": [child.id for child in page.children()] if partnership else [],
    "sector": page.config.support.least_days,
    "indicator": page.config.risk.indicators,
}
part_words = {
    "authority": col.words("authority", "table.authority", missing="table.total"),
    "sector": col.words("sector", "table.sector", key="sectors.{}", missing="table.total"),
    "indicator": col.words("indicator", "table.indicator", key="risk.{}", missing="table.total"),
}

# %%
for by, order in parts.items():
    if len(schools) and order:
        rows = flags.counted_by(page, watched, by, order)
        if by == "authority":
            rows[by] = [code and page.name_of(code) for code in rows[by]]
        columns = [col.figure(each, flags.heading(each)) for each in shown]
        title = f"early_warning.flags_by_{by}"
        page.table(rows, [part_words[by], *columns], title=title, totals="whole")

# %% [markdown]
# ## Schools, limited progress first
# The partnership's report lists those that are flagged, and those with limited progress.

# %%
to_tell = schools["level"] >= flagged_from
if "limited_progress" in levels:
    to_tell |= levels["limited_progress"].reindex(schools.index) >= 1
listed = schools[to_tell] if partnership else schools
cells, then = level_cells(page), levels_before.to_dict("index")
authorities = {school.id: page.name_of(school.parent_id) for school in page.schools()}
of_schools = listed.assign(
    authority=[authorities[school] for school in listed.index],
    level=listed["level"].map(cells.get),
    before=listed["before"].map(cells.get),
    moved=[
        what_moved(page, held, then.get(school, {}))
        for school, held in levels.loc[listed.index].to_dict("index").items()
    ],
)

# %% [markdown]
# Columns that several tables have.

# %%
not_held = "status.not_available.short"
name = col.words("name", "table.school")
level = col.words("level", "early_warning.level_column")
indicator = col.words("indicator", "table.indicator", key="risk.{}")
unit = col.words("unit", "early_warning.unit_column", key="{}")

# %%
columns = [name, *([col.words("authority", "table.authority")] if partnership else []), level]
if last_term:
    columns.append(col.words("before", "table.last_term", missing=not_held))
    columns.append(col.words("moved", "early_warning.moved_column"))

# %%
if len(listed):
    page.heading("early_warning.schools")
if len(listed) < len(schools):
    page.text("early_warning.schools.listed")
page.table(of_schools, columns, title="early_warning.schools")

# %% [markdown]
# Levels in a table for each way in which they are known, so that all columns are in sight.

# %%
of_levels = listed[["name"]].join(levels_told(page, levels.loc[listed.index]))
for kind, sources in KINDS.items():
    names = [each for each in levels if page.config.risk.indicators[each].source in sources]
    columns = [col.words(each, short_name(page, each), missing=not_held) for each in names]
    if names:
        page.table(of_levels, [name, *columns], title=f"early_warning.levels.{kind}")

# %%
readings = readings_of(page, listed, now, before, last_term or "")
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
        of=watched_now,
        level=flag,
    )

# %% [markdown]
# Where each level begins, and how many schools are at it or beyond: those that it would flag.

# %%
columns = [indicator, col.words("sectors", "table.sector"), unit]
for at in (1, 2, 3):
    group = f"risk_levels.{at}"
    columns.append(col.words(f"from_{at}", "early_warning.from", group=group, align="end"))
    columns.append(col.figure(f"schools_{at}", "table.schools", group=group))
page.table(thresholds_of(page, levels), columns, title="early_warning.thresholds")

# %%
sources = pd.DataFrame({"indicator": levels.columns})
sources["source"] = [page.config.risk.indicators[each].source for each in levels]
source = col.words("source", "early_warning.source_column", key="early_warning.source.{}")
page.table(sources, [indicator, source], title="early_warning.sources")

# %% [markdown]
# ## What earlier flags foresaw
# Levels of earlier terms are as they were known in them. Where no outcome is held, nothing is said.

# %%
cases = back_test.cases_of(page, risk)
least = page.config.risk.back_test.least_cases
by_sector = back_test.held_against(page, cases, "sector", page.config.support.least_days)
whole = by_sector[by_sector["whole"]].set_index("outcome")
if len(schools):
    page.heading("early_warning.back_test")
    page.text("early_warning.back_test.about", within=told.given(page, "risk.back_test.terms"))

# %%
for outcome in back_test.OUTCOMES if len(schools) else ():
    if outcome not in whole.index:
        page.text(f"early_warning.back_test.not_held.{outcome}")
        continue
    number = {each: whole.at[outcome, each] for each in back_test.COUNTED}
    flagged_then = number["flagged"].value
    told_of = "told" if flagged_then else "unflagged"
    if not flagged_then:
        del number["flagged"], number["right"]
    id = f"early_warning.back_test.told.{outcome}"
    page.text(f"early_warning.back_test.{told_of}.{outcome}", id=id, **number)
    if 0 < flagged_then < least:
        id = f"early_warning.back_test.few.{outcome}"
        page.text("early_warning.back_test.few", id=id, flagged=number["flagged"])
    if outcome == "limited" and number["came"].value:
        back_test.tell_already(page, cases, number["came"])

# %%
by_indicator = back_test.held_against(page, cases, "indicator", page.config.risk.indicators)
by_level = back_test.held_against(page, cases, "from_level", ["1", "2", "3"])
first = {
    "sector": part_words["sector"],
    "indicator": part_words["indicator"],
    "from_level": col.words("from_level", "early_warning.from_level", key="risk_levels.{}"),
}
few = "early_warning.back_test.too_few"
numbers = [
    *(col.figure(each, f"early_warning.back_test.{each}") for each in ("cases", "came")),
    col.pct("share", "early_warning.back_test.share", decimals=0, missing=few),
    *(col.figure(each, f"early_warning.back_test.{each}") for each in ("flagged", "right")),
    col.pct("precision", "early_warning.back_test.precision", decimals=0, missing=few),
    col.pct("recall", "early_warning.back_test.recall", decimals=0, missing=few),
]

# %%
for by, rows in (("sector", by_sector), ("indicator", by_indicator), ("from_level", by_level)):
    named = [page.words(f"early_warning.back_test.outcome.{each}") for each in rows["outcome"]]
    page.table(
        rows.assign(named=named),
        [first[by], *numbers],
        sections="named",
        title=f"early_warning.back_test_by_{by}",
        totals="whole",
        least=told.given(page, "risk.back_test.least_cases"),
    )

# %% [markdown]
# ## What changed since last term

# %%
changes.changed_since_last_term(page)
