"""Percentages as they are published: exact, and halves rounded away from zero."""

import numpy as np
import numpy.typing as npt
import pandas as pd

#: To how many places: one number for all values, or one for each.
Places = int | npt.NDArray[np.int64]


def percentage(numerator: pd.Series, denominator: pd.Series, decimals: Places) -> pd.Series:
    """``numerator`` as a percentage of ``denominator``, to ``decimals`` places.

    Whole numbers are divided exactly, so 1 of 8 to one place is 12.5 and 12 of
    167 to two places is 7.19, whatever binary fractions would make of it.
    Missing where either is missing or the denominator is 0.

    >>> percentage(pd.Series([12, 1]), pd.Series([167, 0]), 2).tolist()
    [7.19, nan]
    """
    above = numerator.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    below = denominator.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    scale = 10.0**decimals
    with np.errstate(divide="ignore", invalid="ignore"):
        # All terms are whole numbers below 2**53, so floor division is exact.
        steps = np.floor_divide(2 * 100 * scale * above + below, 2 * below)
        result = np.where(below > 0, steps / scale, np.nan)
    return pd.Series(result, index=numerator.index, dtype="float64")


def round_half_up(values: pd.Series, decimals: Places) -> pd.Series:
    """Halves away from zero: 0.25 to 0.3 and -0.25 to -0.3, as printed tables do."""
    scale = 10.0**decimals
    # The tiny term undoes binary fractions: 1.005 is held as 1.00499999999999989.
    steps = np.floor(np.abs(values) * scale + 0.5 + 1e-9)
    return pd.Series(np.sign(values) * steps / scale + 0.0, index=values.index)
