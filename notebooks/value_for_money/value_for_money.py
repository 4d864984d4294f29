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
# # Value for money: what was given, beside how schools moved
# For the partnership, and for each local authority. Runs as it stands; for an authority change
# `area` to its code, `audience` to `authority` and `entry` to `value_for_money_authority`. It says
# what stands beside what, and never that one thing led to the other.

# %% tags=["parameters"]
area: str = "CSC"  # the partnership, or a local authority's code
term: str = "2017-summer"
audience: str = "partnership"
entry: str = "value_for_money"

# %%
from tymor import report
from tymor.report import columns as col
from tymor.report import told
from tymor.report.bilingual import label

page = report.open(entry, area=area, term=term, audience=audience)

import value_figures as figures
from shared import units
from shared.as_at import say_as_at
from shared.names import name_them
from shared.provenance import Provenance
from shared.vocabulary import term_name
from value_items import KINDS, Item, items_of

# %%
if any(each.invented for each in page.schools()) and not page.area.invented:
    page.callout("value.invented", title="ui.invented_title", important=True)

# %% [markdown]
# `items`: each programme, grant and kind of support that schools of the area had this year.
# `every`: all schools of the area, which the others stand beside.

# %%
items = items_of(page)
schools = frozenset(each.id for each in page.schools())
every = Item("support", "all", page.say("value.all"), schools, None, None, ("schools",))
disadvantaged = Item("grant", "all", page.say("value.all"), schools, None, None, ("schools",),
               page.config.learners.disadvantaged or "all")  # fmt: skip

# %% [markdown]
# ## What was given
# One row an item: schools and learners reached, days and pounds. Of what is not held, a budget
# too, it is said that it is not.

# %%
given = figures.reached(page, items)
if given.empty:
    page.callout("value.none", important=True, of_year=page.this_year)
else:
    page.callout("value.cause", important=True)
    page.heading("value.given")

# %%
pounds = list(given["pounds"]) if len(given) else []
held = [each for each in pounds if each.value is not None]
if held:
    of_all = {"items": told.number_of(pounds), "of_year": page.this_year}
    page.text("value.held", held=told.number_of(held), **of_all)
elif pounds:
    page.text("value.not_held", items=told.number_of(pounds), of_year=page.this_year)

# %%
budgets = list(given["budget"]) if len(given) else []
budgeted = [each for each in budgets if each.value is not None]
if budgeted and len(budgeted) < len(budgets):
    page.text("value.budget_of_some", items=told.number_of(budgets), held=told.number_of(budgeted))
elif budgets and not budgeted:
    page.text("value.no_budget", items=told.number_of(budgets))
if len(given):
    say_as_at(page, "support", page.this_year, words="value.as_at.partners")
    say_as_at(page, "costs", page.this_year, words="value.as_at.costs")
    say_as_at(page, "grants", page.this_year)
    say_as_at(page, "rolls", page.this_year)
# %%
if len(held) > 1:
    most = max(held, key=lambda each: each.value)
    page.text(
        "value.most",
        item=given.loc[[each is most for each in pounds], "item"].iloc[0],
        pounds=most,
        claims=[told.greatest(most, held)],
    )

# %%
columns = [
    col.words("item", "value.item", width="wide"),
    *(col.figure(name, f"value.columns.{name}", missing="value.no_days")
      for name in ("schools", "learners", "days", "budget", "pounds", "each")),
]  # fmt: skip
if len(given):
    named = {kind: label(page.say(f"value.kinds.{kind}")) for kind in KINDS}
    page.table(given.assign(kind=given["kind"].map(named)), columns, sections="kind",
               title="value.given", of_year=page.this_year)  # fmt: skip

# %% [markdown]
# ## How judgements of priorities moved
# Since the first term of this academic year that is held, of priorities that were judged in both.

# %%
priorities, first = figures.since_first(page)
judged = figures.judged(page, [*items, every], priorities)
whole = judged[judged["item"] == label(every.label)]
if len(given):
    page.heading("value.judged")

# %%
if len(whole):
    row = whole.iloc[-1]
    since = term_name(page, first, within=True)
    page.text(
        "value.judged.told",
        since=since,
        **{name: row[name] for name in ("priorities", "better", "same", "worse")},
    )
elif len(given):
    page.text("value.judged.none", of_year=page.this_year)

# %%
if len(whole):
    page.table(
        judged.assign(whole=judged["item"] == label(every.label)),
        [
            col.words("item", "value.item", width="wide"),
            *(col.figure(name, f"value.judged.{name}")
              for name in ("schools", "priorities", "better", "same", "worse")),
        ],
        totals="whole",
        title="value.judged",
        since=since,
    )  # fmt: skip

# %% [markdown]
# ## How outcomes moved
# Key indicators of the same schools, this year beside the year before; for a grant that is given
# for learners eligible for free school meals, of these. A table a kind of item, each with all
# schools last; what every school had has no rows of its own. Where schools or learners are few
# there is a range and no single number.

# %%
of_all = figures.reach_all(page, items)
apart = [each for each in items if each not in of_all]
moved = figures.outcomes(page, [*apart, every, disadvantaged])
own = moved[moved["item"] != label(every.label)]
large = own[~own["small"]]
clear = large[large["clear"] != "unclear"]
pairs = [(row.now, row.before, told.PLAIN) for row in large.itertuples()]
of_clear = [(row.now, row.before, told.PLAIN) for row in clear.itertuples()]
# %%
if len(given):
    page.heading("value.outcomes")
if given.empty:
    pass
elif moved.empty:
    page.text("value.outcomes.none", of_year=page.this_year)
else:
    page.text("value.outcomes.range", level=told.given(page, "chance.range"))
    Provenance.of_areas(page, [page.area, *page.children()]).outcomes()
    if of_all:
        name_them(page, "value.outcomes.of_all", [each.label for each in of_all], place="items")

# %%
if pairs:
    page.text(
        "value.outcomes.told",
        lines=told.counts(pairs),
        up=told.counts(of_clear, "up"),
        down=told.counts(of_clear, "down"),
    )
few = own[own["small"]]
small = few["pupils"]
moved_clearly = {way: few.loc[few["clear"] == way, "pupils"] for way in ("up", "down")}
if len(small):
    page.text(
        "value.outcomes.small" if pairs else "value.outcomes.small_only",
        id="value.outcomes.small",
        small=told.number_of(small),
        few=told.given(page, "cautions.few_schools"),
        learners=told.given(page, "cautions.large_cohort"),
    )
if any(map(len, moved_clearly.values())):
    ways = {way: told.number_of(each) for way, each in moved_clearly.items()}
    page.text("value.outcomes.small_clear", of=told.number_of(small), **ways)

# %%
too_few = "value.outcomes.few"
columns = [
    col.words("measure", "table.measure", width="wide"),
    *(col.figure(name, f"value.outcomes.{name}") for name in ("schools", "pupils")),
    *(col.figure(name, f"value.outcomes.{name}", missing=too_few) for name in ("before", "now")),
    col.change("change", "value.outcomes.change", decimals="places", missing=too_few),
    col.words("range", "value.outcomes.range_column", align="end"),
    col.words("clear", "value.outcomes.clear", key="value.clear.{}"),
]

# %%
for kind in KINDS:
    beside = own[own["kind"] == kind]
    if len(beside):
        page.table(beside, columns, sections="item", title="value.outcomes",
                   id=f"value.outcomes.{kind}", kind=page.say(f"value.kinds.{kind}"),
                   unit=units.in_units(page, beside["measure_id"]))  # fmt: skip
of_every = moved[moved["item"] == label(every.label)]
page.table(of_every, columns, title="value.all_outcomes",
           unit=units.in_units(page, of_every["measure_id"]))  # fmt: skip
