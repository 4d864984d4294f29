"""What protection costs: how many figures are shown exactly, nearly or not, and by which rule.

What is counted are the figures that would be shown if nothing were protected. Nothing here says
which figure it is that is withheld; but how many of a few are tells much of each of them, so these
counts are for those who may see everything.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from tymor.config.disclosure import Protection
from tymor.config.measures import Measure
from tymor.disclosure.names import KEY, Rule
from tymor.disclosure.protect import HIDDEN, NEAR_ALL, NEAR_NONE, SHOWN

#: Kinds of area, in the order of a cell's ``level``.
LEVELS = ("school", "local_authority", "partnership")
#: How a figure is shown, by its state.
TOLD = {SHOWN: "exact", NEAR_ALL: "nearly", NEAR_NONE: "nearly", HIDDEN: "withheld"}
SHOWN_AS = ("exact", "nearly", "withheld")
#: The rules that withhold a figure of an area that is published.
RULES = tuple(rule.named for rule in Rule if rule not in (Rule.NONE, Rule.CLOSED))
_GAP = Rule.GAP.named
#: What tells one row of the costs from another.
NAMES = ["level", "sector", "measure_id", "group", "cohort_from"]


def costs(cells: pd.DataFrame, sectors: Mapping[str, str], rules: Protection) -> pd.DataFrame:
    """Figures counted: one row a level of areas, sector, measure, group and size of the cohort.

    Parameters
    ----------
    cells
        One row a figure that rests on learners: ``area_id``, ``level``, ``measure_id``, ``group``,
        ``cohort``, ``published``, with the ``state`` in which it is shown and the ``rule`` that
        withheld it first.
    sectors
        Of each school, by its id.

    Returns
    -------
    DataFrame
        ``sector`` is empty of areas above schools. ``cohort_from`` is the least cohort that has a
        rule of its own (``least_cohort``, ``least_cohort_others``) and is not greater than the
        figure's; 0 below both. ``exact``, ``nearly`` and ``withheld`` count the figures; the
        columns of ``RULES`` those withheld by each, and add up to ``withheld``.
    """
    rows = cells[cells["published"] & (cells["cohort"] > 0)]
    steps = np.array(sorted({0, rules.least_cohort, rules.least_cohort_others}))
    level = rows["level"].map(dict(enumerate(LEVELS)))
    told = rows["state"].map(TOLD)
    named = rows[["measure_id", "group"]].assign(
        level=level,
        sector=rows["area_id"].map(sectors).where(level == LEVELS[0]).fillna(""),
        cohort_from=steps[np.searchsorted(steps, rows["cohort"], side="right") - 1],
    )
    counted = {each: (told == each).astype("int64") for each in SHOWN_AS}
    counted |= {rule: (rows["rule"] == rule).astype("int64") for rule in RULES}
    return named.assign(**counted).groupby(NAMES, as_index=False).sum()


def sectors_of(areas: pd.DataFrame) -> dict[str, str]:
    """The sector of each school, by its id."""
    schools = areas[areas["kind"] == LEVELS[0]]
    return dict(zip(schools["area_id"], schools["sector"], strict=True))


def gaps_among(cells: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """The gaps that these figures give, as rows like theirs: of the smaller side's cohort."""
    gap_of = {
        (each.of, each.between[0]): name
        for name, each in measures.items()
        if each.between is not None
    }
    of = pd.MultiIndex.from_frame(cells[["measure_id", "group"]])
    own = cells[cells["measure_id"].isin([name for name, _ in gap_of])]
    sides = cells[of.isin([*gap_of])].merge(
        own.loc[own["group"] == "all", [*KEY[:3], "cohort"]], on=KEY[:3], suffixes=("", "_of_all")
    )
    cohort = np.minimum(sides["cohort"], sides["cohort_of_all"] - sides["cohort"])
    pairs = zip(sides["measure_id"], sides["group"], strict=True)
    names = pd.Series([gap_of[pair] for pair in pairs], sides.index, dtype="str")
    gaps = sides.assign(cohort=cohort, measure_id=names, group="all")
    return gaps.loc[cohort > 0, [*KEY, "level", "cohort", "published"]]


def with_gaps(
    cells: pd.DataFrame, measures: Mapping[str, Measure], withheld: Collection[tuple[str, ...]]
) -> pd.DataFrame:
    """Cells as :func:`costs` takes them, and the gaps that they give beside them.

    ``withheld`` names figures that are not shown, the gaps among them.
    """
    gaps = gaps_among(cells, measures)
    hidden = np.array([name in withheld for name in gaps[KEY].itertuples(index=False, name=None)])
    gaps = gaps.assign(state=np.where(hidden, HIDDEN, SHOWN), rule=np.where(hidden, _GAP, ""))
    return pd.concat([cells[[*gaps.columns]], gaps], ignore_index=True)
