"""Outcomes of schools and local authorities, counted from school rows."""

from collections.abc import Mapping

import pandas as pd

from tymor.config.measures import Measure
from tymor.measures.frame import in_other_words, places_of
from tymor.measures.rounding import percentage, round_half_up

_KEY = ["area_id", "measure_id", "academic_year", "group"]


def value_of(
    rows: pd.DataFrame, measures: Mapping[str, Measure], decimals: Mapping[str, int] | None = None
) -> pd.Series:
    """What each row's ``numerator`` and ``denominator`` make, by the kind of its ``measure_id``.

    A percentage, the mean of a sum, a rate per so many, or the count itself; to the ``decimals``
    of its measure, unrounded without any. Missing where either is missing or the denominator is 0.
    """
    times = rows["measure_id"].map({name: each.times for name, each in measures.items()})
    counts = rows["measure_id"].isin([n for n, each in measures.items() if each.kind == "count"])
    above = rows["numerator"] * times.astype("float64").fillna(100).astype("int64")
    below = rows["denominator"].mask(counts & (rows["denominator"] > 0), 1)
    if decimals is None:
        exact: pd.Series = above.astype("float64") / below.where(below > 0).astype("float64")
        return exact
    return percentage(above, 100 * below, places_of(rows["measure_id"], decimals))


def unit_of(measure_ids: pd.Series, measures: Mapping[str, Measure]) -> pd.Series:
    """The unit of each measure."""
    return measure_ids.map({name: measure.unit for name, measure in measures.items()})


def of_schools_and_authorities(
    school_outcomes: pd.DataFrame,
    schools: pd.DataFrame,
    measures: Mapping[str, Measure],
    decimals: Mapping[str, int],
) -> pd.DataFrame:
    """What the rows of every school, and of every local authority together, make.

    Parameters
    ----------
    school_outcomes
        One row a school, year, measure and group: ``numerator`` pupils who
        reached it of ``denominator`` pupils in the cohort; or what these have together.
    schools
        One row a school: ``school_id``, ``la_code``.

    Returns
    -------
    pandas.DataFrame
        One row an area, measure, year and group: ``value`` in the ``unit`` of the measure,
        ``numerator``, ``denominator``, ``cohort`` (the same pupils). A local
        authority's numbers are the sums over its schools.
    """
    rows = school_outcomes.merge(schools[["school_id", "la_code"]], on="school_id")
    counts = pd.concat([rows.assign(area_id=rows[area]) for area in ("school_id", "la_code")])
    totals = counts.groupby(_KEY, as_index=False, sort=False)[["numerator", "denominator"]].sum()
    return totals.assign(
        value=value_of(totals, measures, decimals),
        cohort=totals["denominator"],
        unit=unit_of(totals["measure_id"], measures),
    )


def rates(
    counted: pd.DataFrame, measures: Mapping[str, Measure], decimals: Mapping[str, int]
) -> pd.DataFrame:
    """Percentages, means, rates and counts, from what was counted.

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
    return known.assign(value=value_of(known, measures, decimals), unit=unit)


def of_partnership(
    totals: pd.DataFrame,
    schools: pd.DataFrame,
    partnership_id: str,
    measures: Mapping[str, Measure],
    decimals: Mapping[str, int],
) -> pd.DataFrame:
    """The same for the whole partnership, as the sum of its local authorities."""
    authorities = totals[totals["area_id"].isin(schools["la_code"])]
    summed = authorities.groupby(_KEY[1:], as_index=False, sort=False)[
        ["numerator", "denominator"]
    ].sum()
    return summed.assign(
        area_id=partnership_id,
        value=value_of(summed, measures, decimals),
        cohort=summed["denominator"],
        unit=unit_of(summed["measure_id"], measures),
    )


def gaps(
    outcomes: pd.DataFrame, measures: Mapping[str, Measure], decimals: Mapping[str, int]
) -> pd.DataFrame:
    """How far one group of learners is from another, in the unit of the gap.

    ``value`` is that of the first group of ``between`` less that of the second, both unrounded:
    of a percentage in percentage points, negative where the first group does less well. The
    ``cohort`` is the smaller of the two, for a gap rests on both. There is no numerator or
    denominator. A row only where both cohorts have pupils.
    """
    every = {(each.between, each.unit) for each in measures.values() if each.between is not None}
    found = [_gaps_between(outcomes, measures, *one, decimals) for one in sorted(every)]
    columns = [*_KEY, "cohort", "value", "unit"]
    return pd.concat(found) if found else outcomes.iloc[:0].reindex(columns=columns)


def _gaps_between(
    outcomes: pd.DataFrame,
    measures: Mapping[str, Measure],
    between: tuple[str, str],
    unit: str,
    decimals: Mapping[str, int],
) -> pd.DataFrame:
    """Those between two groups that are in one unit."""
    key = _KEY[:-1]
    gap_of = {
        each.of: name
        for name, each in measures.items()
        if (each.between, each.unit) == (between, unit)
    }
    own = outcomes[outcomes["measure_id"].isin(gap_of)]
    own = own.assign(exact=value_of(own, measures))
    sides = [own.loc[own["group"] == group, [*key, "exact", "cohort"]] for group in between]
    both = sides[0].merge(sides[1], on=key, suffixes=("", "_other"))
    apart = (both["exact"] - both["exact_other"]).astype("float64")
    names = both["measure_id"].astype("str").map(gap_of)
    return both.assign(
        measure_id=names,
        group="all",
        value=round_half_up(apart, places_of(names, decimals)),
        cohort=both[["cohort", "cohort_other"]].min(axis=1),
        unit=unit,
    ).drop(columns=["exact", "exact_other", "cohort_other"])
