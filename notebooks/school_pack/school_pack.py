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
# # School: data pack
# One pack a school, for the school alone: every measure by group, its priorities, questions to
# write on. Runs as it stands; change `area` to look at another school.

# %% tags=["parameters"]
area: str = "9990001"  # school id
term: str = "2017-summer"
audience: str = "school"

# %%
import numpy as np

from tymor import report
from tymor.config.terms import academic_year_of, term_order
from tymor.measures.progress import support_moved
from tymor.measures.signals import previous_year
from tymor.report import columns as col
from tymor.report.bilingual import label

# %%
page = report.open("school_pack", area=area, term=term, audience=audience)
every = page.figures()
outcomes = every.fitting(page.area.sector_code)
years = page.publication.term.years
authority = page.area_of(page.area.parent_id)
region = page.area_of(authority.parent_id)
areas = [page.area, authority, region]

# %% [markdown]
# Modules of this folder: `pack_figures` names what is counted, `pack_groups` makes the tables of
# groups of learners, `pack_standings` those beside other areas and similar schools.
# %%
import pack_figures as of
import pack_groups as groups
import pack_standings as standings
from pack_categories import own_categories

# %%
from shared import (
    chance,
    chart_data,
    charts,
    entries,
    entry_sentences,
    half_terms,
    narrative,
    one_school,
    own_alone,
    school_targets,
    tables,
    together,
    units,
)

# %%
from shared.as_at import day_of_rolls
from shared.category_meanings import category_meanings, meaning_columns
from shared.changes import changed_since_last_term
from shared.enquiry import questions_to_write_on
from shared.exclusions_moved import say_exclusions
from shared.judgement_definitions import definition_columns, definitions
from shared.names import name_them
from shared.trends import show_trend
from shared.vocabulary import newest_year, priority_name, term_name

# %% [markdown]
# ## The school

# %%
one_school.say_about(page, authority)
page.key_figures("school.context", one_school.newest(page, outcomes), when=day_of_rolls(page))
if not every.measures and page.area.sector_code == "nursery":
    page.text("school.about_nursery")
elif not every.measures:
    page.callout("school.no_outcomes")

# %% [markdown]
# Measures that do not fit a school of this kind are left out, and the page says which: what fits
# which sector is in `params/measures.yml`.

# %%
one_school.say_unfit(page)

# %%
changed_since_last_term(page)

# %% [markdown]
# ## Outcomes
# Every measure by year, and how many pupils the newest result rests on. What moved most is told of
# all that the page shows, further subjects too, but for post-16.

# %%
results = tables.results_by_year(outcomes)
by_year = [col.measure(), *map(col.figure, years)]
if len(results):
    page.heading("headings.outcomes", id="school-pack-results-heading")
    narrative.smallest_cohort(page, outcomes)
    one_school.key_moves(page, outcomes)
    shown = outcomes.counting(groups.further_measures(outcomes))
    narrative.most_and_least(page, shown, page.publication.term.results_year)
if len(results) and outcomes.section(entries.SECTION).measures:
    page.text("school_pack.without", sections=page.say(f"sections.{entries.SECTION}"))
columns = [*by_year, col.figure("cohort", "table.cohort")]
unit = units.in_units(page, results["measure_id"])
page.table(results, columns, sections="section", title="school_pack.results", unit=unit)

# %%
indicators = outcomes.section("key_indicators")
since = indicators.better_since(years[0])
show_trend(page, indicators, years[0], tables.actuals_by_year(outcomes, "key_indicators"), by_year,
           key="school_pack.trend")  # fmt: skip
if since.counted:
    results_year, id = page.publication.term.results_year, "school_pack.trend.without"
    narrative.without_result(page, outcomes, results_year, id=id)

# %% [markdown]
# What fits schools of this kind and not all, such as how many learners met their own targets: a
# row a measure, a column a term.

# %%
own_kind = of.own_readings(page)
terms = [each for each in own_kind if each[:4].isdigit()]
if len(own_kind):
    page.heading("school_pack.own_kind")
columns = [
    col.words("indicator", "table.indicator"),
    *(col.figure(each, term_name(page, each)) for each in terms),
]
page.table(own_kind, columns, title="school_pack.own_kind")

# %% [markdown]
# ## Beside the authority, the region and similar schools
# `standing`: the newest published figure of each measure. Schools whose learners start elsewhere
# are in no quarter of all schools.

# %%
order = page.config.measures_of(["key_indicators", "expected_level", "attendance"])
order = [name for name in order if page.config.fits(name, page.area.sector_code)]
standing = page.release.rows("standing", *standings.COLUMNS).sort_values("academic_year")
standing = standing[standing["measure_id"].isin(order)].drop_duplicates("measure_id", keep="last")
standing = standing.sort_values("measure_id", key=lambda names: names.map(order.index))
standing = standings.with_figures(page, standing, areas)
standing = standing[standings.stands_beside(standing, areas)]
above = own_alone.others_beside(page, areas, standing["measure_id"])
has_similar = standing["similar"].notna().any()
has_quarters = page.area.sector_code not in page.config.unlike

# %%
if len(standing):
    page.heading("standings")
    page.text("standings.quarter_is" if has_quarters else "standings.no_quarter")
    own_alone.say_own_alone(page, areas[1:], standing["measure_id"], id="standings.alone")

# %% [markdown]
# Each key indicator and attendance beside similar schools, in a sentence.

# %%
side = np.sign(standing["above_similar"]).map({1: "above", 0: "level", -1: "below"})
attendance = page.config.measures_of(["attendance"])
of_similar = standing.assign(side=side).dropna(subset=[page.area_id, "similar"])
for row in of_similar.to_dict("records"):
    if row["measure_id"] in {*indicators.measures, *attendance}:
        own = outcomes.one(row["measure_id"], row["academic_year"])
        page.text(
            f"standings.{row['side']}",
            id=f"standings.{row['measure_id']}",
            measure=own.label,
            own=own,
            similar=row["similar"],
            of_year=row["academic_year"],
            schools=standings.similar_schools(page, row),
        )

# %% [markdown]
# A chart has results of one unit, each in the newest year of which the school has one.

# %%
of_learners = page.config.measures_of(["key_indicators", "expected_level"])
charted = standing[standing["measure_id"].isin(of_learners)].dropna(subset=["similar"])
columns = standings.columns(above, similar=has_similar, quarters=has_quarters)


# %%
def side_by_side(drawn):
    sides = zip(drawn[page.area_id], drawn["similar"], drawn["measure_id"], strict=True)
    return [(own, similar, outcomes.better(name)) for own, similar, name in sides]


# %%
by_scale = units.by_scale(page.config, charted["measure_id"])

# %%
for at, names in enumerate(by_scale.values()):
    drawn = charted[charted["measure_id"].isin(names)]
    compared = drawn.set_index("measure_id")["academic_year"].to_dict()
    rows = standings.chart_rows(page, drawn, areas)
    page.chart(
        charts.compared(rows, page.axis, units.axis(page, names)),
        title="standings.chart",
        id=units.nth_id("standings.chart", at),
        table=drawn,
        columns=columns,
        compared_year=chart_data.when_compared(page, compared),
        **standings.counts(side_by_side(drawn)),
    )

# %%
title = "standings.with_similar" if has_similar else "standings.without_similar"
page.table(standing, columns, title=title, unit=units.in_units(page, standing["measure_id"]))

# %% [markdown]
# How far chance reaches: the range of each result, and some years taken together.

# %%
chance.show_ranges(page, outcomes, of_learners, authority)
chance.show_years_together(page, outcomes, of_learners)

# %% [markdown]
# ## Targets
# The school's own, for years after its newest results: those below what is reached already, or
# outside the middle half of similar schools' results, are told.

# %%
ahead = school_targets.targets_ahead(page, [page.area])
set_ahead, below = school_targets.targets_set(ahead), school_targets.below_reached(ahead)
sides = school_targets.beside_similar(ahead)
if set_ahead:
    page.heading("school_pack.targets")
    if below == 0:
        none = narrative.claimed(below)
        page.text("school_pack.targets.none_below", targets=set_ahead, claims=none)
    elif set_ahead > 1:
        page.text("school_pack.targets.reached", targets=set_ahead, below=below)

# %%
if sides["targets"] > 1:
    page.text("school_targets.beside_similar", id="school_pack.targets.similar", **sides)
if ahead[list(school_targets.TOLD)].sum().sum() <= 5:  # more are told by the table
    school_targets.say_each(page, ahead)
note = "school_pack.targets.half" if sides["targets"] else ""
unit = units.in_units(page, ahead["measure_id"])
columns = school_targets.table_columns(ahead)
page.table(ahead, columns, title="school_pack.targets", note=note, unit=unit)

# %% [markdown]
# ## Groups of learners
# Every measure by group, the newest year here and the earlier ones in an appendix.

# %%
group_years = groups.years_with_groups(outcomes)


def show_by_group(of_year, **more):
    rows, names = groups.by_group(outcomes, of_year), groups.measures_by_group(outcomes, of_year)
    of_entries = any(page.config.measures[name].denominator == "entries" for name in names)
    columns = groups.group_columns(page.config, rows)
    page.table(rows, columns, sections="section", title="school_pack.by_group",
               note="school_pack.by_group_entries" if of_entries else "school_pack.by_group",
               of_year=of_year, unit=units.in_units(page, names), **more)  # fmt: skip


if group_years:
    page.heading("headings.groups", id="school-pack-by-group-heading")
    show_by_group(group_years[0])

# %% [markdown]
# ## Post-16
# Entries by subject: one row a subject, all entries the last; then programmes.

# %%
sat = entries.entries_by_subject(page, [page.area])
sat = sat.assign(whole=sat["subject"] == entries.ALL)
sat_years = sorted(sat.loc[~sat["whole"], "academic_year"].unique())
subject = col.words("subject", "post16.columns.subject", key="post16.subjects.{}")
sat_columns = [subject, *entries.grade_columns(missing="post16.not_collected")]


# %%
def by_subject(year):
    rows, id = sat[sat["academic_year"] == year], f"school_pack.entries.{year[:4]}"
    title = "post16.by_subject"
    page.table(rows, sat_columns, totals="whole", title=title, id=id, results_year=year)


if sat_years:
    page.heading("sections.post16", id="school-pack-post16-heading")
    entry_sentences.summary(page, sat[sat["whole"]])
    entry_sentences.smallest_subject(page, sat[sat["academic_year"] == sat_years[-1]])
    by_subject(sat_years[-1])

# %% [markdown]
# All entries of the newest year beside the authority and the region, where these have any.

# %%
beside = entries.entries_by_subject(page, areas)
newest = beside["academic_year"].isin(sat_years[-1:])
beside = beside[(beside["subject"] == entries.ALL) & newest]
if beside["area_id"].nunique() > 1:
    columns = [col.area(), *entries.grade_columns()[: len(entries.GRADES)]]
    title = "school_pack.post16_beside"
    page.table(beside, columns, title=title, of_year=sat_years[-1])

# %%
programmes = entries.programmes(page, [page.area])
if sat_years and programmes.drop(columns="area_id").notna().any(axis=None):
    columns, id = entries.programme_columns(page), "school_pack.programmes"
    page.table(programmes, columns, title="post16.programmes", id=id)
    entry_sentences.programmes_moved(page, outcomes)

# %% [markdown]
# ## Attendance and exclusions
# Attendance by year; then the newest year beside the local authority and the region.

# %%
attendance = tables.actuals_by_year(outcomes, "attendance")
if len(attendance):
    page.heading("sections.attendance", id="school-attendance-heading")
    one_school.attendance_moves(page, outcomes)
page.table(attendance, by_year, title="school.attendance",
           unit=units.in_units(page, attendance["measure_id"]))  # fmt: skip

# %%
newest = outcomes.newest_year("attendance")
if newest:
    one_school.attendance_beside(page, areas, newest, said=set(standing["measure_id"]))

# %%
counted_of = ["fixed_term", "permanent", "days_lost"]
exclusions = page.release.rows("exclusions", "academic_year", *counted_of)
exclusions = exclusions.sort_values("academic_year")
exclusions = exclusions[exclusions["academic_year"] <= page.this_year]
for what in counted_of:
    numbers = zip(exclusions[what], exclusions["academic_year"], strict=True)
    exclusions[what] = [of.excluded(page, what, number, year) for number, year in numbers]
if len(exclusions):
    page.heading("exclusions", id="school-pack-exclusions-heading")
    say_exclusions(page, exclusions, id="school_pack.exclusions")
columns = [
    col.words("academic_year"),
    *(col.figure(what, of.exclusions_key(what)) for what in counted_of),
]
page.table(exclusions, columns, title="school_pack.exclusions")

# %% [markdown]
# ## Priorities
# `reviews`: one row a priority and term, of this academic year and the one before.

# %%
key = ["priority", "reform_area"]
reviews = page.release.table("school_priorities")
reviews = reviews.assign(moved=support_moved(reviews))
held = reviews["term"].map(academic_year_of).isin([page.this_year, previous_year(page.this_year)])
reviews = reviews[held].fillna({"on_track": "", "judgement": ""})
reviews = reviews.assign(nth=reviews["term"].map(term_order)).sort_values(["priority", "nth"])
place = reviews.groupby(key, sort=False).ngroup()
reviews = reviews.assign(place=place).sort_values("place", kind="stable")
now = reviews[reviews["term"] == page.publication.term_id]

# %%
page.heading("school_pack.priorities")
if now.empty:
    page.text("school_priorities.none")
else:
    every = of.priorities(page, "priorities", len(now))
    on_track = of.priorities(page, "on_track", (now["on_track"] == "yes").sum())
    limited = of.priorities(page, "limited", (now["judgement"] == "limited").sum())
    page.text("school_priorities.summary", priorities=every, on_track=on_track, limited=limited)

# %%
unsaid = of.priorities(page, "unsaid", (now["on_track"] == "").sum())
not_judged = of.priorities(page, "not_judged", (now["judgement"] == "").sum())
if unsaid.value:
    page.text("school_priorities.unsaid", unsaid=unsaid)
if not_judged.value:
    page.text("school_priorities.unjudged", not_judged=not_judged)

# %%
for row in now[now["moved"].isin(["to_enhanced", "to_core"])].to_dict("records"):
    named = priority_name(page, str(row["priority"]), row["reform_area"])
    id = f"school_pack.moved.{row['priority']}"
    page.text(f"school_pack.moved.{row['moved']}", id=id, name=named)

# %% [markdown]
# The log: each priority with the support that it had in the newest term that is held of it, and a
# row a term of it.

# %%
last = reviews.groupby(key)[["support", "term"]].transform("last")
log = reviews.assign(support=last["support"], newest=last["term"])
rows = log.to_dict("records")
log = log.assign(
    name=[of.supported(page, row) for row in rows],
    days=[of.priority_days(page, row) for row in rows],
    term=[term_name(page, row["term"]) for row in rows],
)

# %%
heads = "school_priorities.columns"
columns = [
    col.words("term"),
    col.on_track(),
    col.judgement("judgement"),
    col.written("commentary", "table.found"),
    col.written("support_agreed", f"{heads}.support_agreed"),
    col.figure("days", f"{heads}.days"),
]
note = "school_priorities.days_note"
page.table(log, columns, sections="name", title="school_pack.log", note=note)

# %% [markdown]
# Priorities with enhanced support are reviewed every half term, in this year and the one before.

# %%
halves = half_terms.half_term_reviews(page)
years_told = [page.this_year, previous_year(page.this_year)]
halves = halves[halves["term"].map(academic_year_of).isin(years_told)]
names = [
    label(priority_name(page, str(row["priority"]), row["reform_area"]))
    for row in halves.to_dict("records")
]
halves = halves.assign(name=names)
columns = half_terms.review_columns()
page.table(
    halves, columns, sections="name", title="half_terms.reviews", id="school_pack.half_terms"
)

# %% [markdown]
# What each judgement means, criterion by criterion, the best first.

# %%
meanings = definitions(page, "school_priority")
columns = definition_columns(page, "school_priority")
page.table(meanings, columns, title="judgement_definitions", id="school_pack.meanings")

# %% [markdown]
# ## Category, and work with other schools
# The school's own categories by term; what it does with others, and what others can learn from it.

# %%
categories = own_categories(page)
work_year, strong_year = (
    newest_year(page, page.release.rows(of, "academic_year")["academic_year"])
    for of in ("collaboration", "strengths")
)
in_work, strong = together.work_of(page, work_year), together.strengths_of(page, strong_year)
if len(categories) or len(in_work) or len(strong):
    page.heading("school_pack.together")

# %%
terms = [each for each in categories if each[:4].isdigit()]
columns = [
    col.words("part", "school_pack.part"),
    *(col.words(each, term_name(page, each)) for each in terms),
    col.words("since", "categories.since"),
    col.written("reason", "categories.reason"),
]
page.table(
    categories,
    columns,
    title="school_pack.categories",
)
meanings = category_meanings(page) if len(categories) else None
page.table(meanings, meaning_columns(), sections="part", title="categories.meanings")

# %%
page.table(
    in_work,
    [
        col.words("named", "collaboration.columns.work"),
        col.words("role", "collaboration.columns.role", key="collaboration.roles.{}"),
        col.written("focus", "collaboration.columns.focus"),
        col.words("others", "collaboration.columns.others", missing="collaboration.no_others"),
        col.written("outcome", "collaboration.columns.outcome"),
    ],
    title="school_pack.work",
    of_year=work_year,
)

# %%
page.table(
    strong,
    [
        col.words("area", "table.reform_area"),
        col.written("strength", "collaboration.columns.strength"),
        col.number("shared_with", "collaboration.columns.shared_with"),
    ],
    title="school_pack.strengths",
    of_year=strong_year,
)

# %% [markdown]
# ## Vulnerable learners
# A table a group with results; which groups there are none of, and of which none that fit.

# %%
page.appendix("school_pack.vulnerable")
of_groups = {group: groups.of_group(outcomes, group) for group in page.config.learners.followed}
named = {group: page.say(f"groups.{group}") for group, rows in of_groups.items() if rows.empty}
unfit = [group for group in named if len(groups.of_group(page.figures(), group))]
missing = [name for group, name in named.items() if group not in unfit]
if len(named) < len(of_groups):
    page.text("school_pack.vulnerable.intro")
for group, rows in of_groups.items():
    page.table(rows, groups.year_columns(rows), title="school_pack.vulnerable.of_group",
               id=f"school-pack-vulnerable-{group}", unit=units.in_units(page, rows["measure_id"]),
               group=page.say(f"group_headings.{group}"))  # fmt: skip
if missing:
    name_them(page, "school_pack.vulnerable.not_held", missing, place="groups")
if unfit:
    those = [named[group] for group in unfit]
    name_them(page, "school_pack.vulnerable.unfit", those, place="groups")

# %% [markdown]
# ## Earlier years by group

# %%
if group_years[1:]:
    page.appendix("school_pack.earlier")
for year in group_years[1:]:
    show_by_group(year, id=f"school_pack.by_group.{year[:4]}")
    if year in sat_years[:-1]:
        by_subject(year)

# %% [markdown]
# ## Questions for enquiry

# %%
page.appendix("enquiry")
questions_to_write_on(page, lines=4)
