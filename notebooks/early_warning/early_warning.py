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

from tymor import report
from tymor.report import changes, school_charts
from tymor.report import early_warning_tables as shown
from tymor.report import early_warning_words as words
from tymor.report.early_warning import EarlyWarning

page = report.open("early_warning", area=area, term=term, audience=audience)
warning = EarlyWarning.of(page)

# %% [markdown]
# ## At a glance

# %%
if not warning.schools:
    page.callout("early_warning.none", important=True)
else:
    page.text("early_warning.about")
    page.key_figures("early_warning.headlines", words.headline_figures(warning))
    words.sentences(warning)

# %% [markdown]
# ## Schools, limited progress first

# %%
if warning.schools:
    page.heading("early_warning.schools")
page.table(shown.schools_table(warning), title="early_warning.schools")
page.table(shown.levels_table(warning), title="early_warning.levels")
page.table(shown.readings_table(warning), title="early_warning.readings")

# %% [markdown]
# ## Indicators and their thresholds

# %%
thresholds = shown.thresholds_table(warning)
counted = shown.levels_counted(warning)
if thresholds is not None and counted is not None:
    page.heading("early_warning.thresholds")
    page.chart(
        school_charts.judgement_bars(shown.level_rows(warning), page.axis, counted="schools_count"),
        title="early_warning.chart",
        table=counted,
        flagged=warning.flagged,
        of=len(warning.schools),
        level=page.say(f"risk_levels.{page.config.risk.flagged_from}"),
    )
page.table(thresholds, title="early_warning.thresholds")

# %% [markdown]
# ## What changed since last term

# %%
changes.changed_since_last_term(page)
