"""How unlikely a value is: beside the year before, and beside others of its kind.

Whatever is usual is learned from the column itself, by medians, which one wrong value does not
move. A change is held against what chance alone does to a cohort of its size.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

#: Fewer values than this say nothing of what is usual.
FEWEST = 20

#: A change so many standard deviations from the usual one is told: of two million, chance alone
#: makes about one.
_CHANGE = 5.0

#: A value so many robust spreads from the median of its kind is told: values are not normal.
_OUTLIER = 6.0

#: The standard deviation of a normal distribution whose median distance from its middle is 1.
_NORMAL = 1.4826


def unlikely_changes(
    rows: pd.DataFrame, key: Sequence[str], of: Sequence[str], alone: float = 1.0
) -> pd.DataFrame:
    """Rows whose share is further from that of the year before than chance takes a cohort.

    Parameters
    ----------
    rows
        One row a thing and year: ``part`` of ``whole``, and ``academic_year``.
    key
        The columns that make a thing, such as a school and a measure.
    of
        The columns whose things move alike, such as the measure. Where there are enough of them
        in a year, the test allows for how they moved and for how much their changes differ beyond
        chance.
    alone
        How many times as much as chance makes changes are taken to differ where there are too few.

    Returns
    -------
    The rows, with ``pct`` and ``before``: per cent now and in the year before.
    """
    rows = rows[(rows["whole"] > 0).fillna(False).astype(bool) & rows["part"].notna()]
    thing = rows.groupby([*key], observed=True).ngroup().to_numpy()
    year = rows["academic_year"].astype("str").str[:4].astype("int64").to_numpy()
    in_order = np.lexsort((year, thing))
    rows, thing, year = rows.iloc[in_order], thing[in_order], year[in_order]
    follows = np.append(False, (thing[1:] == thing[:-1]) & (year[1:] == year[:-1] + 1))[: len(rows)]
    part, whole = (rows[name].to_numpy(dtype="float64") for name in ("part", "whole"))
    change, chance = _changes(part, whole)
    pct = pd.Series(100 * part / whole, index=rows.index)
    rows = rows.assign(pct=pct, before=pct.shift(), change=change, chance=chance)[follows]
    kind = [rows[name] for name in (*of, "academic_year")]
    middle, spread, number = _usual(rows["change"], kind)
    _, times, _ = _usual((rows["change"] - middle) / rows["chance"], kind)
    typical, _, _ = _usual(rows["chance"], kind)
    # What is beyond chance may be as much in all cohorts, or more in small ones as chance is.
    same = np.sqrt(rows["chance"] ** 2 + (spread**2 - typical**2).clip(lower=0))
    allowed = np.maximum(same, rows["chance"] * times.clip(lower=1))
    enough = number >= FEWEST
    allowed = allowed.where(enough, rows["chance"] * alone)
    far = (rows["change"] - middle.where(enough, 0.0)).abs() > _CHANGE * allowed
    unlikely: pd.DataFrame = rows[far]
    return unlikely


def _changes(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """How far each row's share is from the one of the row above, and what chance makes of that.

    Twice the arc sine of the square root: on this scale chance takes all shares alike far, also
    those near 0 and 100, and a smaller cohort further.
    """
    angle = 2 * np.arcsin(np.sqrt(np.clip((part + 0.375) / (whole + 0.75), 0, 1)))
    variance = 1 / (whole + 0.5)
    above = np.arange(-1, len(part) - 1).clip(min=0)
    return angle - angle[above], np.sqrt(variance + variance[above])


def unlike_others(values: pd.Series, kinds: pd.DataFrame, *, many_times: bool) -> pd.DataFrame:
    """The values that are far from all others of their kind, with enough of these to say so.

    Parameters
    ----------
    values, kinds
        One row a value; what it is one of, such as its sector and year.
    many_times
        How many times as much a value is counts, and not how much more: so it is with sums of
        money and numbers of pupils.

    Returns
    -------
    One row for each such value, under its index: ``usual``, the median of its kind, and
    ``others``, how many there are.
    """
    numbers = values.astype("float64")
    if many_times:
        numbers = pd.Series(np.log1p(numbers.clip(lower=0)), index=values.index)
    middle, spread, number = _usual(numbers, [kinds[name] for name in kinds])
    far = ((numbers - middle).abs() > _OUTLIER * spread) & (spread > 0) & (number >= FEWEST)
    usual = np.expm1(middle) if many_times else middle
    return pd.DataFrame({"usual": usual, "others": number - 1})[far]


def _usual(values: pd.Series, of: Sequence[pd.Series]) -> tuple[pd.Series, ...]:
    """For each value the median of its kind, a robust spread, and how many there are."""
    kind = values.groupby(list(of), observed=True)
    middle = kind.transform("median")
    distance = (values - middle).abs().groupby(list(of), observed=True)
    return middle, distance.transform("median") * _NORMAL, kind.transform("count")
