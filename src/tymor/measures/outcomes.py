"""Outcomes of schools and local authorities, counted from school rows."""

from collections.abc import Mapping

import pandas as pd

from tymor.config.models import Measure
from tymor.measures.frame import in_other_words, places_of
from tymor.measures.rounding import percentage, round_half_up

_KEY = ["area_id", "measure_id", "academic_year", "group"]


def of_schools_and_authorities(
    school_outcomes: pd.DataFrame, schools: pd.DataFrame, decimals: Mapping[str, int]
) -> pd.DataFrame:
    """Percentages for every school and every local authority.

    Parameters
    ----------
    school_outcomes
        One row a school, year, measure and group: ``numerator`` pupils who
        reached it of ``denominator`` pupils in the cohort.
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row an area, measure, year and group: ``value`` in per cent,
        ``numerator``, ``denominator``, ``cohort`` (the same pupils). A local
        authority's numbers are the sums over its schools.
    """
    rows = school_outcomes.merge(schools[["school_id", "la_code"]], on="school_id")
    counts = pd.concat([rows.assign(area_id=rows[area]) for area in ("school_id", "la_code")])
    totals = counts.groupby(_KEY, as_index=False, sort=False)[["numerator", "denominator"]].sum()
    places = places_of(totals["measure_id"], decimals)
    return totals.assign(
        value=percentage(totals["numerator"], totals["denominator"], places),
        cohort=totals["denominator"],
        unit="pct",
    )


def rates(
    counted: pd.DataFrame, measures: Mapping[str, Measure], decimals: Mapping[str, int]
) -> pd.DataFrame:
    """Percentages, and points of a learner, from counts.

    Parameters
    ----------
    counted
        One row an area, year, measure and group, words as categories: ``numerator`` (pupils
        who reached it, or their points), ``denominator`` (the pupils of the cohort, or their
        entries) and ``cohort`` (these pupils).

    Returns
    -------
    pandas.DataFrame
        The rows of the measures known, with ``value`` and ``unit``.
    """
    known = counted[counted["measure_id"].isin(measures)]
    units = {name: measure.unit for name, measure in measures.items()}
    unit = in_other_words(known["measure_id"], units)
    of = known["denominator"].where(unit != "points", 100 * known["denominator"])
    places = places_of(known["measure_id"], decimals)
    return known.assign(value=percentage(known["numerator"], of, places), unit=unit)


def of_partnership(
    totals: pd.DataFrame, schools: pd.DataFrame, partnership_id: str, decimals: Mapping[str, int]
) -> pd.DataFrame:
    """The same for the whole partnership, as the sum of its local authorities."""
    authorities = totals[totals["area_id"].isin(schools["la_code"])]
    summed = authorities.groupby(_KEY[1:], as_index=False, sort=False)[
        ["numerator", "denominator"]
    ].sum()
    places = places_of(summed["measure_id"], decimals)
    return summed.assign(
        area_id=partnership_id,
        value=percentage(summed["numerator"], summed["denominator"], places),
        cohort=summed["denominator"],
        unit="pct",
    )


def gaps(
    outcomes: pd.DataFrame, measures: Mapping[str, Measure], decimals: Mapping[str, int]
) -> pd.DataFrame:
    """How far eFSM learners are from the others, in percentage points.

    ``value`` is the percentage of eFSM learners less that of the others, from
    the unrounded percentages: negative where eFSM learners do less well. The
    ``cohort`` is the smaller of the two, for a gap rests on both. There is no
    numerator or denominator. A row only where both cohorts have pupils.
    """
    key = _KEY[:-1]
    gap_of = {measure.of: name for name, measure in measures.items() if measure.of is not None}
    own = outcomes[outcomes["measure_id"].isin(gap_of)]
    own = own.assign(pct=100 * own["numerator"] / own["denominator"])
    sides = [
        own.loc[own["group"] == group, [*key, "pct", "cohort"]] for group in ("efsm", "not_efsm")
    ]
    both = sides[0].merge(sides[1], on=key, suffixes=("_efsm", "_not_efsm"))
    names = both["measure_id"].astype("str").map(gap_of)
    apart = (both["pct_efsm"] - both["pct_not_efsm"]).astype("float64")
    return both.assign(
        measure_id=names,
        group="all",
        value=round_half_up(apart, places_of(names, decimals)),
        cohort=both[["cohort_efsm", "cohort_not_efsm"]].min(axis=1),
        unit="pp",
    ).drop(columns=["pct_efsm", "pct_not_efsm", "cohort_efsm", "cohort_not_efsm"])
