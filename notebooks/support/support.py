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
# # Support: priorities of schools and how improvement partners are deployed
# For the partnership, and for each local authority. Runs as it stands; for an authority change
# `area` to its code and `audience` to `authority`.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership, or a local authority's code
term: str = "2017-summer"
audience: str = "partnership"

# %%
from functools import partial

import pandas as pd

from tymor import report
from tymor.measures.progress import support_moved
from tymor.report import columns as col
from tymor.report import told
from tymor.report.bilingual import label

# %%
name = "support" if audience == "partnership" else "authority_support"
page = report.open(name, area=area, term=term, audience=audience)

import support_figures as figures
from partner_load import load_bars, load_of, to_move
from shared import changes
from shared.as_at import say_as_at
from shared.direction import beside
from shared.names import quoted
from shared.school_charts import judged_rows, judgement_bars
from shared.vocabulary import of_this_term

# %%
partnership = page.area.kind == "partnership"
if partnership and any(school.invented for school in page.schools()):
    page.callout("support.invented", title="ui.invented_title", important=True)

# %% [markdown]
# ## Priorities by area of reform
# `priorities`: one row a priority that a school in the area has this term.
# `by_reform`: how many there are, one row an area of reform that has any, and a last row of `all`.

# %%
priorities = page.release.table("school_priorities")
priorities = priorities[priorities["term"] == term]
twice = pd.concat([priorities, priorities.assign(reform_area="all")])
answers = {
    "core": twice["support"] == "core",
    "enhanced": twice["support"] == "enhanced",
    "on_track": twice["on_track"] == "yes",
    "not_on_track": twice["on_track"] == "no",
}
grouped = twice.assign(**answers).groupby("reform_area")
by_reform = grouped[[*answers, "days"]].sum()
by_reform = by_reform.assign(priorities=grouped.size(), schools=grouped["school_id"].nunique())
areas = page.config.support.reform_areas
reform_areas = [*(code for code in areas if code in by_reform.index), "all"]
by_reform = by_reform.reindex(reform_areas, fill_value=0)

# %% [markdown]
# `judged`: priorities by area of reform, a column each judgement, the best first. Both are made
# into figures, each with its own name and identity.

# %%
scheme = page.config.judgements.schemes["school_priority"]
judged = pd.crosstab(twice["reform_area"], twice["judgement"].replace("", "not_judged"))
judged = judged.reindex(index=reform_areas, columns=[*scheme, "not_judged"], fill_value=0)
reform, reform_judged = figures.by_reform_area(page, by_reform), figures.judged(page, judged)
named = pd.Series({code: label(figures.area_name(page, code)) for code in reform_areas})
every = reform.loc["all"]

# %%
most = by_reform["priorities"].drop("all")
most = most.index[most == most.max()]
if len(priorities):
    page.heading("support.priorities")
    tiles = every[["priorities", "schools", "enhanced", "days"]]
    page.key_figures("support.counts", tiles, when=of_this_term(page, tiles))
    page.text(
        "support.summary",
        priorities=every["priorities"],
        schools=every["schools"],
    )

# %%
if len(priorities):
    number = reform.at[most[0], "priorities"]
    page.text(
        "support.most",
        areas=told.named(page, named[most]),
        most=quoted(page, (figures.area_name(page, each) for each in most)),
        number=number,
    )
    page.text("support.enhanced", enhanced=every["enhanced"])

# %% [markdown]
# What nobody was asked, or nobody judged, is not counted as none.

# %%
of_term = partial(told.rows, page, "school_priorities", term=term)
asked, judged_count = of_term(on_track=["yes", "no"]), of_term(judgement=list(scheme))
if asked:
    page.text("support.off_track", not_on_track=every["not_on_track"], asked=asked)
if judged_count:
    limited = reform_judged.at["all", "limited"]
    page.text("support.limited", limited=limited, judged_count=judged_count)

# %% [markdown]
# The title of the chart says where limited progress is judged most often.

# %%
most = judged["limited"].drop("all")
most = most.index[(most == most.max()) & (most > 0)]
title, said = "support.judged_none_limited", {}
if len(most):
    title = "support.judged"
    of_reform = quoted(page, (figures.area_name(page, each) for each in most))
    said = {"areas": told.named(page, named[most]), "most": of_reform}
    said |= {"number": reform_judged.at[most[0], "limited"]}
bars = judged_rows(
    judged.drop("all").to_dict("index"),
    named,
    {code: category.colour for code, category in scheme.items()},
    {code: page.words(f"judgements.{code}") for code in scheme},
)

# %%
area_of_reform = col.words("area", "table.reform_area")
whole = reform.index == "all"
if judged_count:
    page.chart(
        judgement_bars(bars, page.axis),
        title=title,
        table=reform_judged.assign(area=named, whole=whole),
        columns=[area_of_reform, *(col.figure(code, f"judgements.{code}") for code in judged)],
        totals="whole",
        **said,
    )

# %%
columns = ["priorities", "schools", "core", "enhanced", "on_track", "not_on_track", "days"]
if len(priorities):
    page.table(
        reform.assign(area=named, whole=whole),
        [area_of_reform, *(col.figure(name, figures.reform_heading(name)) for name in columns)],
        title="support.reform",
        totals="whole",
    )

# %% [markdown]
# ## Schools on and off track
# `of_schools`: one row a school with priorities this term: how many of them are on track, are not,
# and are judged limited; its support, enhanced where any priority has it; which way that of any
# priority moved since the term before. `state`: off track where one priority is.

# %%
every_term = page.release.table("school_priorities")
every_term = every_term.assign(moved=support_moved(every_term))
of_schools = figures.by_school(every_term[every_term["term"] == term])
schools_of = partial(of_term, column="school_id", how="different")
asked_schools = schools_of(on_track=["yes", "no"])
if asked_schools:
    page.heading("support.schools")
    page.text("support.schools.told_off", asked=asked_schools, off=schools_of(on_track="no"))
ways = figures.support_moves(page)
if ways["both"] and not (ways["to_enhanced"] or ways["to_core"]):
    page.text("support.schools.told_kept", both=ways["both"])
elif ways["both"]:  # of some school the support is known in both terms
    page.text("support.schools.told_moved", **ways)

# %% [markdown]
# By name for an authority; counted by authority for the partnership.

# %%
parents = {school.id: school.parent_id for school in page.schools()}
names = {school.id: school.name for school in sorted(page.schools(), key=page.by_name)}

# %%
if partnership:
    counts = figures.schools_by_state(page, of_schools, parents)
    columns = [col.figure(each, figures.school_heading(each)) for each in figures.STATES]
    name = col.words("name", "table.authority", missing="table.total")
    page.table(counts, [name, *columns], title="support.schools_counted", totals="whole")

# %%
unsaid, unknown = "school_priorities.on_track.unsaid", "table.not_known_last_term"
moved = "school_priorities.support_moved.{}"
school_columns = [
    col.words("school"),
    col.words("state", "support.schools.state", key="support.schools.{}", missing=unsaid),
    *(col.figure(each, figures.school_heading(each)) for each in figures.OF_A_SCHOOL),
    col.words("support", "support.schools.support", key="school_priorities.support.{}"),
    col.words("moved", "table.since_last_term", key=moved, missing=unknown),
]

# %%
if not partnership:
    rows = of_schools.reindex([each for each in names if each in of_schools.index])
    made = figures.school_counts(page, rows).assign(
        school=[names[each] for each in rows.index],
        state=rows["state"].mask(rows["state"] == "unsaid"),
    )
    page.table(made, school_columns, title="support.schools_listed")

# %% [markdown]
# ## Days of support
# `given`: one row a school with support this year and a least allocation. `apart`: days used less
# the least allocation; the school furthest below it comes first.

# %%
schools = pd.DataFrame(
    [(own.id, own.parent_id, own.name, own.sector, own.sector_code) for own in page.schools()],
    columns=["school_id", "authority", "school", "sector", "sector_code"],
).set_index("school_id")
schools["least_days"] = schools["sector_code"].map(page.config.support.least_days)

# %%
support = page.release.table("support")
support = support[support["academic_year"] == page.this_year]
given = support.groupby("school_id")[["days_agreed", "days_used"]].sum(skipna=False)
given = given.join(schools).dropna(subset=["least_days"])
not_told = told.rows(page, "support", column="school_id", how="different",
                     academic_year=page.this_year, days_used=told.NOT_HELD)  # fmt: skip
given = given.dropna(subset=["days_used"])
given["apart"] = given["days_used"] - given["least_days"]
pairs = zip(given["days_used"], given["least_days"], strict=True)
given["way"] = [beside(used, least) for used, least in pairs]
given["below"] = given["way"] == "below"
given = given.sort_values(["apart", "school_id"])

# %% [markdown]
# `by_authority`: their sums by local authority, and a last row of `all`; `below` counts schools.

# %%
days = ["days_agreed", "days_used", "least_days"]
grouped = pd.concat([given, given.assign(authority="all")]).groupby("authority")
by_authority = grouped[[*days, "below"]].sum().assign(schools=grouped.size())
children = [child.id for child in page.children()]
authorities = [*(code for code in children if code in by_authority.index), "all"]
by_authority = figures.days_given(page, by_authority.reindex(authorities, fill_value=0))
every = by_authority.loc["all"]

# %%
if len(given) or not_told:
    page.heading("support.days")
if not_told:
    page.text("support.days.not_told", not_told=not_told)
if len(given):
    page.text("support.days.summary", **every[days])
    if every["below"].value:
        counts = every[["schools", "below"]]
        page.text("support.days.some_below", id="support.below_least", **counts)
    else:
        page.text("support.days.none_below", id="support.below_least", schools=every["schools"])
    say_as_at(page, "support", page.this_year)

# %%
names = [page.name_of(page.area_id if code == "all" else code) for code in authorities]
if len(authorities) > 1:
    page.table(
        by_authority.assign(name=names, whole=by_authority.index == "all"),
        [
            col.words("name", "table.authority"),
            *(col.figure(name, figures.days_heading(name)) for name in ("schools", *days, "below")),
        ],
        title="support.days_by_authority",
        totals="whole",
    )

# %% [markdown]
# School by school; the partnership's report lists only those below their least allocation.

# %%
listed = given[given["below"]] if partnership else given
page.table(
    listed.assign(**figures.days_given(page, listed[[*days, "apart"]])),
    [
        col.words("school"),
        col.words("sector", "table.sector"),
        *(col.figure(name, figures.days_heading(name)) for name in (*days, "apart")),
    ],
    title="support.days_below" if partnership else "support.days_by_school",
    note="support.days_by_school",
)

# %% [markdown]
# ## Improvement partners
# `partners`: one row a partner of the schools in the area, this year, most schools as at full time
# first. `schools` are all that the partner has, `schools_here` those in the area; days are of
# those in the area. What the days would be at full time is missing where the partner has schools
# elsewhere, as days there are not known here.

# %%
partners = page.release.table("partners")
partners = partners[partners["academic_year"] == page.this_year]
whole = ["partner", "working_pct", "schools_in_all", "full_time_schools"]
in_area = ["schools", "days_agreed", "days_used"]
partners = partners.groupby(whole, dropna=False)[in_area].sum(skipna=False).reset_index()
partners = partners.rename(columns={"schools": "schools_here", "schools_in_all": "schools"})
partners = partners.sort_values(["full_time_schools", "partner"], ascending=[False, True])
partners = partners.set_index("partner")
only_here = partners["schools"] == partners["schools_here"]
share = partners["working_pct"] / 100
partners["full_time_days"] = partners["days_agreed"] / share.where(only_here & (share > 0))

# %% [markdown]
# The norm is how many schools a partner at full time has; that of others is their share of it.

# %%
norm = page.config.support.partner_schools
span = {end: told.given(page, f"support.partner_schools.{end}") for end in ("least", "most")}
partner = figures.of_partners(page, partners)
partners["load"] = [load_of(schools, norm) for schools in partners["full_time_schools"]]
partners["pro_rata"] = [figures.norm_for(page, str(who)) for who in partners.index]
loads = figures.partners_by_load(page, partners["load"])

# %%
if len(partners):
    page.heading("support.partners")
if loads["known"].value:
    of_known = {name: loads[name] for name in ("partners", "below", "within", "above")}
    page.text("support.load", **of_known, **span)
if loads["unknown"].value:
    page.text("support.load_unknown", partners=loads["unknown"])

# %% [markdown]
# Who is out of balance, and how many schools would bring them within the norm for their time.

# %%
for at, (who, row) in enumerate(partners.iterrows()):
    if row["load"] in ("below", "above"):
        page.text(
            f"support.partner_{row['load']}",
            id=f"support.partner.{at}",
            partner=who,
            schools=partner.at[who, "schools"],
            working=partner.at[who, "working_pct"],
            full_time=partner.at[who, "full_time_schools"],
            pro_rata=row["pro_rata"],
        )
        if more := to_move(int(row["schools"]), float(row["working_pct"]), norm):
            key = "support.move_to" if more > 0 else "support.move_from"
            move = figures.schools_to_move(page, str(who), more)
            page.text(key, id=f"support.move.{at}", schools=move, partner=who)

# %%
full_time = partners["full_time_days"].dropna().sort_values()
if len(full_time) > 1:
    fewest, most = full_time.index[0], full_time.index[-1]
    page.text(
        "support.days_apart",
        most_partner=most,
        most=partner.at[most, "full_time_days"],
        fewest_partner=fewest,
        fewest=partner.at[fewest, "full_time_days"],
    )

# %% [markdown]
# The same as a chart and as a table, which has a column for schools elsewhere where there are any.

# %%
heads = "support.partners"
elsewhere = not only_here.all()
load = partners["load"].mask(partners["load"] == "unknown")
shown = partner.assign(partner=partners.index, load=load, pro_rata=partners["pro_rata"])
columns = [
    col.words("partner", f"{heads}.partner"),
    col.figure("working_pct", f"{heads}.working_pct"),
    *([col.figure("schools_here", f"{heads}.schools_here")] if elsewhere else []),
    col.figure("schools", f"{heads}.schools"),
    col.words("pro_rata", f"{heads}.pro_rata", align="end"),
    col.figure("full_time_schools", f"{heads}.full_time_schools"),
    col.words("load", f"{heads}.load", key="support.loads_short.{}", missing="answers.unknown"),
    col.figure("days_agreed"),
    col.figure("days_used"),
    *([] if elsewhere else [col.figure("full_time_days", f"{heads}.full_time_days")]),
]

# %%
languages = page.config.languages
bars = partners.loc[partners["load"] != "unknown", ["full_time_schools", "load"]].reset_index()
bars["shown"] = [
    {name: languages[name].number(schools, 1) for name in languages}
    for schools in bars["full_time_schools"]
]
if len(bars) > 1:
    page.chart(
        load_bars(bars, page.axis, norm),
        title="support.loads",
        table=shown,
        columns=columns,
        **loads,
        **span,
    )

# %%
page.table(shown, columns, title="support.partners", **span)
changes.changed_since_last_term(page)
