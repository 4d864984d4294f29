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
# # The same report without Tymor: pandas and Altair, one language a run
# 20 cells of code, 6 charts, 6 tables, from the same Parquet. Charts are drawn here as SVG,
# so that the page and the PDF can both show them.

# %% tags=["parameters"]
area: str = "9990001"
language: str = "en"
year: str = "2016/17"
figures: str = ""  # path of figures.parquet
labels: str = ""  # path of labels.csv

# %%
import altair as alt
import drawn
import pandas as pd
from IPython.display import Markdown, display

# %%
alt.renderers.enable("svg")
pd.options.display.html.table_schema = True  # the PDF is made from it
pd.options.display.max_rows = 100

# %%
WORDS = {
    "en": {"pct": "Per cent of pupils", "gap_between": "Gap in percentage points",
           "above_or_below": "Percentage points above or below the target",
           "table.academic_year": "Academic year",
           "outcomes": "Outcomes against targets", "attendance": "Attendance",
           "actual": "Actual", "target": "Target", "measure": "Measure", "met": "targets met"},
    "cy": {"pct": "Canran y disgyblion", "gap_between": "Bwlch mewn pwyntiau canran",
           "above_or_below": "Pwyntiau canran uwchlaw neu islaw'r targed",
           "table.academic_year": "Blwyddyn academaidd",
           "outcomes": "Deilliannau o'u cymharu â thargedau", "attendance": "Presenoldeb",
           "actual": "Gwirioneddol", "target": "Targed", "measure": "Mesur",
           "met": "targed wedi'i gyrraedd"},
}  # fmt: skip
t = WORDS[language].__getitem__

# %%
own = pd.read_parquet(figures, filters=[("area_id", "==", area), ("group", "==", "all")])
own = own.merge(pd.read_csv(labels), on="measure_id")
own = own.rename(columns={f"label_{language}": "measure"})

# %%
wide = own.pivot_table(
    index=["section", "measure", "academic_year"], columns="kind", values="value", sort=False
).reset_index()


def section(name):
    return wide[wide["section"] == name]


def table(name):
    held = section(name).rename(columns={"actual": t("actual"), "target": t("target")})
    by_year = held.pivot_table(
        index="measure", columns="academic_year", values=[t("actual"), t("target")], sort=False
    )
    by_year.columns = [f"{year} {kind}" for kind, year in by_year.columns]
    return by_year.rename_axis(t("measure")).sort_index(axis=1)


# %%
now = wide[wide["academic_year"] == year].dropna(subset=["actual", "target"])
distances = now.assign(points=now["actual"] - now["target"])
display(Markdown(f"**{(distances['points'] >= 0).sum()} / {len(distances)}** {t('met')}"))

# %%
display(Markdown(f"## {t('outcomes')}"))

# %%
table("key_indicators")

# %%
drawn.trend(section("key_indicators"), t)

# %%
drawn.distance(distances, t)

# %%
table("expected_level")

# %%
drawn.dots(section("expected_level"), t)

# %%
table("expected_level_plus1")

# %%
drawn.dots(section("expected_level_plus1"), t)

# %%
table("expected_level_plus2")

# %%
drawn.dots(section("expected_level_plus2"), t)

# %%
table("fsm_gap")

# %%
drawn.bars(section("fsm_gap"), t)

# %%
display(Markdown(f"## {t('attendance')}"))
table("attendance")
