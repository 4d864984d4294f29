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
# # Categories of schools, and progress of those that need most support
# One notebook for the partnership and each local authority; `entry` is the one of `report.yml`
# that fits the area. The scheme is `params/categorisation.yml`. Runs as it stands.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership or a local authority
term: str = "2017-summer"
audience: str = "partnership"
entry: str = "categories"

# %%
from functools import partial

from tymor import report
from tymor.config.terms import term_order
from tymor.report import columns as col
from tymor.report import told
from tymor.report.counted import joined

# %%
page = report.open(entry, area=area, term=term, audience=audience)
scheme = page.config.categorisation
deciding = scheme.parts[scheme.support]

import category_figures as figures
from shared.as_at import say_as_at
from shared.category_meanings import category_meanings, meaning_columns
from shared.names import name_them
from shared.school_charts import judged_rows, judgement_bars
from shared.vocabulary import in_order, term_before, term_name

# %%
below = [each for each in page.children() if each.kind == "local_authority"]
if page.area.invented or any(each.invented for each in below):
    page.callout("categories_page.invented", title="ui.invented_title", important=True)

# %% [markdown]
# ## What is held
# `counts`: schools by area, part, category and term, and by the category a term
# before (`all`: any). A category holds until there is a newer one. `newest` is the term of all
# tables here: the last in which the partnership categorised any school, in any part of the scheme,
# so that its page and each authority's name the same one. Where that is not this term, no school
# has moved or stayed since.

# %%
counts = page.release.table("category_counts")
own = counts[counts["area_id"] == page.area_id]
of_support = own[own["part"] == scheme.support]
newest = next(iter(counts.loc[counts["term"] == term, "newest"]), term)
terms = [each for each in in_order(own["term"]) if term_order(each) <= term_order(newest)]
at = term_name(page, newest, within=True)
by_term = figures.wide(of_support[of_support["before"] == "all"], deciding.words, terms)
now = figures.wide(of_support[of_support["before"] == "all"], deciding.words, [term])[term]
of_area = {"area_id": page.area_id, "part": scheme.support}
schools_in = partial(told.rows, page, "category_counts", column="schools", how="sum", **of_area)
held = schools_in(term=term, before="all", category=list(deciding.words))
followed = schools_in(term=term, before="all", category=list(scheme.followed))

# %% [markdown]
# ## Schools by category

# %%
parts = joined(
    (
        page.say("names.within", {"name": page.say(f"categories.parts.{each}")})
        for each in scheme.parts
    ),
    page.config.languages,
    "; ",
)
names = joined(
    (page.say(f"categories.{scheme.support}.{each}") for each in scheme.followed),
    page.config.languages,
)
page.text("categories_page.about", parts=parts)

# %%
if held:
    page.heading("categories_page.now")
    tiles = [figures.schools(page, scheme.support, each, now[each]) for each in deciding.words]
    when = {each.measure_id: term_name(page, newest) for each in tiles}
    page.key_figures("categories_page.now", tiles, when=when)
    all_schools = told.rows(page, "areas", kind="school")
    page.text("categories_page.held", schools=held, of=all_schools)
    if newest != term:
        page.text("categories_page.not_yet", of_term=at)
else:
    page.callout("categories_page.none")

# %% [markdown]
# How schools moved since the term before; a term that is older is not "last term". The categories
# come in their order, that with the least support first.

# %%
last_term = term_before(page, terms) if newest == term else None
moves = of_support[(of_support["term"] == term) & (of_support["before"] != "all")]
words = list(deciding.words)
compared = moves[moves["before"] != ""]
came = [{"category": now, "before": before} for now in words for before in words]
ways = {
    "less": [each for each in came if words.index(each["category"]) < words.index(each["before"])],
    "more": [each for each in came if words.index(each["category"]) > words.index(each["before"])],
    "same": [each for each in came if each["category"] == each["before"]],
}
if held and last_term and len(compared):
    page.text(
        "categories_page.moved",
        compared=schools_in(term=term, before=words),
        **{way: schools_in(term=term, either=either) for way, either in ways.items()},
    )

# %%
last_followed = None
if last_term:
    last_followed = schools_in(term=last_term, before="all", category=list(scheme.followed))
if held:
    said = {"names": names, "followed": followed, "of": held}
    if last_followed is None:
        page.text("categories_page.followed", id="categories-followed", **said)
    else:
        page.text(
            "categories_page.followed_before",
            id="categories-followed",
            before=last_followed,
            **said,
        )

# %% [markdown]
# Each term a bar; as a table the other parts of the scheme too.

# %%
shown = [each for each in terms if by_term[each].sum()]
bars = judged_rows(
    by_term[shown].to_dict(),
    {each: term_name(page, each) for each in shown},
    {word: each.colour or "blue" for word, each in deciding.words.items()},
    {word: page.words(f"categories.{scheme.support}.{word}") for word in deciding.words},
)
of_parts = figures.by_part(page, own, terms)
heads = [col.figure(each, term_name(page, each)) for each in terms]
category = col.words("category", "categories.category", colour="colour")

# %%
if held:
    page.chart(
        judgement_bars(bars, page.axis, counted="schools_count"),
        title="categories_page.chart",
        table=of_parts[of_parts["code"] == scheme.support],
        columns=[category, *heads],
        followed=followed,
        of=held,
        names=names,
        at=at,
    )
page.table(of_parts, [category, *heads], sections="part", title="categories_page.by_part")
meanings = category_meanings(page) if held else None
page.table(meanings, meaning_columns(), sections="part", title="categories.meanings")

# %% [markdown]
# From which category schools came into which since the term before.

# %%
if last_term and len(compared):
    came = figures.came_from(page, compared, deciding.words)
    across = [
        col.figure(word, f"categories.{scheme.support}.{word}", group="table.this_term")
        for word in deciding.words
    ]
    page.table(
        came,
        [col.words("before", "table.last_term", colour="colour"), *across],
        title="categories_page.moves",
    )

# %% [markdown]
# ## Each local authority

# %%
of_below = counts[
    (counts["part"] == scheme.support) & (counts["before"] == "all") & (counts["term"] == term)
]
if below and held:
    page.heading("headings.authorities", id="categories-authorities-heading")
    rows = figures.by_area(page, of_below, [*below, page.area], deciding.words)
    columns = [col.figure(word, f"categories.{scheme.support}.{word}") for word in deciding.words]
    columns = [col.area(), *columns, col.figure("held", "categories_page.of_all")]
    page.table(rows, columns, totals="whole", title="categories_page.by_area", at=at)

# %% [markdown]
# ## Progress of the schools that are followed
# Their priorities term by term, by the category that they have now.

# %%
progress = page.release.table("category_progress")
progress = progress[
    (progress["area_id"] == page.area_id) & progress["category"].isin(scheme.followed)
]
tracked = figures.progress_by_term(page, progress, in_order(progress["term"]))
if len(tracked):
    page.heading("categories_page.progress")
    figures.tell_progress(page)
    judged = page.config.judgements.schemes["school_priority"]
    columns = [
        col.words("term"),
        *(col.figure(of, f"table.{of}") for of in ("schools", "priorities", "on_track")),
        col.figure("not_on_track"),
        *(col.figure(word, f"judgements.{word}") for word in judged),
    ]
    page.table(tracked, columns, sections="category", title="categories_page.progress")

# %% [markdown]
# ## School by school
# For those who may see it: schools that are followed first, then the others.

# %%
named = figures.named_schools(page, terms)
listed = [each for each in terms if named[each].notna().any()]
columns = [
    col.words("school"),
    *(col.words(f"{each}", term_name(page, each), missing="categories_page.no_category")
      for each in listed),
    *(col.words(f"{part}_now", f"categories.parts.{part}", missing="categories_page.no_category")
      for part in scheme.parts if f"{part}_now" in named and part != scheme.support),
    col.words("since_term", "categories.since"),
]  # fmt: skip

# %%
if len(named):
    page.heading("headings.by_school", id="categories-schools-heading")
page.table(
    named[named["followed"]],
    [*columns, col.written("reason", "categories.reason")],
    title="categories_page.schools_followed",
    names=names,
)
page.table(named[~named["followed"]], columns, title="categories_page.schools_others", names=names)

# %% [markdown]
# What became of the priorities of those that are followed, and their days of support, where these
# may be read.

# %%
supported = figures.support_of(page, named[named["followed"]])
if len(supported):
    if any(each.value is not None for each in supported["days_used"]):
        say_as_at(page, "support", page.this_year)
    counted_columns = [
        col.words("school"),
        *(col.figure(name, f"table.{name}") for name in ("priorities", "on_track", "not_on_track")),
        col.figure("limited", "judgements.limited"),
        col.figure("days_agreed"),
        col.figure("days_used"),
    ]
    page.table(supported, counted_columns, title="categories_page.support", names=names)

# %%
unplaced = figures.without_category(page, named)
if unplaced:
    name_them(page, "categories_page.without", unplaced, place="schools")

# %% [markdown]
# ## Ways on

# %%
links = [page.link_to(each, report="categories_authority") for each in below]
if page.runs("categories_authority") and audience == "public":
    page.links("categories_page.pages", {"page.all_areas": links})
