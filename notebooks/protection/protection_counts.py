"""Figures counted by how they are shown, and by the rule that withholds them.

Rows of costs have ``exact``, ``nearly`` and ``withheld``, and a column for each rule, which add up
to ``withheld``. Nothing here has words.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from tymor.config import Config, Measure
from tymor.disclosure.costs import RULES, SHOWN_AS

#: What stands in the place of a gap's group, whose section of measures is called so, too.
GAPS = "fsm_gap"


def phases_of_results(config: Config) -> list[str]:
    """The phases of education, in their order, of which anything but attendance is measured."""
    of = {each.phase for each in config.measures.values() if each.denominator != "sessions"}
    return [phase for phase in config.phases if phase in of]


def with_measures(costs: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Costs with the ``phase`` and ``section`` of each measure; of the roll there are none.

    A gap is of two groups: its ``group`` is ``GAPS``.
    """
    known = costs["measure_id"]
    gaps = known.isin([name for name, each in measures.items() if each.of is not None])
    return costs.assign(
        phase=known.map({name: each.phase for name, each in measures.items()}).fillna(""),
        section=known.map({name: each.section for name, each in measures.items()}).fillna(""),
        group=costs["group"].mask(gaps, GAPS),
    )


def results_of_schools(costs: pd.DataFrame, least: int, phases: Sequence[str]) -> pd.DataFrame:
    """The results of all learners of schools, of cohorts of so many or more; gaps are none."""
    of_all = (costs["level"] == "school") & (costs["group"] == "all")
    return costs[of_all & costs["phase"].isin(phases) & (costs["cohort_from"] >= least)]


def sums(costs: pd.DataFrame) -> pd.Series:
    """All of these costs as one row."""
    return _with_shares(costs[[*SHOWN_AS, *RULES]].sum().to_frame().T).iloc[0]


def sums_by(costs: pd.DataFrame, name: str, order: Sequence[object] = ()) -> pd.DataFrame:
    """A row for each word of the column ``name``: in this order, else the most figures first.

    ``figures`` are all, ``exact_pct``, ``nearly_pct`` and ``withheld_pct`` the shares of them.
    """
    rows = _with_shares(costs.groupby(name)[[*SHOWN_AS, *RULES]].sum())
    if order:
        return rows.loc[[each for each in order if each in rows.index]]
    return rows.sort_values("figures", ascending=False, kind="stable")


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    figures = rows[[*SHOWN_AS]].sum(axis="columns")
    shares = {f"{each}_pct": 100 * rows[each] / figures.where(figures > 0) for each in SHOWN_AS}
    return rows.assign(figures=figures, **shares)


def most_withheld(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of which the largest share is withheld; none where there is one row only, or
    nothing is withheld."""
    share = rows["withheld_pct"]
    most = (share == share.max()) & (share > 0)
    return rows[most] if len(rows) > 1 else rows.iloc[:0]


def leading(row: "pd.Series[float]") -> list[str]:
    """The rules that withhold most of what is withheld; several where they withhold as many."""
    of_rules = row[[*RULES]]
    return [str(rule) for rule in RULES if of_rules[rule] == of_rules.max() > 0]


def by_rule(results: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """A row a rule that withholds anything, the one that withholds most of the results first.

    ``results`` is how many of these it withholds, ``results_pct`` the share of those withheld,
    ``figures`` how many of all costs.
    """
    own, of_all = results[[*RULES]].sum(), costs[[*RULES]].sum()
    rows = pd.DataFrame({"results": own, "figures": of_all})
    rows = rows.assign(results_pct=100 * own / own.sum() if own.sum() else float("nan"))
    rows = rows.sort_values(["results", "figures"], ascending=False, kind="stable")
    return rows[rows["figures"] > 0].rename_axis("rule")
