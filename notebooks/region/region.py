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
# # Region: data commentary
# One report on the whole partnership. Runs as it stands; change the parameters to look elsewhere.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership
term: str = "2017-summer"
audience: str = "public"

# %%
import pandas as pd

from tymor import report
from tymor.page import CONFIDENTIAL
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import joined

page = report.open("region", area=area, term=term, audience=audience)

# %% [markdown]
# The modules beside this notebook hold what would be too long for a cell: how figures are put
# beside each other, and the charts.
# %%
from beside_region import invented_below, show_beside, years_compared
from region_charts import distance_to_target, school_dots
from region_frames import named, places_of, points_between
from region_moves import show_moves
from schools_spread import (
    in_figures,
    newest_results,
    school_places,
    spread_columns,
    spread_of,
    statistic,
)

# %%
from shared import changes, groups_apart, narrative, units
from shared.groups_apart import measure_in, tell_smallest
from shared.names import measures_named
from shared.provenance import Provenance
from shared.recommendations import open_with_recommendations
from shared.tables import RESULTS, by_year
from shared.targets_reached import show_targets_reached
from shared.trends import show_gaps, show_trend
from shared.wider import show_wider

# %% [markdown]
# `outcomes` are the region's own figures, `figures` those of its local authorities as well.
# `figures.frame()` shows them as a table, one row a figure.

# %%
authorities = page.children()
outcomes = page.figures()
figures = page.figures(page.area_id, *authorities)
headline = outcomes.section("key_indicators")
first_year, year = page.publication.term.years[0], page.publication.term.results_year

# %% [markdown]
# ## What the committee asked
# Where the report goes to one.

# %%
open_with_recommendations(page)

# %% [markdown]
# ## Headlines

# %%
page.key_figures(
    "outcomes.headlines",
    [
        *(headline.latest(name) for name in headline.measures),
        *(outcomes.latest(name) for name in outcomes.section("attendance").measures),
    ],
)

# %%
if len(outcomes.numbered()) == 0:
    page.callout("region.none", title="outcomes.none_held", important=True)
else:
    narrative.outcomes_summary(page, outcomes, year)

# %% [markdown]
# ## Outcomes against targets

# %%
if outcomes.measures:
    page.heading("outcomes")
    page.text("outcomes.intro")

# %% [markdown]
# How far each result of the year is from its target: `points`, above it or below.

# %%
of_year = outcomes.where(academic_year=year, group="all")
results = of_year.grid("measure_id", "kind", outcomes.measures, heads=["actual", "target"])
results[["points", "places"]] = points_between(results["actual"], results["target"])
results = results.dropna(subset=["points"])
results["signal"] = [actual.signal for actual in results["actual"]]
results["signal_word"] = [page.words(f"signal.{signal}.word") for signal in results["signal"]]

# %%
result_columns = [col.figure(kind, group=page.both(year)) for kind in ("actual", "target")]
judged = [name for name in results["measure_id"] if outcomes.better(name) != "neither"]
for at, names in enumerate(units.ranked(page.config, judged)):
    rows = results[results["measure_id"].isin(names)]
    tally = outcomes.of_measures(names).against_targets(year)
    along = units.difference_axis(page, "chart.distance", names)
    page.chart(
        distance_to_target(named(page, rows), page.axis, along),
        title="outcomes.distance",
        id=units.nth_id("outcomes.distance", at),
        table=rows.sort_values("points", ascending=False, kind="stable"),
        columns=[col.measure(), *result_columns],
        met=tally.met,
        judged=tally.judged,
    )

# %%
for section in RESULTS:
    unit = units.in_units(page, outcomes.section(section).measures)
    page.table(*by_year(outcomes, section), title=f"outcomes.{section}", unit=unit)

# %% [markdown]
# Targets for years to come that are below what is reached already.

# %%
show_targets_reached(page, outcomes)

# %% [markdown]
# ## Over the years

# %%
if headline.measures:
    page.heading("region.years", first_year=first_year)
for name in headline.measures:
    narrative.moved_since(page, headline, name, first_year, id=f"since.{name}")

# %%
since = headline.better_since(first_year)
of_years, year_columns = by_year(outcomes, "key_indicators")
if since.counted:
    show_trend(page, headline, first_year, of_years, year_columns,
               key="outcomes.trend", alone="outcomes.trend", note="outcomes.trend")  # fmt: skip
    narrative.without_result(page, outcomes, year, id="outcomes.trend.without")

# %% [markdown]
# ## Beside wider areas
# The country, and other partnerships of which figures are held.

# %%
show_wider(page, outcomes)

# %% [markdown]
# ## What improved most and least
# One row a measure with a result of the year and of the year before, the most improved first.
# `points` is how far it moved: more is better, for gaps too.

# %%
changed = outcomes.changes(year)
beside = [each.beside for each in changed]
moved = pd.DataFrame(
    [(each.now.measure_id, each.before, each.now, each.points, each.better) for each in changed],
    columns=["measure_id", "before", "now", "points", "better"],
)
moved["places"] = places_of(moved["before"], moved["now"])
moved = named(page, moved).sort_values("points", ascending=False, kind="stable")
better, worse, same = (told.counts(beside, way) for way in ("better", "worse", "equal"))

# %%
if len(moved):
    page.heading("region.moves")
    page.text(
        "region.moves.counted", counted=told.counts(beside), better=better, worse=worse, same=same
    )

# %% [markdown]
# The five measures at either end are drawn, those of one unit together. The title names the two at
# the ends, which claims that nothing moved further either way.

# %%
for at, names in enumerate(units.ranked(page.config, moved["measure_id"])):
    show_moves(page, moved[moved["measure_id"].isin(names)], at)

# %% [markdown]
# ## The free school meal gap

# %%
if outcomes.section("fsm_gap").measures:
    page.heading("sections.fsm_gap", id="gap-heading")
    narrative.gap_sentences(page, outcomes, year)
show_gaps(page, outcomes, first_year)

# %% [markdown]
# ## Each local authority beside the region
# Each indicator in the newest year in which an authority has a figure and so has the region.

# %%
indicators = years_compared(page, figures, "key_indicators")
provenance = Provenance.of(page)
if indicators:
    page.heading("region.authorities")
    if any(authority.invented for authority in authorities):
        said = invented_below(provenance, outcomes)
        page.callout(said, title="ui.invented_title", id="region.invented", important=True)

# %% [markdown]
# What one learner is worth in the smallest cohort of an authority that is compared.

# %%
cohorts = figures.frame(kind="actual", group="all").dropna(subset=["value"])
cohorts = cohorts[cohorts["academic_year"] == cohorts["measure_id"].map(indicators)]
cohorts = cohorts[cohorts["area_id"] != page.area_id]
tell_smallest(page, figures, cohorts, id="region.authorities.smallest")

# %%
for measure, shown_year in indicators.items():
    show_beside(page, figures, measure, shown_year)

# %% [markdown]
# All of them in one table: areas down, indicators across.

# %%
overview = pd.DataFrame({"area_id": [*(authority.id for authority in authorities), page.area_id]})
for measure, shown_year in indicators.items():
    overview[measure] = [
        figures.one(measure, shown_year, area_id=each) for each in overview["area_id"]
    ]
overview["whole"] = overview["area_id"] == page.area_id

# %%
if indicators:
    across = [
        col.figure(measure, f"measures.{measure}.short", group=page.both(shown_year))
        for measure, shown_year in indicators.items()
    ]
    page.table(
        overview,
        [col.area(), *across],
        title="region.authorities",
        totals="whole",
        unit=units.in_units(page, indicators),
    )

# %% [markdown]
# ## Groups of learners
# The region's groups, each indicator in its newest year with a number of all learners; then two
# groups at a time in every area with a number of both. Reports on an authority show theirs alike.

# %%
groups_apart.show_groups(page, figures, headline.measures)

# %% [markdown]
# ## Attendance

# %%
attended = years_compared(page, figures, "attendance")
if attended or outcomes.section("attendance").measures:
    page.heading("sections.attendance", id="attendance-heading")
for change in outcomes.section("attendance").changes(year):
    narrative.moved(page, change.now, change.before, id=f"attendance.{change.now.measure_id}")
unit = units.in_units(page, outcomes.section("attendance").measures)
page.table(*by_year(outcomes, "attendance"), title="outcomes.attendance", unit=unit)
for measure, shown_year in attended.items():
    show_beside(page, figures, measure, shown_year)
not_ranked = [
    name for name in figures.section("attendance").measures if page.config.mixes_unlike(name)
]
if not_ranked:
    measures_named(page, "region.not_ranked", not_ranked)

# %% [markdown]
# ## The schools
# Every school's result of the newest year in which enough schools have one. Names are left out:
# the public may see each school's figures on its own page, and no list that ranks them.

# %%
schools = page.schools()
figures_of_schools = page.figures(page.area_id, *schools).section("key_indicators")
of_schools = figures_of_schools.frame(kind="actual", group="all")
sectors = {school.id: school.sector_code for school in schools}
of_schools = of_schools[of_schools["area_id"] != page.area_id]
fitting = [
    sectors[school] is None or page.config.fits(measure, sectors[school])
    for measure, school in zip(of_schools["measure_id"], of_schools["area_id"], strict=True)
]
of_schools = of_schools[pd.Series(fitting, of_schools.index, dtype="bool")]
shown = newest_results(of_schools, page.publication.term.years)
spread = spread_of(page, shown)

# %%
if len(spread):
    page.heading("region.schools")
for row in spread.to_dict("records"):
    page.text(
        "region.schools.middle",
        id=f"region.schools.{row['measure_id']}",
        measure=page.words(f"measures.{row['measure_id']}.label"),
        shown_year=row["academic_year"],
        schools=told.sums([statistic(page, row, "shown")]),
        lower=statistic(page, row, "lower_quartile"),
        upper=statistic(page, row, "upper_quartile"),
    )

# %% [markdown]
# How many of these results rest on few learners, how many are hidden, and for how many schools the
# level that is expected is no fair measure.

# %%
of_spread = {
    name: told.sums(statistic(page, row, name) for row in spread.to_dict("records"))
    for name in ("shown", "small", "hidden")
}
measured = figures_of_schools.measures
left_out = [
    sector
    for sector in sorted({*sectors.values()} - {None})
    if not any(page.config.fits(measure, sector) for measure in measured)
]
special = told.rows(page, "areas", kind="school", sector=left_out)

# %%
if of_spread["small"].value:
    page.text(
        "region.schools.small",
        shown=of_spread["shown"],
        small=of_spread["small"],
        largest=told.given(page, "cautions.small_cohort"),
        points=told.given(page, "cautions.small_cohort", "worth"),
    )
if of_spread["hidden"].value:
    page.text("region.schools.hidden", hidden=of_spread["hidden"])
# %%
held = figures_of_schools.where(kind="actual", group="all").measures
unspread = [name for name in held if name not in set(spread["measure_id"])]
withheld = set(of_schools.loc[of_schools["status"].isin(CONFIDENTIAL), "measure_id"])
for whole in (True, False):
    of_these = [name for name in unspread if (name not in withheld) == whole]
    if len(spread) and of_these:
        said = "region.schools.without" if whole else "region.schools.without_shown"
        measures_named(page, said, of_these)
if special and len(spread):
    names = [page.say(f"sectors.{each}") for each in left_out]
    page.text(
        "region.schools.special", special=special, sectors=joined(names, page.config.languages)
    )

# %%
for at, names in enumerate(units.by_scale(page.config, spread["measure_id"]).values()):
    rows = spread[spread["measure_id"].isin(names)]
    widest = rows.loc[rows["middle_half"].astype("float64").idxmax()]
    middle = statistic(page, widest, "middle_half")
    page.chart(
        school_dots(school_places(page, shown, rows), page.axis, units.axis(page, names)),
        title="region.schools",
        id=units.nth_id("region.schools", at),
        table=in_figures(page, rows),
        columns=spread_columns(page),
        measure=measure_in(page, widest["measure_id"], widest["academic_year"]),
        middle=units.apart(page, middle, widest["measure_id"]),
    )

# %% [markdown]
# ## Ways on, and what changed

# %%
changes.changed_since_last_term(page)

# %%
page.heading("headings.authorities", id="region-more-heading")
page.links("region.pages", {"page.all_areas": [page.link_to(a) for a in authorities]})

# %%
if outcomes.measures:
    page.heading("provenance")
    provenance.say(outcomes)
