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
# # School: annual report to governors
# One report a school, in the summer term. Runs as it stands; change `area` to look at another one.

# %% tags=["parameters"]
area: str = "9990001"  # school id
term: str = "2017-summer"
audience: str = "school"

# %%
import numpy as np
import pandas as pd

from tymor import report
from tymor.config.terms import terms_of
from tymor.report import columns as col

page = report.open("governors", area=area, term=term, audience=audience)

import governors_figures as figures
from shared import changes, narrative, one_school
from shared.as_at import say_as_at
from shared.direction import beside
from shared.enquiry import questions_to_write_on
from shared.judgement_definitions import definition_columns, definitions
from shared.vocabulary import priority_name, term_name

# %% [markdown]
# ## What is held
# `reviews`: one row a priority and term of this academic year. The better a judgement, the higher
# its rank.

# %%
terms = terms_of(page.this_year)
scheme = page.config.judgements.schemes["school_priority"]
reviews = page.release.table("school_priorities")
reviews = reviews[reviews["term"].isin(terms)]
reviews = reviews.assign(
    nth=reviews["term"].map(terms.index),
    rank=reviews["judgement"].map({code: each.rank for code, each in scheme.items()}),
).sort_values(["priority", "nth"])

# %% [markdown]
# `priorities`: one row a priority, with what was found of it last, its judgement in each term and
# the days agreed for it over the year. `way`: from the first judgement of the year to the last,
# and `steps`, how many ranks these are apart; a priority judged only once is not compared.

# %%
key = ["priority", "reform_area"]
of_priority = reviews.groupby(key, sort=False)
rank = of_priority["rank"]
moved = (rank.last() - rank.first()).where(rank.count() > 1)
priorities = pd.DataFrame(
    {
        "way": np.sign(moved).map({1: "up", 0: "same", -1: "down"}).fillna("not_compared"),
        "steps": moved.abs().fillna(0).astype(int),
        "days_in_year": of_priority["days"].sum(),
    }
)
judged = reviews.pivot(index=key, columns="term", values="judgement").reindex(columns=terms)
last = reviews.drop_duplicates(key, keep="last").set_index(key)
priorities = priorities.join(last).join(judged).reset_index()

# %% [markdown]
# `support`: one row an academic year and improvement partner, up to this year.
# `programmes`: one row a programme of professional learning this year, the strongest impact first.

# %%
support = page.release.table("support").sort_values(["academic_year", "partner"])
support = support[support["academic_year"] <= page.this_year]

programmes = page.release.table("professional_learning")
programmes = programmes[programmes["academic_year"] == page.this_year]
impact = programmes["impact"].replace("", "not_evaluated")
programmes = programmes.assign(impact=impact, colour=impact.map(figures.IMPACTS))
programmes = programmes.iloc[impact.map(list(figures.IMPACTS).index).argsort(kind="stable")]

# %% [markdown]
# ## The year in short

# %%
page.heading("governors.year", academic_year=page.this_year)
number = {name: int((priorities["way"] == name).sum()) for name in ("up", "same", "down")}
compared = figures.over_the_year(page, "priorities", sum(number.values()))
not_compared = figures.over_the_year(page, "not_compared", len(priorities) - sum(number.values()))
if priorities.empty:
    page.text("school_priorities.none_of_year", academic_year=page.this_year)
if compared.value:
    counts = {name: figures.over_the_year(page, name, count) for name, count in number.items()}
    some, every = "school_priorities.year_of_compared", "school_priorities.year"
    page.text(some if not_compared.value else every, priorities=compared, **counts)
if not_compared.value:
    page.text("school_priorities.year_not_compared", not_compared=not_compared)

# %% [markdown]
# Days used this year, beside those agreed and beside the least allocation of a school of its kind.

# %%
of_year = support[support["academic_year"] == page.this_year]
days = of_year[["days_agreed", "days_used"]].sum(skipna=False, min_count=1)
agreed, used = (figures.support_days(page, name, days[name], page.this_year) for name in days.index)
least = figures.least_days(page)
if days.isna().any():
    page.text("school_support.none", academic_year=page.this_year)
else:
    page.text("school_support.used", used=used, agreed=agreed)

# %%
if days.notna().all() and least is not None:
    where = beside(used.value, least.value)
    if where == "equal":
        page.text("school_support.equal", id="school_support.least", least=least)
    else:
        apart = figures.support_days(
            page, "days_apart", abs(used.value - least.value), page.this_year
        )
        said = f"school_support.{where}"
        page.text(said, id="school_support.least", least=least, apart=apart)
if days.notna().all():
    say_as_at(page, "support", page.this_year)

# %%
if programmes.empty:
    page.text("learning.no_programme", academic_year=page.this_year)
else:
    places = figures.learning(page, "places", programmes["participants"].sum())
    whole = figures.learning(page, "programmes", len(programmes))
    page.text("learning.summary", programmes=whole, places=places)
    impacts = programmes["impact"].value_counts()
    for name in figures.IMPACTS:
        if name in impacts:
            of_these = figures.learning(page, f"impact_{name}", impacts[name])
            page.text(f"learning.impact.{name}", programmes=of_these)

# %% [markdown]
# What of the results rose most, and what fell most.

# %%
results_year = page.publication.term.results_year
narrative.most_and_least(page, one_school.fitting_figures(page), results_year, apart=())

# %% [markdown]
# ## Progress with each priority
# Its judgement in each term, and which way it went over the year.

# %%
rows = list(priorities.itertuples())
priorities["name"] = [priority_name(page, str(row.priority), row.reform_area) for row in rows]
priorities["went"] = [
    page.words(f"school_priorities.went.{row.way}", steps=row.steps) for row in rows
]
priorities["agreed"] = [
    figures.priority_days(page, row.priority, row.name, row.days_in_year)
    for row in priorities.itertuples()
]

# %%
if len(priorities):
    page.heading("governors.priorities")
page.table(
    priorities,
    [
        col.words("name", "table.priority"),
        *(col.judgement(term, term_name(page, term)) for term in terms),
        col.words("went", "school_priorities.columns.year"),
    ],
    title="governors.progress",
    academic_year=page.this_year,
)

# %% [markdown]
# What was found of each priority last, and the days agreed for it over the year.

# %%
heads = "school_priorities.columns"
page.table(
    priorities,
    [
        col.words("name", "table.priority"),
        col.on_track(),
        col.written("commentary", "table.found"),
        col.written("support_agreed", f"{heads}.support_agreed"),
        col.figure("agreed", f"{heads}.days_in_year"),
    ],
    title="governors.found",
    note="school_priorities.days_note",
    academic_year=page.this_year,
)

# %% [markdown]
# What each judgement means, criterion by criterion.

# %%
page.table(
    definitions(page, "school_priority") if len(priorities) else None,
    definition_columns(page, "school_priority"),
    title="judgement_definitions",
    id="governors.meanings",
)

# %% [markdown]
# ## Support received

# %%
tiles = [figure for figure in (agreed, used) if figure.value is not None]
if tiles:
    page.heading("governors.support")
    page.key_figures("governors.days", [*tiles, least] if least else tiles)

# %%
rows = support.to_dict("records")
for name in days.index:
    support[name] = [
        figures.support_days(page, name, row[name], row["academic_year"], row["partner"])
        for row in rows
    ]

# %%
page.table(
    support if tiles else None,
    [
        col.words("academic_year"),
        col.words("partner", "school_support.columns.partner"),
        col.figure("days_agreed"),
        col.figure("days_used"),
    ],
    title="governors.partners",
)

# %% [markdown]
# ## Professional learning

# %%
if len(programmes):
    page.heading("governors.learning")
programmes["staff"] = [
    figures.learning(page, "places", row.participants, row.programme)
    for row in programmes.itertuples()
]

# %%
heads = "learning.columns"
page.table(
    programmes,
    [
        col.written("programme", f"{heads}.programme"),
        col.figure("staff", f"{heads}.participants"),
        col.words("impact", f"{heads}.impact", key="learning.impacts.{}", colour="colour"),
        col.written("evaluation", f"{heads}.evaluation"),
    ],
    title="governors.programmes",
    academic_year=page.this_year,
)

# %% [markdown]
# ## Outcomes

# %%
own = one_school.fitting_figures(page)
if own.section("key_indicators").numbered().measures:
    page.heading("headings.outcomes", id="governors-outcomes-heading")
    one_school.key_moves(page, own)
    narrative.without_result(page, own, results_year, id="governors.outcomes.without")
summarised = [name for name, each in page.config.sections.items() if each.summarised]
one_school.say_unfit(page, summarised)

# %%
changes.changed_since_last_term(page)

# %% [markdown]
# ## Questions for enquiry

# %%
page.appendix("enquiry")
questions_to_write_on(page, lines=4)
